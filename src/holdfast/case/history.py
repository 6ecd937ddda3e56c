"""Every version of a record: editing keeps what was there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.case.ledger import RECORD
from holdfast.case.room import Case
from holdfast.case.values import Record
from holdfast.case.written import record_from
from holdfast.errors import NoSuchItem, Tampered


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """``written``: the UTC time of its log line, to the second."""

    record: Record
    written: datetime
    newest: bool


def record_versions(case: Case, record_id: str) -> tuple[RecordVersion, ...]:
    """Oldest first; a version that struck the record or brought it back is one too. Raises NoSuchItem, Tampered."""
    ledger = case._ledger
    rows = [row for row in ledger.store.rows(case.case_id, RECORD) if row.row_id == record_id]
    if not rows:
        raise NoSuchItem
    opened = [ledger.sealing.opened(row) for row in rows]
    times = {entry.sha256: entry.utc for entry in case.log_entries() if entry.subject == record_id}
    if not times.keys() >= {one.sha256 for one in opened}:
        raise Tampered("a version without its line")
    return tuple(
        RecordVersion(
            record_from(one.value), datetime.fromisoformat(times[one.sha256]), newest=one is opened[-1]
        )
        for one in opened
    )
