"""How a change becomes part of the feed: places are given in the order of the commits, and never twice.

The lock of :meth:`Database.publishing` is held from the moment a place is given until the change is saved. So whoever
sees a place sees all places before it, and a late commit is lost to nobody (decision 0090).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.takedown.exchange.keys import ExchangeKeys
from holdfast.takedown.exchange.store import Rows, Work, in_marks
from holdfast.takedown.exchange.values import Fingerprint, Hold, Kind, Position, Status

#: Values in one IN (…); SQLite takes at most 999 in old builds.
CHUNK = 500
#: A person's fingerprint is linked to a case; what a partner sent, to the partner.
LINK_ACTIVE, LINK_WITHDRAWN = 1, 2
_COLUMNS = "tag, kind, status, last_mod, sequence, due, hold, only_for"


@dataclass(frozen=True, slots=True)
class Row:
    """What the exchange knows of a record without opening it. ``due``: waits until then, else None."""

    tag: bytes
    kind: Kind
    status: Status
    position: Position
    due: int | None
    hold: Hold
    only_for: str | None

    @property
    def published(self) -> bool:
        return self.position.last_mod > 0


def rows_of(work: Work, tags: Sequence[bytes]) -> dict[bytes, Row]:
    """The records with these tags, as far as there are any."""
    found: Rows = []
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        found += work.run(f"SELECT {_COLUMNS} FROM records WHERE tag IN ({in_marks(len(part))})", *part)  # noqa: S608
    return {row.tag: row for row in map(_row, found)}


def _row(found: tuple[Any, ...]) -> Row:
    tag, kind, status, last_mod, sequence, due, hold, only_for = found
    at = Position(last_mod, sequence)
    return Row(bytes(tag), Kind(kind), Status(status), at, due, Hold(hold), only_for)


def places(work: Work, now: int, count: int) -> list[Position]:
    """The next ``count`` places of the feed. The feed's clock never goes back, whatever the server's does."""
    last_mod, sequence = work.run(
        "UPDATE feed_clock SET last_mod = CASE WHEN last_mod > %s THEN last_mod ELSE %s END,"
        " sequence = sequence + %s WHERE one = 1 RETURNING last_mod, sequence",
        now,
        now,
        count,
    )[0]
    return [Position(last_mod, sequence - count + 1 + step) for step in range(count)]


def add(
    work: Work,
    keys: ExchangeKeys,
    prints: Sequence[tuple[bytes, Fingerprint]],
    now: int,
    due: int | None,
    only_for: str | None = None,
) -> None:
    """New records, active at once, or waiting until ``due``."""
    status = Status.ACTIVE if due is None else Status.RECEIVED
    given = places(work, now, len(prints)) if due is None else [Position(0, 0)] * len(prints)
    work.many(
        "INSERT INTO records VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            (tag, int(one.kind), keys.seal(one, tag), int(status), at.last_mod, at.sequence, due, 0, only_for)
            for (tag, one), at in zip(prints, given, strict=True)
        ),
    )


def settle(work: Work, tags: Sequence[bytes], now: int, *, touched: bool = False) -> int:
    """Gives each record the state that its links and holds ask for, and a new place where that changed.

    ``touched``: a new place also where the state is the same, because feedback came. Returns how many were moved.
    """
    active = _with_active_links(work, tags)
    moved = []
    for row in rows_of(work, tags).values():
        wanted = _wanted(row, row.tag in active, now)
        if wanted is not None and (wanted is not row.status or (touched and row.published)):
            moved.append((row, wanted))
    remember_who_saw(work, [row for row, _ in moved])
    for (row, wanted), at in zip(moved, places(work, now, len(moved)) if moved else [], strict=True):
        work.run(
            "UPDATE records SET status = %s, last_mod = %s, sequence = %s, due = NULL WHERE tag = %s",
            int(wanted),
            at.last_mod,
            at.sequence,
            row.tag,
        )
        if wanted is not row.status:
            work.run("DELETE FROM seen WHERE tag = %s AND status = %s", row.tag, int(wanted))
    return len(moved)


def _wanted(row: Row, active: bool, now: int) -> Status | None:
    """None: stays outside the feed. A canary has no links and stays what it is."""
    if row.only_for is not None:
        return None
    if not row.published and (not active or row.hold.stops or (row.due is not None and row.due > now)):
        return None
    return Status.ACTIVE if active and not row.hold.stops else Status.WITHDRAWN


def _with_active_links(work: Work, tags: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        marks = in_marks(len(part))
        query = f"SELECT DISTINCT tag FROM links WHERE state = {LINK_ACTIVE} AND tag IN ({marks})"  # noqa: S608
        found |= {bytes(row[0]) for row in work.run(query, *part)}
    return found


def remember_who_saw(work: Work, rows: Sequence[Row]) -> None:
    """Before a record moves on: which partners had fetched it as it was, and when."""
    published = [row for row in rows if row.published]
    if not published:
        return
    # An update that changes nothing locks the rows on PostgreSQL: a page whose sending is noted meanwhile comes
    # before or after, never between.
    for partner_id, last_mod, sequence in work.run(
        "UPDATE partners SET revoked = revoked RETURNING partner_id, last_mod, sequence"
    ):
        reached = Position(last_mod, sequence)
        for row in published:
            if row.position <= reached:
                at = fetched_at(work, partner_id, row.position)
                work.run(
                    "INSERT INTO seen VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    row.tag,
                    partner_id,
                    int(row.status),
                    at,
                )


def last_change(ask: Callable[[str], Rows]) -> int:
    """The number of the newest change; ``ask``: a store's read, or a transaction's run."""
    return int(ask("SELECT sequence FROM feed_clock")[0][0])


def remember_moved(
    work: Work, partner_id: str, sent: Sequence[tuple[bytes, Status, Position]], now: int
) -> None:
    """Of a page that was just sent: what had moved on before its sending was noted."""
    there = rows_of(work, [tag for tag, _, _ in sent])
    for tag, status, position in sent:
        if tag in there and there[tag].position != position:
            work.run(
                "INSERT INTO seen VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                tag,
                partner_id,
                int(status),
                now,
            )


def fetched_at(work: Work, partner_id: str, position: Position) -> int:
    """Unix seconds when this place was first sent to the partner, 0 where it was not."""
    at = work.run(
        "SELECT min(at) FROM fetches WHERE partner_id = %s AND (last_mod, sequence) >= (%s, %s)",
        partner_id,
        position.last_mod,
        position.sequence,
    )[0][0]
    return int(at or 0)


def publish_due(work: Work, now: int) -> int:
    """What waited long enough enters the feed; what was withdrawn meanwhile never does."""
    tags = [bytes(row[0]) for row in work.run("SELECT tag FROM records WHERE due <= %s LIMIT 2000", now)]
    moved = settle(work, tags, now)
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        work.run(f"UPDATE records SET due = NULL WHERE tag IN ({in_marks(len(part))})", *part)  # noqa: S608
    return moved
