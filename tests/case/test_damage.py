"""One part of a case is damaged: it is named, and all the rest can still be read, added to and handed on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.rooms import House, pieces

from holdfast.case.checking import Problem
from holdfast.case.history import record_versions
from holdfast.case.log import Action
from holdfast.case.room import Case
from holdfast.case.values import AgeInPicture, Demand, PictureAnswer, Place, Report
from holdfast.errors import CaseGone, ChildPictureRule, Tampered

PNG = drawn.picture("PNG")


@pytest.fixture
def case(house: House) -> Case:
    """Three items, two records, a ticked step."""
    case = house.case()
    case.add("a.png", pieces(PNG), answer=PictureAnswer.NO)
    case.add_text("Pay by ten.")
    case.add_text("Last chance.")
    case.put(Demand("money"))
    case.put(Report("police"))
    case.tick("stop-replying")
    return case


def damage(home: Path, where: str) -> None:
    """One bit of one row flips on the disk."""
    with closing(sqlite3.connect(home / "cases.db", isolation_level=None)) as database:
        (sealed,) = database.execute(f"SELECT sealed FROM sealed_rows WHERE {where}").fetchone()
        harmed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        database.execute(f"UPDATE sealed_rows SET sealed = ? WHERE {where}", (harmed,))


def damage_head(home: Path) -> None:
    with closing(sqlite3.connect(home / "cases.db", isolation_level=None)) as database:
        database.execute("UPDATE cases SET head = zeroblob(length(head))")


def test_a_whole_case_has_no_damage(case: Case) -> None:
    assert case.damaged() == ()


def test_a_damaged_item_is_named_and_the_others_are_there(case: Case, home: Path) -> None:
    lost = case.items()[1].item_id
    damage(home, f"row_id = '{lost}'")
    assert [item.number for item in case.items()] == [1, 3]
    assert [(found.problem, found.subject) for found in case.damaged()] == [(Problem.ROW, lost)]
    assert case.timeline() and len(case.records()) == 2
    with case.open_item(case.items()[0]) as reader:
        assert reader.read() == PNG
    with pytest.raises(Tampered):
        case.item(lost)


def test_a_new_item_never_gets_the_number_of_a_damaged_one(case: Case, home: Path) -> None:
    damage(home, f"row_id = '{case.items()[2].item_id}'")
    assert case.add_text("And another.").number == 4


def test_the_words_of_a_damaged_item_can_be_added_again(case: Case, home: Path) -> None:
    lost = case.items()[1]
    damage(home, f"row_id = '{lost.item_id}'")
    again = case.add_text("Pay by ten.")
    assert again.item_id != lost.item_id and again.number == 4


def test_the_bytes_of_a_damaged_blob_can_be_added_again(case: Case, home: Path) -> None:
    lost = case.items()[0]
    blob = home / "blobs" / case.case_id / lost.blob_id
    blob.write_bytes(blob.read_bytes()[:-1])
    again = case.add("a.png", pieces(PNG), answer=PictureAnswer.NO)
    assert again.item_id != lost.item_id
    with case.open_item(again) as reader:
        assert reader.read() == PNG


def test_a_damaged_record_is_named_and_the_others_are_there(case: Case, home: Path) -> None:
    lost, kept = case.records()
    damage(home, f"row_id = '{lost.record_id}'")
    assert case.records() == (kept,)
    assert [found.subject for found in case.damaged()] == [lost.record_id]
    assert record_versions(case, kept.record_id)[0].record == kept


def test_damaged_answers_count_as_an_unknown_age_and_can_be_given_anew(house: House, home: Path) -> None:
    house.place = Place.HOSTED
    case = house.case()
    picture = case.add("a.png", pieces(PNG), answer=PictureAnswer.NO)
    case.set_about(country="IE")
    damage(home, "name = 'about' AND version = 2")
    assert case.about.age_in_picture is AgeInPicture.UNKNOWN
    assert case.about.country == "GB", "the answers before"
    assert [found.subject for found in case.damaged()] == ["about"]
    with pytest.raises(ChildPictureRule):
        case.open_item(picture)
    case.add_text("Words still enter.")
    case.set_about(age_in_picture=AgeInPicture.ADULT, country="IE")
    assert (case.about.version, case.about.country, case.damaged()) == (3, "IE", ())
    with case.open_item(picture) as reader:
        assert reader.read() == PNG


def test_damaged_first_answers_are_named_too(house: House, home: Path) -> None:
    case = house.case()
    damage(home, "name = 'about'")
    assert case.about.age_in_picture is AgeInPicture.UNKNOWN
    case.tick("stop-replying")
    assert case.about.ticked == ("stop-replying",)
    assert Problem.ROW in {found.problem for found in case.check()}


def test_a_record_whose_line_is_damaged_says_so_instead_of_guessing_its_time(case: Case, home: Path) -> None:
    record = case.records()[0]
    line = next(entry for entry in case.log_entries() if entry.subject == record.record_id)
    damage(home, f"name = 'log' AND row_id = '{line.number:08d}'")
    with pytest.raises(Tampered):
        record_versions(case, record.record_id)


def test_a_damaged_line_of_the_log_is_missing_and_the_numbers_tell(case: Case, home: Path) -> None:
    whole = len(case.log_entries())
    damage(home, "name = 'log' AND row_id = '00000003'")
    assert [entry.number for entry in case.log_entries()] == [n for n in range(1, whole + 1) if n != 3]
    assert {found.subject for found in case.check() if found.problem is Problem.LOG} >= {"00000003"}
    case.add_text("The log goes on.")
    assert case.log_entries()[-1].number == whole + 1


def test_a_damaged_head_is_made_anew_from_the_log_and_the_log_says_so_for_ever(
    case: Case, house: House, home: Path
) -> None:
    damage_head(home)
    again = house.again(case)
    assert len(again.items()) == 3
    assert [found.subject for found in again.damaged()] == ["head"]
    assert "head" in {found.subject for found in again.check()}
    assert again.add_text("It goes on.").number == 4
    assert again.damaged() == () and again.check(thorough=True) == ()
    assert [entry.action for entry in again.log_entries()].count(Action.HEAD_NEW) == 1


def test_a_damaged_head_and_a_damaged_line_never_give_a_number_twice(
    case: Case, house: House, home: Path
) -> None:
    damage_head(home)
    damage(home, "name = 'log' AND row_id = '00000003'")
    assert house.again(case).add_text("It goes on.").number == 4


def test_a_deleted_case_is_gone_and_not_damaged(case: Case) -> None:
    case.delete()
    for ask in (case.items, case.damaged, lambda: case.about):
        with pytest.raises(CaseGone):
            ask()
