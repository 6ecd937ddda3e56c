"""Killed at any moment while saving: what was told to be saved is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.case.rooms import House
from tests.case.test_writers import writer

from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore


def kill_while_writing(address: str, case: Case, seed: int) -> list[list[str]]:
    """What a writer told before it was killed, as lists of kind, id and hash."""
    started = writer(address, case, seed, 0)
    assert started.stdout is not None
    told: list[str] = []
    something = threading.Event()

    def read() -> None:
        for line in started.stdout or ():
            told.append(line)
            something.set()

    reading = threading.Thread(target=read)
    reading.start()
    if seed % 2:
        # However slow the machine is, half of the kills come after something was told.
        assert something.wait(60)
    time.sleep(random.Random(seed).uniform(0.0, 0.12))
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    reading.join()
    return [line.split() for line in told if line.endswith("\n")]


def all_is_there(case: Case, told: list[list[str]]) -> None:
    items = {item.item_id: item for item in case.items()}
    records = {record.record_id for record in case.records()}
    for kind, told_id, sha256 in told:
        assert told_id in (items if kind == "item" else records)
        assert kind != "item" or items[told_id].sha256 == sha256
    assert [item.number for item in case.items()] == list(range(1, len(items) + 1))


def crash_often(home: Path, times: int) -> None:
    house = House(SqliteStore(home))
    case = house.case()
    told: list[list[str]] = []
    for seed in range(times):
        told += kill_while_writing(str(home), case, seed)
        if seed % 10 == 0:
            all_is_there(case, told)
    assert len(told) >= times // 2
    all_is_there(case, told)
    assert case.check(thorough=True) == ()
    house.store.sweep(case.case_id, datetime.now(UTC) + timedelta(days=2))
    left = {path.name for path in (home / "blobs" / case.case_id).iterdir()}
    assert left == set(house.store.blob_ids(case.case_id))


def test_20_kills_lose_nothing_that_was_told_to_be_saved(home: Path) -> None:
    crash_often(home, 20)


@pytest.mark.long
def test_200_kills_lose_nothing_that_was_told_to_be_saved(home: Path) -> None:
    crash_often(home, 200)


@pytest.mark.postgres
def test_kills_lose_nothing_on_postgres(any_house: House, request: pytest.FixtureRequest) -> None:
    if isinstance(any_house.store, SqliteStore):
        pytest.skip("the other tests here are on SQLite")
    address = request.getfixturevalue("clean_postgres").dsn
    case = any_house.case()
    told: list[list[str]] = []
    for seed in range(8):
        told += kill_while_writing(address, case, seed)
    assert len(told) > 4
    all_is_there(case, told)
    assert case.check(thorough=True) == ()
