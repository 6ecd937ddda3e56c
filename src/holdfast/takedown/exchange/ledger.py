"""The audit log and the daily figures. Neither holds an address, a case or a fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from holdfast.takedown.exchange.store import Database, Work

DAY = 86_400
#: Who a line of the log is about where it is no partner and no operator.
A_PERSON, NOBODY = "person", "unknown"
#: Figures of the whole exchange stand under this in place of a partner.
EVERYBODY = ""


class Figure(Enum):
    """What is counted for each day. ``LAG`` keeps the longest: seconds between two fetches of a partner."""

    CASES = "cases"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    FETCHED = "fetched"
    MATCHES = "matches"
    BLOCKED = "blocked"
    NOT_BLOCKED = "not_blocked"
    LAG = "lag"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit log. ``at``: Unix seconds; a person's are rounded down to the hour."""

    at: int
    who: str
    action: str
    outcome: str
    amount: int


def note(work: Work, at: int, who: str, action: str, outcome: str, amount: int = 0) -> None:
    """One more line."""
    work.run(
        "INSERT INTO audit (at, who, action, outcome, amount) VALUES (%s, %s, %s, %s, %s)",
        at - at % 3600 if who == A_PERSON else at,
        who,
        action,
        outcome,
        amount,
    )


def count(work: Work, now: int, partner_id: str, kind: Figure, amount: int) -> None:
    """Adds to today's figure (UTC); a lag replaces a shorter one."""
    if amount == 0:
        return
    longest = "CASE WHEN figures.amount > excluded.amount THEN figures.amount ELSE excluded.amount END"
    merged = longest if kind is Figure.LAG else "figures.amount + excluded.amount"
    work.run(
        "INSERT INTO figures VALUES (%s, %s, %s, %s) ON CONFLICT (day, partner_id, kind)"  # noqa: S608
        f" DO UPDATE SET amount = {merged}",
        now // DAY,
        partner_id,
        kind.value,
        amount,
    )


def lines(database: Database, most: int = 200) -> tuple[Line, ...]:
    """The newest first."""
    found = database.read(
        "SELECT at, who, action, outcome, amount FROM audit ORDER BY number DESC LIMIT %s", most
    )
    return tuple(Line(*row) for row in found)


def series(
    database: Database, kind: Figure, partner_id: str | None, today: int, days: int
) -> tuple[int, ...]:
    """One figure for each of the last ``days``, the oldest first. ``None``: of all partners together.

    ``today`` counts days since 1970-01-01, UTC.
    """
    merged = "max(amount)" if kind is Figure.LAG else "sum(amount)"
    who = "" if partner_id is None else " AND partner_id = %s"
    found = database.read(
        f"SELECT day, {merged} FROM figures WHERE kind = %s AND day > %s{who} GROUP BY day",  # noqa: S608
        kind.value,
        today - days,
        *(() if partner_id is None else (partner_id,)),
    )
    by_day = {int(day): int(amount) for day, amount in found}
    return tuple(by_day.get(day, 0) for day in range(today - days + 1, today + 1))
