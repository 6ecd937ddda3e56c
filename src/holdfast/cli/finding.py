"""Which item or record did the person mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import NoSuchItem

if TYPE_CHECKING:
    from holdfast.case.room import Case
    from holdfast.case.values import Item, Record


def item_or_record(case: Case, typed: str) -> Item | Record:
    """By exhibit number (``3``, ``HF/003``), item id or record id. Raises NoSuchItem."""
    wanted = typed.strip()
    number = wanted.upper().removeprefix("HF/")
    for item in case.items():
        if item.item_id == wanted or (number.isdecimal() and item.number == int(number)):
            return item
    for record in case.records(struck=True):
        if record.record_id == wanted:
            return record
    raise NoSuchItem("neither an item nor a record")


def item_ids(case: Case, typed: list[str]) -> frozenset[str]:
    """The ids of several items. Raises NoSuchItem, also for a record."""
    found = [item_or_record(case, one) for one in typed]
    ids = [getattr(one, "item_id", "") for one in found]
    if not all(ids):
        raise NoSuchItem("a record where an item was asked for")
    return frozenset(ids)
