"""Checking a whole case: the log, every row against it, every blob."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from holdfast.case.ledger import ABOUT, ITEM, LOG, RECORD, TIME, Ledger, Opened
from holdfast.case.log import Action, verify_log
from holdfast.case.seal import SealedReader
from holdfast.case.values import Item, LogEntry
from holdfast.case.written import item_from
from holdfast.errors import Tampered

#: Which rows an action writes, and whether its line carries the hash of the row (else that of the bytes).
_WRITES: dict[str, tuple[str, bool]] = {
    Action.CASE_NEW: (ABOUT, True),
    Action.ABOUT_SET: (ABOUT, True),
    Action.AGE_SET: (ABOUT, True),
    Action.STEP_TICK: (ABOUT, True),
    Action.STEP_UNTICK: (ABOUT, True),
    Action.ITEM_ADD: (ITEM, False),
    Action.ITEM_EDIT: (ITEM, True),
    Action.ITEM_STRIKE: (ITEM, False),
    Action.ITEM_UNSTRIKE: (ITEM, False),
    Action.ITEM_COPY: (ITEM, False),
    Action.RECORD_ADD: (RECORD, True),
    Action.RECORD_EDIT: (RECORD, True),
    Action.RECORD_STRIKE: (RECORD, True),
    Action.TIME_STAMPED: (TIME, True),
    Action.TIME_NONE: (TIME, True),
}


class Problem(StrEnum):
    """What can be wrong with a case."""

    LOG = "log"
    ROW = "row"
    BLOB = "blob"
    MISSING = "missing"
    UNLOGGED = "unlogged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: what kind of thing, its id, and what is wrong in words for the log."""

    problem: Problem
    subject: str
    detail: str


def check_case(ledger: Ledger, *, thorough: bool = False) -> tuple[Finding, ...]:
    """Empty when all holds: the log to its head, each row version against its line, each blob's bytes.

    Memory stays flat in the size of the blobs. ``thorough`` verifies every line's signature.
    """
    return tuple(_findings(ledger, thorough))


def _findings(ledger: Ledger, thorough: bool) -> Iterator[Finding]:
    entries: list[LogEntry] = []
    for row in ledger.store.rows(ledger.sealing.case_id, LOG):
        try:
            entries.append(ledger.sealing.log_entry(row))
        except Tampered:
            yield Finding(Problem.LOG, row.row_id, "a line does not open")
    head = ledger.head()
    if head.found_again:
        yield Finding(Problem.LOG, "head", "the head does not open")
    key = ledger.sealing.key.log_public_key
    for found in verify_log(entries, key, head.log, thorough=thorough):
        yield Finding(Problem.LOG, f"{found.number:08d}", found.problem.value)
    for table in (ABOUT, ITEM, RECORD, TIME):
        yield from _check_rows(ledger, table, entries)


def _check_rows(ledger: Ledger, table: str, entries: Sequence[LogEntry]) -> Iterator[Finding]:
    opened: dict[str, list[Opened]] = defaultdict(list)
    for row in ledger.store.rows(ledger.sealing.case_id, table):
        opened.setdefault(row.row_id, [])
        try:
            opened[row.row_id].append(ledger.sealing.opened(row))
        except Tampered:
            yield Finding(Problem.ROW, row.row_id, f"version {row.version} does not open")
    lines: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in entries:
        if _WRITES.get(entry.action, ("", False))[0] == table:
            # All lines about the situation are versions of one row; their subject may be a step or the case.
            lines[ABOUT if table == ABOUT else entry.subject].append(entry)
    for row_id in sorted(opened.keys() | lines.keys()):
        yield from _check_versions(ledger, table, row_id, opened[row_id], lines[row_id])


def _check_versions(
    ledger: Ledger, table: str, row_id: str, versions: Sequence[Opened], lines: Sequence[LogEntry]
) -> Iterator[Finding]:
    """The n-th line about a row is about its version n."""
    by_version = {row.version: row for row in versions}
    for number in sorted(by_version.keys() | set(range(1, len(lines) + 1))):
        row = by_version.get(number)
        line = lines[number - 1] if number <= len(lines) else None
        if row is None:
            yield Finding(Problem.MISSING, row_id, f"version {number} is in the log only")
        elif line is None:
            yield Finding(Problem.UNLOGGED, row_id, f"version {number} is not in the log")
        elif _WRITES[line.action][1] and line.sha256 != row.sha256:
            yield Finding(Problem.ROW, row_id, f"version {number} has another hash than its line")
        elif table == ITEM:
            yield from _check_item(ledger, item_from(row.value), line)


def _check_item(ledger: Ledger, item: Item, line: LogEntry) -> Iterator[Finding]:
    """The bytes once, with the line that added them; a copy with the line that added it."""
    if line.action == Action.ITEM_ADD:
        if not bytes_hold(ledger, item) or item.sha256 != line.sha256:
            yield Finding(Problem.BLOB, item.item_id, "the bytes are not those that were saved")
    elif line.action == Action.ITEM_COPY:
        found = _hash(ledger, item.copy_blob_id)
        if found is None or found[1] != line.sha256:
            yield Finding(Problem.BLOB, item.item_id, "the smaller copy is not the one that was saved")
    elif line.action != Action.ITEM_EDIT and line.sha256 != item.sha256:
        yield Finding(Problem.ROW, item.item_id, "a line names other bytes")


def bytes_hold(ledger: Ledger, item: Item) -> bool:
    """Whether the kept bytes of an item are still those that were saved."""
    return _hash(ledger, item.blob_id) == (item.size, item.sha256)


def _hash(ledger: Ledger, blob_id: str) -> tuple[int, str] | None:
    """Size and SHA-256 of a blob's plain bytes, or None where it does not open."""
    sealing = ledger.sealing
    digest = hashlib.sha256()
    try:
        source = ledger.store.open_blob(sealing.case_id, blob_id)
        with SealedReader(source, sealing.key, sealing.case_id, blob_id) as reader:
            while piece := reader.read(1024 * 1024):
                digest.update(piece)
            return reader.size, digest.hexdigest()
    except Tampered:
        return None
