"""A hosted Holdfast on PostgreSQL: the same pages, the same child, and no marked string in the database's files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case import postgres
from tests.web.case.running import Browser, Running, files_in, marks_in, server
from tests.web.case.test_canary import (
    MARK,
    a_pack,
    everything_typed,
    everything_uploaded,
    read_everything,
)

from holdfast.case.pack.verify import verify_pack

pytestmark = pytest.mark.postgres


@pytest.fixture
def database() -> Iterator[postgres.Server]:
    folder = postgres.programs()
    if folder is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with postgres.running(folder) as running:
        yield running


@pytest.fixture
def hosted_on_it(database: postgres.Server, tmp_path: Path) -> Iterator[Running]:
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    settings = {
        "HOLDFAST_PLACE": "hosted",
        "HOLDFAST_HOSTS": "127.0.0.1",
        "HOLDFAST_DATABASE": database.dsn,
        "HOLDFAST_SECRET": "a secret of this test, forty letters or more",
    }
    with server(tmp_path / "home", tmp_path / "temporary", tmp_path / "log", **settings) as running:
        yield running


def test_a_case_is_filled_packed_and_deleted_on_postgresql(
    hosted_on_it: Running, database: postgres.Server, tmp_path: Path
) -> None:
    browser = Browser(hosted_on_it)
    words = browser.new_case()
    everything_uploaded(browser)
    everything_typed(browser)
    read_everything(browser)
    pack = a_pack(browser, protect="plain")
    assert verify_pack(io.BytesIO(pack)).good
    assert "All of it holds" in browser.post("/n/check", {}).decode()
    marks = tuple(mark.encode() for mark in (*MARK.values(), " ".join(words)))
    for path in (*files_in((tmp_path / "home", tmp_path / "temporary", database.data)), tmp_path / "log"):
        assert not marks_in(path, marks)
    dropped = re.search(r"/n/pack/[0-9a-f]{32}", browser.get("/n/pack").decode())
    assert dropped
    browser.post(f"{dropped[0]}/drop", {})
    assert "gone" in browser.post("/n/delete", {"word": "delete"}).decode()
