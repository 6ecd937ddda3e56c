"""Weekly opening hours, and who is open now. The clock is passed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.content.tables import Table

if TYPE_CHECKING:
    from holdfast.content.contact import Channel, Contact

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: How far ahead the next opening is looked for: over a week and a run of public holidays.
LOOK_AHEAD_DAYS = 15

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z|(24):(00)\Z")


class Open(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CHECK_HOURS = "check_hours"


@dataclass(frozen=True, slots=True)
class Span:
    """Open from ``start`` to ``end`` on each of ``days`` (0 = Monday); minutes after local midnight.

    ``end`` is above 1440 where the span runs into the next day.
    """

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service answers.

    ``always``: day and night. ``unknown``: nobody says. ``conflict``: sources disagree.
    ``holidays`` are the days on which it is closed (empty where it does not close or nobody knows them).
    """

    always: bool = False
    spans: tuple[Span, ...] = ()
    unknown: bool = False
    conflict: bool = False
    not_on_holidays: bool = False
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a service answers at one moment. Times are aware, in the service's own time zone.

    ``opens_at``: set when CLOSED and the next opening is known. ``closes_at``: set when OPEN and not always.
    ``said_open``: what hours *without a source* say (True, False); None when they say nothing. Only for
    ordering: a person is told "check hours".
    ``unattended``: a form, an e-mail or a page. It can be used at any time; nobody answers at once.
    """

    state: Open
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    said_open: bool | None = None
    always: bool = False
    unattended: bool = False


UNKNOWN = Hours(unknown=True)


def is_open(contact: Contact, now_utc: datetime, channel: Channel | None = None) -> OpenState:
    """Does this contact (or this one way to reach it) answer at ``now_utc`` (aware)?

    A contact is open when one of its ways to reach a living person is; where it has only forms and pages,
    it can be used at any time and is ``unattended``. Hours that no source stands behind, that are unknown, or
    that sources disagree on, give CHECK_HOURS. An emergency number is always open. Raises ValueError on a
    naive time.
    """
    if now_utc.tzinfo is None:
        raise ValueError("the time must be aware")
    if channel is not None:
        return _state(contact, channel, now_utc)
    ways = [way for way in contact.channels if way.is_live] or list(contact.channels)
    states = [_state(contact, way, now_utc) for way in ways]
    return min(states, key=_eagerness) if states else OpenState(Open.CHECK_HOURS)


def local_time(now_utc: datetime, time_zone: str) -> datetime:
    """The wall clock in an IANA time zone."""
    return now_utc.astimezone(ZoneInfo(time_zone))


def _eagerness(state: OpenState) -> tuple[int, datetime]:
    order = {Open.OPEN: 0, Open.CHECK_HOURS: 1, Open.CLOSED: 2}[state.state]
    return order, state.opens_at or datetime.max.replace(tzinfo=UTC)


def _state(contact: Contact, channel: Channel, now: datetime) -> OpenState:
    if not channel.is_live:
        return OpenState(Open.OPEN, always=True, unattended=True)
    if contact.is_emergency:
        return OpenState(Open.OPEN, always=True)
    hours = channel.hours or contact.hours
    if hours.unknown or hours.conflict:
        return OpenState(Open.CHECK_HOURS)
    state = hours_at(hours, now, contact.time_zone)
    if not contact.hours_verified(channel):
        return OpenState(Open.CHECK_HOURS, said_open=state.state is Open.OPEN)
    return state


def hours_at(hours: Hours, now_utc: datetime, time_zone: str) -> OpenState:
    """The state of ``hours`` themselves, taken as true. ``now_utc`` is aware."""
    if hours.always:
        return OpenState(Open.OPEN, always=True)
    if not hours.spans:
        return OpenState(Open.CHECK_HOURS)
    zone = ZoneInfo(time_zone)
    today = now_utc.astimezone(zone).date()
    upcoming: datetime | None = None
    for start, end in _openings(hours, today, zone):
        if start <= now_utc < end:
            return OpenState(Open.OPEN, closes_at=end.astimezone(zone))
        if start > now_utc and (upcoming is None or start < upcoming):
            upcoming = start
    return OpenState(Open.CLOSED, opens_at=None if upcoming is None else upcoming.astimezone(zone))


def _openings(hours: Hours, today: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Start and end (UTC) of each opening from yesterday (it may run past midnight) to two weeks ahead.

    Openings that touch are one: a line that runs from 0 to 24 on weekdays closes on Friday night.
    """
    found: list[tuple[datetime, datetime]] = []
    for offset in range(-1, LOOK_AHEAD_DAYS):
        day = today + timedelta(days=offset)
        if day in hours.holidays:
            continue
        found += [
            (_at(day, span.start, zone), _at(day, span.end, zone))
            for span in hours.spans
            if day.weekday() in span.days
        ]
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A wall-clock time as UTC. Inside the hour that a clock change skips, the offset before it is used."""
    days, rest = divmod(minutes, 1440)
    local = datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=zone) + timedelta(days=days)
    return local.astimezone(UTC)


def read_hours(table: Table, holidays: frozenset[date]) -> Hours:
    """``hours = { always = true }``, ``{ unknown = true }``, ``{ conflict = true }`` or
    ``{ weekly = [{ days = "mon-fri", from = "10:00", to = "16:00" }], not_on_holidays = true }``.

    ``to`` at or before ``from`` runs into the next day. Raises FactsBroken.
    """
    spans = tuple(_read_span(inner) for inner in table.tables("weekly"))
    always, unknown, conflict = (table.flag(key) is True for key in ("always", "unknown", "conflict"))
    not_on_holidays = table.flag("not_on_holidays") is True
    if [always, unknown, conflict, bool(spans)].count(True) != 1:
        raise table.fail("say exactly one of always, weekly, unknown, conflict")
    table.done()
    return Hours(
        always, spans, unknown, conflict, not_on_holidays, holidays if not_on_holidays else frozenset()
    )


def _read_span(table: Table) -> Span:
    days = read_days(table, table.text("days"))
    start, end = (_minutes(table, key) for key in ("from", "to"))
    table.done()
    return Span(days, start, end if end > start else end + 1440)


def read_days(table: Table, text: str) -> frozenset[int]:
    """``mon-fri``, ``sat``, ``mon,wed-thu``, ``fri-mon`` → {0 = Monday … 6 = Sunday}."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = (word.strip() for word in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise table.fail(f"days: {part.strip()!r} is not a day")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        found.update(day % 7 for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def _minutes(table: Table, key: str) -> int:
    text = table.text(key)
    found = _CLOCK.match(text)
    if found is None:
        raise table.fail(f"{key}: {text!r} is not a time like 09:30")
    return int(found[1] or found[3]) * 60 + int(found[2] or found[4])
