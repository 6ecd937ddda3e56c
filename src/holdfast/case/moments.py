"""The timeline of a case: what happened when, out of items and records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from holdfast.case.values import Demand, Item, Payment, Record, Report

#: The times that are read out of what a person typed: ISO 8601 dates, with a time of day or without.
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """``time`` is aware UTC; ``said`` what the person typed, "" where the time is only that of adding.

    ``what`` is ``item``, ``offender``, ``demand``, ``deadline``, ``payment``, ``report`` or ``account``;
    ``subject`` the item's or record's id. ``exact`` is False where what was said could not be read as a time,
    so that ``time`` is that of adding.
    """

    time: datetime
    what: str
    subject: str
    said: str = ""
    exact: bool = True


def moments_of(items: Iterable[Item], records: Iterable[Record], time_zone: str) -> tuple[Moment, ...]:
    """All moments, oldest first. Struck things are left out."""
    zone = zone_or_utc(time_zone)
    found = [
        _moment(item.added, "item", item.item_id, item.captured, zone) for item in items if not item.struck
    ]
    for record in records:
        if not record.struck:
            found.extend(_of_record(record, zone))
    return tuple(sorted(found, key=lambda moment: moment.time))


def zone_or_utc(name: str) -> ZoneInfo:
    """The named time zone, or UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _of_record(record: Record, zone: ZoneInfo) -> Iterator[Moment]:
    body = record.body
    said = body.when if isinstance(body, Payment | Report) else ""
    yield _moment(record.added, record.kind.value, record.record_id, said, zone)
    if isinstance(body, Demand) and body.deadline:
        yield _moment(record.added, "deadline", record.record_id, body.deadline, zone)


def _moment(added: datetime, what: str, subject: str, said: str, zone: ZoneInfo) -> Moment:
    read = _read(said, zone)
    return Moment(read or added, what, subject, said, exact=read is not None or not said)


def _read(said: str, zone: ZoneInfo) -> datetime | None:
    found = _ISO.search(said)
    if not found:
        return None
    try:
        time = datetime.fromisoformat(found.group())
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
