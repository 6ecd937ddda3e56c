"""The catalogue of the doors' sentences is whole in every language that is offered, and compiled as it stands."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "src" / "holdfast" / "content" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if (path / "LC_MESSAGES").is_dir())
BLANK = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}")


def tool():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(language: str):
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def forms(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_doors_is_translated(language):
    made = tool()
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue(language)
    }
    there = {found if isinstance(found, str) else tuple(found) for found in made.sentences()}
    assert there - known == set(), "run: python tools/messages.py " + language
    assert made.missing(catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blanks_of_a_sentence_are_those_of_its_translation(language):
    wrong = []
    for message in catalogue(language):
        wanted = {blank for form in forms(message.id) for blank in BLANK.findall(form)}
        for form in forms(message.string) if message.id else ():
            found = set(BLANK.findall(form))
            if not found <= wanted or (isinstance(message.id, str) and found != wanted):
                wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    compiled = read_mo(io.BytesIO((LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()))
    written = {forms(message.id): forms(message.string) for message in catalogue(language) if message.id}
    assert {forms(message.id): forms(message.string) for message in compiled if message.id} == written


def test_every_language_of_the_pages_has_its_catalogue():
    from holdfast.web import settings

    assert {code for code, _ in settings.LANGUAGES} == {"en", *LANGUAGES}
