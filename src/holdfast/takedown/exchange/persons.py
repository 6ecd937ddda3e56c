"""The person's side: a take-down with a number and a secret, what each platform did, add, withdraw, delete."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import Enum

from holdfast.errors import WrongNumber
from holdfast.takedown.exchange.keys import ExchangeKeys, in_groups, plain_number
from holdfast.takedown.exchange.ledger import A_PERSON, EVERYBODY, Figure, count, note
from holdfast.takedown.exchange.partners import Partner, all_partners
from holdfast.takedown.exchange.publishing import LINK_ACTIVE, Row, fetched_at, rows_of
from holdfast.takedown.exchange.rules import wait_for
from holdfast.takedown.exchange.store import Database, Work
from holdfast.takedown.exchange.submitting import withdraw_links
from holdfast.takedown.exchange.values import Chance, Feedback, Hold, Kind, Status

#: An exchange is offered to people only where a partner fetched it so lately.
LATELY = 24 * 3600
#: What stays after a deletion that keeps blocking belongs to nobody any more.
KEPT = "kept:"


class AtPlatform(Enum):
    """What became of one picture at one platform."""

    NOT_FETCHED = "not_fetched"
    FETCHED = "fetched"
    UNDER_REVIEW = "under_review"
    BLOCKED = "blocked"
    NOT_BLOCKED = "not_blocked"
    WITHDRAWAL_WAITS = "withdrawal_waits"
    WITHDRAWAL_FETCHED = "withdrawal_fetched"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"
    NEVER_SENT = "never_sent"


class ItemState(Enum):
    """Where a picture stands here. ``HELD``: the operator looks at it before partners (go on to) match it."""

    WAITING = "waiting"
    SHARED = "shared"
    HELD = "held"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PlatformState:
    """``fetched``: Unix seconds when it fetched the newest state of the picture, 0 where it did not."""

    name: str
    state: AtPlatform
    fetched: int
    withdraws: str


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """One picture or video of a take-down. ``due``: Unix seconds when a waiting one goes out, else 0."""

    item: int
    kind: Kind
    fingerprints: int
    state: ItemState
    due: int
    platforms: tuple[PlatformState, ...]


@dataclass(frozen=True, slots=True)
class TakedownStatus:
    """All of a take-down. ``hour``: Unix seconds when it was made, rounded down."""

    number: str
    hour: int
    items: tuple[ItemStatus, ...]


@dataclass(frozen=True, slots=True, repr=False)
class NewTakedown:
    """Shown once: with both, and only with both, the take-down opens again."""

    number: str
    secret: str
    items: int


def make(
    work: Work, keys: ExchangeKeys, request_key: str, now: int, chance: Chance
) -> tuple[str, NewTakedown, bool]:
    """Case id, number and secret; True where it is new, False where this request came before."""
    number, secret = keys.number_for(request_key)
    told = NewTakedown(in_groups(number), in_groups(secret), 0)
    marks = keys.mark("number", number.encode()), keys.mark("secret", (number + secret).encode())
    there = work.run("SELECT case_id FROM cases WHERE number_tag = %s", marks[0])
    if there:
        return str(there[0][0]), told, False
    case_id = chance(12).hex()
    work.run("INSERT INTO cases VALUES (%s, %s, %s, %s)", case_id, *marks, now - now % 3600)
    note(work, now, A_PERSON, "case.new", "ok")
    count(work, now, EVERYBODY, Figure.CASES, 1)
    return case_id, told, True


def find(database: Database | Work, keys: ExchangeKeys, number: str, secret: str) -> tuple[str, int]:
    """Case id and the hour it was made. An unknown number costs and answers the same as a wrong secret: WrongNumber."""
    ask = database.read if hasattr(database, "read") else database.run
    plain = plain_number(number)
    mark = keys.mark("secret", (plain + plain_number(secret)).encode())
    found = ask(
        "SELECT case_id, secret_tag, hour FROM cases WHERE number_tag = %s",
        keys.mark("number", plain.encode()),
    )
    kept = bytes(found[0][1]) if found else bytes(32)
    if not hmac.compare_digest(mark, kept):
        raise WrongNumber("number or secret")
    return str(found[0][0]), int(found[0][2])


def next_item(work: Work, case_id: str) -> int:
    """The highest number of an item so far, 0 for none."""
    return int(work.run("SELECT max(item) FROM links WHERE case_id = %s", case_id)[0][0] or 0)


def queue(work: Work, network_tag: bytes, now: int) -> int | None:
    """When a submission of this network is published, None for at once. Counts it."""
    hour = now // 3600
    work.run("DELETE FROM networks WHERE hour < %s", hour - 24)
    earlier = work.run(
        "INSERT INTO networks VALUES (%s, %s, 1) ON CONFLICT (network_tag, hour)"
        " DO UPDATE SET amount = networks.amount + 1 RETURNING amount",
        network_tag,
        hour,
    )[0][0]
    wait = wait_for(int(earlier) - 1)
    return now + wait if wait else None


def status(database: Database, keys: ExchangeKeys, number: str, secret: str) -> TakedownStatus:
    """What became of every item at every platform that fetches, or did. Raises WrongNumber."""
    case_id, hour = find(database, keys, number, secret)
    with database.writing() as work:
        links = work.run("SELECT tag, item, state FROM links WHERE case_id = %s ORDER BY item", case_id)
        rows = rows_of(work, [bytes(link[0]) for link in links])
        partners = [p for p in all_partners(database) if not p.revoked]
        items: dict[int, list[tuple[Row, bool]]] = {}
        for tag, item, state in links:
            if row := rows.get(bytes(tag)):
                items.setdefault(int(item), []).append((row, state == LINK_ACTIVE))
        told = tuple(_item(work, number, found, partners) for number, found in items.items())
    return TakedownStatus(in_groups(plain_number(number)), hour, told)


def delete(
    work: Work, keys: ExchangeKeys, number: str, secret: str, now: int, chance: Chance, *, keep: bool
) -> None:
    """The take-down is gone. ``keep``: its fingerprints go on, and nobody can withdraw them any more."""
    case_id, _ = find(work, keys, number, secret)
    if keep:
        work.run("UPDATE links SET case_id = %s WHERE case_id = %s", KEPT + chance(12).hex(), case_id)
    else:
        withdraw_links(work, case_id, None, now)
        work.run("DELETE FROM links WHERE case_id = %s", case_id)
    work.run("DELETE FROM cases WHERE case_id = %s", case_id)
    note(work, now, A_PERSON, "case.delete", "kept" if keep else "withdrawn")


# --- what each platform did -------------------------------------------------------------------------------


def _item(work: Work, item: int, found: list[tuple[Row, bool]], partners: list[Partner]) -> ItemStatus:
    wanted = any(active for _, active in found)
    states = [_state(row, active) for row, active in found]
    shown = next(state for state in _WORST if state in states)
    due = min((row.due for row, active in found if active and row.due), default=0)
    platforms = tuple(_platform(work, partner, [row for row, _ in found], wanted) for partner in partners)
    return ItemStatus(item, found[0][0].kind, len(found), shown, due or 0, platforms)


_WORST = (ItemState.HELD, ItemState.REFUSED, ItemState.WAITING, ItemState.SHARED, ItemState.WITHDRAWN)


def _state(row: Row, active: bool) -> ItemState:
    if not active:
        return ItemState.WITHDRAWN
    if row.hold.stops:
        return ItemState.REFUSED if row.hold is Hold.REFUSED else ItemState.HELD
    return ItemState.SHARED if row.published else ItemState.WAITING


#: From the most that can be said of one of a picture's fingerprints to the least.
_SAID_MOST = (
    AtPlatform.BLOCKED,
    AtPlatform.UNDER_REVIEW,
    AtPlatform.NOT_BLOCKED,
    AtPlatform.FETCHED,
    AtPlatform.NOT_FETCHED,
)
#: Of a withdrawal the least counts: it is through only when all of it is.
_WITHDRAWN_LEAST = (
    AtPlatform.WITHDRAWAL_WAITS,
    AtPlatform.WITHDRAWAL_FETCHED,
    AtPlatform.WITHDRAWAL_CONFIRMED,
    AtPlatform.NEVER_SENT,
)
_CONFIRMED = (Feedback.WITHDRAWN.value, Feedback.DELETED.value)
_SPOKEN = {
    Feedback.BLOCKED.value: AtPlatform.BLOCKED,
    Feedback.PENDING_REVIEW.value: AtPlatform.UNDER_REVIEW,
    Feedback.NOT_BLOCKED.value: AtPlatform.NOT_BLOCKED,
}


def _platform(work: Work, partner: Partner, rows: list[Row], wanted: bool) -> PlatformState:
    """The picture's fingerprints together, at one platform."""
    told = [_one(work, partner, row, wanted) for row in rows]
    order = _SAID_MOST if wanted else _WITHDRAWN_LEAST
    state = next(state for state in order if state in [one for one, _ in told])
    times = [at for one, at in told if one is state and at]
    return PlatformState(partner.name, state, max(times, default=0), partner.withdraws)


