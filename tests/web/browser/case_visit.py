"""Steps through a case in a real browser, shared by the tests of the case's pages."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page
from tests.case import drawn
from tests.web.browser.conftest import Server


def enter(page: Page, server: Server) -> None:
    page.goto(server.address())


def start_case(page: Page, server: Server, age: str = "18 or over") -> list[str]:
    """From the first question to the room; the seven words."""
    enter(page, server)
    page.goto(f"{server.base}n/new")
    page.get_by_label(age).check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="No, only me").click()
    saved = page.get_by_role("button", name="I have saved them")
    saved.wait_for()
    words = page.locator(".code-words li").all_inner_texts()
    saved.click()
    type_two_words(page, words)
    page.get_by_role("link", name="Not now").click()
    page.get_by_role("heading", name="My case").wait_for()
    return words


def type_two_words(page: Page, words: list[str]) -> None:
    page.locator("#second").wait_for()
    places = [int(n) for n in re.findall(r">Word (\d)<", page.content())]
    for field, place in zip(("#first", "#second"), places, strict=True):
        page.fill(field, words[place - 1])
    page.get_by_role("button", name="Go on").click()


def until(page: Page, true: str) -> None:
    """Waits for an expression of the page. Asked from outside: the page's own policy forbids eval."""
    for _ in range(400):
        if page.evaluate(true):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {true}")


def save(page: Page) -> None:
    """The button that can be seen."""
    page.locator("main").get_by_role("button", name="Save", exact=True).last.click()


def screenshots(folder: Path, count: int) -> list[str]:
    """Drawn chats, each a little different."""
    paths = []
    for number in range(count):
        path = folder / f"IMG_{number:04d}.png"
        path.write_bytes(drawn.saved(drawn.screen((360 + number, 640 + number)), "PNG"))
        paths.append(str(path))
    return paths


def export(folder: Path) -> str:
    path = folder / "WhatsApp Chat.zip"
    path.write_bytes(drawn.whatsapp_zip())
    return str(path)


def make_pack(page: Page, server: Server, to: Path) -> Path:
    """Check answers, make, wait, save."""
    page.goto(f"{server.base}n/pack")
    page.get_by_role("button", name="Make the pack").click()
    page.wait_for_selector("text=Your pack is ready", timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save the pack").click()
    waiting.value.save_as(to)
    return to


def verify(page: Page, server: Server, pack: Path) -> None:
    page.goto(f"{server.base}n/verify")
    page.set_input_files("#pack", str(pack))
    page.get_by_role("button", name="Check it").click()
