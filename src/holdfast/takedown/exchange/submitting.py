"""Fingerprints come in, from people and from partners; what is suspicious waits for the operator."""

from __future__ import annotations

import json
from collections.abc import Sequence

from holdfast.errors import NotAFingerprint, NotAsWritten
from holdfast.takedown.exchange import rules
from holdfast.takedown.exchange.keys import ExchangeKeys
from holdfast.takedown.exchange.ledger import EVERYBODY, Figure, count, note
from holdfast.takedown.exchange.partners import Partner
from holdfast.takedown.exchange.publishing import (
    CHUNK,
    LINK_ACTIVE,
    LINK_WITHDRAWN,
    Row,
    add,
    rows_of,
    settle,
)
from holdfast.takedown.exchange.store import Work, in_marks
from holdfast.takedown.exchange.values import Feedback, Fingerprint, Hold, Kind

#: A link of a partner's own hash has no case.
OF_PARTNER = "partner:"
#: Of one partner's request, and of one tag.
MOST_HASHES, MOST_TAGS, LONGEST_TAG = 10_000, 20, 60
_KINDS = {f"{before}{kind.signal_type}": kind for kind in Kind for before in ("", "StopNCIISignalType.")}
_MATCHED = {
    Feedback.PENDING_REVIEW: Figure.MATCHES,
    Feedback.BLOCKED: Figure.BLOCKED,
    Feedback.NOT_BLOCKED: Figure.NOT_BLOCKED,
}


def take_in(
    work: Work,
    keys: ExchangeKeys,
    prints: Sequence[tuple[int, Fingerprint]],
    case_id: str,
    now: int,
    due: int | None,
) -> int:
    """Links fingerprints (with the number of their item) to a case. Returns how many were new to it.

    What the exchange has already only gets a link; what was withdrawn becomes active again. The same once more
    changes nothing.
    """
    tagged = [(keys.tag(one), one, item) for item, one in prints]
    there = rows_of(work, [tag for tag, _, _ in tagged])
    fresh = [(tag, one) for tag, one, _ in tagged if tag not in there]
    if fresh:
        add(work, keys, fresh, now, due)
    linked = _linked(work, [tag for tag, _, _ in tagged], case_id)
    new = [(tag, case_id, item, LINK_ACTIVE) for tag, _, item in tagged if tag not in linked]
    work.many(
        "INSERT INTO links VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (tag, case_id) DO UPDATE SET state = excluded.state",
        new,
    )
    _canaries(work, list(there.values()), now)
    _settle_known(work, there, now, due)
    count(work, now, EVERYBODY, Figure.SUBMITTED, len(new))
    return len(new)


def _settle_known(work: Work, there: dict[bytes, Row], now: int, due: int | None) -> None:
    """Holds what too many cases share; waiting ones wait no longer than the quickest who sent them."""
    known = [row for row in there.values() if row.only_for is None]
    for row in known:
        if not row.published and row.hold is Hold.NONE and (due is None or row.due is None or due < row.due):
            work.run("UPDATE records SET due = %s WHERE tag = %s", due, row.tag)
    tags = [row.tag for row in known]
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        work.run(
            f"UPDATE records SET hold = {int(Hold.MANY_CASES)} WHERE hold = 0 AND tag IN"  # noqa: S608
            f" (SELECT tag FROM links WHERE state = {LINK_ACTIVE} AND tag IN ({in_marks(len(part))})"
            " GROUP BY tag HAVING count(*) >= %s)",
            *part,
            rules.MANY_CASES,
        )
    settle(work, tags, now)


def _linked(work: Work, tags: Sequence[bytes], case_id: str) -> set[bytes]:
    found: set[bytes] = set()
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        query = f"SELECT tag FROM links WHERE state = {LINK_ACTIVE} AND case_id = %s AND tag IN ({in_marks(len(part))})"  # noqa: S608
        found |= {bytes(row[0]) for row in work.run(query, case_id, *part)}
    return found


def _canaries(work: Work, known: Sequence[Row], now: int) -> None:
    """A canary comes in from outside: its partner's list has leaked. Nobody is told but the operator."""
    for row in known:
        if row.only_for is not None:
            note(work, now, row.only_for, "canary", "seen")


def withdraw_links(work: Work, case_id: str, items: frozenset[int] | None, now: int) -> int:
    """The case asks no more for these items (None: for all). Returns how many fingerprints that were."""
    linked = work.run("SELECT tag, item FROM links WHERE case_id = %s AND state = %s", case_id, LINK_ACTIVE)
    tags = [bytes(tag) for tag, item in linked if items is None or item in items]
    work.many(
        "UPDATE links SET state = %s WHERE case_id = %s AND tag = %s",
        [(LINK_WITHDRAWN, case_id, tag) for tag in tags],
    )
    settle(work, tags, now)
    count(work, now, EVERYBODY, Figure.WITHDRAWN, len(tags))
    return len(tags)


# --- partners ---------------------------------------------------------------------------------------------


def take_feedback(work: Work, keys: ExchangeKeys, partner: Partner, told: object, now: int) -> int:
    """``SubmitFeedback``. Returns how many fingerprints it changed; unknown ones are passed over.

    Raises NotAsWritten, NotAFingerprint; then nothing of it was used.
    """
    wanted: dict[bytes, tuple[Feedback, tuple[str, ...]]] = {}
    for number, one in enumerate(_listed(told, "hashFeedbacks"), 1):
        value, tags = _feedback_of(one)
        for fingerprint in _any_kind(one.get("hashValue"), number):
            wanted[keys.tag(fingerprint)] = (value, tags)
    return _say(work, partner, wanted, now)


