"""Deleted is deleted: the bytes are searched for in everything that was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.postgres import Server
from tests.case.rooms import PEPPER, House, pieces
from tests.case.searching import found_in, present

from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import Demand, PictureAnswer

PNG = drawn.picture("PNG")


def fill(case: Case, house: House) -> None:
    """Rows that are edited, a row too long for one page, a blob of several pieces, a recovery wrap."""
    case.make_recovery(pepper=PEPPER, stretcher=house.stretcher)
    item = case.add("a.png", pieces(PNG), answer=PictureAnswer.NO)
    case.edit_item(item.item_id, note="n" * 20_000)
    case.add("w.txt", pieces(b"words " * 400_000), answer=PictureAnswer.NOT_ASKED)
    case.put(Demand("money", words="w" * 5_000))
    case.set_about(country="IE")


def samples(*parts: bytes) -> set[bytes]:
    """16 bytes out of the start, middle and end of each: enough to be no coincidence."""
    return {
        part[start : start + 16]
        for part in parts
        if len(part) >= 16
        for start in {0, len(part) // 2 - 8, len(part) - 16}
    }


QUERIES = (
    "SELECT locator, salt, commitment, sealed FROM {schema}wraps WHERE case_id = {value}",
    "SELECT sealed, tag FROM {schema}sealed_rows WHERE case_id = {value}",
    "SELECT head FROM {schema}cases WHERE case_id = {value}",
)


def traces_in_sqlite(home: Path, case_id: str) -> set[bytes]:
    database = sqlite3.connect(home / "cases.db")
    asked = [query.format(schema="", value="?") for query in QUERIES]
    found = [row for query in asked for row in database.execute(query, (case_id,))]
    database.close()
    blobs = [path.read_bytes() for path in (home / "blobs" / case_id).iterdir()]
    return samples(*(value for row in found for value in row if value), *blobs)


def test_nothing_of_a_deleted_case_is_left_in_the_folder(house: House, home: Path) -> None:
    neighbours = [house.case() for _ in range(3)]
    case = house.case()
    for turn in range(3):
        for neighbour in neighbours:
            neighbour.add_text(f"A neighbour's words {turn}")
        fill(case, house)
    traces = traces_in_sqlite(home, case.case_id)
    assert len(traces) > 60
    assert present(home, traces) == traces
    case.delete()
    assert found_in(home, traces) == []
    for neighbour in neighbours:
        assert len(neighbour.items()) == 3
        assert neighbour.check(thorough=True) == ()


def test_only_the_fact_that_a_case_was_there_is_left(house: House, home: Path) -> None:
    case = house.case()
    fill(case, house)
    case.delete()
    assert {path.name for path in home.rglob("*")} == {"blobs", "cases.db", "cases.db-wal", "cases.db-shm"}
    assert house.store.deleted() == (case.case_id,)


def test_a_restored_copy_replays_the_deletions(house: House, home: Path, tmp_path: Path) -> None:
    case, code = house.new()
    case.add_text("words")
    copy = tmp_path / "copy"
    assert isinstance(house.store, SqliteStore)
    house.store._truncate_wal()
    for path in home.rglob("*"):
        target = copy / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            target.write_bytes(path.read_bytes())
    case.delete()
    restored = House(SqliteStore(copy))
    assert restored.open(code.text).items()
    traces = traces_in_sqlite(copy, case.case_id)
    for case_id in house.store.deleted():
        restored.store.delete(case_id, house.clock())
    assert found_in(copy, traces) == []


def test_a_reader_in_the_middle_does_not_keep_a_deleted_case_alive(house: House, home: Path) -> None:
    """Another connection's snapshot keeps the write-ahead log; the next start empties it."""
    case = house.case()
    fill(case, house)
    traces = traces_in_sqlite(home, case.case_id)
    reader = sqlite3.connect(home / "cases.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sealed_rows").fetchone()
    assert isinstance(house.store, SqliteStore)
    house.store._connection().execute("PRAGMA busy_timeout = 100")
    case.delete()
    reader.execute("COMMIT")
    reader.close()
    SqliteStore(home).close()
    assert found_in(home, traces) == []


# --- PostgreSQL ------------------------------------------------------------------------------------------


PIECES = "SELECT sealed FROM {schema}pieces WHERE case_id = {value}"


def traces_in_postgres(dsn: str, case_id: str) -> set[bytes]:
    import psycopg

    asked = [query.format(schema="holdfast_case.", value="%s") for query in (*QUERIES, PIECES)]
    with psycopg.connect(dsn, autocommit=True) as connection:
        found = [row for query in asked for row in connection.execute(query, (case_id,)).fetchall()]  # type: ignore[arg-type]
        connection.execute("CHECKPOINT")
    return samples(*(bytes(value) for row in found for value in row if value))


def stale(folder: Path, traces: Iterable[bytes]) -> list[str]:
    """What is found in heap, TOAST, indexes, statistics and write-ahead log: all files of the cluster."""
    return found_in(folder, traces)


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["at once", "by the nightly scrub"])
def test_nothing_of_a_deleted_case_is_left_in_the_cluster(clean_postgres: Server, how: str) -> None:
    import psycopg

    from holdfast.case.store_postgres import PostgresStore

    limits: dict[str, Callable[[], PostgresStore]] = {
        "at once": lambda: PostgresStore(clean_postgres.dsn),
        "by the nightly scrub": lambda: PostgresStore(clean_postgres.dsn, rewrite_up_to=0),
    }
    store = limits[how]()
    house = House(store)
    neighbour, case, later = house.case(), house.case(), house.case()
    neighbour.add_text("A neighbour's words.")
    fill(case, house)
    fill(later, house)
    with psycopg.connect(clean_postgres.dsn, autocommit=True) as connection:
        connection.execute("ANALYZE")
    traces = traces_in_postgres(clean_postgres.dsn, case.case_id)
    assert len(traces) > 30
    assert len(present(clean_postgres.data, traces)) > len(traces) * 0.9
    case.delete()
    if how != "at once":
        assert stale(clean_postgres.data, traces)
        assert store.scrub()
    assert stale(clean_postgres.data, traces) == []
    assert neighbour.check(thorough=True) == later.check(thorough=True) == ()
    store.close()


@pytest.mark.postgres
def test_the_wraps_are_gone_at_once_also_where_the_rest_waits_for_the_night(clean_postgres: Server) -> None:
    import psycopg

    from holdfast.case.store_postgres import PostgresStore

    store = PostgresStore(clean_postgres.dsn, rewrite_up_to=0)
    house = House(store)
    case = house.case()
    house.case()
    with psycopg.connect(clean_postgres.dsn, autocommit=True) as connection:
        found = connection.execute(
            "SELECT salt, commitment, sealed FROM holdfast_case.wraps WHERE case_id = %s", (case.case_id,)
        ).fetchall()
        traces = samples(*(bytes(value) for value in found[0]))
        case.delete()
        connection.execute("CHECKPOINT")
        tables = connection.execute("SELECT pg_relation_filepath('holdfast_case.wraps')").fetchone()
    assert tables is not None
    heap = (clean_postgres.data / tables[0]).read_bytes()
    assert len(traces) > 6
    assert not any(trace in heap for trace in traces)
    store.close()


@pytest.mark.postgres
def test_a_server_that_keeps_old_log_is_not_said_to_be_clean(clean_postgres: Server) -> None:
    from holdfast.case.store_postgres import PostgresStore

    store = PostgresStore(clean_postgres.dsn)
    assert store.scrub()
    store._vacuum("SET wal_recycle = on")
    assert not store.scrub()
    store.close()
