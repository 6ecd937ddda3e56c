"""The camera's page in a real browser, with a real device in the hands of another program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.camera.at_work import guard
from tests.camera.holding import held, real_device
from tests.camera.tree import BROWSER, CALLS
from tests.web.browser.conftest import run_server

from holdfast.camera.diary import Diary


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    """A Holdfast with a camera and a week's diary; the device of the camera."""
    folder = tmp_path_factory.mktemp("camera")
    with real_device(folder) as device:
        fill(folder / "home" / "camera")
        with run_server(folder / "home", HOLDFAST_CAMERAS=str(device), HOME=str(folder)) as server:
            yield server, device


def fill(folder: Path) -> None:
    diary, now = Diary(folder), datetime.now(UTC)
    watch = diary.started(now - timedelta(days=5))
    for back, program in ((4, BROWSER), (3, CALLS), (1, BROWSER)):
        start = now - timedelta(days=back)
        diary.off(diary.on("Garden camera", "/dev/video0", program, start, allowed=program is BROWSER), start)
    diary.stopped(watch, now - timedelta(hours=6))


def opened(new_page, server, **options):
    page = new_page(**options)
    page.goto(server.address())
    page.get_by_role("contentinfo").get_by_role("link", name="Camera").click()
    return page


def test_the_page_shows_the_camera_turn_on_and_off_by_itself(post, new_page):
    server, device = post
    page = opened(new_page, server)
    expect(page.locator("#now").get_by_text("The camera is off")).to_be_visible()
    with held(device):
        page.locator("#now").get_by_text("The camera is on").wait_for()
    page.locator("#now").get_by_text("The camera is off").wait_for()


def test_without_script_it_shows_the_same_when_it_is_looked_at_again(post, new_page):
    server, device = post
    page = opened(new_page, server, script=False)
    with held(device):
        page.get_by_role("link", name="Look again").click()
        expect(page.locator("#now").get_by_text("The camera is on")).to_be_visible()
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#now").get_by_text("The camera is off")).to_be_visible()


def test_what_the_guard_saw_begin_stands_on_the_page_with_its_time_and_in_the_diary(post, new_page):
    """The whole way: another program, a real device, the guard in its own process, the diary, the page."""
    server, device = post
    page = opened(new_page, server)
    with guard(server.home, device, "--no-notify") as watching:
        page.locator("#now").get_by_text("Holdfast is watching").wait_for()
        with held(device):
            assert watching.news()["turned"] == "on"
            page.locator("#now").get_by_text("since ").wait_for()
            page.reload()
            expect(page.locator("table.diary tr").first).to_be_visible()
            expect(page.locator("table.diary").get_by_text("still on")).to_be_visible()
        assert watching.news()["turned"] == "off"
    page.reload()
    assert page.locator("table.diary").get_by_text("still on").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_it_looks_right_folded_and_unfolded(post, new_page, looks_right, dark):
    server, device = post
    page = opened(new_page, server, narrow=True, dark=dark)
    with held(device):
        page.locator("#now").get_by_text("The camera is on").wait_for()
        looks_right(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        looks_right(page)
    assert page.locator("svg.week").bounding_box()["width"] <= 320


def test_a_program_is_allowed_and_the_diary_deleted_by_hand(post, new_page):
    server, _ = post
    page = opened(new_page, server)
    page.get_by_role("button", name="Allow it calls").click()
    expect(page.get_by_role("button", name="Tell me of it calls")).to_be_visible()
    page.get_by_text("Delete the diary").click()
    page.get_by_role("button", name="Delete it now").click()
    expect(page.get_by_text("Nothing is written down for this week.")).to_be_visible()


def test_a_hosted_page_has_no_link_to_it(hosted_server, new_page):
    page = new_page()
    page.goto(hosted_server.base)
    assert page.get_by_role("contentinfo").get_by_role("link", name="Camera").count() == 0
