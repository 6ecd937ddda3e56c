"""The pages: how fast they start, how much they hold, how long they take when sixteen people press at once."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.row import Row

CLIENTS, PRESSES = 16, 20
#: What is asked for, with a name for the table. A page of the same server that does nothing is the peer.
PAGES = {
    "/": "first page",
    "/p/5": "question",
    "/p": "plan",
    "/h": "people to talk to",
    "/c": "countries",
    "/i/1": "page to read",
    "/i/sources": "sources",
    "/n/open": "open my case",
    "/n/new": "start a case",
}
EMPTY = "/bye"


@dataclass(frozen=True)
class Site:
    """A running Holdfast and the cookies of a browser that is let in and has answered three questions."""

    host: str
    cookies: dict[str, str]
    pid: int
    seconds_to_start: float

    def browser(self) -> Browser:
        return Browser(self.host, dict(self.cookies))


class Browser:
    """One connection that is kept open, as a browser does."""

    def __init__(self, host: str, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(host, timeout=60)
        self.cookies = cookies

    def get(self, path: str) -> tuple[int, bytes, int]:
        """Status, body, and bytes over the wire with the headers."""
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> int:
        page = self.get("/p/1")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **form}))[0]

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes, int]:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Accept-Language": "en-GB",
        }
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        read = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0].strip('"')
        return answer.status, read, len(read) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders())


@contextmanager
def site() -> Iterator[Site]:
    """Starts the pages in a folder of their own; the start is timed until the first page answers."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOLDFAST_HOME": home}
        command = [sys.executable, "-m", "holdfast.web", "--json", "--port", "0"]
        # The first start makes the database; people wait for that once, and for the second start every time.
        for first in (True, False):
            begun = time.perf_counter()
            process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            entrance = urlsplit(json.loads(process.stdout.readline())["address"])
            browser = Browser(entrance.netloc, {})
            browser.get(entrance.path)
            assert browser.get("/")[0] == 200
            taken = time.perf_counter() - begun
            if first:
                process.terminate()
                process.wait()
        try:
            yield Site(entrance.netloc, browser.cookies, process.pid, taken)
        finally:
            process.terminate()
            process.wait()


def rows() -> Iterator[Row]:
    with site() as running:
        yield Row(
            "app start, to the first page",
            running.seconds_to_start,
            "s",
            "<= 2 s",
            running.seconds_to_start <= 2,
        )
        time.sleep(1)
        held = memory_mib(running.pid)
        yield Row("idle memory", held, "MiB", "<= 120 MB", held * 1.048576 <= 120)
        weight, requests = first_page(running.browser())
        yield Row(
            "first page over the wire, with style and script",
            weight / 1000,
            "kB",
            "<= 30 KB",
            weight <= 30_000,
        )
        yield Row("requests of the first page", requests, "", "<= 4", requests <= 4)
        told = tell_something(running)
        empty = p95(running, EMPTY, told)
        for path, name in PAGES.items():
            slow = p95(running, path, told)
            yield Row(
                f"{name}, p95 of {CLIENTS} clients", slow, "ms", "<= 100 ms", slow <= 100, "empty page", empty
            )


def memory_mib(pid: int) -> float:
    """Resident memory of a process, MiB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def first_page(browser: Browser) -> tuple[int, int]:
    """Bytes with headers and number of requests, of the page and everything it loads."""
    _, page, weight = browser.get("/")
    loads = re.findall(r'<(?:link rel="stylesheet"|script|img)[^>]+(?:href|src)="(/[^"]+)"', page.decode())
    return weight + sum(browser.get(path)[2] for path in loads), 1 + len(loads)


def tell_something(running: Site) -> dict[str, str]:
    """The cookies of somebody whose plan is a long one."""
    browser = running.browser()
    for path, form in (
        ("/p/5", {"happened": "threatened"}),
        ("/p/8", {"age_in_picture": "adult", "age_now": "adult"}),
        ("/p/10", {"platforms": "instagram"}),
    ):
        assert browser.post(path, go="next", **form) == 302
    return browser.cookies


def p95(running: Site, path: str, cookies: dict[str, str]) -> float:
    """Milliseconds that 95 of 100 presses stay under, when CLIENTS press again as soon as they have an answer."""

    def one(_: int) -> list[float]:
        browser, taken = Browser(running.host, dict(cookies)), []
        for press in range(PRESSES + 2):
            start = time.perf_counter()
            assert browser.get(path)[0] == 200
            taken += [time.perf_counter() - start] if press >= 2 else []
        return taken

    with ThreadPoolExecutor(CLIENTS) as pool:
        every = sorted(seconds for taken in pool.map(one, range(CLIENTS)) for seconds in taken)
    return every[int(len(every) * 0.95)] * 1000
