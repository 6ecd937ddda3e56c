"""House test 10: all templates compile, an undefined variable is an error, and their words are plain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from tests.house.reading import read
from tests.house.test_words import BANNED, GRADE, LONGEST, MEAN
from tests.web.fixtures import client, home, new_client, tables  # noqa: F401

WEB = Path(__file__).parents[2] / "src" / "holdfast" / "web"
TEMPLATES = sorted(WEB.glob("*/templates/*/*.html"))
NAMES = [path.relative_to(path.parents[1]).as_posix() for path in TEMPLATES]

_TRANSLATE = re.compile(r"{%\s*translate\s+([\"'])(?P<words>.*?)\1")
_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(?P<words>.*?){%\s*endblocktranslate\s*%}", re.S)
#: What is left of a template when tags, variables and markup are taken out; words here are not translated.
_MARKUP = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!.*?>|<[^>]*>|&\w+;", re.S)


def engine() -> Engine:
    return engines["django"].engine


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name):
    assert engine().get_template(name).nodelist is not None


def test_a_template_that_does_not_compile_is_noticed():
    with pytest.raises(TemplateSyntaxError):
        engine().from_string("{% if %}")


def test_an_undefined_variable_is_an_error():
    with pytest.raises(LookupError, match="nowhere"):
        engine().from_string("{{ nowhere }}").render(Context({}))


def test_an_undefined_variable_shows_nothing_to_a_person(monkeypatch):
    monkeypatch.delenv("HOLDFAST_STRICT_TEMPLATES")
    assert engine().from_string("<p>{{ nowhere }}</p>").render(Context({})) == "<p></p>"


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_word_of_a_template_can_be_translated(path):
    assert loose_words(path.read_text("utf-8")) == []


def test_words_that_cannot_be_translated_are_noticed():
    assert loose_words('<p title="x">{% translate "This" %} Stop {{ here }}</p>') == ["Stop"]


def loose_words(source: str) -> list[str]:
    bare = _MARKUP.sub(" ", _BLOCK.sub(" ", source))
    return re.findall(r"[A-Za-zÀ-ÿ]{2,}", bare.replace("Holdfast", ""))


def texts(path: Path) -> list[str]:
    """The sentences of a template, a variable in them read as a short name."""
    source = path.read_text("utf-8")
    found = [match["words"] for match in _TRANSLATE.finditer(source)]
    for match in _BLOCK.finditer(source):
        found += re.split(r"{%\s*plural\s*%}", match["words"])
    return [" ".join(re.sub(r"<[^>]*>", " ", re.sub(r"{{.*?}}", "X", words)).split()) for words in found]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_template_blames_dramatises_or_promises_too_much(path):
    assert [(b.example, t) for t in texts(path) for b in BANNED if b.found_in(t)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_sentence_of_a_template_is_longer_than_twenty_words(path):
    longest = [read(text).longest for text in texts(path)]
    assert [words for words in longest if len(words) > LONGEST] == []


@pytest.mark.parametrize("room", ["base", "guide", "case", "check", "exchange"])
def test_the_words_of_a_room_are_easy_to_read(room):
    found = [text for path in TEMPLATES if path.parents[2].name == room for text in texts(path)]
    assert found
    reading = read("\n".join(found))
    assert round(reading.grade, 1) <= GRADE
    assert reading.mean <= MEAN


CODE = sorted(path for path in WEB.rglob("*.py") if "migrations" not in path.parts)


def texts_of_code(path: Path) -> list[str]:
    """What is handed to ``gettext`` and its kin in a module, a place to fill read as a short name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and "gettext" in ast.unparse(node.func):
            found += [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return [re.sub(r"%\(\w+\)s|{\w+}", "X", text) for text in found]


def test_the_words_in_code_are_plain_too():
    found = {text: path.name for path in CODE for text in texts_of_code(path)}
    assert len(found) > 30
    assert [(b.example, text) for text in found for b in BANNED if b.found_in(text)] == []
    assert [text for text in found if len(read(text).longest) > LONGEST] == []
    reading = read("\n".join(text if text[-1] in ".!?:" else f"{text}." for text in found))
    assert round(reading.grade, 1) <= GRADE
    assert reading.mean <= MEAN


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_inline_that_the_policy_would_block(path):
    source = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_posting_form_has_its_token_but_those_that_must_never_be_refused(path):
    source = path.read_text("utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source, re.S):
        if not re.search(r'action="/(leave|in|lang)"', form):
            assert "{% csrf_token %}" in form, form[:120]
