"""A server in a process of its own, a browser without a page, and a watcher that reads every file the server has."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

LINE = "xxCANARYxBOUNDARYxx".replace("CANARY", "TEST")


@dataclass
class Running:
    process: subprocess.Popen
    base: str
    entrance: str
    log: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)


@contextmanager
def server(
    home: Path, temporary: Path, log: Path, trace: Path | None = None, **settings: str
) -> Iterator[Running]:
    """Runs with its temporary folder and its log where the test can look; under strace where ``trace`` is given."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    env |= {"HOLDFAST_HOME": str(home), "TMPDIR": str(temporary), "TMP": str(temporary), **settings}
    command = [sys.executable, "-m", "holdfast.web", "--json", "--port", "0"]
    if trace is not None:
        calls = "trace=write,pwrite64,writev,pwritev,pwritev2"
        command = ["strace", "-D", "-f", "-y", "-s", "70000", "-e", calls, "-o", str(trace), *command]
    with log.open("ab") as errors:
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        entrance = json.loads(process.stdout.readline())["address"]
        base = "http://" + urllib.parse.urlsplit(entrance).netloc
        yield Running(process, base, entrance, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        process.wait(timeout=20)


def can_trace() -> bool:
    """Is strace there, and may it watch?"""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


class Browser:
    """Cookies, forms and the form's secret; nothing else of a browser."""

    def __init__(self, where: Running) -> None:
        self.base = where.base
        # Chromium sends secure cookies to loopback without TLS, too.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._jar = http.cookiejar.CookieJar(policy)
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._opener.open(where.entrance).read()

    def get(self, path: str) -> bytes:
        return self._opener.open(self.base + path).read()

    def post(self, path: str, form: dict[str, object]) -> bytes:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.secret(), **form}, doseq=True).encode()
        return self._opener.open(self.base + path, body).read()

    def secret(self) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/n/open").decode())
        assert found
        return found[1]

    def new_case(self) -> list[str]:
        page = self.get("/n/new/2?a=1").decode()
        once = re.search(r'name="once" value="([^"]+)"', page)
        assert once
        shown = self.post("/n/code", {"age": "adult", "once": once[1], "zone": "UTC"}).decode()
        listed = re.search(r'<ol class="code-words".*?</ol>', shown, re.S)
        assert listed
        return re.findall(r"<li>([a-z-]+)</li>", listed[0])

    def upload(
        self,
        name: str,
        data: bytes,
        answer: str = "",
        *,
        to: str = "/n/add",
        pieces: int = 40,
        stop_at: int | None = None,
    ) -> int:
        """Sends a file slowly, so that a watcher sees the server in the middle of it. The status, 0 when stopped."""
        import http.client

        head = "".join(
            f'--{LINE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in (("csrfmiddlewaretoken", self.secret()), ("answer1", answer))
        )
        head += f'--{LINE}\r\nContent-Disposition: form-data; name="file1"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{LINE}--\r\n".encode()
        line = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=60)
        line.putrequest("POST", to)
        line.putheader("Content-Type", f"multipart/form-data; boundary={LINE}")
        line.putheader("Content-Length", str(len(body)))
        line.putheader("Accept", "application/json")
        line.putheader("Cookie", "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar))
        line.endheaders()
        step = -(-len(body) // pieces)
        for number, start in enumerate(range(0, len(body), step)):
            if number == stop_at:
                return 0
            line.send(body[start : start + step])
            time.sleep(0.01)
        answered = line.getresponse()
        answered.read()
        line.close()
        return answered.status


@dataclass
class Watcher:
    """Reads, over and over, every file under ``folders`` and every file the server or its children hold open."""

    pid: int
    folders: tuple[Path, ...]
    marks: tuple[bytes, ...]
    found: set[str] = field(default_factory=set)
    rounds: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watcher:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            self.look()
            self.rounds += 1

    def look(self) -> None:
        for path in (*files_in(self.folders), *open_files(self.pid)):
            self.found |= marks_in(path, self.marks)


def files_in(folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def open_files(pid: int) -> list[Path]:
    """Regular files that the process and its children hold open, also those without a name any more."""
    found: list[Path] = []
    with contextlib.suppress(psutil.Error):
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        for one in family:
            with contextlib.suppress(OSError):
                for handle in Path(f"/proc/{one.pid}/fd").iterdir():
                    target = str(handle.readlink())
                    if target.startswith("/") and not target.startswith(("/dev/", "/proc/")):
                        found.append(handle)
    return found


def _bytes_of(path: Path) -> bytes:
    """Of a plain file only: between a look and this the server may have closed it, and its number be a pipe now."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def marks_in(path: Path, marks: tuple[bytes, ...]) -> set[str]:
    """Which of the marks stand in a file, each told with the file's name."""
    try:
        data = _bytes_of(path)
    except OSError:
        return set()
    return {f"{mark.decode()} in {path}" for mark in marks if mark in data}


def marks_written(trace: Path, marks: tuple[bytes, ...]) -> set[str]:
    """Marks that a traced process wrote to a file; sockets and pipes are no files."""
    told = set()
    to_file = re.compile(rb"\b(?:write|pwrite64|writev|pwritev2?)\(\d+<(/[^>]*)>")
    with trace.open("rb") as lines:
        for line in lines:
            call = to_file.search(line)
            if call and not call[1].startswith((b"/dev/", b"/proc/")):
                told |= {f"{mark.decode()} to {call[1].decode()}" for mark in marks if mark in line}
    return told
