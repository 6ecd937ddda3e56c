"""A case moves to another installation and back: whole, still sealed, or not at all."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.rooms import PEPPER, House

from holdfast.case.blob_files import FileSink
from holdfast.case.code import CaseCode
from holdfast.case.moving import Moved, take_move, write_move
from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import AgeInPicture, Demand, PictureAnswer, Place
from holdfast.errors import (
    CaseGone,
    ChildPictureRule,
    HoldfastError,
    MovedApart,
    NotAMove,
    NotSaved,
    Tampered,
    WrongCode,
)

OTHER_PEPPER = bytes(range(100, 132))


@pytest.fixture
def there(tmp_path: Path) -> House:
    """Another installation, with a pepper of its own."""
    folder = tmp_path / "there"
    folder.mkdir()
    return House(SqliteStore(folder))


def filled(house: House, age: AgeInPicture = AgeInPicture.ADULT) -> tuple[Case, CaseCode]:
    case, code = house.new(age)
    case.add(
        "screen.png", [drawn.saved(drawn.screen((390, 844)), "PNG")], answer=PictureAnswer.NO, title="Chat"
    )
    case.add_text("They want money by Friday. MARKED-WORDS-7")
    case.put(Demand("money", "300", "GBP"))
    return case, code


def moved(case: Case, code: CaseCode) -> bytes:
    out = io.BytesIO()
    write_move(case, code.text, PEPPER, out)
    return out.getvalue()


def take(house: House, data: bytes, typed: str) -> tuple[Case, Moved]:
    return take_move(
        house.store, io.BytesIO(data), typed, place=house.place, pepper=OTHER_PEPPER, stretcher=house.stretcher,
        clock=house.clock, chance=os.urandom,
    )  # fmt: skip


def test_a_case_is_the_same_there_and_opens_with_the_same_code(any_house: House, there: House) -> None:
    case, code = filled(any_house)
    data = moved(case, code)
    taken, count = take(there, data, code.text)
    assert taken.case_id == case.case_id
    assert [item.sha256 for item in taken.items()] == [item.sha256 for item in case.items()]
    assert taken.records() == case.records()
    with taken.open_item(taken.items()[0]) as reader:
        assert reader.read() == drawn.saved(drawn.screen((390, 844)), "PNG")
    assert taken.check(thorough=True) == ()
    assert count.blobs == 2
    assert there.open(code.text, pepper=OTHER_PEPPER).case_id == case.case_id


def test_the_file_shows_no_word_of_the_case(house: House) -> None:
    case, code = filled(house)
    data = moved(case, code)
    for mark in (
        b"MARKED-WORDS-7",
        b"Friday",
        b"GBP",
        b"screen.png",
        b"Chat",
        code.text.encode(),
    ):
        assert mark not in data


def test_it_goes_there_and_comes_back_with_what_was_added(house: House, there: House) -> None:
    case, code = filled(house)
    away, _ = take(there, moved(case, code), code.text)
    away.add_text("added there")
    out = io.BytesIO()
    write_move(away, code.text, OTHER_PEPPER, out)
    back, count = take_move(
        house.store, io.BytesIO(out.getvalue()), code.text, place=house.place, pepper=PEPPER,
        stretcher=house.stretcher, clock=house.clock, chance=os.urandom,
    )  # fmt: skip
    assert len(back.items()) == 3
    assert count.blobs == 1
    assert back.check(thorough=True) == ()


def test_taking_it_twice_adds_nothing(house: House, there: House) -> None:
    case, code = filled(house)
    data = moved(case, code)
    first, _ = take(there, data, code.text)
    lines = len(first.log_entries())
    again, count = take(there, data, code.text)
    assert (count.rows, count.blobs, len(again.log_entries())) == (0, 0, lines)


def test_a_case_that_went_on_in_both_places_is_left_as_it_is(house: House, there: House) -> None:
    case, code = filled(house)
    away, _ = take(there, moved(case, code), code.text)
    away.add_text("added there")
    case.add_text("added here")
    with pytest.raises(MovedApart):
        take(there, moved(case, code), code.text)
    assert away.check(thorough=True) == ()
    assert len(away.items()) == 3


def test_a_wrong_code_takes_nothing(house: House, there: House) -> None:
    case, code = filled(house)
    _, other = house.new()
    with pytest.raises(WrongCode):
        take(there, moved(case, code), other.text)
    with pytest.raises(CaseGone):
        there.store.head(case.case_id)


def test_any_changed_byte_is_noticed_and_nothing_is_kept(house: House, tmp_path: Path) -> None:
    case, code = filled(house)
    data = moved(case, code)
    for number, place in enumerate(range(40, len(data), len(data) // 60)):
        folder = tmp_path / str(number)
        folder.mkdir()
        there = House(SqliteStore(folder))
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            taken, _ = take(there, bytes(changed), code.text)
        except HoldfastError:
            continue
        # A flipped bit in a date or another field of the zip that nothing depends on.
        assert taken.check(thorough=True) == ()
        assert [item.sha256 for item in taken.items()] == [item.sha256 for item in case.items()]


def test_a_part_that_is_exchanged_for_another_case_s_is_noticed(house: House, there: House) -> None:
    (case, code), (other, other_code) = filled(house), filled(house)
    mine, theirs = (zipfile.ZipFile(io.BytesIO(moved(*pair))) for pair in ((case, code), (other, other_code)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in mine.namelist():
            archive.writestr(name, (theirs if name == "rows.jsonl" else mine).read(name))
    with pytest.raises(Tampered):
        take(there, out.getvalue(), code.text)


def test_a_part_that_is_taken_out_or_added_is_noticed(house: House, there: House) -> None:
    case, code = filled(house)
    mine = zipfile.ZipFile(io.BytesIO(moved(case, code)))
    blob = next(name for name in mine.namelist() if name.startswith("blobs/"))
    for names in ([n for n in mine.namelist() if n != blob], [*mine.namelist(), "../evil"]):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, mine.read(name) if name in mine.namelist() else b"x")
        with pytest.raises(Tampered):
            take(there, out.getvalue(), code.text)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_of_another_kind_is_refused_in_words(there: House, data: bytes) -> None:
    with pytest.raises(NotAMove):
        take(there, data, " ".join(["abacus"] * 7))


def test_a_file_that_was_cut_off_takes_nothing_and_says_so(house: House, there: House) -> None:
    case, code = filled(house)
    data = moved(case, code)
    for part in (10, len(data) // 2, len(data) - 5):
        with pytest.raises(NotAMove, match=r".") as refused:
            take(there, data[:part], code.text)
        assert "cut off" in refused.value.says()
    with pytest.raises(CaseGone):
        there.store.head(case.case_id)


@pytest.mark.parametrize("age", [AgeInPicture.UNDER_18, AgeInPicture.UNKNOWN])
def test_pictures_of_a_child_do_not_move_into_a_hosted_place(
    house: House, there: House, age: AgeInPicture
) -> None:
    case, code = filled(house, age)
    there.place = Place.HOSTED
    with pytest.raises(ChildPictureRule):
        take(there, moved(case, code), code.text)
    with pytest.raises(CaseGone):
        there.store.head(case.case_id)


def test_words_of_a_child_do_move_into_a_hosted_place(house: House, there: House) -> None:
    case, code = house.new(AgeInPicture.UNDER_18)
    case.add_text("they want money")
    there.place = Place.HOSTED
    taken, _ = take(there, moved(case, code), code.text)
    assert len(taken.items()) == 1


def test_a_case_that_was_deleted_there_is_not_taken_in_again(house: House, there: House) -> None:
    case, code = filled(house)
    data = moved(case, code)
    taken, _ = take(there, data, code.text)
    taken.delete()
    with pytest.raises(CaseGone):
        take(there, data, code.text)


class FillsUp(SqliteStore):
    """Its disk is full at the second blob, until somebody makes room."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self.full, self.staged = True, 0

    def stage(self, case_id: str, blob_id: str) -> FileSink:
        self.staged += 1
        if self.full and self.staged == 2:
            raise NotSaved("ENOSPC")
        return super().stage(case_id, blob_id)


