"""The store for a host with several servers: PostgreSQL holds rows and blobs (docs/decisions/0012)."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, LiteralString

import psycopg
from psycopg import errors

from holdfast.case.blob_pieces import PieceSink, PieceSource
from holdfast.case.keys import Wrap
from holdfast.case.postgres_tables import CREATE, TABLES, VERSION
from holdfast.case.store import STAGED_FOR, WRITERS_WAIT, LocatorTaken, NewerStore, Row, checked_id
from holdfast.case.stretch import Parameters
from holdfast.errors import Busy, CaseGone, NotSaved, Tampered

Connection = psycopg.Connection[tuple[Any, ...]]

#: Up to this size all tables are rewritten when a case is deleted; above it only the wraps, and a nightly
#: :meth:`PostgresStore.scrub` does the rest. Rewriting 231 MiB took 0.9 s on two cores.
REWRITE_UP_TO = 256 * 1024 * 1024
_ROW: LiteralString = "name, row_id, version, sealed, hour, tag"
_BUSY = (
    errors.LockNotAvailable,
    errors.QueryCanceled,
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.TooManyConnections,
    errors.AdminShutdown,
)
_REFUSED = (
    errors.DiskFull,
    errors.ReadOnlySqlTransaction,
    errors.InsufficientPrivilege,
    errors.OutOfMemory,
    errors.IoError,
)
_DAMAGED = (errors.DataCorrupted, errors.IndexCorrupted)


@contextmanager
def _spoken() -> Iterator[None]:
    """PostgreSQL's refusals in our words. What was bound to a statement is never part of them."""
    try:
        yield
    except errors.ForeignKeyViolation as gone:
        raise CaseGone("no such case") from gone
    except _DAMAGED as damaged:
        raise Tampered(type(damaged).__name__) from damaged
    except _REFUSED as refused:
        raise NotSaved(type(refused).__name__) from refused
    except (*_BUSY, psycopg.OperationalError, psycopg.InterfaceError) as busy:
        raise Busy(type(busy).__name__) from busy


