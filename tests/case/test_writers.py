"""Several writers at once (two tabs, command line and web, several servers): nobody's work is lost."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.case.postgres import Server
from tests.case.rooms import House

from holdfast.case.room import Case
from holdfast.case.store import Store
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import Demand, PictureAnswer

WRITING = Path(__file__).with_name("writing.py")


def writer(address: str, case: Case, seed: int, count: int) -> subprocess.Popen[str]:
    """A process that adds ``count`` items; 0: until it is killed."""
    started = subprocess.Popen(
        [sys.executable, str(WRITING)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdin is not None and started.stdout is not None
    given = {
        "store": address,
        "case": case.case_id,
        "key": case.key.to_bytes().hex(),
        "seed": seed,
        "count": count,
    }
    started.stdin.write(json.dumps(given) + "\n")
    started.stdin.flush()
    assert started.stdout.readline() == "ready\n"
    return started


@pytest.fixture
def address(store: Store, request: pytest.FixtureRequest) -> str:
    """Where another process finds the same store."""
    if isinstance(store, SqliteStore):
        return str(request.getfixturevalue("home"))
    dsn: str = request.getfixturevalue("clean_postgres").dsn
    return dsn


def test_threads_with_a_tab_each_lose_nothing(any_house: House) -> None:
    case = any_house.case()
    failed: list[BaseException] = []

    def tab(number: int) -> None:
        try:
            mine = any_house.again(case)
            for turn in range(12):
                mine.add("w.txt", [f"{number}-{turn}".encode()], answer=PictureAnswer.NOT_ASKED)
                mine.put(Demand(wants=f"{number}-{turn}"))
                mine.tick(f"{number}-{turn}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=tab, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [item.number for item in case.items()] == list(range(1, 49))
    assert len(case.records()) == len(case.about.ticked) == 48
    assert len(case.log_entries()) == 1 + 3 * 48
    assert case.check(thorough=True) == ()


def test_processes_lose_nothing(any_house: House, address: str) -> None:
    case = any_house.case()
    writers = [writer(address, case, seed, 12) for seed in (1, 2)]
    for turn in range(12):
        case.add("w.txt", [f"here {turn}".encode()], answer=PictureAnswer.NOT_ASKED)
    told = [started.communicate(timeout=60)[0].splitlines() for started in writers]
    assert [started.returncode for started in writers] == [0, 0]
    told_items = {line.split()[1] for lines in told for line in lines if line.startswith("item ")}
    assert len(told_items) == 24
    items = case.items()
    assert told_items < {item.item_id for item in items}
    assert [item.number for item in items] == list(range(1, 37))
    assert case.check(thorough=True) == ()


def test_the_same_file_from_two_tabs_at_once_is_one_item(any_house: House) -> None:
    case = any_house.case()
    found: list[str] = []

    def tab() -> None:
        mine = any_house.again(case)
        found.append(mine.add("w.txt", [b"the same words"] * 5, answer=PictureAnswer.NOT_ASKED).item_id)

    threads = [threading.Thread(target=tab) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == len(case.items()) == len(any_house.store.blob_ids(case.case_id)) == 1


def test_stores_that_start_together_on_nothing_all_start(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    failed: list[BaseException] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        try:
            House(SqliteStore(folder)).case()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.postgres
def test_servers_that_start_together_on_nothing_all_start(clean_postgres: Server) -> None:
    from holdfast.case.store_postgres import PostgresStore

    failed: list[BaseException] = []

    def start() -> None:
        try:
            House(PostgresStore(clean_postgres.dsn)).case()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_writes_beside_its_parent(any_house: House) -> None:
    case = any_house.case()
    child = os.fork()
    if child == 0:
        try:
            case.add_text("from the child")
        finally:
            os._exit(0)
    case.add_text("from the parent")
    os.waitpid(child, 0)
    case.add_text("after")
    assert len(case.items()) == 3
    assert case.check() == ()


def test_a_thread_that_ends_leaves_no_connection(any_house: House) -> None:
    case = any_house.case()
    for number in range(5):
        thread = threading.Thread(target=case.add_text, args=(f"words {number}",))
        thread.start()
        thread.join()
    gc.collect()
    assert len(any_house.store._all) == 1  # type: ignore[attr-defined]
    assert len(case.items()) == 5
