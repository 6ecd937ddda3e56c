"""A helpline's Holdfast on PostgreSQL, in Chromium: the journey goes through, and the database reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.case.conftest import clean_postgres as clean_postgres
from tests.case.conftest import postgres as postgres
from tests.case.postgres import Server as Database
from tests.case.searching import found_in, spellings
from tests.web.browser.case_visit import make_pack, save, screenshots, start_case, verify
from tests.web.browser.conftest import Server, run_server

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

MARKS = ("canaryhandle7", "canarywords8", "canarydemand9")


@pytest.fixture
def helpline(clean_postgres: Database, tmp_path: Path) -> Iterator[Server]:
    environ = {
        "HOLDFAST_PLACE": "hosted",
        "HOLDFAST_HOSTS": "127.0.0.1",
        "HOLDFAST_OPERATOR": "Example Helpline",
        "HOLDFAST_DATABASE": clean_postgres.dsn,
    }
    with run_server(tmp_path / "home", **environ) as server:
        yield server


def test_the_journey_ends_in_a_pack_that_holds_and_the_database_reads_nothing(
    helpline: Server, clean_postgres: Database, new_page, tmp_path: Path
) -> None:
    page = new_page()
    words = start_case(page, helpline)
    page.goto(f"{helpline.base}n/add")
    page.set_input_files("#choose", screenshots(tmp_path, 2))
    for n in range(2):
        page.wait_for_selector(f"text=Picture {n + 1} of 2")
        page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_selector("#finished:visible", timeout=30_000)
    page.goto(f"{helpline.base}n/who")
    page.fill("#value-1", f"@{MARKS[0]}")
    page.select_option("#service-1", "instagram")
    save(page)
    page.goto(f"{helpline.base}n/words")
    page.fill("#id_words", MARKS[1])
    save(page)
    page.goto(f"{helpline.base}n/want")
    page.fill("#id_wants", MARKS[2])
    save(page)
    pack = make_pack(page, helpline, tmp_path / "pack.zip")
    verify(page, helpline, pack)
    expect(page.get_by_role("heading", name="This pack holds")).to_be_visible()
    marks = {spelt for mark in (*MARKS, " ".join(words)) for spelt in spellings(mark)}
    assert found_in(clean_postgres.data, marks) == []
    assert found_in(helpline.home, marks) == []
