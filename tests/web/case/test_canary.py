"""Marked strings go in through every form; nothing the server keeps or writes holds one, also after kill -9."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from tests.case import drawn
from tests.web.case.running import (
    Browser,
    Running,
    Watcher,
    can_trace,
    files_in,
    marks_in,
    marks_written,
    server,
)

NAMES = (
    "filename", "chat", "mail", "picture", "words", "title", "note", "handle", "offender", "demand", "payment",
    "report", "story", "wishes", "passphrase",
)  # fmt: skip
MARK = {name: f"CANARY{name.upper()}7Q" for name in NAMES}


def picture() -> bytes:
    """A screenshot with a mark in its text, kept byte for byte in an adult's case."""
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", MARK["picture"] * 4)
    return drawn.saved(drawn.screen(), "PNG", pnginfo=notes)


def big_chat() -> bytes:
    """3 MB, more than Django would keep in memory."""
    line = b"[12/03/2026, 21:00:07] mia_example: " + MARK["chat"].encode() + b" pay by ten\r\n"
    return line * (3_000_000 // len(line))


def everything_typed(browser: Browser) -> None:
    browser.post("/n/words", {"words": MARK["words"], "title": MARK["title"]})
    item = re.search(r'href="(/n/i/[a-z2-7]+)"', browser.get("/n/all").decode())
    assert item
    browser.post(item[1], {"title": MARK["title"], "note": MARK["note"], "captured": ""})
    rows = {"row_kind": "handle", "row_service": "instagram", "row_value": "@" + MARK["handle"]}
    browser.post("/n/who", {**rows, "note": MARK["offender"]})
    browser.post("/n/want", {"wants": MARK["demand"], "words": MARK["demand"]})
    browser.post("/n/paid", {"amount": "1", "reference": MARK["payment"]})
    browser.post("/n/told", {"to": "police", "answer": MARK["report"]})
    browser.post("/n/story", {"story": MARK["story"], "wishes": MARK["wishes"]})


def everything_uploaded(browser: Browser) -> None:
    assert browser.upload(f"{MARK['filename']}.txt", big_chat()) == 200
    assert browser.upload("shot.png", picture(), "no") == 200
    assert browser.upload("mail.eml", drawn.mail(words=MARK["mail"] + "\n")) == 200
    assert browser.upload("bad.gif", drawn.moving("GIF") + MARK["chat"].encode()) == 415


def a_pack(browser: Browser, **protect: str) -> bytes:
    ids = re.findall(r'name="item" value="([a-z2-7]+)"', browser.get("/n/pack").decode())
    page = browser.post("/n/pack", {"item": ids, "records": "on", "log": "on", **protect}).decode()
    path = re.search(r"/n/pack/[0-9a-f]{32}", page)
    assert path
    deadline = time.monotonic() + 90
    while "being made" in browser.get(path[0]).decode() and time.monotonic() < deadline:
        time.sleep(0.2)
    return browser.get(f"{path[0]}/get")


def zip_contents(data: bytes) -> list[bytes]:
    bag = zipfile.ZipFile(io.BytesIO(data))
    return [bag.read(name) for name in bag.namelist()]


def read_everything(browser: Browser) -> None:
    """Opening things must not leave them lying about either."""
    for path in set(re.findall(r'href="(/n/[ir]/[a-z2-7]+)"', browser.get("/n/all").decode())):
        browser.get(path)
        if path.startswith("/n/i/"):
            browser.get(f"{path}/show")
            browser.get(f"{path}/raw")
    for page in ("time", "log", "plan", "pack", "story"):
        browser.get(f"/n/{page}")


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The data folder, the temporary folder, the log."""
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    return tmp_path / "home", tmp_path / "temporary", tmp_path / "log"


def test_no_marked_string_is_ever_in_a_file(places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    home, temporary, log = places
    trace = tmp_path / "trace" if can_trace() else None
    with server(home, temporary, log, trace) as running:
        browser = Browser(running)
        words = browser.new_case()
        marks = tuple(mark.encode() for mark in (*MARK.values(), " ".join(words)))
        with Watcher(running.process.pid, (home, temporary), marks) as watcher:
            everything_uploaded(browser)
            everything_typed(browser)
            read_everything(browser)
            sealed = a_pack(browser, protect="passphrase", passphrase=MARK["passphrase"] + " long")
            assert sealed.startswith(b"age-encryption.org")
            plain = a_pack(browser, protect="plain")
            assert MARK["words"].encode() in b"".join(zip_contents(plain))
            assert browser.upload("pack.zip", plain, to="/n/verify") == 200
        assert watcher.rounds > 5, "the watcher looked while it happened"
        assert not watcher.found
        browser_in_the_middle_of_an_upload(running, browser, watcher, home)
    nothing_lies_about(places, marks)
    if trace is not None:
        assert not marks_written(trace, marks)
    nothing_acknowledged_is_lost(places, words, marks)


def browser_in_the_middle_of_an_upload(
    running: Running, browser: Browser, watcher: Watcher, home: Path
) -> None:
    """The server dies while a marked file is half sent."""
    assert browser.upload(f"{MARK['filename']}.txt", big_chat() + b"more\r\n", stop_at=30) == 0
    watcher.look()
    assert not watcher.found
    assert list((home / "blobs").rglob("*.part")), "it was in the middle of sealing"
    running.kill()


def nothing_lies_about(places: tuple[Path, Path, Path], marks: tuple[bytes, ...]) -> None:
    home, temporary, log = places
    for path in (*files_in((home, temporary)), log):
        assert not marks_in(path, marks)


def nothing_acknowledged_is_lost(
    places: tuple[Path, Path, Path], words: list[str], marks: tuple[bytes, ...]
) -> None:
    with server(*places) as running:
        browser = Browser(running)
        browser.post("/n/open", {"code": " ".join(words)})
        page = browser.get("/n/all").decode()
        assert len(set(re.findall(r'href="(/n/i/[a-z2-7]+)"', page))) == 4
        assert "All of it holds" in browser.post("/n/check", {}).decode()
    nothing_lies_about(places, marks)


def test_the_watcher_sees_a_mark_in_a_file_without_a_name(tmp_path: Path) -> None:
    """So that the test above can fail. In a process of its own: reading a file lets go of one's own locks on it."""
    program = (
        f"import tempfile; f = tempfile.TemporaryFile(dir={str(tmp_path)!r}); f.write(b'CANARYX'); f.flush(); "
        "print(flush=True); input()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        watcher = Watcher(other.pid, (), (b"CANARYX",))
        watcher.look()
        other.communicate(b"\n")
    assert watcher.found


@pytest.mark.skipif(not can_trace(), reason="no strace here, or it may not watch")
def test_the_trace_sees_a_mark_that_was_written_and_taken_away_again(tmp_path: Path) -> None:
    trace, file = tmp_path / "trace", tmp_path / "file"
    program = (
        f"import os; f = os.open({str(file)!r}, os.O_CREAT | os.O_WRONLY); "
        f"os.write(f, b'CANARYX'); os.unlink({str(file)!r})"
    )
    calls = ["strace", "-f", "-y", "-s", "70000", "-e", "trace=write,pwrite64", "-o", str(trace)]
    subprocess.run([*calls, sys.executable, "-c", program], check=True)
    assert marks_written(trace, (b"CANARYX",))
