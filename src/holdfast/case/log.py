"""The evidence log: an append-only, signed chain of entries (docs/formats/case-1.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast import __version__
from holdfast.case.canonical import NotCanonical, canonical
from holdfast.case.moments import zone_or_utc
from holdfast.case.values import LogEntry
from holdfast.errors import Tampered

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: What stands as ``before`` in the first entry.
NOTHING_BEFORE = "0" * 64
_NAMES = tuple(field.name for field in fields(LogEntry))
#: Lower case only: capital hex digits are other bytes with the same meaning, and no other byte may pass.
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class Action(StrEnum):
    """What a line of the log can say."""

    CASE_NEW = "case.new"
    HEAD_NEW = "head.new"
    CODE_NEW = "code.new"
    RECOVERY_NEW = "recovery.new"
    TRUSTED_NEW = "trusted.new"
    TRUSTED_END = "trusted.end"
    ABOUT_SET = "about.set"
    AGE_SET = "age.set"
    STEP_TICK = "step.tick"
    STEP_UNTICK = "step.untick"
    ITEM_ADD = "item.add"
    ITEM_EDIT = "item.edit"
    ITEM_STRIKE = "item.strike"
    ITEM_UNSTRIKE = "item.unstrike"
    ITEM_COPY = "item.copy"
    RECORD_ADD = "record.add"
    RECORD_EDIT = "record.edit"
    RECORD_STRIKE = "record.strike"
    TIME_STAMPED = "time.stamped"
    TIME_NONE = "time.none"
    CASE_MOVED = "case.moved"
    CASE_TAKEN = "case.taken"
    PACK_MADE = "pack.made"


class LogProblem(StrEnum):
    """What can be wrong with a log."""

    EMPTY = "empty"
    SHAPE = "shape"
    NUMBER = "number"
    CHAIN = "chain"
    SIGNATURE = "signature"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last line's number (from 1) and the SHA-256 (hex) of its canonical JSON with its signature."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LogFinding:
    """One thing that does not hold: at which line (its place from 1; 0 is the whole log), and what."""

    number: int
    problem: LogProblem


def sign_entry(
    head: LogHead | None,
    log_key: Ed25519PrivateKey,
    *,
    now: datetime,
    time_zone: str,
    action: str,
    subject: str,
    sha256: str,
    who: str,
) -> LogEntry:
    """The entry after ``head`` (None: the first). ``now`` is aware; an unknown ``time_zone`` counts as UTC."""
    entry = LogEntry(
        number=head.number + 1 if head else 1,
        utc=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        local=_local(now, time_zone),
        action=action,
        subject=subject,
        sha256=sha256,
        who=who,
        tool=f"holdfast {__version__}",
        before=head.sha256 if head else NOTHING_BEFORE,
        signature="",
    )
    return replace(entry, signature=log_key.sign(signed_bytes(entry)).hex())


def signed_bytes(entry: LogEntry) -> bytes:
    """What the signature is over: the canonical JSON of the entry without ``signature``."""
    return canonical({name: getattr(entry, name) for name in _NAMES if name != "signature"})


def entry_bytes(entry: LogEntry) -> bytes:
    """The canonical JSON of the whole entry; what the next one's ``before`` is the SHA-256 of."""
    return canonical({name: getattr(entry, name) for name in _NAMES})


def entry_from_bytes(line: bytes) -> LogEntry:
    """One entry. Raises :class:`Tampered` unless ``line`` is its one canonical spelling."""
    try:
        found = json.loads(line)
        entry = LogEntry(**{name: found[name] for name in _NAMES})
        exact = entry_bytes(entry) == line
    except (ValueError, TypeError, KeyError, NotCanonical, RecursionError) as broken:
        raise Tampered("a line of the log cannot be read") from broken
    if not exact or not _well_shaped(entry):
        raise Tampered("a line of the log is not in its canonical form")
    return entry


