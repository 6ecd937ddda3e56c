"""The exchange in one SQLite file: to try it, and for a small one."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from holdfast.errors import Busy, NewerExchange, NotSaved, Tampered
from holdfast.takedown.exchange.store import TABLES, VERSION, WRITERS_WAIT, Rows

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NAMES = {"p": "", "n": "", "blob": "BLOB", "big": "INTEGER", "serial": "INTEGER PRIMARY KEY"}


class Connection(sqlite3.Connection):
    """Can be held weakly."""


@contextmanager
def _spoken() -> Iterator[None]:
    """SQLite's refusals in our words. The low byte is the primary code (sqlite.org/rescode.html)."""
    try:
        yield
    except sqlite3.DatabaseError as refused:
        code = getattr(refused, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            raise Busy("the exchange is locked") from refused
        if code in _REFUSED:
            raise NotSaved(f"sqlite code {code}") from refused
        if code in _DAMAGED:
            raise Tampered(f"sqlite code {code}") from refused
        raise


class SqliteWork:
    """See :class:`holdfast.takedown.exchange.store.Work`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, query: str, *values: object) -> Rows:
        return self._connection.execute(query.replace("%s", "?"), values).fetchall()

    def many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(query.replace("%s", "?"), values)


class SqliteDatabase:
    """``path`` and its write-ahead log, mode 0600, every commit forced to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.local()
        self._all: weakref.WeakSet[Connection] = weakref.WeakSet()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as refused:
            raise NotSaved(errno.errorcode.get(refused.errno or 0, "?")) from refused
        self._make_tables()

    def read(self, query: str, *values: object) -> Rows:
        with _spoken():
            return SqliteWork(self._connection()).run(query, *values)

    @contextmanager
    def writing(self) -> Iterator[SqliteWork]:
        """BEGIN IMMEDIATE: one writer at a time, in all threads and processes; so publishing is the same."""
        connection = self._connection()
        with _spoken():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteWork(connection)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    publishing = writing

    def close(self) -> None:
        for connection in tuple(self._all):
            connection.close()
        self._all.clear()
        self._mine = threading.local()

    def _connection(self) -> Connection:
        """One for each thread and process."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is not None and self._mine.process == os.getpid():
            return mine
        with _spoken():
            mine = sqlite3.connect(
                self._path,
                timeout=WRITERS_WAIT,
                isolation_level=None,
                check_same_thread=False,
                factory=Connection,
            )
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                mine.execute(f"PRAGMA {pragma}")
            mine.execute("PRAGMA temp_store = MEMORY")
        self._mine.connection, self._mine.process = mine, os.getpid()
        self._all.add(mine)
        return mine

    def _make_tables(self) -> None:
        with self.writing() as work:
            version = work.run("PRAGMA user_version")[0][0]
            if version > VERSION:
                raise NewerExchange(f"tables of version {version}")
            if version < VERSION:
                for statement in TABLES:
                    work.run(statement.format(**_NAMES))
                work.run(f"PRAGMA user_version = {VERSION}")
