"""An exchange of every release opens for ever, with the same pages. The files are written once and never again."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.takedown.exchange.kit import PEPPER, Site, Turned, photo

from holdfast.errors import NewerExchange
from holdfast.takedown.client.feed import page_of
from holdfast.takedown.exchange.feed import as_json
from holdfast.takedown.exchange.store_sqlite import SqliteDatabase
from holdfast.takedown.exchange.values import AgeInPicture, Scope, Status

VECTORS = Path(__file__).parents[2] / "vectors" / "exchange"
RELEASES = sorted(path.stem for path in VECTORS.glob("*.db"))


def opened(release: str, folder: Path) -> tuple[Site, dict]:
    shutil.copy(VECTORS / f"{release}.db", folder / "exchange.db")
    expected = json.loads((VECTORS / f"{release}.json").read_text("utf-8"))
    site = Site(SqliteDatabase(folder / "exchange.db"), Turned(), PEPPER)
    site.clock.turn(3600)
    return site, expected


@pytest.mark.parametrize("release", RELEASES)
def test_an_old_exchange_opens_with_its_feed_its_people_and_its_keys(release: str, tmp_path: Path):
    site, expected = opened(release, tmp_path)
    partner = site.look("Platform A")
    told = json.loads(as_json(site.exchange.fetch(partner, 0, "", 100)))
    assert told == expected["page"]
    made = expected["takedown"]
    found = site.exchange.status(made["number"], made["secret"])
    assert [item.state.value for item in found.items] == made["states"]
    assert site.exchange.admit(Scope.FETCH, expected["subscription"], expected["fetch"], "") == site.look(
        "Platform A"
    )
    site.exchange.add(made["number"], made["secret"], (photo("new"),), age=AgeInPicture.ADULT)
    site.exchange.database.close()


@pytest.mark.parametrize("release", RELEASES)
def test_an_old_page_is_read_by_the_kit(release: str):
    expected = json.loads((VECTORS / f"{release}.json").read_text("utf-8"))
    found = page_of(json.dumps(expected["page"]).encode(), 0)
    assert [one.active for one in found.records] == [
        one["hashStatus"] == Status.ACTIVE.in_feed for one in expected["page"]["hashRecords"]
    ]


def test_there_is_a_file_of_the_first_release():
    assert "exchange-1" in RELEASES


def test_tables_of_a_later_program_are_refused_in_words(tmp_path: Path):
    SqliteDatabase(tmp_path / "exchange.db").close()
    with closing(sqlite3.connect(tmp_path / "exchange.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerExchange) as refused:
        SqliteDatabase(tmp_path / "exchange.db")
    assert "newer Holdfast" in refused.value.says()
