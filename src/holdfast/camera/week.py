"""The diary as a picture: one row a day, midnight on the left, midnight on the right. Places only, no drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdfast.camera.diary import Entry, Pages

DAYS = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day: where it begins and how wide it is, as parts of the day from 0 to 1."""

    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One use, or the part of it that falls on one day."""

    span: Span
    entry: Entry


@dataclass(frozen=True, slots=True)
class Day:
    """``watched``: when the guard was looking; of the rest of the day nothing is known. Bars stand in order."""

    day: date
    bars: tuple[Bar, ...]
    watched: tuple[Span, ...]


def week(
    pages: Pages,
    now: datetime,
    *,
    watching: bool,
    local: Callable[[datetime], datetime] = datetime.astimezone,
    days: int = DAYS,
) -> tuple[Day, ...]:
    """The last ``days`` days, today last, by the clock on the wall (``local`` turns aware UTC into it).

    An hour that a change of the clock leaves out or doubles is drawn where the wall's clock puts it. ``watching``: the
    last time of watching goes on until ``now``.
    """
    today = local(now).date()
    shown = [today - timedelta(days=back) for back in reversed(range(days))]
    bars: dict[date, list[Bar]] = {day: [] for day in shown}
    watched: dict[date, list[Span]] = {day: [] for day in shown}
    for entry in pages.entries:
        end = entry.end or (now if entry.is_open else entry.last_seen)
        for day, span in _by_day(local(entry.start), local(max(end, entry.start)), shown):
            bars[day].append(Bar(span, entry))
    last = pages.watched[-1] if watching and pages.watched else None
    for one in pages.watched:
        for day, span in _by_day(local(one.start), local(now if one is last else one.end), shown):
            watched[day].append(span)
    return tuple(Day(day, tuple(bars[day]), tuple(watched[day])) for day in shown)


def _by_day(start: datetime, end: datetime, shown: list[date]) -> Iterator[tuple[date, Span]]:
    for day in shown:
        if start.date() <= day <= end.date():
            left = _part(start) if start.date() == day else 0.0
            right = _part(end) if end.date() == day else 1.0
            yield day, Span(left, max(right - left, 0.0))


def _part(at: datetime) -> float:
    return (at.hour * 3600 + at.minute * 60 + at.second) / 86_400
