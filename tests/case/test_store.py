"""The store's port: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.case.rooms import House

from holdfast.case.keys import Wrap
from holdfast.case.store import LocatorTaken, NewerStore, Row, Store, hour_of
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.stretch import Parameters
from holdfast.errors import CaseGone, HoldfastError, Tampered

HOUR = datetime(2031, 5, 6, 21, tzinfo=UTC)
CASE, OTHER = "casecasecasecase", "otherotherothero"


def wrap(case_id: str = CASE, locator: bytes = b"L" * 32, kind: str = "code") -> Wrap:
    return Wrap(case_id, kind, locator, b"S" * 16, Parameters(), b"C" * 32, b"W" * 60)


def row(row_id: str = "rowrowrowrow", version: int = 1, table: str = "item", tag: bytes | None = None) -> Row:
    return Row(table, row_id, version, f"{row_id} {version}".encode(), HOUR, tag)


@pytest.fixture
def full(store: Store) -> Store:
    """A store with one case."""
    store.create(wrap(), b"head", (row(),), HOUR)
    return store


def test_a_new_case_is_found_by_its_locator(full: Store) -> None:
    assert full.find(b"L" * 32) == wrap()
    assert full.find(b"M" * 32) is None
    assert full.head(CASE) == b"head"
    assert full.rows(CASE, "item") == (row(),)


def test_a_taken_locator_makes_no_case(full: Store) -> None:
    with pytest.raises(LocatorTaken):
        full.create(wrap(OTHER), b"head", (), HOUR)
    with pytest.raises(CaseGone):
        full.head(OTHER)


def test_a_transaction_is_saved_whole(full: Store) -> None:
    with full.transaction(CASE) as change:
        assert change.head() == b"head"
        change.append(row(version=2))
        change.append(row("another", table="log", tag=b"T" * 32))
        change.set_head(b"new")
    assert full.head(CASE) == b"new"
    assert full.newest(CASE, "item", "rowrowrowrow") == row(version=2)
    assert full.newest(CASE, "item", "nothere") is None
    assert [one.version for one in full.rows(CASE, "item")] == [1, 2]


def test_a_transaction_that_fails_leaves_nothing(full: Store) -> None:
    sink = full.stage(CASE, "blobblobblob")
    sink.write(b"x")
    sink.finish()
    with pytest.raises(ZeroDivisionError), full.transaction(CASE) as change:
        change.append(row(version=2))
        change.put_wrap(wrap(locator=b"R" * 32, kind="recovery"))
        change.set_head(b"new")
        _ = 1 // 0
    assert full.head(CASE) == b"head"
    assert full.rows(CASE, "item") == (row(),)
    assert full.find(b"R" * 32) is None


def test_a_version_is_never_written_over(full: Store) -> None:
    with pytest.raises(Tampered), full.transaction(CASE) as change:
        change.append(row(version=1))
    assert full.rows(CASE, "item") == (row(),)


def test_a_transaction_reads_what_it_wrote(full: Store) -> None:
    with full.transaction(CASE) as change:
        tagged = row("another", tag=b"T" * 32)
        change.append(tagged)
        assert change.newest("item", "another") == tagged
        assert change.tagged("item", b"T" * 32) == (tagged,)
        assert change.tagged("log", b"T" * 32) == ()
        change.set_head(b"2")
        assert change.head() == b"2"


def test_wraps_come_and_go_by_kind(full: Store) -> None:
    with full.transaction(CASE) as change:
        change.put_wrap(wrap(locator=b"R" * 32, kind="recovery"))
    assert full.find(b"R" * 32)
    with full.transaction(CASE) as change:
        change.drop_wraps("recovery")
        change.put_wrap(wrap(locator=b"Q" * 32, kind="recovery"))
    assert full.find(b"R" * 32) is None
    assert full.find(b"Q" * 32)
    assert full.find(b"L" * 32)
    with pytest.raises(LocatorTaken), full.transaction(CASE) as change:
        change.put_wrap(wrap(kind="recovery"))


def test_parameters_under_the_floor_are_not_read_back(full: Store, tmp_path: Path) -> None:
    if isinstance(full, SqliteStore):
        full._connection().execute("UPDATE wraps SET memory_kib = 8")
    else:
        full._ask("UPDATE holdfast_case.wraps SET memory_kib = 8 RETURNING true")  # type: ignore[attr-defined]
    with pytest.raises(Tampered):
        full.find(b"L" * 32)


# --- blobs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 1024 * 1024 - 1, 1024 * 1024, 3 * 1024 * 1024 + 5])
def test_a_blob_is_staged_read_and_kept(full: Store, length: int) -> None:
    data = os.urandom(length)
    sink = full.stage(CASE, "blobblobblob")
    for start in range(0, length, 700_000):
        sink.write(data[start : start + 700_000])
    sink.finish()
    staged = full.open_staged(CASE, "blobblobblob")
    assert (staged.size, staged.read_at(0, length + 9)) == (length, data)
    staged.close()
    with pytest.raises(Tampered):
        full.open_blob(CASE, "blobblobblob")
    with full.transaction(CASE) as change:
        change.keep_blob("blobblobblob", HOUR)
    sink.abandon()
    kept = full.open_blob(CASE, "blobblobblob")
    middle = max(0, length // 2 - 100_000)
    assert kept.read_at(middle, 1_300_000) == data[middle : middle + 1_300_000]
    assert kept.read_at(length, 5) == b""
    assert full.blob_ids(CASE) == ("blobblobblob",)


def test_what_is_abandoned_is_gone(full: Store) -> None:
    sink = full.stage(CASE, "blobblobblob")
    sink.write(b"x" * 3_000_000)
    sink.abandon()
    sink.abandon()
    with pytest.raises(Tampered):
        full.open_staged(CASE, "blobblobblob")
    assert full.blob_ids(CASE) == ()


def test_what_was_staged_is_dropped_by_its_id_and_what_is_kept_is_not(full: Store) -> None:
    for name in ("keptkeptkept", "droppeddropped"):
        sink = full.stage(CASE, name)
        sink.write(b"x")
        sink.finish()
    with full.transaction(CASE) as change:
        change.keep_blob("keptkeptkept", HOUR)
    for name in ("keptkeptkept", "droppeddropped", "neverstaged"):
        full.drop_staged(CASE, name)
    assert full.open_blob(CASE, "keptkeptkept").size == 1
    with pytest.raises(Tampered):
        full.open_staged(CASE, "droppeddropped")


def test_what_a_crash_left_staged_goes_after_a_day(full: Store) -> None:
    sink = full.stage(CASE, "blobblobblob")
    sink.write(b"x")
    sink.finish()
    now = datetime.now(UTC)
    full.sweep(CASE, now + timedelta(hours=1))
    assert full.open_staged(CASE, "blobblobblob").size == 1
    full.sweep(CASE, now + timedelta(hours=25))
    with pytest.raises(Tampered):
        full.open_staged(CASE, "blobblobblob")


def test_sweeping_keeps_what_belongs_to_the_case(full: Store) -> None:
    sink = full.stage(CASE, "blobblobblob")
    sink.write(b"x")
    sink.finish()
    with full.transaction(CASE) as change:
        change.keep_blob("blobblobblob", HOUR)
    full.sweep(CASE, datetime.now(UTC) + timedelta(days=400))
    assert full.open_blob(CASE, "blobblobblob").read_at(0, 1) == b"x"


# --- gone ------------------------------------------------------------------------------------------------


def test_a_deleted_case_is_gone_and_listed(full: Store) -> None:
    full.create(wrap(OTHER, b"O" * 32), b"other", (), HOUR)
    sink = full.stage(CASE, "blobblobblob")
    sink.write(b"x")
    sink.finish()
    full.delete(CASE, HOUR)
    full.delete(CASE, HOUR)
    assert full.find(b"L" * 32) is None
    assert full.rows(CASE, "item") == ()
    assert full.deleted() == (CASE,)
    assert full.head(OTHER) == b"other"
    with pytest.raises(CaseGone):
        full.head(CASE)
    with pytest.raises(CaseGone), full.transaction(CASE):
        pass
    with pytest.raises(CaseGone):
        late = full.stage(CASE, "lateblob")
        late.write(b"x" * 2_000_000)
    sink.abandon()


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a/b", "A" * 16, "x" * 99, "a b", "blob.part"]
)
def test_no_id_leads_out_of_the_folder(full: Store, name: str) -> None:
    for attempt in (full.stage, full.open_blob, full.open_staged):
        with pytest.raises(HoldfastError):
            attempt(CASE, name)
        with pytest.raises(HoldfastError):
            attempt(name, "blobblobblob")


def test_hours_are_all_that_is_told_of_times() -> None:
    berlin = datetime.fromisoformat("2031-05-06T23:59:59.9+02:00")
    assert hour_of(berlin) == HOUR


# --- SQLite and its folder -------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_only_the_owner_may_read_what_is_written(sqlite_store: SqliteStore, home: Path) -> None:
    home.chmod(0o755)
    store = SqliteStore(home)
    store.create(wrap(), b"head", (), HOUR)
    sink = store.stage(CASE, "blobblobblob")
    sink.write(b"x")
    sink.finish()
    for path in (home, *home.rglob("*")):
        rights = stat.S_IMODE(path.stat().st_mode)
        assert rights == (0o700 if path.is_dir() else 0o600), path
    store.close()


def test_kept_files_tell_the_hour_only(sqlite_store: SqliteStore, home: Path) -> None:
    sqlite_store.create(wrap(), b"head", (), HOUR)
    sink = sqlite_store.stage(CASE, "blobblobblob")
    sink.finish()
    with sqlite_store.transaction(CASE) as change:
        change.keep_blob("blobblobblob", HOUR)
    assert (home / "blobs" / CASE / "blobblobblob").stat().st_mtime == HOUR.timestamp()


def test_a_file_without_a_row_is_swept_at_once(sqlite_store: SqliteStore, home: Path) -> None:
    """As after a crash between the rename and the commit."""
    sqlite_store.create(wrap(), b"head", (), HOUR)
    orphan = home / "blobs" / CASE / "orphanorphan"
    orphan.write_bytes(b"x")
    sqlite_store.sweep(CASE, HOUR)
    assert not orphan.exists()


def test_a_deletion_that_was_cut_off_is_finished_at_the_next_start(
    sqlite_store: SqliteStore, home: Path
) -> None:
    sqlite_store.create(wrap(), b"head", (row(),), HOUR)
    blob = home / "blobs" / CASE / "blobblobblob"
    blob.write_bytes(b"x")
    with sqlite_store._writing() as connection:
        connection.execute("DELETE FROM wraps")
        connection.execute("INSERT INTO gone VALUES (?, 0, 0)", (CASE,))
    again = SqliteStore(home)
    assert again.rows(CASE, "item") == ()
    assert not blob.parent.exists()
    assert again._read("SELECT finished FROM gone") == [(1,)]
    again.close()


def test_tables_of_a_later_version_are_left_alone(sqlite_store: SqliteStore, home: Path) -> None:
    sqlite_store._connection().execute("PRAGMA user_version = 2")
    with pytest.raises(NewerStore):
        SqliteStore(home)


def test_a_damaged_database_is_said_to_be_damaged(sqlite_store: SqliteStore, home: Path) -> None:
    sqlite_store.close()
    (home / "cases.db").write_bytes(b"not a database at all" * 300)
    with pytest.raises(Tampered):
        SqliteStore(home)


@pytest.mark.parametrize(
    "row_id", ["", "\0", "a\0b", "é", "'; --", "a" * 5000, "\ud800".encode("utf-8", "replace").decode()]
)
def test_nothing_lies_under_an_id_of_any_letters(store: Store, row_id: str) -> None:
    case = House(store).case()
    assert store.newest(case.case_id, "item", row_id) is None
