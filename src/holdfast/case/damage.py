"""What of a case does not open any more, so that the rest can still be read, added to and packed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from holdfast.case.checking import Finding, Problem
from holdfast.case.ledger import ABOUT, ITEM, RECORD, TIME, Ledger
from holdfast.case.trusted_time import stamp_from
from holdfast.case.written import about_from, item_from, record_from
from holdfast.errors import Tampered

_READ: tuple[tuple[str, Callable[[Mapping[str, Any]], object]], ...] = (
    (ABOUT, about_from),
    (ITEM, item_from),
    (RECORD, record_from),
    (TIME, stamp_from),
)


def damage(ledger: Ledger) -> tuple[Finding, ...]:
    """One finding for the head and for each row whose last version does not open; empty when all do."""
    return tuple(_damage(ledger))


def _damage(ledger: Ledger) -> Iterator[Finding]:
    if ledger.head().found_again:
        yield Finding(Problem.LOG, "head", "the head does not open")
    for table, read in _READ:
        rows = ledger.last_rows(table)
        if table == ABOUT and not rows:
            yield Finding(Problem.MISSING, ABOUT, "no answers")
        for row in rows:
            try:
                read(ledger.sealing.opened(row).value)
            except Tampered:
                yield Finding(Problem.ROW, row.row_id, f"{table}: version {row.version} does not open")