def _one(work: Work, partner: Partner, row: Row, wanted: bool) -> tuple[AtPlatform, int]:
    had = _fetched(work, partner, row, Status.ACTIVE)
    found = work.run(
        "SELECT value FROM feedback WHERE tag = %s AND partner_id = %s", row.tag, partner.partner_id
    )
    said = found[0][0] if found else ""
    if wanted:
        return _SPOKEN.get(said) or (AtPlatform.FETCHED if had else AtPlatform.NOT_FETCHED), had
    if not had:
        return AtPlatform.NEVER_SENT, 0
    gone = _fetched(work, partner, row, Status.WITHDRAWN)
    if not gone:
        return AtPlatform.WITHDRAWAL_WAITS, had
    return (AtPlatform.WITHDRAWAL_CONFIRMED if said in _CONFIRMED else AtPlatform.WITHDRAWAL_FETCHED), gone


def _fetched(work: Work, partner: Partner, row: Row, status: Status) -> int:
    """Unix seconds when the partner was first sent the record in this state, 0 for never."""
    seen = work.run(
        "SELECT at FROM seen WHERE tag = %s AND partner_id = %s AND status = %s",
        row.tag,
        partner.partner_id,
        int(status),
    )
    if seen:
        return int(seen[0][0])
    if row.status is not status or not row.published or row.position > partner.reached:
        return 0
    return fetched_at(work, partner.partner_id, row.position)
