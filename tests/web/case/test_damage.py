"""A part of a case is damaged on the disk: its pages say which, and everything else goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.case import drawn
from tests.web.case.visitor import Visitor

from holdfast.web.case.models import OpenCase

PICTURE = drawn.picture("PNG")


@pytest.fixture
def filled(adult: Visitor) -> Visitor:
    """Two items and a note."""
    assert adult.add(PICTURE, "a.png", "no").status_code == 200
    adult.send("/n/words", {"words": "Pay by ten."})
    adult.send("/n/want", {"wants": "money"})
    return adult


def damage(home: Path, table: str, row: str = "%") -> None:
    """Flips a bit in the last version of the rows of the newest case."""
    case_id = OpenCase.objects.latest("seen").case_id
    with closing(sqlite3.connect(home / "cases.db", isolation_level=None)) as database:
        rows = database.execute(
            "SELECT rowid, sealed FROM sealed_rows WHERE case_id = ? AND name = ? AND row_id LIKE ?",
            (case_id, table, row),
        ).fetchall()
        assert rows
        for rowid, sealed in rows:
            harmed = sealed[:-1] + bytes([sealed[-1] ^ 1])
            database.execute("UPDATE sealed_rows SET sealed = ? WHERE rowid = ?", (harmed, rowid))


def test_a_damaged_item_is_named_and_the_rest_is_listed_and_packed(filled: Visitor, home: Path) -> None:
    first, second = filled.item_paths()
    damage(home, "item", first.removeprefix("/n/i/"))
    for path in ("/n/", "/n/all", "/n/pack"):
        assert "HF/001" in filled.get(path) and "damaged on the disk" in filled.get(path), path
    assert filled.item_paths() == [second]
    assert "changed or damaged" in filled.get(first, status=409)
    assert filled.make_pack()[0].startswith(b"PK")


def test_a_damaged_note_is_named(filled: Visitor, home: Path) -> None:
    damage(home, "record")
    assert "A note you wrote" in filled.get("/n/")
    assert len(filled.item_paths()) == 2


def test_damaged_answers_are_named_and_can_be_given_again(filled: Visitor, home: Path) -> None:
    damage(home, "about")
    page = filled.get("/n/")
    assert "Say again how old" in page and "not known" in page
    assert filled.send("/n/age", {"age": "adult"}).status_code == 302
    assert "damaged" not in filled.get("/n/")


def test_a_whole_case_says_nothing_of_damage(filled: Visitor) -> None:
    for path in ("/n/", "/n/all", "/n/pack"):
        assert "damaged" not in filled.get(path)
