"""House test 6: every error has words for the person, filled in wherever it is raised; the log's text quotes nobody.

Read from the source, so that the doors' own errors are seen too. The words themselves are read by test_words.py.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.house.reading import read
from tests.house.test_words import BANNED

SOURCE = Path(__file__).parents[2] / "src" / "holdfast"
ROOT_ERROR = "HoldfastError"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
LONGEST = 20


@dataclass(frozen=True)
class Family:
    """One class of the family: its parent's name, its own words or None."""

    name: str
    parent: str
    words: str | None


def family() -> dict[str, Family]:
    """Every class below HoldfastError, by name, in all of the source."""
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {ROOT_ERROR: Family(ROOT_ERROR, "", words_of(next(c for c in classes if c.name == ROOT_ERROR)))}
    while True:
        more = {
            node.name: Family(node.name, base.id, words_of(node))
            for node in classes
            for base in node.bases
            if isinstance(base, ast.Name) and base.id in found and node.name not in found
        }
        if not more:
            return found
        found.update(more)


def words_of(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        if any(isinstance(target, ast.Name) and target.id == "for_person" for target in targets):
            return str(ast.literal_eval(statement.value))  # type: ignore[attr-defined]
    return None


FAMILY = family()


def said_by(name: str) -> str:
    """The words of a class, or of the nearest above it."""
    error = FAMILY[name]
    return error.words if error.words is not None else said_by(error.parent)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@dataclass(frozen=True)
class Raised:
    """One place where an error is made."""

    where: str
    name: str
    call: ast.Call


def raised() -> Iterator[Raised]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in FAMILY:
                    yield Raised(f"{path.relative_to(SOURCE)}:{node.lineno}", name, node)


RAISED = list(raised())


def bare() -> Iterator[tuple[str, str]]:
    """``raise TooLarge`` without a call: nothing can be filled in there."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in FAMILY:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node.exc.id


def test_the_family_is_found_in_every_room_and_door():
    assert {"WrongCode", "BadIdentifier", "UnknownAnswer", "WrongUse", "PassphraseShort"} <= FAMILY.keys()
    assert len(RAISED) > 100


@pytest.mark.parametrize("name", sorted(FAMILY))
def test_an_error_speaks_plainly_to_the_person(name):
    words = said_by(name)
    assert re.search(r"[.?!”]$|: [a-z’'{][^.]*$", words), words
    assert len(read(words).longest) <= LONGEST
    assert [banned.example for banned in BANNED if banned.found_in(words)] == []


@pytest.mark.parametrize("one", RAISED, ids=lambda one: f"{one.name} {one.where}")
def test_every_place_of_the_words_is_filled_where_it_is_raised(one):
    given = {keyword.arg for keyword in one.call.keywords}
    passed_on = None in given
    assert passed_on or places(said_by(one.name)) <= given


@pytest.mark.parametrize(("where", "name"), list(bare()), ids=lambda value: str(value))
def test_an_error_that_is_raised_bare_has_no_places_to_fill(where, name):
    assert places(said_by(name)) == set()


def test_a_missing_place_is_found():
    call = ast.parse("TooLarge('too large')").body[0].value  # type: ignore[attr-defined]
    assert places(said_by("TooLarge")) == {"limit"}
    assert {keyword.arg for keyword in call.keywords} == set()


#: Names that stand for what was typed or uploaded, wherever they are used in this house.
TYPED = {"typed", "text", "value", "demand", "passphrase", "secret", "story", "note", "title"}


def quoted(call: ast.Call) -> set[str]:
    """Names of :data:`TYPED` whose content stands in the text for the log; how long it is may be said."""
    found: set[str] = set()
    for argument in call.args[:1]:
        measured = {
            name.id
            for part in ast.walk(argument)
            if isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id in ("len", "type")
            for name in ast.walk(part)
            if isinstance(name, ast.Name)
        }
        found |= {part.id for part in ast.walk(argument) if isinstance(part, ast.Name)} - measured
    return found & TYPED


@pytest.mark.parametrize("one", RAISED, ids=lambda one: f"{one.name} {one.where}")
def test_the_text_for_the_log_quotes_nothing_that_was_typed(one):
    assert quoted(one.call) == set(), ast.unparse(one.call)


def test_a_quotation_in_the_text_for_the_log_is_found():
    for source, expected in (
        ("WrongCode(f'no case for {typed[:4]!r}')", {"typed"}),
        ("WrongCode(f'{len(typed)} words')", set()),
    ):
        assert quoted(ast.parse(source).body[0].value) == expected  # type: ignore[attr-defined]
