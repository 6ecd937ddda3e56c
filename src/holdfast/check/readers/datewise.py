"""Which number of ``03/04/26`` is the day? Told from all dates of a file together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from holdfast.check.readers.interface import DateOrder

Numbers = tuple[int, int, int]
#: A wrong order makes steps of months where the right one makes steps of days.
_CLEARLY = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """What the marks around the dates suggest; ``sure`` where only languages with this order write so."""

    order: DateOrder = DateOrder.DAY_FIRST
    sure: bool = False


def order_of(dates: Sequence[Numbers], year_first: bool, hint: Hint) -> tuple[DateOrder, bool]:
    """The order, and whether it is sure.

    ``dates``: the three numbers of each date, in the order of the file; ``year_first``: four digits stand first.
    An order is left out as soon as one date is none in it; of those left, the one in which time does not run
    backwards; then the hint; then the one with much smaller steps.
    """
    if year_first:
        return DateOrder.YEAR_FIRST, True
    distinct = list(dict.fromkeys(dates))
    usual = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    possible = [order for order in usual if all(_date(one, order) for one in distinct)]
    if not possible:
        fits = all(_date(one, DateOrder.YEAR_FIRST) for one in distinct)
        return (DateOrder.YEAR_FIRST, True) if fits else (hint.order, False)
    forward = [order for order in possible if not _runs_backwards(dates, order)] or possible
    if len(forward) == 1:
        return forward[0], True
    if hint.sure:
        return hint.order, True
    (short, order), (long, _) = sorted((_span(distinct, order), order) for order in forward)
    if len(distinct) > 1 and short * _CLEARLY < long:
        return order, len(distinct) > 2 or order is hint.order
    return hint.order, all(first == second for first, second, _ in distinct)


def iso(numbers: Numbers, order: DateOrder) -> str:
    """``2026-03-12``, or "" where the numbers are no date in this order."""
    when = _date(numbers, order)
    return when.isoformat() if when else ""


@lru_cache(maxsize=4096)
def _date(numbers: Numbers, order: DateOrder) -> date | None:
    first, second, third = numbers
    day, month, year = {
        DateOrder.DAY_FIRST: (first, second, third),
        DateOrder.MONTH_FIRST: (second, first, third),
        DateOrder.YEAR_FIRST: (third, second, first),
    }[order]
    year = year + 2000 if year < 100 else year
    try:
        return date(year, month, day) if 1990 <= year < 2090 else None
    except ValueError:
        return None


def _runs_backwards(dates: Sequence[Numbers], order: DateOrder) -> bool:
    read = {one: _date(one, order) or date.min for one in set(dates)}
    days = [read[one] for one in dates]
    return any(after < before for before, after in pairwise(days))


def _span(dates: Sequence[Numbers], order: DateOrder) -> int:
    days = [when for one in dates if (when := _date(one, order))]
    return (max(days) - min(days)).days if days else 0
