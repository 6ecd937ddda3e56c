"""Someone with the whole database changes it: each change is noticed by whoever opens the case."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.rooms import House, pieces

from holdfast.case.checking import Problem
from holdfast.case.room import Case
from holdfast.case.values import Demand, PictureAnswer
from holdfast.errors import Tampered, WrongCode

PNG = drawn.picture("PNG")


class Host:
    """What an administrator can do without any key."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def does(self, *statements: str) -> None:
        with sqlite3.connect(self.home / "cases.db", isolation_level=None) as database:
            for statement in statements:
                assert database.execute(statement).rowcount > 0, f"changed nothing: {statement}"
        database.close()

    def blobs(self) -> list[Path]:
        return sorted(path for path in (self.home / "blobs").rglob("*") if path.is_file())


@pytest.fixture
def host(home: Path) -> Host:
    return Host(home)


@pytest.fixture
def case(house: House) -> Case:
    """Two items, one edited; a record in two versions; an answer changed."""
    case = house.case()
    case.add("a.png", pieces(PNG), answer=PictureAnswer.NO)
    item = case.add_text("Pay by ten.")
    case.edit_item(item.item_id, title="The threat")
    record = case.put(Demand("money"))
    case.put(Demand("pictures"), record.record_id)
    case.set_about(country="IE")
    assert case.check(thorough=True) == ()
    return case


def problems(case: Case) -> set[Problem]:
    return {finding.problem for finding in case.check()}


NEWEST_ITEM = "name = 'item' AND version = 2"
CHANGES: dict[str, tuple[Problem, str]] = {
    "a row's last version taken out": (Problem.MISSING, f"DELETE FROM sealed_rows WHERE {NEWEST_ITEM}"),
    "an item taken out": (Problem.MISSING, "DELETE FROM sealed_rows WHERE name = 'item'"),
    "the answers taken back": (
        Problem.MISSING,
        "DELETE FROM sealed_rows WHERE name = 'about' AND version = 2",
    ),
    "a row flipped": (
        Problem.ROW,
        f"UPDATE sealed_rows SET sealed = zeroblob(length(sealed)) WHERE {NEWEST_ITEM}",
    ),
    "an old version in the place of the new": (
        Problem.ROW,
        "UPDATE sealed_rows SET sealed = (SELECT sealed FROM sealed_rows old WHERE old.row_id = sealed_rows.row_id"
        f" AND old.version = 1) WHERE {NEWEST_ITEM}",
    ),
    "a version given a higher number": (
        Problem.ROW,
        f"UPDATE sealed_rows SET version = 3 WHERE {NEWEST_ITEM}",
    ),
    "a log line taken out": (
        Problem.LOG,
        "DELETE FROM sealed_rows WHERE name = 'log' AND row_id = '00000003'",
    ),
    "the log's end cut off": (
        Problem.LOG,
        "DELETE FROM sealed_rows WHERE name = 'log' AND row_id > '00000004'",
    ),
    "a log line moved": (Problem.LOG, "UPDATE sealed_rows SET row_id = '00000099' WHERE row_id = '00000003'"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_table_is_noticed(case: Case, host: Host, change: str) -> None:
    problem, statement = CHANGES[change]
    host.does(statement)
    assert problem in problems(case)


def test_items_of_two_cases_cannot_be_swapped(house: House, case: Case, host: Host) -> None:
    other = house.case()
    other.add_text("Another threat.")
    mine, theirs = case.items()[1].item_id, other.items()[0].item_id
    host.does(
        f"UPDATE sealed_rows SET sealed = (SELECT sealed FROM sealed_rows WHERE row_id = '{theirs}')"
        f" WHERE row_id = '{mine}'"
    )
    assert mine not in [item.item_id for item in case.items()]
    assert [found.subject for found in case.damaged()] == [mine]
    assert Problem.ROW in problems(case)
    with pytest.raises(Tampered):
        case.item(mine)


def test_a_case_cannot_be_opened_with_the_rows_of_another(house: House, case: Case, host: Host) -> None:
    other = house.case()
    host.does(
        f"UPDATE cases SET head = (SELECT head FROM cases WHERE case_id = '{other.case_id}')"
        f" WHERE case_id = '{case.case_id}'",
        f"DELETE FROM sealed_rows WHERE case_id = '{case.case_id}'",
        f"UPDATE sealed_rows SET case_id = '{case.case_id}' WHERE case_id = '{other.case_id}'",
    )
    with pytest.raises(Tampered):
        house.again(case)
    with pytest.raises(Tampered):
        case.add_text("x")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [flip, shorten, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_changed_blob_is_noticed(case: Case, host: Host, harm: Callable[[Path], None]) -> None:
    for path in host.blobs():
        harm(path)
    assert problems(case) == {Problem.BLOB}
    with pytest.raises(Tampered):
        case.open_item(case.items()[0]).read()


def test_two_blobs_of_one_case_cannot_be_swapped(case: Case, host: Host) -> None:
    first, second = host.blobs()
    swap = first.with_name("swap")
    first.rename(swap)
    second.rename(first)
    swap.rename(second)
    assert problems(case) == {Problem.BLOB}


def test_a_wrap_with_another_salt_opens_nothing(house: House, host: Host) -> None:
    _, code = house.new()
    host.does("UPDATE wraps SET salt = zeroblob(16)")
    with pytest.raises(WrongCode):
        house.open(code.text)


def test_a_wrap_moved_to_another_case_is_refused(house: House, case: Case, host: Host) -> None:
    other, code = house.new()
    host.does(f"UPDATE wraps SET case_id = '{case.case_id}' WHERE case_id = '{other.case_id}'")
    with pytest.raises(Tampered):
        house.open(code.text)
