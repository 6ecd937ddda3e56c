"""Printing for people and for machines. What others wrote is never printed raw: it could drive the terminal."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from typing import TextIO

from holdfast.cli.door import Door

#: Control characters (but tab and newline), and the invisible ones that turn or hide text (Unicode Cf, bidi).
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Text that any terminal shows as it is. ``\\x1b`` becomes ``[U+001B]``, as in the pack's report."""
    return _UNSAFE.sub(lambda found: f"[U+{ord(found.group()):04X}]", text.replace("\r\n", "\n"))


def one_line(text: str, limit: int = 200) -> str:
    """Safe, without line ends, at most ``limit`` characters."""
    flat = safe(" ".join(text.split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def say_json(door: Door, value: object) -> None:
    """One JSON value, indented, ASCII only: it arrives whole on every terminal and in every locale."""
    door.stdout.write(json.dumps(value, indent=2) + "\n")


class Page:
    """Text for a person, wrapped to the terminal."""

    def __init__(self, door: Door) -> None:
        self._out = door.stdout
        self._width = door.width
        self._bold = ("\x1b[1m", "\x1b[0m") if door.colour else ("", "")

    def heading(self, text: str) -> None:
        """A line that stands out, with an empty one before it."""
        self._out.write(f"\n{self._bold[0]}{safe(text)}{self._bold[1]}\n")

    def say(self, text: str, indent: str = "", first: str | None = None) -> None:
        """A paragraph. ``indent`` before each line; ``first`` before the first one."""
        for number, line in enumerate(safe(text).split("\n")):
            lead = first if first is not None and number == 0 else indent
            wrapped = textwrap.wrap(
                line,
                self._width,
                initial_indent=lead,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            self._out.write("\n".join(wrapped or [""]) + "\n")

    def table(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Columns; the last one takes what is left and wraps under itself."""
        found = [tuple(one_line(cell) for cell in row) for row in rows]
        if not found:
            return
        widths = [max(len(row[n]) for row in found) for n in range(len(found[0]) - 1)]
        for row in found:
            lead = "".join(f"{cell:<{width}}  " for cell, width in zip(row, widths, strict=False))
            self.say(row[-1] or "·", indent=" " * min(len(lead), self._width // 2), first=lead)


class Progress:
    """A line on stderr that is written over, only where someone is watching a terminal."""

    def __init__(self, door: Door, label: str) -> None:
        self._err: TextIO | None = door.stderr if door.stderr.isatty() else None
        self._label = label
        self._shown = ""

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` steps are done."""
        text = f"\r{self._label} {done}/{total}"
        if self._err is not None and text != self._shown:
            self._err.write(text)
            self._err.flush()
            self._shown = text

    def end(self) -> None:
        """Clears the line (ECMA-48 EL)."""
        if self._err is not None and self._shown:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._shown = ""


def sizes(count: int) -> str:
    """Bytes in words: ``512 bytes``, ``1.2 MB`` (powers of ten, as file managers show them)."""
    if count < 1000:
        return f"{count} bytes"
    size = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        size /= 1000
        if size < 1000 or unit == "TB":
            break
    return f"{size:.1f} {unit}"
