"""The people who run the exchange: how they come in, what they decide, and what is swept away in time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from holdfast.errors import BadPartner, NoSuchPartner, PartnerExists
from holdfast.takedown.exchange.keys import ExchangeKeys, new_key
from holdfast.takedown.exchange.ledger import note
from holdfast.takedown.exchange.publishing import rows_of, settle
from holdfast.takedown.exchange.store import Database, Work
from holdfast.takedown.exchange.values import Chance, Hold, Kind, Position, Status

#: A signed-in operator is asked again after so many seconds.
SESSION = 8 * 3600
#: Days a tombstone stays at the least: the public client starts afresh after 30 days without a fetch.
TOMBSTONE_DAYS = 35
#: A partner that was away for longer is no reason to keep a tombstone; its software starts afresh.
FORGOTTEN_DAYS = 90
#: Days that the audit log and the daily figures go back.
LEDGER_DAYS = 400
_DAY = 86_400


class Decision(Enum):
    """What an operator says about a held fingerprint."""

    RELEASE = "release"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Operator:
    operator_id: str
    name: str
    made: int


@dataclass(frozen=True, slots=True)
class Held:
    """A fingerprint that waits for the operator. The operator never sees the fingerprint itself: nothing can be
    read off it. ``handle``: 64 hex digits by which to decide."""

    handle: str
    kind: Kind
    why: Hold
    cases: int
    blocked: int
    not_blocked: int


def new_operator(work: Work, keys: ExchangeKeys, name: str, now: int, chance: Chance) -> str:
    """The token they sign in with, shown once. Raises BadPartner, PartnerExists."""
    if not 2 <= len(name) <= 60 or not name.isprintable():
        raise BadPartner("operator", what="a name has 2 to 60 letters, digits or spaces")
    if work.run("SELECT 1 FROM operators WHERE name = %s", name):
        raise PartnerExists("operator")
    token = new_key(chance)
    tag = keys.mark("operator", token.encode())
    work.run("INSERT INTO operators VALUES (%s, %s, %s, %s, 0)", chance(8).hex(), name, tag, now)
    note(work, now, name, "operator.create", "ok")
    return token


def end_operator(work: Work, name: str, now: int) -> None:
    """Their token and sessions open nothing any more. Raises NoSuchPartner."""
    found = work.run("UPDATE operators SET revoked = 1 WHERE name = %s RETURNING operator_id", name)
    if not found:
        raise NoSuchPartner("operator")
    work.run("DELETE FROM sessions WHERE operator_id = %s", found[0][0])
    note(work, now, name, "operator.end", "ok")


def sign_in(work: Work, keys: ExchangeKeys, token: str, now: int, chance: Chance) -> str | None:
    """A session for this token, None for a wrong one."""
    tag = keys.mark("operator", token.strip().encode())
    found = work.run("SELECT operator_id, name FROM operators WHERE token_tag = %s AND revoked = 0", tag)
    work.run("DELETE FROM sessions WHERE ends <= %s", now)
    if not found:
        note(work, now, "unknown", "operator.sign_in", "refused")
        return None
    session = new_key(chance)
    mark = keys.mark("session", session.encode())
    work.run("INSERT INTO sessions VALUES (%s, %s, %s)", mark, found[0][0], now + SESSION)
    note(work, now, found[0][1], "operator.sign_in", "ok")
    return session


def who_is(database: Database, keys: ExchangeKeys, session: str, now: int) -> Operator | None:
    """The operator of a session that has not ended."""
    found = database.read(
        "SELECT o.operator_id, o.name, o.made FROM sessions s JOIN operators o"
        " ON o.operator_id = s.operator_id WHERE s.session_tag = %s AND s.ends > %s AND o.revoked = 0",
        keys.mark("session", session.encode()),
        now,
    )
    return Operator(*found[0]) if found else None


def sign_out(work: Work, keys: ExchangeKeys, session: str) -> None:
    """The session opens nothing any more."""
    work.run("DELETE FROM sessions WHERE session_tag = %s", keys.mark("session", session.encode()))


def held(database: Database, most: int = 200) -> tuple[Held, ...]:
    """What waits for a decision."""
    found = database.read(
        "SELECT r.tag, r.kind, r.hold,"
        " (SELECT count(*) FROM links l WHERE l.tag = r.tag AND l.state = 1),"
        " (SELECT count(*) FROM feedback f WHERE f.tag = r.tag AND f.value = 'Blocked'),"
        " (SELECT count(*) FROM feedback f WHERE f.tag = r.tag AND f.value = 'NotBlocked')"
        " FROM records r WHERE r.hold IN (%s, %s) ORDER BY r.last_mod, r.tag LIMIT %s",
        int(Hold.MANY_CASES),
        int(Hold.NOT_BLOCKED),
        most,
    )
    return tuple(
        Held(bytes(tag).hex(), Kind(kind), Hold(why), cases, blocked, refused)
        for tag, kind, why, cases, blocked, refused in found
    )


def decide(work: Work, handle: str, decision: Decision, now: int, who: str) -> bool:
    """Releases or refuses a held fingerprint. False where it is not held (any more)."""
    try:
        tag = bytes.fromhex(handle)
    except ValueError:
        return False
    row = rows_of(work, [tag]).get(tag)
    if row is None or row.hold not in (Hold.MANY_CASES, Hold.NOT_BLOCKED):
        return False
    says = Hold.RELEASED if decision is Decision.RELEASE else Hold.REFUSED
    work.run("UPDATE records SET hold = %s WHERE tag = %s", int(says), tag)
    settle(work, [tag], now)
    note(work, now, who, f"hold.{decision.value}", "ok")
    return True


def sweep(work: Work, now: int) -> int:
    """Drops what has had its time: tombstones, old log lines, sessions. Returns how many tombstones went.

    A tombstone goes when every partner that is still about has fetched it, and never before TOMBSTONE_DAYS.
    """
    slowest = Position(now - TOMBSTONE_DAYS * _DAY, 0)
    for last_mod, sequence in work.run(
        "SELECT last_mod, sequence FROM partners WHERE revoked = 0 AND last_fetch > %s",
        now - FORGOTTEN_DAYS * _DAY,
    ):
        slowest = min(slowest, Position(last_mod, sequence))
    gone = [
        (bytes(row[0]),)
        for row in work.run(
            "SELECT tag FROM records WHERE status = %s AND last_mod > 0 AND hold IN (0, 8)"
            " AND (last_mod, sequence) <= (%s, %s) LIMIT 10000",
            int(Status.WITHDRAWN),
            slowest.last_mod,
            slowest.sequence,
        )
    ]
    for table in ("records", "links", "feedback", "seen"):
        work.many(f"DELETE FROM {table} WHERE tag = %s", gone)  # noqa: S608
    _sweep_unsent(work)
    work.run("DELETE FROM audit WHERE at < %s", now - LEDGER_DAYS * _DAY)
    work.run("DELETE FROM figures WHERE day < %s", now // _DAY - LEDGER_DAYS)
    work.run("DELETE FROM sessions WHERE ends <= %s", now)
    # The last of each partner stays: "fetched" must not turn into "not fetched".
    work.run(
        "DELETE FROM fetches WHERE at < %s AND EXISTS (SELECT 1 FROM fetches f"
        " WHERE f.partner_id = fetches.partner_id"
        " AND (f.last_mod, f.sequence) > (fetches.last_mod, fetches.sequence))",
        now - LEDGER_DAYS * _DAY,
    )
    return len(gone)


def _sweep_unsent(work: Work) -> None:
    """What was withdrawn before any partner could see it leaves no tombstone."""
    work.run(
        "DELETE FROM records WHERE last_mod = 0 AND hold = 0 AND NOT EXISTS"
        " (SELECT 1 FROM links l WHERE l.tag = records.tag AND l.state = 1)"
    )
    work.run(
        "DELETE FROM links WHERE state = 2 AND NOT EXISTS (SELECT 1 FROM records r WHERE r.tag = links.tag)"
    )
