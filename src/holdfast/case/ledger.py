"""One change, one log line, one transaction: the only way anything in a case changes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from holdfast.case.canonical import canonical
from holdfast.case.code import CaseCode, Chance, RecoveryCode
from holdfast.case.keys import CaseKey
from holdfast.case.log import Action, LogHead, entry_bytes, entry_from_bytes, head_of, sign_entry
from holdfast.case.seal import open_row, seal_row
from holdfast.case.store import LocatorTaken, Row, Store, Transaction, hour_of
from holdfast.case.values import About, AgeInPicture, LogEntry
from holdfast.case.written import about_from, item_from, read_json
from holdfast.errors import Tampered

Clock = Callable[[], datetime]

ABOUT, ITEM, RECORD, TIME, LOG = "about", "item", "record", "time", "log"
#: Every table a case has rows in.
TABLES = (ABOUT, ITEM, RECORD, TIME, LOG)
_COLUMN = "sealed"
_BLIND = 16
#: Draws of a new code until its locator is free; 60 million locators make even one repeat rare.
_DRAWS = 20

C = TypeVar("C", CaseCode, RecoveryCode)
V = TypeVar("V")


def new_id(chance: Chance) -> str:
    """A short opaque id: 80 random bits as 16 small letters and digits (RFC 4648 base 32)."""
    return base64.b32encode(chance(10)).decode().lower()


@dataclass(frozen=True, slots=True)
class Head:
    """The newest log line and how many items were ever added; kept sealed beside the rows.

    ``found_again``: it did not open, and was made anew from the log's lines.
    """

    log: LogHead
    items: int
    found_again: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """One row, opened. ``sha256`` (hex) is of its canonical JSON with the blinding bytes."""

    row_id: str
    version: int
    value: Mapping[str, Any]
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealing:
    """Seals and opens what belongs to one case."""

    case_id: str
    key: CaseKey
    chance: Chance

    def row(
        self, table: str, row_id: str, version: int, value: object, hour: datetime, tag: bytes | None
    ) -> Row:
        """``value`` is what JSON knows. The random blinding bytes make its hash in the log say nothing."""
        written = canonical({"blind": self.chance(_BLIND).hex(), "value": value})
        return self.written_row(table, row_id, version, written, hour, tag)

    def written_row(
        self, table: str, row_id: str, version: int, written: bytes, hour: datetime, tag: bytes | None = None
    ) -> Row:
        place = f"{row_id}/{version}"
        sealed = seal_row(self.key, table, _COLUMN, place, self.case_id, written, chance=self.chance)
        return Row(table, row_id, version, sealed, hour, tag)

    def opened(self, row: Row) -> Opened:
        """Raises :class:`Tampered`."""
        written = self.bytes_of(row)
        value = read_json(written).get("value")
        if not isinstance(value, dict):
            raise Tampered("a row of another shape")
        return Opened(row.row_id, row.version, value, hashlib.sha256(written).hexdigest())

    def bytes_of(self, row: Row) -> bytes:
        """Raises :class:`Tampered`."""
        place = f"{row.row_id}/{row.version}"
        return open_row(self.key, row.table, _COLUMN, place, self.case_id, row.sealed)

    def log_row(self, entry: LogEntry, hour: datetime) -> Row:
        return self.written_row(LOG, f"{entry.number:08d}", 1, entry_bytes(entry), hour)

    def log_entry(self, row: Row) -> LogEntry:
        """Raises :class:`Tampered`."""
        return entry_from_bytes(self.bytes_of(row))

    def sealed_head(self, head: Head) -> bytes:
        written = canonical({"number": head.log.number, "sha256": head.log.sha256, "items": head.items})
        return seal_row(self.key, "case", "head", "head", self.case_id, written, chance=self.chance)

    def head(self, sealed: bytes) -> Head:
        """Raises :class:`Tampered`, also for the wrong key."""
        found = read_json(open_row(self.key, "case", "head", "head", self.case_id, sealed))
        return Head(LogHead(found["number"], found["sha256"]), found["items"])


class Change:
    """What may be done while the write lock is held."""

    def __init__(self, ledger: Ledger, transaction: Transaction) -> None:
        self._ledger = ledger
        self._sealing = ledger.sealing
        self._transaction = transaction
        self._head = ledger.head_in(transaction.head())
        self.now = ledger.clock()
        self.store = transaction
        if self._head.found_again:
            self.log(Action.HEAD_NEW, "head")

    def newest(self, table: str, row_id: str) -> Opened | None:
        """The row as it is now, whoever changed it last. Raises :class:`Tampered`."""
        row = self._transaction.newest(table, row_id)
        return self._sealing.opened(row) if row else None

    def tagged(self, table: str, tag: bytes) -> Opened | None:
        """The newest version of a row that had this tag, if it opens."""
        for row in self._transaction.tagged(table, tag):
            with suppress(Tampered):
                return self.newest(table, row.row_id)
        return None

    def about(self) -> About:
        with suppress(Tampered):
            if found := self.newest(ABOUT, ABOUT):
                return about_from(found.value)
        return self._ledger.about_before()

    def put(self, table: str, row_id: str, version: int, value: object, tag: bytes | None = None) -> Opened:
        """One more version of a row."""
        row = self._sealing.row(table, row_id, version, value, hour_of(self.now), tag)
        self._transaction.append(row)
        return self._sealing.opened(row)

    def next_number(self) -> int:
        """The next exhibit number; numbers are never used again."""
        self._head = replace(self._head, items=self._head.items + 1)
        return self._head.items

    def log(self, action: Action | str, subject: str, sha256: str = "", who: str = "person") -> LogEntry:
        """One more line of the log, signed."""
        entry = sign_entry(
            self._head.log if self._head.log.number else None,
            self._sealing.key.log_key,
            now=self.now,
            time_zone=self.about().time_zone,
            action=str(action),
            subject=subject,
            sha256=sha256,
            who=who,
        )
        self._transaction.append(self._sealing.log_row(entry, hour_of(self.now)))
        self._head = replace(self._head, log=head_of((entry,)))
        return entry

    def finish(self) -> None:
        self._transaction.set_head(self._sealing.sealed_head(self._head))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The store, seen through one case's key."""

    store: Store
    sealing: Sealing
    clock: Clock

    @contextmanager
    def change(self) -> Iterator[Change]:
        """The write lock. What is done inside is saved together, or, when an error passes, not at all."""
        with self.store.transaction(self.sealing.case_id) as transaction:
            change = Change(self, transaction)
            yield change
            change.finish()

    def newest(self, table: str, row_id: str) -> Opened | None:
        """Raises :class:`Tampered`."""
        row = self.store.newest(self.sealing.case_id, table, row_id)
        return self.sealing.opened(row) if row else None

    def last_rows(self, table: str) -> tuple[Row, ...]:
        """Each row's last version, still sealed."""
        last = {row.row_id: row for row in self.store.rows(self.sealing.case_id, table)}
        return tuple(last.values())

    def all_newest(self, table: str, read: Callable[[Mapping[str, Any]], V]) -> tuple[V, ...]:
        """What ``read`` makes of each row's last version; a damaged row is passed over (see ``damage.py``).

        Raises :class:`CaseGone`.
        """
        rows = self.last_rows(table)
        if not rows:
            self.store.head(self.sealing.case_id)
        return tuple(_readable(rows, lambda row: read(self.sealing.opened(row).value)))

    def about(self) -> About:
        """As it is now, or :meth:`about_before`. Raises :class:`CaseGone`."""
        with suppress(Tampered):
            if found := self.newest(ABOUT, ABOUT):
                return about_from(found.value)
        self.head()
        return self.about_before()

    def about_before(self) -> About:
        """For damaged answers: the last version that opens, as if nobody had said how old the person is.

        The hard rule is then as strict as it can be, until the answers are given anew as the next version.
        """
        rows = self.store.rows(self.sealing.case_id, ABOUT)
        opened = _readable(reversed(rows), lambda row: about_from(self.sealing.opened(row).value))
        last = next(opened, About())
        version = rows[-1].version if rows else last.version
        return replace(last, age_in_picture=AgeInPicture.UNKNOWN, version=version)

    def head(self) -> Head:
        """Raises :class:`CaseGone`, and :class:`Tampered` for a key of another case."""
        return self.head_in(self.store.head(self.sealing.case_id))

    def head_in(self, sealed: bytes) -> Head:
        """The head; made anew from the log where it does not open. Raises :class:`Tampered`."""
        with suppress(Tampered):
            return self.sealing.head(sealed)
        entries = self.log_entries()
        if not entries:
            raise Tampered("neither the head nor a line of the log opens")
        numbers = self.all_newest(ITEM, lambda value: item_from(value).number)
        added = sum(entry.action == Action.ITEM_ADD for entry in entries)
        return Head(head_of(entries), max(added, *numbers, 0), found_again=True)

    def log_entries(self) -> tuple[LogEntry, ...]:
        """Every line that opens; the numbers tell where one is missing."""
        return tuple(_readable(self.store.rows(self.sealing.case_id, LOG), self.sealing.log_entry))


def _readable(rows: Iterable[Row], read: Callable[[Row], V]) -> Iterator[V]:
    for row in rows:
        with suppress(Tampered):
            yield read(row)


def with_free_locator(draw: Callable[[], C], keep: Callable[[C], None]) -> C:
    """Draws codes until ``keep`` finds a free locator. Raises LocatorTaken, which nobody will see."""
    for _ in range(_DRAWS):
        code = draw()
        try:
            keep(code)
        except LocatorTaken:
            continue
        return code
    raise LocatorTaken(f"{_DRAWS} draws")
