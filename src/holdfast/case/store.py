"""The small port through which both doors store a case: sealed rows, sealed blobs, wraps.

A list of all cases is not offered. Every call raises only :class:`NotSaved`, :class:`Busy`, :class:`CaseGone`,
:class:`Tampered` (the database itself is damaged) and what is named beside it. Why locators live here and not
with the web door's accounts: docs/decisions/0010-locators-in-the-store.md.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from holdfast.case.keys import Wrap
from holdfast.case.seal import Sink, Source
from holdfast.errors import CaseError, CaseGone, NotSaved

#: What was staged and never kept is dropped after this long: no upload takes a day.
STAGED_FOR = timedelta(hours=24)
#: Seconds that a writer waits for another before it says Busy.
WRITERS_WAIT = 30
_ID = re.compile(r"[a-z2-7]{8,32}")
_NOT_SAVED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


class LocatorTaken(CaseError):
    """Another case has these locator words; draw a new code."""


class NewerStore(CaseError):
    """The tables were made by a later version of the program."""

    for_person = "This case was saved by a newer Holdfast. Please update the program first. Nothing is lost."
    exit_code = 3
    http_status = 503


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a sealed row. ``tag``: 32 bytes to find it by, or None; ``hour``: UTC, rounded down."""

    table: str
    row_id: str
    version: int
    sealed: bytes
    hour: datetime
    tag: bytes | None = None


class BlobSink(Sink, Protocol):
    """A blob being staged."""

    def finish(self) -> None:
        """All of it is on the disk, though not yet part of the case. Raises NotSaved."""

    def abandon(self) -> None:
        """Drops what was staged. Never raises; nothing happens once the blob is kept."""


class Transaction(Protocol):
    """Holds the case's one write lock; all of it is saved, or nothing."""

    def head(self) -> bytes:
        """The sealed head as of now."""

    def set_head(self, sealed: bytes) -> None: ...

    def newest(self, table: str, row_id: str) -> Row | None:
        """The row's last version."""

    def tagged(self, table: str, tag: bytes) -> tuple[Row, ...]:
        """All versions of all rows with this tag."""

    def append(self, row: Row) -> None:
        """One more version. Raises Tampered where this version exists."""

    def keep_blob(self, blob_id: str, hour: datetime) -> None:
        """The staged and finished blob becomes part of the case."""

    def put_wrap(self, wrap: Wrap) -> None:
        """One more way to open the case. Raises LocatorTaken."""

    def drop_wraps(self, kind: str) -> None:
        """The wraps of this kind open the case no more."""


class Store(Protocol):
    """Where cases are. Safe for several threads and processes at once."""

    def create(self, wrap: Wrap, head: bytes, rows: tuple[Row, ...], hour: datetime) -> None:
        """A new case with its first wrap and rows. Raises LocatorTaken."""

    def find(self, locator: bytes) -> Wrap | None:
        """The wrap with this locator."""

    def head(self, case_id: str) -> bytes:
        """The sealed head. Raises CaseGone."""

    def rows(self, case_id: str, table: str) -> tuple[Row, ...]:
        """All versions of all rows of a table, by row id, then version."""

    def newest(self, case_id: str, table: str, row_id: str) -> Row | None:
        """The row's last version."""

    def transaction(self, case_id: str) -> AbstractContextManager[Transaction]:
        """The case's write lock; saved on the way out, dropped when an error passes. Raises CaseGone."""

    def stage(self, case_id: str, blob_id: str) -> BlobSink:
        """A place for a new sealed blob. Raises CaseGone."""

    def open_staged(self, case_id: str, blob_id: str) -> Source:
        """A finished blob that is not kept yet."""

    def drop_staged(self, case_id: str, blob_id: str) -> None:
        """What was staged under this id is gone; nothing happens where it is kept or not there."""

    def open_blob(self, case_id: str, blob_id: str) -> Source:
        """A kept blob. Raises Tampered where it is missing."""

    def blob_ids(self, case_id: str) -> tuple[str, ...]:
        """The blobs that belong to the case."""

    def delete(self, case_id: str, hour: datetime) -> None:
        """Wraps and salts first, then everything. Deleting what is gone is no error."""

    def deleted(self) -> tuple[str, ...]:
        """Cases deleted here: a restored copy of the store gets :meth:`delete` for each of them."""

    def sweep(self, case_id: str, now: datetime) -> None:
        """Drops what a crash left staged for longer than :data:`STAGED_FOR`."""

    def close(self) -> None:
        """Lets go of connections."""


def hour_of(time: datetime) -> datetime:
    """The hour a time is in, UTC: all that the host can read of times."""
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def checked_id(name: str) -> str:
    """An id of a case or blob, which may become a file name. Raises CaseGone for anything else."""
    if not _ID.fullmatch(name):
        raise CaseGone("not an id")
    return name


@contextmanager
def saying_not_saved() -> Iterator[None]:
    """Turns the machine's refusals to write (full disk, quota, rights) into NotSaved."""
    try:
        yield
    except OSError as refused:
        if refused.errno in _NOT_SAVED:
            raise NotSaved(errno.errorcode[refused.errno]) from refused
        raise
