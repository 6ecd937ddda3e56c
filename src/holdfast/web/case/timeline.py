"""The timeline as a picture: a row for each day, a column for each kind of thing, a dot as large as its number."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from holdfast.case.room import Case
from holdfast.web.case import facts

#: Units of the picture; a phone shows it about as wide as it is.
WIDTH, TOP, ROW, NAMES = 340, 34, 40, 92
_LARGEST, _SMALLEST = 15, 7
#: A silence longer than this many days is drawn as a gap.
_GAP_DAYS = 2

_COLUMN_OF = {
    "demand": 0, "deadline": 0, "account": 0, "offender": 1, "item": 1, "payment": 2, "report": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dot:
    """One kind of thing on one day; ``kind`` is a class of the stylesheet."""

    x: int
    y: int
    radius: int
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day, with where it stands; ``gap`` tells of days without anything before it."""

    name: str
    y: int
    gap: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``said`` tells all of it in words, for who hears the page."""

    width: int
    height: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    said: str


def picture_of(case: Case) -> Picture | None:
    """None for a case without anything to draw."""
    zone = facts.zone_of(case)
    counts: dict[date, Counter[int]] = {}
    for moment in case.timeline():
        day = moment.time.astimezone(zone).date()
        counts.setdefault(day, Counter())[_COLUMN_OF.get(moment.what, 1)] += 1
    if not counts:
        return None
    names = (gettext("They did"), gettext("You kept"), gettext("Money"), gettext("You told"))
    step = (WIDTH - NAMES) // len(names)
    places = tuple((NAMES + step * number + step // 2, name) for number, name in enumerate(names))
    rows, dots, before = [], [], None
    most = max(max(found.values()) for found in counts.values())
    for number, day in enumerate(sorted(counts)):
        y = TOP + ROW * number + ROW // 2
        rows.append(Row(date_format(day, "j M Y"), y, _gap(before, day)))
        dots += [
            Dot(places[column][0], y, _radius(count, most), count, f"column-{column}")
            for column, count in sorted(counts[day].items())
        ]
        before = day
    return Picture(WIDTH, TOP + ROW * len(rows) + 6, places, tuple(rows), tuple(dots), _said(counts, names))


def _radius(count: int, most: int) -> int:
    """The area grows with the number."""
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(count / most))


def _gap(before: date | None, day: date) -> str:
    quiet = (day - before).days - 1 if before else 0
    return ngettext("{n} quiet day", "{n} quiet days", quiet).format(n=quiet) if quiet >= _GAP_DAYS else ""


def _said(counts: dict[date, Counter[int]], names: tuple[str, ...]) -> str:
    total = sum(counts.values(), Counter())
    told = "; ".join(f"{name}: {total[number]}" for number, name in enumerate(names) if total[number])
    days = ngettext("{n} day", "{n} days", len(counts)).format(n=len(counts))
    return f"{days}. {told}."
