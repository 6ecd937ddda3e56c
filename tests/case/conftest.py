"""Stores for the case's tests: SQLite in a folder, and PostgreSQL where its server is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case.postgres import Server, programs, running
from tests.case.rooms import House

from holdfast.case.store import Store
from holdfast.case.store_sqlite import SqliteStore


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the run."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with running(folder) as server:
        yield server


@pytest.fixture
def clean_postgres(postgres: Server) -> Server:
    """The server without any of our tables."""
    import psycopg

    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS holdfast_case CASCADE")
    return postgres


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def sqlite_store(home: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(home)
    yield store
    store.close()


@pytest.fixture
def house(sqlite_store: SqliteStore) -> House:
    """One's own computer."""
    return House(sqlite_store)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The same tests on both stores."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    from holdfast.case.store_postgres import PostgresStore

    made = PostgresStore(request.getfixturevalue("clean_postgres").dsn)
    yield made
    made.close()


@pytest.fixture
def any_house(store: Store) -> House:
    """One's own computer, on either store."""
    return House(store)
