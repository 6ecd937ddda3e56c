"""The exchange on PostgreSQL, in the schema ``holdfast_exchange``: for real use, and for several servers."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from holdfast.errors import Busy, NewerExchange, NotSaved, Tampered
from holdfast.takedown.exchange.store import TABLES, VERSION, WRITERS_WAIT, Rows

Connection = psycopg.Connection[tuple[Any, ...]]
SCHEMA = "holdfast_exchange"
_NAMES = {
    "p": f"{SCHEMA}.",
    "n": "",
    "blob": "bytea",
    "big": "bigint",
    "serial": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}
_BUSY = (
    errors.LockNotAvailable,
    errors.QueryCanceled,
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.TooManyConnections,
    errors.AdminShutdown,
)
_REFUSED = (errors.DiskFull, errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege, errors.OutOfMemory)
_DAMAGED = (errors.DataCorrupted, errors.IndexCorrupted)


@contextmanager
def _spoken() -> Iterator[None]:
    """PostgreSQL's refusals in our words. What was bound to a statement is never part of them."""
    try:
        yield
    except _DAMAGED as damaged:
        raise Tampered(type(damaged).__name__) from damaged
    except _REFUSED as refused:
        raise NotSaved(type(refused).__name__) from refused
    except (*_BUSY, psycopg.OperationalError, psycopg.InterfaceError) as busy:
        raise Busy(type(busy).__name__) from busy


class PostgresWork:
    """See :class:`holdfast.takedown.exchange.store.Work`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, query: str, *values: object) -> Rows:
        done = self._connection.execute(query.encode(), values)
        return done.fetchall() if done.description else []

    def many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(query.encode(), values)


class PostgresDatabase:
    """The database at ``dsn``; one connection for each thread, made anew when it broke."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._mine = threading.local()
        self._all: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._inherited: list[Connection] = []
        self._make_tables()

    def read(self, query: str, *values: object) -> Rows:
        with _spoken():
            return PostgresWork(self._connection()).run(query, *values)

    @contextmanager
    def writing(self) -> Iterator[PostgresWork]:
        connection = self._connection()
        with _spoken(), connection.transaction():
            yield PostgresWork(connection)

    @contextmanager
    def publishing(self) -> Iterator[PostgresWork]:
        """The row of the feed's clock is locked first, so that no two publications overlap."""
        with self.writing() as work:
            work.run("SELECT one FROM feed_clock FOR UPDATE")
            yield work

    def close(self) -> None:
        for connection in tuple(self._all):
            connection.close()
        self._all.clear()
        self._mine = threading.local()

    def _connection(self) -> Connection:
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is not None and self._mine.process != os.getpid():
            # A forked child may neither use nor close its parent's.
            self._inherited.append(mine)
        elif mine is not None and not mine.closed:
            return mine
        options = f"-c lock_timeout={WRITERS_WAIT}s -c search_path={SCHEMA}"
        with _spoken():
            mine = psycopg.connect(self._dsn, autocommit=True, options=options)
        self._mine.connection, self._mine.process = mine, os.getpid()
        self._all.add(mine)
        return mine

    def _make_tables(self) -> None:
        """Under a lock, so that two servers that start at once make them once."""
        with self.writing() as work:
            work.run("SELECT pg_advisory_xact_lock(hashtext('holdfast_exchange'))")
            if work.run(f"SELECT to_regclass('{SCHEMA}.made')::text") == [(None,)]:
                work.run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                for statement in TABLES:
                    work.run(statement.format(**_NAMES))
                work.run(f"CREATE TABLE {SCHEMA}.made (version int NOT NULL)")
                work.run("INSERT INTO holdfast_exchange.made VALUES (%s)", VERSION)
            version = work.run("SELECT max(version) FROM holdfast_exchange.made")[0][0]
        if version > VERSION:
            raise NewerExchange(f"tables of version {version}")
