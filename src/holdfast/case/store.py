"""The small port both doors store a case through: sealed rows, sealed blobs, wraps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from holdfast.case.keys import Wrap
from holdfast.case.seal import Sink, Source
from holdfast.errors import CaseError


class LocatorTaken(CaseError):
    """Another case has these locator words; draw a new code."""


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
        """Drops what was staged. Never raises."""


class BlobSource(Source, Protocol):
    """A stored or staged blob."""

    def close(self) -> None: ...


class Transaction(Protocol):
    """Holds the case's one write lock; all or nothing."""

    def head(self) -> bytes: ...
    def set_head(self, sealed: bytes) -> None: ...
    def newest(self, table: str, row_id: str) -> Row | None: ...
    def tagged(self, table: str, tag: bytes) -> tuple[Row, ...]: ...
    def append(self, row: Row) -> None: ...
    def keep_blob(self, blob_id: str, hour: datetime) -> None: ...
    def put_wrap(self, wrap: Wrap) -> None: ...
    def drop_wraps(self, kind: str) -> None: ...


class Store(Protocol):
    """A list of all cases is not offered. Raises NotSaved, Busy, CaseGone."""

    def create(self, wrap: Wrap, head: bytes, rows: tuple[Row, ...], hour: datetime) -> None: ...
    def find(self, locator: bytes) -> Wrap | None: ...
    def head(self, case_id: str) -> bytes: ...
    def rows(self, case_id: str, table: str) -> Iterator[Row]: ...
    def newest(self, case_id: str, table: str, row_id: str) -> Row | None: ...
    def transaction(self, case_id: str) -> AbstractContextManager[Transaction]: ...
    def stage(self, case_id: str, blob_id: str) -> BlobSink: ...
    def open_staged(self, case_id: str, blob_id: str) -> BlobSource: ...
    def open_blob(self, case_id: str, blob_id: str) -> BlobSource: ...
    def blob_ids(self, case_id: str) -> tuple[str, ...]: ...
    def delete(self, case_id: str, hour: datetime) -> None: ...
    def sweep(self, case_id: str, now: datetime) -> None: ...
    def close(self) -> None: ...
