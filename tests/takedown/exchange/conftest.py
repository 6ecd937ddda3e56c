"""The same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case.postgres import Server, programs, running
from tests.takedown.exchange.kit import Site, Turned

from holdfast.takedown.exchange.store import Database
from holdfast.takedown.exchange.store_sqlite import SqliteDatabase


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with running(folder) as server:
        yield server


@pytest.fixture
def clean_postgres(postgres: Server) -> Server:
    import psycopg

    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS holdfast_exchange CASCADE")
    return postgres


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    made: Database
    if request.param == "sqlite":
        made = SqliteDatabase(tmp_path / "home" / "exchange.db")
    else:
        from holdfast.takedown.exchange.store_postgres import PostgresDatabase

        made = PostgresDatabase(request.getfixturevalue("clean_postgres").dsn)
    yield made
    made.close()


@pytest.fixture
def site(database: Database) -> Site:
    return Site(database, Turned())
