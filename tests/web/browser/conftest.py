"""A real Chromium against a real server. Any request beyond loopback, and any error of a page, fails the test."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = {"width": 320, "height": 640}


@dataclass(frozen=True)
class Server:
    """A Holdfast that runs in a process of its own."""

    home: Path
    base: str

    def address(self) -> str:
        """Where a browser enters: a new one-time address on one's own computer, the first page when hosted."""
        from holdfast.web.serve import already_running

        return already_running(self.home) or self.base


@contextmanager
def run_server(home: Path, *more: str, **environ: str) -> Iterator[Server]:
    """``more``: further options of ``holdfast serve``."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    env |= {"HOLDFAST_HOME": str(home), "HOLDFAST_STRICT_TEMPLATES": "1", **environ}
    command = [sys.executable, "-m", "holdfast.web", "--json", "--port", "0", *more]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        parts = urlsplit(json.loads(process.stdout.readline())["address"])
        yield Server(home, f"http://{parts.netloc}/")
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On one's own computer."""
    with run_server(tmp_path_factory.mktemp("own")) as started:
        yield started


@pytest.fixture(scope="module")
def hosted_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run by an organisation for others."""
    operator = {"HOLDFAST_OPERATOR": "Example Helpline", "HOLDFAST_OPERATOR_COUNTRY": "GB"}
    home = tmp_path_factory.mktemp("hosted")
    with run_server(home, HOLDFAST_PLACE="hosted", HOLDFAST_HOSTS="127.0.0.1", **operator) as started:
        yield started


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Module by module: while it runs, Django refuses its database in this thread."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=list(QUIET),
        # People's browsers keep whole pages for Back; the tests of leaving need one that does.
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def new_page(playwright: Playwright, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``new_page()`` is a phone; ``narrow``, ``dark``, ``script=False`` and any option of a context may be said.

    When the test ends, no request may have gone beyond loopback and no page may have reported an error.
    """
    contexts: list[BrowserContext] = []
    abroad: list[str] = []
    faults: list[str] = []

    def make(*, narrow: bool = False, dark: bool = False, script: bool = True, **options: object) -> Page:
        phone = dict(playwright.devices["Pixel 5"])
        phone |= {
            "locale": "en-GB",
            "java_script_enabled": script,
            "color_scheme": "dark" if dark else "light",
        }
        phone |= {"viewport": NARROW} if narrow else {}
        context = chromium.new_context(**(phone | options))
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("request", lambda request: abroad.extend(_beyond_loopback(request.url)))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda said: faults.extend(_complaint(said)))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not abroad, f"requests beyond loopback: {abroad}"
    assert not faults, f"a page reported: {faults}"


def _beyond_loopback(url: str) -> list[str]:
    parts = urlsplit(url)
    return [url] if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1" else []


def _complaint(said: object) -> list[str]:
    """Errors, but not those that only say a page answered 403 or 404: tests go there on purpose."""
    return [said.text] if said.type == "error" and not re.search(r"status of 4\d\d", said.text) else []


@pytest.fixture(scope="session")
def looks_right() -> Callable[[Page], None]:
    """axe finds nothing; no sideways scrolling; what is pressed is 44 px high; each input has words to be seen."""
    return _looks_right


def _looks_right(page: Page) -> None:
    # What a scrolled page hides behind the sticky bar would be measured as a small target.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    told = [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]
    assert not told, f"{page.url}: {told}"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert not page.evaluate(_TOO_SMALL), f"{page.url}: lower than 44 px: {page.evaluate(_TOO_SMALL)}"
    assert not page.evaluate(_NAMELESS), f"{page.url}: no label to be seen: {page.evaluate(_NAMELESS)}"


#: Links inside a sentence are exempt, as in WCAG 2.5.8.
_TOO_SMALL = """() => [...document.querySelectorAll('a, button, select, textarea, summary, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
  .map(e => e.matches('.choice input') ? e.closest('.choice') : e)
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline' && e.closest('p, li, dd, td')))
  .filter(e => e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 120))"""

_NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility())
  .filter(e => ![...(e.labels ?? [])].some(l => l.checkVisibility() && l.getBoundingClientRect().width > 1
                                              && l.innerText.trim()))
  .map(e => e.outerHTML.slice(0, 120))"""
