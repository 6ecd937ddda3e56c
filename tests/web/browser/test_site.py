"""The static site in a real browser: from a folder without scripts, and offline once opened."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

SAMPLE = ("index", "2", "6", "17", "people", "i20", "letters", "w3", "poster", "a2", "us", "sources", "bye")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("site") / "public"
    command = [sys.executable, "-m", "holdfast.web.site", str(out), "--operator", "Example Helpline"]
    subprocess.run(
        [*command, "--country", "GB", "--address", "https://help.example.org"], check=True, timeout=60
    )
    return out


@pytest.fixture
def new_context(playwright, chromium):
    contexts = []

    def make(**options):
        contexts.append(
            chromium.new_context(**{**playwright.devices["Pixel 5"], "locale": "en-GB", **options})
        )
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


def test_from_a_folder_without_scripts_one_tap_leads_to_the_first_action(folder, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(folder.joinpath("index.html").as_uri())
    expect(page.get_by_role("link", name="Call 999").first).to_be_visible()
    page.get_by_role("link", name="There is a timer").click()
    expect(page.get_by_role("heading", name="Stop replying. Do not pay")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"
    page.get_by_role("link", name="When the timer ends").click()
    assert "Day 1" in page.inner_text("main")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Talk to someone").click()
    expect(page.get_by_role("link", name="Call 116 123").first).to_be_visible()
    page.get_by_role("link", name="Leave now").click()
    assert page.title() == "Notes" and "timer" not in page.content()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_of_every_kind_look_right_at_320_pixels(folder, new_context, looks_right, dark):
    context = new_context(viewport={"width": 320, "height": 640}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    abroad = []
    context.on("request", lambda request: abroad.append(request.url))
    for name in SAMPLE:
        page.goto(folder.joinpath(f"{name}.html").as_uri())
        looks_right(page)
    assert all(url.startswith(("file:", "data:")) for url in abroad)


def test_once_opened_the_pages_can_be_read_without_the_internet_and_leaving_takes_them_away(
    folder, new_context
):
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    context = new_context()
    page = context.new_page()
    page.goto(base)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    server.shutdown()
    server.server_close()
    page.goto(base + "6.html")
    expect(page.get_by_role("heading", name="There is a timer")).to_be_visible()
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("**/bye.html", wait_until="commit")


def test_a_letter_is_copied_with_one_press(folder, new_context):
    context = new_context()
    page = context.new_page()
    page.goto(folder.joinpath("w3.html").as_uri())
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    assert "TAKE IT DOWN Act" in page.locator("textarea").input_value()
