"""At a real terminal (a pty): what is secret is not shown, and the program tells a person from a pipe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="needs a Unix terminal")


class Terminal:
    """The program on a pty. ``screen`` is all it printed so far."""

    def __init__(self, argv: list[str], environ: dict[str, str]) -> None:
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.execve(argv[0], argv, environ)
        self.screen = ""

    def until(self, wanted: str, seconds: float = 30) -> None:
        """Reads until ``wanted`` stands on what is new on the screen."""
        start, end = len(self.screen), time.monotonic() + seconds
        while wanted not in self.screen[start:]:
            assert time.monotonic() < end, f"{wanted!r} never came: {self.screen}"
            self.screen += self._read()

    def type(self, text: str) -> None:
        os.write(self.master, text.encode() + b"\n")

    def end(self) -> int:
        """Reads to the end; the exit code."""
        while more := self._read():
            self.screen += more
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.master)
        return code

    def _read(self) -> str:
        try:
            return os.read(self.master, 65536).decode()
        except OSError:  # Linux says EIO at the end of a pty
            return ""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    return {**kept, "HOLDFAST_HOME": str(tmp_path / "home"), "COLUMNS": "80", "TERM": "dumb"}


def test_a_new_case_is_made_typed_back_and_opened_with_an_unseen_code(environ):
    argv = [sys.executable, "-m", "holdfast"]
    made = Terminal([*argv, "case", "new"], environ)
    made.until("Number:")
    made.type("2")
    made.until("type word")
    code = next(
        row.split() for row in made.screen.splitlines() if re.fullmatch(r"  \S+( \S+){6}", row.rstrip())
    )
    for following in ("type word", "[yes/no]"):
        asked = int(re.findall(r"type word (\d+)", made.screen)[-1])
        made.type(code[asked - 1])
        made.until(following)
    made.type("no")
    assert made.end() == 0

    opened = Terminal([*argv, "case", "about"], environ)
    opened.until("not shown")
    opened.type(" ".join(code))
    assert opened.end() == 0
    assert "under 18" in opened.screen
    assert not any(word in opened.screen for word in code)


def test_a_code_can_be_typed_while_words_come_in_by_a_pipe(environ):
    argv = [sys.executable, "-m", "holdfast"]
    made = subprocess.run(
        [*argv, "case", "new", "--json"], env=environ, capture_output=True, timeout=60, check=True
    )
    code = json.loads(made.stdout)["code"]
    command = f"echo 'pay by ten' | {' '.join(argv)} case add -"
    typed = Terminal(["/bin/sh", "-c", command], environ)
    typed.until("not shown")
    typed.type(code)
    assert typed.end() == 0
    assert "HF/001" in typed.screen
