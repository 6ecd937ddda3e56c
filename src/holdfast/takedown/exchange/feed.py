"""The pages of the hash feed: order, watermark, tokens (docs/formats/hash-feed-1.md)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from holdfast.errors import NotAsWritten
from holdfast.takedown.exchange.keys import ExchangeKeys
from holdfast.takedown.exchange.partners import Partner
from holdfast.takedown.exchange.publishing import CHUNK, LINK_ACTIVE
from holdfast.takedown.exchange.store import Database, in_marks
from holdfast.takedown.exchange.values import Feedback, FeedPage, Kind, Position, Record, Said, Status

#: The public client asks for 800; more than the most is answered with the most.
USUAL_PAGE, LARGEST_PAGE = 800, 5000
#: A feed whose clock runs ahead of this server's by more seconds is shown whole: waiting would hide it for too long.
SKEW = 10
_TOKEN = re.compile(r"([0-9]{1,12})\.([0-9]{1,18})")
_FAR = 1 << 62


def token_of(position: Position) -> str:
    """Opaque to partners. It names the last record they have, so it is good after any restart."""
    return f"{position.last_mod}.{position.sequence}"


def position_of(token: str) -> Position:
    """Raises NotAsWritten."""
    found = _TOKEN.fullmatch(token)
    if not found:
        raise NotAsWritten("token", what="nextPageToken is not one of ours")
    return Position(int(found[1]), int(found[2]))


def horizon(database: Database, now: int) -> int:
    """The first second that is hidden: the current one, in which changes may still come (decision 0090)."""
    last_mod: int = database.read("SELECT last_mod FROM feed_clock WHERE one = 1")[0][0]
    return now if last_mod <= now + SKEW else last_mod + 1


def page(
    database: Database, keys: ExchangeKeys, partner: Partner, start: int, token: str, size: int, now: int
) -> FeedPage:
    """The records with a last change at ``start`` (Unix seconds) or later, or after ``token``, at most ``size``.

    Raises NotAsWritten. Two statements only, whatever the size of the exchange.
    """
    after = position_of(token) if token else Position(start, -1)
    found = database.read(
        "SELECT tag, kind, sealed, status, last_mod, sequence FROM records"
        " WHERE (last_mod, sequence) > (%s, %s) AND last_mod >= %s AND last_mod < %s AND last_mod > 0"
        " AND (only_for IS NULL OR only_for = %s) ORDER BY last_mod, sequence LIMIT %s",
        min(after.last_mod, _FAR),
        after.sequence,
        min(start, _FAR),
        horizon(database, now),
        partner.partner_id,
        size + 1,
    )
    rows, more = found[:size], len(found) > size
    tags = [bytes(row[0]) for row in rows]
    said, cases = _said_of(database, tags), _cases_of(database, keys, partner, tags)
    records = tuple(_record(keys, row, said, cases) for row in rows)
    if not records:
        return FeedPage((), "", start)
    last = records[-1].position
    return FeedPage(records, token_of(last) if more else "", max(start, last.last_mod))


def as_json(found: FeedPage) -> bytes:
    """The page on the wire, whole."""
    told = {
        "count": len(found.records),
        "nextPageToken": found.next_token or None,
        "nextSetTimestamp": found.next_set,
        "hasMoreRecords": bool(found.next_token),
        "hashRecords": [_told(record) for record in found.records],
    }
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def _told(record: Record) -> dict[str, object]:
    return {
        "lastModtimestamp": record.position.last_mod,
        "signalType": record.fingerprint.kind.signal_type,
        "hashValue": record.fingerprint.value.hex(),
        "hashStatus": record.status.in_feed,
        "caseNumbers": dict.fromkeys(record.case_ids, record.status.in_feed),
        "hashRegions": [],
        "tags": [],
        "CSPFeedbacks": [
            {"source": one.source, "feedbackValue": one.feedback.value, "tags": list(one.tags)}
            for one in record.said
        ],
    }


def _record(
    keys: ExchangeKeys,
    row: tuple[Any, ...],
    said: dict[bytes, list[Said]],
    cases: dict[bytes, list[str]],
) -> Record:
    tag, kind, sealed, status, last_mod, sequence = row
    tag = bytes(tag)
    return Record(
        Position(last_mod, sequence),
        keys.open(Kind(kind), bytes(sealed), tag),
        Status(status),
        tuple(cases.get(tag, ())),
        tuple(said.get(tag, ())),
    )


def _said_of(database: Database, tags: list[bytes]) -> dict[bytes, list[Said]]:
    found: dict[bytes, list[Said]] = defaultdict(list)
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        for tag, name, value, marks in database.read(
            "SELECT f.tag, p.name, f.value, f.tags FROM feedback f JOIN partners p"  # noqa: S608
            f" ON p.partner_id = f.partner_id WHERE f.tag IN ({in_marks(len(part))}) ORDER BY p.name",
            *part,
        ):
            found[bytes(tag)].append(Said(name, Feedback(value), tuple(json.loads(marks))))
    return found


def _cases_of(
    database: Database, keys: ExchangeKeys, partner: Partner, tags: list[bytes]
) -> dict[bytes, list[str]]:
    """An id for each case of each record, different for every partner and every record: nothing can be linked."""
    found: dict[bytes, list[str]] = defaultdict(list)
    if not partner.case_ids:
        return found
    for start in range(0, len(tags), CHUNK):
        part = tags[start : start + CHUNK]
        for tag, case_id in database.read(
            f"SELECT tag, case_id FROM links WHERE state = {LINK_ACTIVE}"  # noqa: S608
            f" AND tag IN ({in_marks(len(part))}) ORDER BY tag, case_id",
            *part,
        ):
            value = b"\0".join((partner.partner_id.encode(), bytes(tag), case_id.encode()))
            found[bytes(tag)].append(keys.mark("partner case", value)[:8].hex())
    return found
