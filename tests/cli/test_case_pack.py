"""``holdfast case pack`` and ``verify``, on real files."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.case import drawn

PASSPHRASE = "five plain words are enough"


@pytest.fixture
def full(line, tmp_path: Path):
    """A case with a picture, a chat, who is behind it and what they want."""
    line.with_case()
    (tmp_path / "one.png").write_bytes(drawn.picture("PNG"))
    (tmp_path / "chat.txt").write_bytes(drawn.whatsapp())
    line(
        "case",
        "about",
        "--country",
        "GB",
        "--happened",
        "threatened",
        "--known-person",
        "yes",
        "--deadline",
        "hours",
    )
    line("case", "add", str(tmp_path / "one.png"), str(tmp_path / "chat.txt"), "--no-sexual-picture")
    line("case", "record", "offender", "--handle", "instagram:mia.example")
    line("case", "record", "demand", "--wants", "money", "--amount", "300")
    return line


def fingerprint(line) -> str:
    return str(line("case", "log", "--json").json["key_fingerprint"])


def test_a_pack_is_made_and_holds(full, tmp_path):
    pack = tmp_path / "for-police.zip"
    made = full("case", "pack", "--output", str(pack), "--with-plan", "--json")
    assert made.code == 0
    assert made.json["items"] == 2 and made.json["sealed"] is False
    assert made.json["sha256"] == drawn.sha256(pack.read_bytes())
    assert made.json["key_fingerprint"] == fingerprint(full)
    assert pack.stat().st_mode & 0o777 == 0o600
    done = full("case", "verify", str(pack), "--fingerprint", fingerprint(full), "--json")
    assert (done.code, done.json["good"]) == (0, True)
    assert all(finding["ok"] for finding in done.json["findings"])
    manifest = json.loads(
        zipfile.ZipFile(pack).read(next(n for n in named(pack) if n.endswith("manifest.json")))
    )
    assert manifest


def named(pack: Path) -> list[str]:
    return zipfile.ZipFile(pack).namelist()


def test_verify_needs_no_case_and_no_home(full, line, tmp_path):
    pack = tmp_path / "for-police.zip"
    full("case", "pack", "--output", str(pack))
    shutil.rmtree(full.home)
    full.environ.pop("HOLDFAST_CODE")
    assert full("case", "verify", str(pack)).code == 0
    assert not full.home.exists()


def test_a_changed_and_a_cut_pack_are_found_in_words(full, tmp_path):
    pack = tmp_path / "for-police.zip"
    full("case", "pack", "--output", str(pack))
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    broken = {"changed.zip": bytes(data), "cut.zip": bytes(data[: len(data) // 2]), "no.zip": b"words"}
    for name, changed in broken.items():
        (tmp_path / name).write_bytes(changed)
        done = full("case", "verify", str(tmp_path / name))
        assert done.code == 1 and "NO" in done.out


def test_another_persons_fingerprint_is_found(full, tmp_path):
    pack = tmp_path / "for-police.zip"
    full("case", "pack", "--output", str(pack))
    other = full("case", "new", "--json").json["key_fingerprint"]
    done = full("case", "verify", str(pack), "--fingerprint", other, "--json")
    assert done.code == 1
    assert [finding["id"] for finding in done.json["findings"] if not finding["ok"]] == ["key_other"]


def test_an_unpacked_folder_is_checked_too(full, tmp_path):
    pack = tmp_path / "for-police.zip"
    full("case", "pack", "--output", str(pack))
    zipfile.ZipFile(pack).extractall(tmp_path / "bag")
    folder = next((tmp_path / "bag").iterdir())
    folder = folder if folder.is_dir() and (folder / "data").exists() else tmp_path / "bag"
    assert full("case", "verify", str(folder)).code == 0


def test_a_pack_sealed_to_a_passphrase_opens_with_it_only(full, tmp_path):
    pack = tmp_path / "sealed.age"
    made = full(
        "case", "pack", "--output", str(pack), "--passphrase", "--json", HOLDFAST_PASSPHRASE=PASSPHRASE
    )
    assert made.json["sealed"] is True and b"age-encryption" in pack.read_bytes()[:40]
    assert full("case", "verify", str(pack), HOLDFAST_PASSPHRASE=PASSPHRASE).code == 0
    assert full("case", "verify", str(pack), HOLDFAST_PASSPHRASE="another five plain words").code == 1
    assert full("case", "verify", str(pack), "--json").json["findings"][0]["id"] == "sealed"
    full.secrets = [PASSPHRASE]
    assert full("case", "verify", str(pack), "--passphrase").code == 0
    full.secrets = [PASSPHRASE]
    assert full("case", "verify", str(pack), terminal=True).code == 0


def test_a_passphrase_is_typed_twice_and_not_too_short(full, tmp_path):
    pack = tmp_path / "sealed.age"
    for typed, error in ((["short"], "PassphraseTooShort"), ([PASSPHRASE, PASSPHRASE[:-1]], "NotTheSame")):
        full.secrets = list(typed)
        done = full("case", "pack", "--output", str(pack), "--passphrase", "--json")
        assert (done.code, done.json["error"]) == (2, error)
        assert not pack.exists()
    full.secrets = [PASSPHRASE, PASSPHRASE]
    assert full("case", "pack", "--output", str(pack), "--passphrase").code == 0


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age program")
def test_a_pack_sealed_to_an_age_address_opens_with_the_age_program_and_here(full, tmp_path):
    key = tmp_path / "officer.key"
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True, timeout=60)
    address = next(text.split()[-1] for text in key.read_text().splitlines() if "public key" in text)
    pack = tmp_path / "sealed.age"
    assert full("case", "pack", "--output", str(pack), "--to", address).code == 0
    opened = subprocess.run(
        ["age", "-d", "-i", key, pack], check=True, capture_output=True, timeout=60
    ).stdout
    assert zipfile.is_zipfile(io.BytesIO(opened))
    assert full("case", "verify", str(pack), "--identity", str(key)).code == 0


def test_an_address_that_is_none_leaves_no_file(full, tmp_path):
    done = full("case", "pack", "--output", str(tmp_path / "x.age"), "--to", "age1nonsense", "--json")
    assert (done.code, done.json["error"]) == (2, "BadRecipient")
    assert leftovers(tmp_path) == []


def leftovers(folder: Path) -> list[str]:
    """Files that a pack could have left, hidden ones too."""
    return [path.name for path in folder.iterdir() if path.suffix in (".age", ".part", ".zip")]


def test_what_goes_in_can_be_chosen(full, tmp_path):
    pack = tmp_path / "one.zip"
    made = full(
        "case", "pack", "--output", str(pack), "--item", "HF/002", "--no-records", "--no-log", "--json"
    )
    assert made.json["items"] == 1
    assert not [name for name in named(pack) if name.endswith("log.jsonl")]
    assert full("case", "pack", "--output", str(tmp_path / "no.zip"), "--item", "9").code == 1


def test_an_empty_case_makes_no_pack(line, tmp_path):
    line.with_case()
    done = line("case", "pack", "--output", str(tmp_path / "x.zip"), "--json")
    assert (done.code, done.json["error"]) == (1, "NothingToPack")
    assert leftovers(tmp_path) == []


def test_a_file_that_is_there_is_left_as_it_is(full, tmp_path):
    pack = tmp_path / "mine.zip"
    pack.write_bytes(b"mine")
    lines = len(full("case", "log", "--json").json["entries"])
    assert full("case", "pack", "--output", str(pack)).code == 1
    assert pack.read_bytes() == b"mine"
    assert len(full("case", "log", "--json").json["entries"]) == lines, "no pack was made, the log says so"
    assert full("case", "pack", "--output", str(pack), "--force").code == 0


def test_progress_is_shown_to_a_person_only(full, tmp_path):
    assert full("case", "pack", "--output", str(tmp_path / "a.zip")).err == ""
    seen = full("case", "pack", "--output", str(tmp_path / "b.zip"), terminal=True).err
    assert "Making the pack 1/" in seen and seen.endswith("\x1b[K")


def test_a_full_disk_leaves_nothing_half_written(line, program, tmp_path):
    """RLIMIT_FSIZE is what a full disk looks like to a program: a write that fails in the middle."""
    environ = {**os.environ, "HOLDFAST_HOME": str(line.home)}
    environ["HOLDFAST_CODE"] = json.loads(
        subprocess.run(program("case", "new", "--json", "--age-in-picture", "adult"), env=environ,
                       capture_output=True, check=True, timeout=60).stdout
    )["code"]  # fmt: skip
    (tmp_path / "note.txt").write_text("pay by ten")
    subprocess.run(program("case", "add", str(tmp_path / "note.txt")), env=environ, check=True, timeout=60,
                   capture_output=True)  # fmt: skip
    out = tmp_path / "out"
    out.mkdir()
    done = subprocess.run(
        program("case", "pack", "--output", str(out / "p.zip"), "--json"), env=environ, capture_output=True,
        timeout=120, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["error"] == "NotSaved"
    assert list(out.iterdir()) == []