def take_hashes(work: Work, keys: ExchangeKeys, partner: Partner, told: object, now: int) -> int:
    """``SubmitHashes``: a partner's own fingerprints, with its feedback. Returns how many were new.

    Raises NotAsWritten, NotAFingerprint, TooPlain, NoFingerprintUnder18; then nothing of it was used.
    """
    prints: list[tuple[int, Fingerprint]] = []
    wanted: dict[bytes, tuple[Feedback, tuple[str, ...]]] = {}
    for number, one in enumerate(_listed(told, "hashRecords"), 1):
        kind = _KINDS.get(str(one.get("signalType")))
        if kind is None:
            raise NotAsWritten("signalType", what="signalType is ImagePDQ or VideoMD5")
        fingerprint = rules.fingerprint_of(kind, _text(one.get("hashValue"), "hashValue"), number)
        prints.append((number, fingerprint))
        if type(one.get("lastModtimestamp", 0)) is not int:
            raise NotAsWritten("lastModtimestamp", what="lastModtimestamp is a whole number")
        feedbacks = one.get("CSPFeedbacks", [])
        if not isinstance(feedbacks, list):
            raise NotAsWritten("CSPFeedbacks", what="CSPFeedbacks is a list")
        for feedback in feedbacks:
            wanted[keys.tag(fingerprint)] = _feedback_of(feedback)
    unique = {fingerprint: number for number, fingerprint in prints}
    new = take_in(
        work, keys, [(n, one) for one, n in unique.items()], OF_PARTNER + partner.partner_id, now, None
    )
    _say(work, partner, wanted, now)
    return new


def _say(
    work: Work, partner: Partner, wanted: dict[bytes, tuple[Feedback, tuple[str, ...]]], now: int
) -> int:
    """Keeps what is new of it; each changed fingerprint moves on in the feed."""
    known = rows_of(work, list(wanted))
    for row in known.values():
        if row.only_for not in (None, partner.partner_id):
            note(work, now, str(row.only_for), "canary", "seen")
    before = _said_before(work, partner.partner_id, list(known))
    changed = []
    for tag in known:
        value, tags = wanted[tag]
        if before.get(tag) != (value.value, json.dumps(tags)):
            changed.append((tag, partner.partner_id, value.value, json.dumps(tags), now - now % 3600))
            if value in _MATCHED:
                count(work, now, partner.partner_id, _MATCHED[value], 1)
    work.many(
        "INSERT INTO feedback VALUES (%s, %s, %s, %s, %s) ON CONFLICT (tag, partner_id)"
        " DO UPDATE SET value = excluded.value, tags = excluded.tags, hour = excluded.hour",
        changed,
    )
    moved = [row[0] for row in changed if known[row[0]].only_for is None]
    _hold_doubted(work, moved)
    settle(work, moved, now, touched=True)
    return len(changed)


def _said_before(work: Work, partner_id: str, tags: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    found: dict[bytes, tuple[str, str]] = {}
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        query = (
            f"SELECT tag, value, tags FROM feedback WHERE partner_id = %s AND tag IN ({in_marks(len(part))})"  # noqa: S608
        )
        found |= {bytes(tag): (value, str(marks)) for tag, value, marks in work.run(query, partner_id, *part)}
    return found


def _hold_doubted(work: Work, tags: Sequence[bytes]) -> None:
    """Two partners looked and did not block: the operator looks before anybody else has to."""
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        work.run(
            f"UPDATE records SET hold = {int(Hold.NOT_BLOCKED)} WHERE hold = 0 AND tag IN"  # noqa: S608
            f" (SELECT tag FROM feedback WHERE value = %s AND tag IN ({in_marks(len(part))})"
            " GROUP BY tag HAVING count(*) >= %s)",
            Feedback.NOT_BLOCKED.value,
            *part,
            rules.MANY_REFUSALS,
        )


def _listed(told: object, name: str) -> list[dict[str, object]]:
    found = told.get(name) if isinstance(told, dict) else None
    if (
        not isinstance(told, dict)
        or not isinstance(found, list)
        or not all(isinstance(one, dict) for one in found)
    ):
        raise NotAsWritten(name, what=f"{name} is a list of objects")
    if told.get("count", len(found)) != len(found) or isinstance(told.get("count"), bool | float):
        raise NotAsWritten("count", what=f"count says how many {name} hold")
    if len(found) > MOST_HASHES:
        raise NotAsWritten(name, what=f"{name} holds up to {MOST_HASHES} entries")
    return found


def _feedback_of(one: object) -> tuple[Feedback, tuple[str, ...]]:
    if not isinstance(one, dict):
        raise NotAsWritten("feedback", what="a feedback is an object")
    try:
        value = Feedback(one.get("feedbackValue"))
    except ValueError as unknown:
        raise NotAsWritten("feedbackValue", what="feedbackValue is not one of the list") from unknown
    marks = one.get("tags", [])
    if not isinstance(marks, list) or len(marks) > MOST_TAGS:
        raise NotAsWritten("tags", what=f"tags is a list of up to {MOST_TAGS} texts")
    tags = tuple(sorted({_text(mark, "tags")[:LONGEST_TAG] for mark in marks}))
    rules.no_child_tags(tags)
    return value, tags


def _any_kind(told: object, number: int) -> list[Fingerprint]:
    """Feedback names no kind: its length does. What the rules would not admit is simply not known."""
    text = _text(told, "hashValue").strip().lower()
    for kind in Kind:
        if len(text) == 2 * kind.size:
            try:
                return [Fingerprint(kind, bytes.fromhex(text))]
            except ValueError:
                break
    raise NotAFingerprint("feedback", number=number)


def _text(told: object, name: str) -> str:
    if not isinstance(told, str) or "\0" in told or not told.isprintable():
        raise NotAsWritten(name, what=f"{name} is text")
    return told