class PostgresStore:
    """Cases in the schema ``holdfast_case`` of the database at ``dsn``. One connection for each thread.

    Raises :class:`NewerStore` for tables of a later version.
    """

    def __init__(self, dsn: str, *, rewrite_up_to: int = REWRITE_UP_TO) -> None:
        """``rewrite_up_to`` in bytes: see :data:`REWRITE_UP_TO`."""
        self._dsn = dsn
        self._rewrite_up_to = rewrite_up_to
        self._mine = threading.local()
        self._all: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._inherited: list[Connection] = []
        self._make_tables()
        # A deletion that was cut off between its two steps.
        self._ask(
            "DELETE FROM holdfast_case.cases WHERE case_id IN (SELECT case_id FROM holdfast_case.gone)"
            " RETURNING true"
        )

    # --- reading ----------------------------------------------------------------------------------------

    def find(self, locator: bytes) -> Wrap | None:
        found = self._ask("SELECT * FROM holdfast_case.wraps WHERE locator = %s", locator)
        return _wrap(found[0]) if found else None

    def head(self, case_id: str) -> bytes:
        found = self._ask("SELECT head FROM holdfast_case.cases WHERE case_id = %s", case_id)
        if not found:
            raise CaseGone("no such case")
        return bytes(found[0][0])

    def rows(self, case_id: str, table: str) -> tuple[Row, ...]:
        found = self._ask(
            f"SELECT {_ROW} FROM holdfast_case.sealed_rows WHERE case_id = %s AND name = %s"  # noqa: S608
            " ORDER BY row_id, version",
            case_id,
            table,
        )
        return tuple(Row(*row) for row in found)

    def newest(self, case_id: str, table: str, row_id: str) -> Row | None:
        with _spoken():
            return _newest(self._connection(), case_id, table, row_id)

    def blob_ids(self, case_id: str) -> tuple[str, ...]:
        found = self._ask("SELECT blob_id FROM holdfast_case.blobs WHERE case_id = %s AND kept", case_id)
        return tuple(row[0] for row in found)

    def deleted(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._ask("SELECT case_id FROM holdfast_case.gone ORDER BY case_id"))

    # --- writing ----------------------------------------------------------------------------------------

    def create(self, wrap: Wrap, head: bytes, rows: tuple[Row, ...], hour: datetime) -> None:
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO holdfast_case.cases VALUES (%s, 1, %s, %s)", (wrap.case_id, hour, head)
            )
            transaction = PostgresTransaction(connection, wrap.case_id)
            transaction.put_wrap(wrap)
            for row in rows:
                transaction.append(row)

    @contextmanager
    def transaction(self, case_id: str) -> Iterator[PostgresTransaction]:
        with self._writing() as connection:
            transaction = PostgresTransaction(connection, checked_id(case_id))
            transaction.head()
            yield transaction

    def stage(self, case_id: str, blob_id: str) -> PieceSink:
        return PieceSink(self._ask, checked_id(case_id), checked_id(blob_id))

    def open_staged(self, case_id: str, blob_id: str) -> PieceSource:
        return PieceSource(self._ask, case_id, blob_id, kept=False)

    def drop_staged(self, case_id: str, blob_id: str) -> None:
        self._ask(
            "DELETE FROM holdfast_case.blobs WHERE case_id = %s AND blob_id = %s AND NOT kept RETURNING true",
            checked_id(case_id),
            checked_id(blob_id),
        )

    def open_blob(self, case_id: str, blob_id: str) -> PieceSource:
        return PieceSource(self._ask, case_id, blob_id, kept=True)

    def delete(self, case_id: str, hour: datetime) -> None:
        with self._writing() as connection:
            connection.execute("DELETE FROM holdfast_case.wraps WHERE case_id = %s", (case_id,))
            connection.execute(
                "INSERT INTO holdfast_case.gone VALUES (%s, %s, false)"
                " ON CONFLICT (case_id) DO UPDATE SET finished = false",
                (case_id, hour),
            )
        self._ask("DELETE FROM holdfast_case.cases WHERE case_id = %s RETURNING true", case_id)
        if self._size() <= self._rewrite_up_to:
            self.scrub()
        else:
            self._vacuum("VACUUM FULL holdfast_case.wraps")
            self._vacuum(f"VACUUM {TABLES}")

    def scrub(self) -> bool:
        """Rewrites all tables and lets go of old write-ahead log, so that no deleted byte is left.

        Locks each table while it is rewritten. False where something may be left: the account may not switch the
        log (``pg_switch_wal`` and the role ``pg_checkpoint``), a table stayed in use, or ``wal_recycle`` is on.
        """
        try:
            self._vacuum(f"VACUUM FULL {TABLES}")
            self._ask("SELECT pg_switch_wal()::text")
            self._vacuum("CHECKPOINT")
        except (NotSaved, Busy):
            return False
        if self._ask("SELECT current_setting('wal_recycle')") != [("off",)]:
            return False
        self._ask("UPDATE holdfast_case.gone SET finished = true WHERE NOT finished RETURNING true")
        return True

    def sweep(self, case_id: str, now: datetime) -> None:
        self._ask(
            "DELETE FROM holdfast_case.blobs WHERE case_id = %s AND NOT kept AND begun < %s RETURNING true",
            case_id,
            now - STAGED_FOR,
        )

    def close(self) -> None:
        for connection in tuple(self._all):
            connection.close()
        self._all.clear()
        self._mine = threading.local()

    # --- inside -----------------------------------------------------------------------------------------

    def _connection(self) -> Connection:
        """One connection for each thread, gone when the thread is; made anew when it broke."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is not None and self._mine.process != os.getpid():
            # A forked child may neither use nor close its parent's.
            self._inherited.append(mine)
        elif mine is not None and not mine.closed:
            return mine
        with _spoken():
            mine = psycopg.connect(self._dsn, autocommit=True, options=f"-c lock_timeout={WRITERS_WAIT}s")
        self._mine.connection, self._mine.process = mine, os.getpid()
        self._all.add(mine)
        return mine

    def _ask(self, query: LiteralString, *values: object) -> list[Any]:
        """One statement, committed by itself, and its rows."""
        with _spoken():
            return self._connection().execute(query, values, binary=True).fetchall()

    def _vacuum(self, statement: LiteralString) -> None:
        with _spoken():
            self._connection().execute(statement)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        connection = self._connection()
        with _spoken(), connection.transaction():
            yield connection

    def _size(self) -> int:
        size: int = self._ask(
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class"
            " WHERE relnamespace = 'holdfast_case'::regnamespace AND relkind = 'r'"
        )[0][0]
        return size

    def _make_tables(self) -> None:
        """Under a lock, so that two servers that start at once make them once."""
        with self._writing() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('holdfast_case'))")
            if connection.execute("SELECT to_regclass('holdfast_case.made')").fetchone() == (None,):
                connection.execute(CREATE)
                connection.execute("INSERT INTO holdfast_case.made VALUES (%s)", (VERSION,))
            found = connection.execute("SELECT max(version) FROM holdfast_case.made").fetchone()
        if found is None or found[0] > VERSION:
            raise NewerStore(f"tables of version {found}")


class PostgresTransaction:
    """See :class:`holdfast.case.store.Transaction`."""

    def __init__(self, connection: Connection, case_id: str) -> None:
        self._connection = connection
        self._case_id = case_id

    def head(self) -> bytes:
        # NO KEY: pieces that are being staged meanwhile refer to the same row and must not wait.
        found = self._connection.execute(
            "SELECT head FROM holdfast_case.cases WHERE case_id = %s"
            " AND case_id NOT IN (SELECT case_id FROM holdfast_case.gone) FOR NO KEY UPDATE",
            (self._case_id,),
            binary=True,
        ).fetchone()
        if not found:
            raise CaseGone("no such case")
        return bytes(found[0])

    def set_head(self, sealed: bytes) -> None:
        self._connection.execute(
            "UPDATE holdfast_case.cases SET head = %b WHERE case_id = %s", (sealed, self._case_id)
        )

    def newest(self, table: str, row_id: str) -> Row | None:
        return _newest(self._connection, self._case_id, table, row_id)

    def tagged(self, table: str, tag: bytes) -> tuple[Row, ...]:
        found = self._connection.execute(
            f"SELECT {_ROW} FROM holdfast_case.sealed_rows"  # noqa: S608
            " WHERE case_id = %s AND name = %s AND tag = %b",
            (self._case_id, table, tag),
            binary=True,
        )
        return tuple(Row(*row) for row in found)

    def append(self, row: Row) -> None:
        values = (row.table, row.row_id, row.version, row.sealed, row.hour, row.tag)
        try:
            self._connection.execute(
                f"INSERT INTO holdfast_case.sealed_rows (case_id, {_ROW})"  # noqa: S608
                " VALUES (%s, %s, %s, %s, %b, %s, %b)",
                (self._case_id, *values),
            )
        except errors.UniqueViolation as there:
            raise Tampered("this version of the row exists") from there

    def keep_blob(self, blob_id: str, hour: datetime) -> None:
        kept = self._connection.execute(
            "UPDATE holdfast_case.blobs SET kept = true, begun = %s WHERE case_id = %s AND blob_id = %s",
            (hour, self._case_id, blob_id),
        )
        if kept.rowcount != 1:
            raise NotSaved("the staged blob is gone")

    def put_wrap(self, wrap: Wrap) -> None:
        hard = wrap.parameters
        values = (wrap.locator, wrap.case_id, wrap.kind, wrap.salt, hard.memory_kib, hard.iterations)
        try:
            self._connection.execute(
                "INSERT INTO holdfast_case.wraps VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (*values, hard.lanes, wrap.commitment, wrap.sealed),
            )
        except errors.UniqueViolation as taken:
            raise LocatorTaken from taken

    def drop_wraps(self, kind: str) -> None:
        self._connection.execute(
            "DELETE FROM holdfast_case.wraps WHERE case_id = %s AND kind = %s", (self._case_id, kind)
        )


def _newest(connection: Connection, case_id: str, table: str, row_id: str) -> Row | None:
    if "\0" in row_id:
        # PostgreSQL's text cannot hold it; an address of a page can.
        return None
    found = connection.execute(
        f"SELECT {_ROW} FROM holdfast_case.sealed_rows"  # noqa: S608
        " WHERE case_id = %s AND name = %s AND row_id = %s ORDER BY version DESC LIMIT 1",
        (case_id, table, row_id),
        binary=True,
    ).fetchone()
    return Row(*found) if found else None


def _wrap(found: tuple[Any, ...]) -> Wrap:
    locator, case_id, kind, salt, memory_kib, iterations, lanes, commitment, sealed = found
    parameters = Parameters(memory_kib, iterations, lanes)
    return Wrap(case_id, kind, locator, salt, parameters, commitment, sealed)
