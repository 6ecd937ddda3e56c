"""The operator's pages in a real browser: by day and by night, at 320 px, without JavaScript, judged by axe."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.takedown.exchange.kit import Site, Turned, pdq
from tests.web.exchange.running import Running, exchange_at

from holdfast.home import pepper
from holdfast.takedown.exchange.store_sqlite import SqliteDatabase

pytestmark = [pytest.mark.browser]

DAYS = 20


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    """An exchange with three weeks behind it, one partner that is late, and one fingerprint that is held."""
    home = tmp_path_factory.mktemp("lived") / "home"
    home.mkdir()
    past(home)
    with exchange_at(home) as found:
        yield found, found.exchange.new_operator("Ada Example")


def past(home: Path) -> None:
    clock = Turned()
    clock.time = datetime.now(UTC) - timedelta(days=DAYS)
    database = SqliteDatabase(home / "exchange.db")
    site = Site(database, clock, pepper({"HOLDFAST_HOME": str(home)}))
    site.partner("Platform A", withdraws="yes")
    site.partner("Platform B", withdraws="no")
    chance = random.Random(5)
    for day in range(DAYS):
        for n in range(chance.randrange(2, 12)):
            site.submit(f"{day} {n}")
        clock.turn(3600 * chance.randrange(18, 24))
        site.fetched("Platform A")
        site.says("Platform A", f"{day} 0", chance.choice(["PendingReview", "Blocked", "NotBlocked"]))
        if day == 3:
            site.fetched("Platform B")
    for _ in range(5):
        site.submit("logo")
    database.close()


def sign_in(page, running: Running, token: str) -> None:
    page.goto(running.address + "k")
    page.get_by_label("Your token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="The exchange", exact=True).wait_for()


@pytest.mark.parametrize("options", [{}, {"narrow": True, "dark": True}], ids=["day", "narrow-night"])
def test_every_page_of_the_operator_looks_right(lived, new_page, looks_right, options, tmp_path):
    running, token = lived
    page = new_page(**options)
    page.goto(running.address + "k")
    looks_right(page)
    sign_in(page, running, token)
    partner = page.get_by_role("link", name="Platform A").get_attribute("href")
    for path in ("d", partner.lstrip("/"), "d/new", "d/h", "d/a"):
        page.goto(running.address + path)
        looks_right(page)
        page.screenshot(path=tmp_path / f"{path.replace('/', '-')}.png", full_page=True)


def test_a_partner_is_made_and_a_hold_decided_without_javascript(lived, new_page):
    running, token = lived
    page = new_page(script=False)
    sign_in(page, running, token)
    assert page.locator("svg rect").count() > 20
    page.get_by_role("link", name="New partner").first.click()
    page.get_by_label("Name, as people will see it").fill("Platform C")
    page.get_by_role("button", name="Make the keys").click()
    assert page.locator("dd code").count() == 3
    page.goto(running.address + "d/h")
    page.get_by_role("button", name="Share it again").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(running.address + "d")
    expect(page.get_by_role("heading", name="There is no page here.")).to_be_visible()
    assert pdq("logo") not in page.content()
