"""The disk refuses at any one step of saving: it is said, nothing is half there, and the next try works."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from tests.case import drawn
from tests.case.rooms import PEPPER, House, pieces

from holdfast.case.room import Case
from holdfast.case.store import saying_not_saved
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import Demand, PictureAnswer
from holdfast.errors import NotSaved

#: Where a store or its sinks and transactions write.
STEPS = {
    "create", "stage", "write", "finish", "keep_blob", "append", "set_head", "put_wrap", "drop_wraps", "delete",
}  # fmt: skip
PICTURE = drawn.picture("PNG")


@dataclass
class Disk:
    """Full at the step with this number, counted from 1; 0 is never."""

    full_at: int = 0
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.full_at:
            with saying_not_saved():
                raise OSError(errno.ENOSPC, "the disk is full")


class Faulty:
    """A store, sink or transaction on a disk that can be full. A step fails before it did anything, or right after.

    Only opening a file (``stage``) cannot fail after it was done.
    """

    def __init__(self, inside: Any, disk: Disk, after: bool) -> None:
        self._inside, self._disk, self._after = inside, disk, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        return self._counted(found) if name in STEPS else found

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            if not self._after:
                self._disk.step()
            answer = call(*args, **options)
            if self._after and call.__name__ != "stage":
                self._disk.step()
            return Faulty(answer, self._disk, self._after) if hasattr(answer, "abandon") else answer

        return counted

    @contextmanager
    def transaction(self, case_id: str) -> Iterator[Any]:
        with self._inside.transaction(case_id) as transaction:
            yield Faulty(transaction, self._disk, self._after)


def add_picture(case: Case, house: House) -> None:
    case.add("a.png", pieces(PICTURE), answer=PictureAnswer.NO)


def add_words(case: Case, house: House) -> None:
    case.add_text("Pay by ten.")


def note(case: Case, house: House) -> None:
    case.put(Demand("money"))


def strike(case: Case, house: House) -> None:
    case.strike(case.items()[0].item_id)


def smaller_copy(case: Case, house: House) -> None:
    case.put_copy(case.items()[0].item_id, drawn.picture("JPEG"), (40, 30))


def answer_anew(case: Case, house: House) -> None:
    case.set_about(country="IE")


def recovery(case: Case, house: House) -> None:
    case.make_recovery(pepper=PEPPER, stretcher=house.stretcher)


def everything(case: Case) -> object:
    return case.items(), case.records(), case.about, case.log_entries()


CHANGES = [add_picture, add_words, note, strike, smaller_copy, answer_anew, recovery]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_disk_that_is_full_at_one_step_is_told_and_leaves_all_as_it_was(
    house: House, sqlite_store: SqliteStore, change: Callable[[Case, House], None], after: bool
) -> None:
    case = house.case()
    case.add("b.png", pieces(drawn.picture("PNG", (50, 50))), answer=PictureAnswer.NO)
    before, blobs = everything(case), set(sqlite_store.blob_ids(case.case_id))
    folder = sqlite_store._blobs._of(case.case_id)
    disk = Disk()
    faulty = House(Faulty(sqlite_store, disk, after), clock=house.clock, stretcher=house.stretcher)  # type: ignore[arg-type]
    for step in range(1, 100):
        disk.full_at, disk.steps = step, 0
        try:
            change(faulty.again(case), faulty)
        except NotSaved:
            assert everything(case) == before, f"step {step}"
            assert {path.name for path in folder.iterdir()} == blobs, f"step {step}"
            assert case.check(thorough=True) == ()
            continue
        break
    assert step > 2, "it never failed"
    assert everything(case) != before
    assert case.check(thorough=True) == ()


@pytest.mark.parametrize("after", [False, True])
def test_a_disk_that_is_full_while_a_case_is_made_makes_none(
    house: House, sqlite_store: SqliteStore, after: bool
) -> None:
    disk = Disk(full_at=1)
    faulty = House(Faulty(sqlite_store, disk, after), stretcher=house.stretcher)  # type: ignore[arg-type]
    with pytest.raises(NotSaved):
        faulty.new()
    disk.full_at = 0
    case, code = faulty.new()
    assert house.open(code.text).case_id == case.case_id


def test_a_clock_that_jumps_back_loses_nothing_and_breaks_no_log(house: House) -> None:
    case = house.case()
    case.add_text("Before.")
    house.clock.moves(days=-400)
    case.add_text("After, by a clock that is wrong.")
    assert [item.number for item in case.items()] == [1, 2]
    assert case.check(thorough=True) == ()
    assert len(case.timeline()) == 2


def test_a_clock_that_jumps_ahead_takes_no_blob_away(house: House, sqlite_store: SqliteStore) -> None:
    case, code = house.new()
    add_picture(case, house)
    house.clock.moves(days=4000)
    assert house.open(code.text).check(thorough=True) == ()
