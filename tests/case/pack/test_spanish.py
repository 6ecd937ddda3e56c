"""The report and the verifier in Spanish: every sentence is there, and a whole pack speaks it."""

from __future__ import annotations

import io
import string
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from importlib import resources

import pikepdf
import pytest
from tests.case.pack.conftest import Packed
from tests.case.pack.filled import pack
from tests.case.pack.opened import files_of
from tests.case.pack.test_report import needs_pdftotext, words_of

from holdfast.case.pack.interface import Choice
from holdfast.case.pack.verify import verify_pack
from holdfast.case.pack.words import words_for

SHELVES = ("report", "verify")
COMMANDS = (
    "check.windows.code",
    "check.linux.code",
    "check.macos.code",
    "check.holdfast.code",
    "times.check",
)


def sentences(language: str, shelf: str) -> dict[str, str]:
    """The shelf as it was written, nothing filled in from English."""
    file = resources.files("holdfast.content") / language / f"{shelf}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.fixture(scope="module")
def spanish(packed: Packed) -> bytes:
    return pack(packed.case, Choice(language="es"))[0]


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_sentence_is_there_in_the_same_order_with_the_same_places(shelf):
    english, spanish = sentences("en", shelf), sentences("es", shelf)
    assert list(spanish) == list(english)
    other = [name for name, text in english.items() if places(spanish[name]) != places(text)]
    assert not other


def test_commands_are_the_same_and_sentences_are_not():
    english, spanish = sentences("en", "report"), sentences("es", "report")
    assert all(spanish[name] == english[name] for name in COMMANDS)
    same = {name for name in english if spanish[name] == english[name]} - set(COMMANDS)
    assert same == {
        "preserve.line",
        "field.record",
        "exhibit.size",
        "kind.pdf",
        "words.sha256",
        "words.utc",
        "words.by_number",
    }


def _texts_of(tables: Mapping[str, str]) -> set[str]:
    """The fixed sentences that are long enough to be told from anything else."""
    return {text for text in tables.values() if "{" not in text and len(text.split()) > 2}


def test_a_spanish_pack_holds_and_every_text_in_it_is_spanish(spanish):
    assert verify_pack(io.BytesIO(spanish)).good
    files = files_of(spanish)
    english = _texts_of(sentences("en", "report")) - set(sentences("es", "report").values())
    for name in ("READ-ME-FIRST.txt", "text-for-web-forms.txt", "requests-to-keep-data.txt"):
        told = files[f"data/{name}"].decode()
        assert not [text for text in english if text in told], name
    assert words_for("report", "es")("readme.title") in files["data/READ-ME-FIRST.txt"].decode()


def test_page_1_is_one_page_and_the_file_says_its_language(spanish):
    file = pikepdf.open(io.BytesIO(files_of(spanish)["data/report.pdf"]))
    assert file.Root.Lang == "es"
    assert file.docinfo["/Title"] == words_for("report", "es")("title")


@needs_pdftotext
def test_page_1_ends_with_the_proof_and_page_2_begins_with_the_contents(spanish):
    words = words_for("report", "es")
    first, second = words_of(spanish, page=1), words_of(spanish, page=2)
    assert words("title") in first and words("proof.title") in first and "Huella de la clave: " in first
    assert "undated" not in first
    assert second.startswith(words("contents"))
    whole = words_of(spanish)
    english = _texts_of(sentences("en", "report")) - set(sentences("es", "report").values())
    assert not [text for text in english if text in whole]


def test_the_script_in_the_pack_speaks_spanish(spanish, tmp_path):
    with zipfile.ZipFile(io.BytesIO(spanish)) as archive:
        archive.extractall(tmp_path)
    script = tmp_path / "pack" / "data" / "verify.py"
    run = [sys.executable, "-I", "-S", script]
    done = subprocess.run(run, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0 and done.stderr == b""
    lines = done.stdout.decode().splitlines()
    verdict = verify_pack(io.BytesIO(spanish))
    assert [line[6:] for line in lines[:-2]] == [finding.says("es") for finding in verdict.findings]
    assert lines[-1] == words_for("verify", "es")("verdict.ok")
