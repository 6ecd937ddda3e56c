"""The doors' own sentences are gettext ids, and keep the rules of the words: short, plain, without blame."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.house.reading import read
from tests.house.test_words import BANNED, GRADE, LONGEST, MEAN

SOURCE = Path(__file__).parents[2] / "src" / "holdfast"
MARKS = {"_", "gettext", "gettext_lazy", "pgettext", "ngettext"}


def sentences(door: str) -> dict[str, str]:
    """Place → text of every message id in a door's Python."""
    found: dict[str, str] = {}
    for path in sorted((SOURCE / door).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found[f"{path.relative_to(SOURCE)}:{argument.lineno}"] = argument.value
    return found


ALL = {**sentences("cli"), **sentences("web")}


def test_both_doors_have_sentences():
    assert len(sentences("cli")) > 150 and len(sentences("web")) > 50


@pytest.mark.parametrize("place", ALL)
def test_a_sentence_of_a_door_is_short_and_blames_nobody(place):
    words = ALL[place]
    assert [banned.example for banned in BANNED if banned.found_in(words)] == []
    if words.strip(" ,.;:"):
        assert len(read(words).longest if read(words).sentences else ()) <= LONGEST


@pytest.mark.parametrize("door", ["cli", "web"])
def test_the_sentences_of_a_door_are_easy_to_read(door):
    full = [text for text in sentences(door).values() if text.rstrip().endswith((".", "?", "!"))]
    reading = read("\n".join(full))
    assert round(reading.grade, 1) <= GRADE
    assert reading.mean <= MEAN


def test_the_command_line_prints_no_sentence_that_cannot_be_translated():
    """Text handed to a page, an error stream or an option's help is a message id, or has no words of its own."""
    loose: list[str] = []
    for path in sorted((SOURCE / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            said = printed(node)
            if isinstance(said, ast.Constant) and str(said.value).strip():
                loose.append(f"{path.name}:{said.lineno}")
    assert loose == []


def printed(node: ast.AST) -> ast.expr | None:
    """What ``page.say(…)``, ``page.heading(…)`` or ``help=…`` is given."""
    if isinstance(node, ast.keyword) and node.arg == "help":
        return node.value
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("say", "heading")
    ):
        return node.args[0] if node.args else None
    return None
