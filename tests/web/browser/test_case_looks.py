"""How the case's pages look: axe, labels, sizes, 320 px, day and night, with everything unfolded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.browser.case_visit import enter, export, make_pack, save, screenshots, until, verify
from tests.web.browser.conftest import Server

pytestmark = pytest.mark.browser

SLUGS = (
    "", "sheet", "add", "words", "who", "want", "paid", "told", "story", "all", "time", "log", "plan", "pack", "age",
    "delete",
)  # fmt: skip
WAYS = {
    "day": {},
    "night": {"dark": True},
    "narrow": {"narrow": True},
    "narrow-night": {"narrow": True, "dark": True},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_page_of_a_case_looks_right(
    server: Server, new_page, looks_right, tmp_path: Path, way: str
) -> None:
    page = new_page(**WAYS[way], reduced_motion="reduce")
    looks_right = from_the_top(looks_right)
    look_at_the_start(page, server, looks_right)
    look_at_adding(page, server, looks_right, tmp_path)
    fill(page, server)
    for slug in SLUGS:
        page.goto(f"{server.base}n/{slug}")
        unfold(page)
        looks_right(page)
    look_inside(page, server, looks_right)
    look_at_packs(page, server, looks_right, tmp_path)
    look_at_the_end(page, server, looks_right)


def from_the_top(looks_right):
    """What the page shows under its own bar while it is scrolled is no target for anybody."""

    def look(page) -> None:
        page.evaluate("window.scrollTo(0, 0)")
        looks_right(page)

    return look


def unfold(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def look_at_the_start(page, server: Server, looks_right) -> None:
    enter(page, server)
    for path in ("n/", "n/open", "n/verify", "n/code", "n/new/3?a=1", "n/new"):
        page.goto(server.base + path)
        unfold(page)
        looks_right(page)
    page.get_by_label("18 or over").check()
    page.get_by_role("button", name="Go on").click()
    looks_right(page)
    page.get_by_role("button", name="No, only me").click()
    unfold(page)
    looks_right(page)
    page.get_by_role("button", name="I have saved them").click()
    looks_right(page)
    page.get_by_role("button", name="Go on").click()
    looks_right(page)
    page.goto(f"{server.base}n/sheet")
    page.get_by_role("button", name="Make my recovery sheet").click()
    looks_right(page)


def look_at_adding(page, server: Server, looks_right, folder: Path) -> None:
    page.goto(f"{server.base}n/add")
    page.set_input_files("#choose", [*screenshots(folder, 2), export(folder)])
    page.wait_for_selector("#question:visible")
    looks_right(page)
    page.get_by_role("button", name="Yes", exact=True).click()
    looks_right(page)
    page.get_by_role("button", name="Cover it now").click()
    until(page, "document.getElementById('cover-canvas').width > 1")
    page.get_by_role("button", name="Add a box").click()
    unfold(page)
    looks_right(page)
    page.get_by_role("button", name="Save the covered picture").click()
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_selector("#finished:visible")
    looks_right(page)


def fill(page, server: Server) -> None:
    page.goto(f"{server.base}n/who")
    page.fill("#value-1", "@mia_example")
    save(page)
    page.goto(f"{server.base}n/want")
    page.fill("#id_wants", "money")
    page.fill("#id_deadline", "Friday")
    save(page)


def look_inside(page, server: Server, looks_right) -> None:
    page.goto(f"{server.base}n/all")
    page.get_by_role("link", name="Picture").first.click()
    looks_right(page)
    page.get_by_role("link", name="Show the picture").click()
    looks_right(page)
    page.goto(f"{server.base}n/all")
    page.get_by_role("link", name="Chat").first.click()
    unfold(page)
    looks_right(page)
    page.get_by_role("link", name="Show what it says").click()
    looks_right(page)
    page.goto(f"{server.base}n/who")
    page.get_by_role("link", name="@mia_example").click()
    looks_right(page)
    page.get_by_role("link", name="Earlier versions").click()
    unfold(page)
    looks_right(page)
    page.goto(f"{server.base}n/words")
    page.fill("#id_words", "he told me to kill myself")
    save(page)
    looks_right(page)
    page.goto(f"{server.base}n/log")
    page.get_by_role("button", name="Check that all of it holds").click()
    looks_right(page)


def look_at_packs(page, server: Server, looks_right, folder: Path) -> None:
    page.goto(f"{server.base}n/pack")
    page.get_by_label(re.compile("Sealed with a passphrase")).check()
    page.get_by_role("button", name="Make the pack").click()
    looks_right(page)
    pack = make_pack(page, server, folder / "pack.zip")
    looks_right(page)
    verify(page, server, pack)
    looks_right(page)
    pack.write_bytes(pack.read_bytes()[:-40])
    verify(page, server, pack)
    looks_right(page)


def look_at_the_end(page, server: Server, looks_right) -> None:
    page.goto(f"{server.base}n/")
    page.get_by_role("button", name="Lock my case").click()
    looks_right(page)
    page.goto(f"{server.base}n/story")
    looks_right(page)


def test_a_child_s_pages_look_right_too(hosted_server: Server, new_page, looks_right) -> None:
    page = new_page(narrow=True)
    page.goto(f"{hosted_server.base}n/new")
    page.get_by_label("Under 18").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="No, only me").click()
    looks_right(page)
    for slug in ("", "add", "age"):
        page.goto(f"{hosted_server.base}n/{slug}")
        unfold(page)
        looks_right(page)


def test_without_scripts_the_pages_look_right_too(server: Server, new_page) -> None:
    page = new_page(script=False, narrow=True)
    enter(page, server)
    page.goto(f"{server.base}n/new/2?a=1")
    page.get_by_role("button", name="No, only me").click()
    assert page.get_by_role("button", name="Copy the words").count() == 0, (
        "nothing that needs a script is shown"
    )
    page.goto(f"{server.base}n/add")
    assert page.locator("#many").is_hidden()
    expect(page.locator("#plain-add")).to_be_visible()


def test_the_first_pages_of_a_case_are_light(server: Server, new_page) -> None:
    page = new_page()
    enter(page, server)
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())))
    page.goto(f"{server.base}n/new")
    assert sum(weights) < 60_000, weights
