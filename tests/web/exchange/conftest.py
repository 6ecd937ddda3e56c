"""A running exchange for a whole module, on each of the stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.takedown.exchange.conftest import postgres  # noqa: F401
from tests.web.exchange.running import Running, exchange_at


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("exchange")
    dsn = "" if request.param == "sqlite" else fresh(request.getfixturevalue("postgres").dsn)
    with exchange_at(home, dsn) as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One on SQLite, for what is the same on every store."""
    with exchange_at(tmp_path_factory.mktemp("site")) as found:
        yield found


def fresh(dsn: str) -> str:
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS holdfast_exchange CASCADE")
    return dsn


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that lets each partner ask twice a second."""
    with exchange_at(tmp_path_factory.mktemp("slow"), HOLDFAST_EXCHANGE_RATE="2") as found:
        yield found
