"""The programs a person knows: news of them is written down, and not told.

A program is known by its path, because anybody can take a name. One line each, in the data folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from holdfast.camera.errors import NotAllowedBefore, UnknownProgram
from holdfast.camera.values import Program

FILE = "allowed.txt"


class Allowed:
    """The list in ``folder``. Read anew whenever it changed, so that a running guard follows it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._stamp: tuple[int, int] | None = None
        self._known: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Paths, in the order they were added."""
        try:
            status = self._path.stat()
        except OSError:
            self._stamp, self._known = None, ()
            return ()
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            lines = self._path.read_text("utf-8", "surrogateescape").splitlines()
            self._known = tuple(dict.fromkeys(line for line in lines if line.strip()))
            self._stamp = stamp
        return self._known

    def knows(self, program: Program) -> bool:
        return program.key in self.all()

    def add(self, key: str) -> None:
        self._write((*self.all(), key))

    def remove(self, key: str) -> None:
        """Raises NotAllowedBefore."""
        if key not in self.all():
            raise NotAllowedBefore("not on the list", program=key)
        self._write(one for one in self.all() if one != key)

    def _write(self, keys: Iterable[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._path.with_suffix(".part")
        whole = "".join(f"{key}\n" for key in dict.fromkeys(keys))
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(whole.encode("utf-8", "surrogateescape"))
        part.replace(self._path)


def found(asked: str, seen: Iterable[Program]) -> str:
    """What a person typed → what it is known by: a path as it stands, or a name among ``seen``, or a command.

    Raises UnknownProgram.
    """
    if "\n" in asked or not asked.strip():
        raise UnknownProgram("no name", program=asked.strip())
    if "/" in asked or "\\" in asked:
        return os.path.realpath(asked) if Path(asked).exists() else asked
    for program in seen:
        if asked in (program.key, program.name, Path(program.path).name):
            return program.key
    command = shutil.which(asked)
    if command is None:
        raise UnknownProgram("not found", program=asked)
    return os.path.realpath(command)