def test_what_a_full_disk_left_is_completed_the_next_time(house: House, tmp_path: Path) -> None:
    case, code = filled(house)
    data = moved(case, code)

    there = House(FillsUp(tmp_path / "there"))
    with pytest.raises(NotSaved):
        take(there, data, code.text)
    there.store.full = False
    taken, _ = take(there, data, code.text)
    assert taken.check(thorough=True) == ()
    assert len(taken.items()) == 2


def test_a_code_of_another_case_writes_no_file(house: House) -> None:
    case, _ = filled(house)
    _, other = house.new()
    with pytest.raises(WrongCode):
        write_move(case, other.text, PEPPER, io.BytesIO())


HIDDEN = '<img src="data:image/jpeg;base64,' + "QUJD" * 300 + '">'


@pytest.mark.parametrize("where", ["words", "record"])
def test_a_picture_spelled_out_in_words_of_a_child_s_case_does_not_move_into_a_hosted_place(
    house: House, there: House, where: str
) -> None:
    case, code = house.new(AgeInPicture.UNDER_18)
    if where == "words":
        case.add_text(HIDDEN)
    else:
        case.put(Demand("money", note=HIDDEN))
    there.place = Place.HOSTED
    with pytest.raises(ChildPictureRule):
        take(there, moved(case, code), code.text)
    assert there.store.rows(case.case_id, "item") == ()


def test_a_case_with_a_locked_item_is_not_written_into_a_file(house: House) -> None:
    case, code = filled(house)
    case.add("clip.mp4", [drawn.film()], answer=PictureAnswer.NO)
    case.set_about(age_in_picture=AgeInPicture.UNDER_18)
    assert case.blocked_items()
    with pytest.raises(ChildPictureRule):
        moved(case, code)
