"""A door for tests: streams in memory, a fixed clock, a stretcher that counts, a home of its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.cli.door import Door
from holdfast.cli.main import main

#: A Sunday, an hour past midnight in London.
NIGHT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class Screen(io.StringIO):
    """A stream that is a terminal, or not."""

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(text)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


class Counting:
    """Stretches at once and counts: no test waits for Argon2, and equal effort can be shown."""

    def __init__(self) -> None:
        self.times = 0

    def stretch(self, secret: bytes, salt: bytes, parameters: object) -> bytes:
        self.times += 1
        return hashlib.sha256(b"quick" + salt + secret).digest()


@dataclass
class Done:
    """What one run gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Line:
    """The command line of one person: a home, a code once there is one, and a terminal if they sit at one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environ = {"HOLDFAST_HOME": str(home), "COLUMNS": "80"}
        self.stretcher = Counting()
        self.now = NIGHT
        self.secrets: list[str] = []

    def __call__(self, *argv: str, stdin: str = "", terminal: bool = False, **environ: str) -> Done:
        """Runs one command. ``stdin`` are the answers typed, one a line."""
        out, err = Screen(terminal=terminal), Screen(terminal=terminal)
        door = Door(
            stdin=Screen(stdin, terminal=terminal),
            stdout=out,
            stderr=err,
            clock=lambda: self.now,
            chance=os.urandom,
            environ={**self.environ, **environ},
            read_secret=self._secret,
            time_zone=lambda: "Europe/London",
            stretcher=lambda: self.stretcher,
        )
        return Done(main(list(argv), door), out.getvalue(), err.getvalue())

    def _secret(self, prompt: str) -> str:
        if not self.secrets:
            raise EOFError(prompt)
        return self.secrets.pop(0)

    def with_case(self, age: str = "adult", **environ: str) -> Line:
        """Makes a case and keeps its code in the surroundings, as HOLDFAST_CODE."""
        made = self("case", "new", "--json", "--age-in-picture", age, **environ)
        assert made.code == 0, made.err
        self.environ["HOLDFAST_CODE"] = made.json["code"]
        return self


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "home")


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., list[str]]:
    """The real program as another process would start it."""
    return lambda *argv: [sys.executable, "-m", "holdfast", *argv]