def log_lines(entries: Iterable[LogEntry]) -> Iterator[bytes]:
    """Lines of ``log.jsonl``, each with its newline."""
    for entry in entries:
        yield entry_bytes(entry) + b"\n"


def read_log_lines(data: bytes) -> tuple[LogEntry, ...]:
    """The entries of ``log.jsonl``. Raises :class:`Tampered` where any byte is not as written."""
    if data and not data.endswith(b"\n"):
        raise Tampered("the log's last line is cut")
    return tuple(entry_from_bytes(line) for line in data.split(b"\n")[:-1])


def head_of(entries: Sequence[LogEntry]) -> LogHead:
    """The head of a log with at least one entry."""
    return LogHead(entries[-1].number, sha256(entry_bytes(entries[-1])).hexdigest())


def verify_log(
    entries: Iterable[LogEntry],
    public_key: bytes,
    expected_head: LogHead | None = None,
    *,
    thorough: bool = False,
) -> tuple[LogFinding, ...]:
    """Empty when all holds. ``public_key`` is 32 bytes; ``expected_head`` shows a cut-off end.

    Always: each number, each hash of the entry before, and the last entry's signature. Each signature is inside
    the next entry's hash, so the last one vouches for all. ``thorough`` checks every signature as well.
    """
    listed = tuple(entries)
    if not listed:
        return (LogFinding(0, LogProblem.EMPTY),)
    found = list(_chain_findings(listed))
    if expected_head is not None and head_of(listed) != expected_head:
        found.append(LogFinding(len(listed), LogProblem.CUT))
    shaped = [(place, entry) for place, entry in enumerate(listed, 1) if _well_shaped(entry)]
    wanted = shaped if thorough else [pair for pair in shaped if pair[0] == len(listed)]
    found.extend(LogFinding(place, LogProblem.SIGNATURE) for place in _wrongly_signed(wanted, public_key))
    return tuple(sorted(found, key=lambda finding: finding.number))


def _chain_findings(entries: Sequence[LogEntry]) -> Iterator[LogFinding]:
    before = NOTHING_BEFORE
    for place, entry in enumerate(entries, 1):
        if not _well_shaped(entry):
            yield LogFinding(place, LogProblem.SHAPE)
        if entry.number != place:
            yield LogFinding(place, LogProblem.NUMBER)
        if entry.before != before:
            yield LogFinding(place, LogProblem.CHAIN)
        before = sha256(entry_bytes(entry)).hexdigest()


def _well_shaped(entry: LogEntry) -> bool:
    texts = (getattr(entry, name) for name in _NAMES if name != "number")
    return (
        type(entry.number) is int
        and all(isinstance(text, str) for text in texts)
        and bool(_HASH.fullmatch(entry.before) and _SIGNATURE.fullmatch(entry.signature))
        and (entry.sha256 == "" or bool(_HASH.fullmatch(entry.sha256)))
    )


def _wrongly_signed(pairs: Sequence[tuple[int, LogEntry]], public_key: bytes) -> list[int]:
    """Two threads: verifying frees the interpreter lock, 104 µs became 53 µs an entry on two cores."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(public_key)
    if len(pairs) < 2:
        return _wrong_in(pairs, key)
    half = len(pairs) // 2
    with ThreadPoolExecutor(max_workers=2) as threads:
        parts = threads.map(_wrong_in, (pairs[:half], pairs[half:]), (key, key))
        return [place for part in parts for place in part]


def _wrong_in(pairs: Sequence[tuple[int, LogEntry]], key: Ed25519PublicKey) -> list[int]:
    from cryptography.exceptions import InvalidSignature

    wrong: list[int] = []
    for place, entry in pairs:
        try:
            key.verify(bytes.fromhex(entry.signature), signed_bytes(entry))
        except InvalidSignature:
            wrong.append(place)
    return wrong


def _local(now: datetime, time_zone: str) -> str:
    zone = zone_or_utc(time_zone)
    return f"{now.astimezone(zone).isoformat(timespec='seconds')} {zone.key}"
