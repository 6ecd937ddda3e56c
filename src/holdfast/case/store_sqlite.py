"""The store on one's own computer and for a small host: an SQLite file and a folder of blobs."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from holdfast.case.blob_files import BlobFolder, FileSink, FileSource, sync_folder
from holdfast.case.keys import Wrap
from holdfast.case.store import (
    WRITERS_WAIT,
    LocatorTaken,
    NewerStore,
    Row,
    checked_id,
    saying_not_saved,
)
from holdfast.case.stretch import Parameters
from holdfast.errors import Busy, CaseGone, NotSaved, Tampered


class Connection(sqlite3.Connection):
    """Can be held weakly."""


_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS cases (
    case_id TEXT PRIMARY KEY, format INTEGER NOT NULL, hour INTEGER NOT NULL, head BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS wraps (
    locator BLOB PRIMARY KEY, case_id TEXT NOT NULL, kind TEXT NOT NULL, salt BLOB NOT NULL,
    memory_kib INTEGER NOT NULL, iterations INTEGER NOT NULL, lanes INTEGER NOT NULL,
    commitment BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS wraps_of_case ON wraps (case_id, kind);
CREATE TABLE IF NOT EXISTS sealed_rows (
    case_id TEXT NOT NULL, name TEXT NOT NULL, row_id TEXT NOT NULL, version INTEGER NOT NULL,
    hour INTEGER NOT NULL, tag BLOB, sealed BLOB NOT NULL, PRIMARY KEY (case_id, name, row_id, version));
CREATE INDEX IF NOT EXISTS rows_by_tag ON sealed_rows (case_id, name, tag) WHERE tag IS NOT NULL;
CREATE TABLE IF NOT EXISTS blobs (
    case_id TEXT NOT NULL, blob_id TEXT NOT NULL, hour INTEGER NOT NULL, PRIMARY KEY (case_id, blob_id));
CREATE TABLE IF NOT EXISTS gone (
    case_id TEXT PRIMARY KEY, hour INTEGER NOT NULL, finished INTEGER NOT NULL);
"""
_ROW = "name, row_id, version, sealed, hour, tag"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def _spoken() -> Iterator[None]:
    """SQLite's refusals in our words."""
    try:
        yield
    except sqlite3.DatabaseError as refused:
        # The low byte is the primary code (sqlite.org/rescode.html).
        code = getattr(refused, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            raise Busy("the database is locked") from refused
        if code in _REFUSED:
            raise NotSaved(f"sqlite code {code}") from refused
        if code in _DAMAGED:
            raise Tampered(f"sqlite code {code}") from refused
        raise


class SqliteStore:
    """Cases in ``folder``: ``cases.db`` (WAL, every commit forced to the disk) and ``blobs/``.

    Threads and processes may share a folder. Folders are 0700 and files 0600. Raises :class:`NewerStore` for a
    folder of a later version.
    """

    def __init__(self, folder: Path) -> None:
        self._blobs = BlobFolder(folder / "blobs")
        self._path = folder / "cases.db"
        self._mine = threading.local()
        self._all: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._inherited: list[Connection] = []
        with saying_not_saved():
            folder.chmod(0o700)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            sync_folder(folder)
        self._make_tables()
        self._finish_deletions()

    # --- reading ----------------------------------------------------------------------------------------

    def find(self, locator: bytes) -> Wrap | None:
        found = self._read("SELECT * FROM wraps WHERE locator = ?", locator)
        return _wrap(found[0]) if found else None

    def head(self, case_id: str) -> bytes:
        found = self._read("SELECT head FROM cases WHERE case_id = ?", case_id)
        if not found:
            raise CaseGone("no such case")
        return bytes(found[0][0])

    def rows(self, case_id: str, table: str) -> tuple[Row, ...]:
        query = f"SELECT {_ROW} FROM sealed_rows WHERE case_id = ? AND name = ? ORDER BY row_id, version"  # noqa: S608
        return tuple(_row(found) for found in self._read(query, case_id, table))

    def newest(self, case_id: str, table: str, row_id: str) -> Row | None:
        with _spoken():
            return _newest(self._connection(), case_id, table, row_id)

    def blob_ids(self, case_id: str) -> tuple[str, ...]:
        return tuple(found[0] for found in self._read("SELECT blob_id FROM blobs WHERE case_id = ?", case_id))

    def deleted(self) -> tuple[str, ...]:
        return tuple(found[0] for found in self._read("SELECT case_id FROM gone ORDER BY case_id"))

    # --- writing ----------------------------------------------------------------------------------------

    def create(self, wrap: Wrap, head: bytes, rows: tuple[Row, ...], hour: datetime) -> None:
        self._blobs.make_room(wrap.case_id)
        with self._writing() as connection:
            connection.execute("INSERT INTO cases VALUES (?, 1, ?, ?)", (wrap.case_id, _stamp(hour), head))
            transaction = SqliteTransaction(connection, self._blobs, wrap.case_id)
            transaction.put_wrap(wrap)
            for row in rows:
                transaction.append(row)

    @contextmanager
    def transaction(self, case_id: str) -> Iterator[SqliteTransaction]:
        with self._writing() as connection:
            transaction = SqliteTransaction(connection, self._blobs, checked_id(case_id))
            transaction.head()
            try:
                yield transaction
            except BaseException:
                transaction.drop_kept()
                raise

    def stage(self, case_id: str, blob_id: str) -> FileSink:
        return self._blobs.stage(case_id, blob_id)

    def open_staged(self, case_id: str, blob_id: str) -> FileSource:
        return self._blobs.open_staged(case_id, blob_id)

    def drop_staged(self, case_id: str, blob_id: str) -> None:
        self._blobs.drop_staged(case_id, blob_id)

    def open_blob(self, case_id: str, blob_id: str) -> FileSource:
        return self._blobs.open(case_id, blob_id)

    def delete(self, case_id: str, hour: datetime) -> None:
        checked_id(case_id)
        with self._writing() as connection:
            connection.execute("DELETE FROM wraps WHERE case_id = ?", (case_id,))
            connection.execute(
                "INSERT INTO gone VALUES (?, ?, 0) ON CONFLICT (case_id) DO UPDATE SET finished = 0",
                (case_id, _stamp(hour)),
            )
        self._finish_deletion(case_id)

    def sweep(self, case_id: str, now: datetime) -> None:
        if not self._blobs.left_over(case_id, frozenset(self.blob_ids(case_id)), now):
            return
        # A blob is renamed and its row written under the write lock: with it held, what has no row is dead.
        with self._writing():
            for path in self._blobs.left_over(case_id, frozenset(self.blob_ids(case_id)), now):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        for connection in tuple(self._all):
            connection.close()
        self._all.clear()
        self._mine = threading.local()

    # --- inside -----------------------------------------------------------------------------------------

    def _connection(self) -> Connection:
        """One connection for each thread, gone when the thread is."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is not None and self._mine.process == os.getpid():
            return mine
        if mine is not None:
            # A forked child may neither use nor close its parent's (sqlite.org/howtocorrupt.html, 2.6).
            self._inherited.append(mine)
        self._mine.connection, self._mine.process = _connect(self._path), os.getpid()
        self._all.add(self._mine.connection)
        made: Connection = self._mine.connection
        return made

    def _read(self, query: str, *values: object) -> list[Any]:
        with _spoken():
            return self._connection().execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """BEGIN IMMEDIATE: one writer at a time, in all threads and processes."""
        connection = self._connection()
        with _spoken():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _make_tables(self) -> None:
        version = self._read("PRAGMA user_version")[0][0]
        if version > _VERSION:
            raise NewerStore(f"tables of version {version}")
        if version < _VERSION:
            with self._writing() as connection:
                for statement in filter(str.strip, _TABLES.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")

    def _finish_deletions(self) -> None:
        for found in self._read("SELECT case_id FROM gone WHERE finished = 0"):
            self._finish_deletion(found[0])

    def _finish_deletion(self, case_id: str) -> None:
        """Rows, files, and the copies of both in the write-ahead log; told finished only after all three."""
        with self._writing() as connection:
            connection.execute("DELETE FROM wraps WHERE case_id = ?", (case_id,))
            connection.execute("DELETE FROM sealed_rows WHERE case_id = ?", (case_id,))
            connection.execute("DELETE FROM blobs WHERE case_id = ?", (case_id,))
            connection.execute("DELETE FROM cases WHERE case_id = ?", (case_id,))
        self._blobs.remove_all(case_id)
        if self._truncate_wal():
            with self._writing() as connection:
                connection.execute("UPDATE gone SET finished = 1 WHERE case_id = ?", (case_id,))
            self._truncate_wal()

    def _truncate_wal(self) -> bool:
        """Whether all of the write-ahead log is in the database and its file empty; readers can prevent it."""
        busy: int = self._read("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        return not busy


class SqliteTransaction:
    """See :class:`holdfast.case.store.Transaction`."""

    def __init__(self, connection: Connection, blobs: BlobFolder, case_id: str) -> None:
        self._connection = connection
        self._blobs = blobs
        self._case_id = case_id
        self._kept: list[str] = []

    def drop_kept(self) -> None:
        """What is rolled back leaves no file; after a crash :meth:`SqliteStore.sweep` takes it."""
        for blob_id in self._kept:
            self._blobs.drop(self._case_id, blob_id)

    def head(self) -> bytes:
        found = self._connection.execute(
            "SELECT head FROM cases WHERE case_id = ? AND case_id NOT IN (SELECT case_id FROM gone)",
            (self._case_id,),
        ).fetchone()
        if not found:
            raise CaseGone("no such case")
        return bytes(found[0])

    def set_head(self, sealed: bytes) -> None:
        self._connection.execute("UPDATE cases SET head = ? WHERE case_id = ?", (sealed, self._case_id))

    def newest(self, table: str, row_id: str) -> Row | None:
        return _newest(self._connection, self._case_id, table, row_id)

    def tagged(self, table: str, tag: bytes) -> tuple[Row, ...]:
        found = self._connection.execute(
            f"SELECT {_ROW} FROM sealed_rows WHERE case_id = ? AND name = ? AND tag = ?",  # noqa: S608
            (self._case_id, table, tag),
        )
        return tuple(_row(row) for row in found)

    def append(self, row: Row) -> None:
        values = (row.table, row.row_id, row.version, row.sealed, _stamp(row.hour), row.tag)
        try:
            self._connection.execute(
                f"INSERT INTO sealed_rows (case_id, {_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (self._case_id, *values),
            )
        except sqlite3.IntegrityError as there:
            raise Tampered("this version of the row exists") from there

    def keep_blob(self, blob_id: str, hour: datetime) -> None:
        self._connection.execute("INSERT INTO blobs VALUES (?, ?, ?)", (self._case_id, blob_id, _stamp(hour)))
        self._kept.append(blob_id)
        self._blobs.keep(self._case_id, blob_id, hour)

    def put_wrap(self, wrap: Wrap) -> None:
        hard = wrap.parameters
        try:
            self._connection.execute(
                "INSERT INTO wraps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *_wrap_name(wrap),
                    hard.memory_kib,
                    hard.iterations,
                    hard.lanes,
                    wrap.commitment,
                    wrap.sealed,
                ),
            )
        except sqlite3.IntegrityError as taken:
            raise LocatorTaken from taken

    def drop_wraps(self, kind: str) -> None:
        self._connection.execute("DELETE FROM wraps WHERE case_id = ? AND kind = ?", (self._case_id, kind))


def _connect(path: Path) -> Connection:
    with _spoken():
        connection = sqlite3.connect(
            path, timeout=WRITERS_WAIT, isolation_level=None, check_same_thread=False, factory=Connection
        )
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def _newest(connection: Connection, case_id: str, table: str, row_id: str) -> Row | None:
    found = connection.execute(
        f"SELECT {_ROW} FROM sealed_rows WHERE case_id = ? AND name = ? AND row_id = ?"  # noqa: S608
        " ORDER BY version DESC LIMIT 1",
        (case_id, table, row_id),
    ).fetchone()
    return _row(found) if found else None


def _stamp(hour: datetime) -> int:
    return int(hour.timestamp())


def _row(found: Any) -> Row:
    name, row_id, version, sealed, hour, tag = found
    return Row(name, row_id, version, bytes(sealed), datetime.fromtimestamp(hour, UTC), tag)


def _wrap_name(wrap: Wrap) -> tuple[bytes, str, str, bytes]:
    return wrap.locator, wrap.case_id, wrap.kind, wrap.salt


def _wrap(found: Any) -> Wrap:
    locator, case_id, kind, salt, memory_kib, iterations, lanes, commitment, sealed = found
    parameters = Parameters(memory_kib, iterations, lanes)
    return Wrap(case_id, kind, locator, salt, parameters, commitment, sealed)
