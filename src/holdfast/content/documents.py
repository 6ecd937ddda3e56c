"""A file of words: front matter between two ``+++`` lines, then Markdown."""

from __future__ import annotations

import tomllib

from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

_FENCE = "+++"


class Document:
    """``head`` is the front matter, read strictly; ``body`` the rest, never empty. ``stem`` is the file's name.

    Raises :class:`FactsBroken` where there is no front matter, or nothing after it.
    """

    def __init__(self, text: str, stem: str, where: str) -> None:
        first, *rest = text.split("\n")
        if first != _FENCE or _FENCE not in rest:
            raise FactsBroken(f"{where}: front matter stands between two +++ lines")
        end = rest.index(_FENCE)
        self.stem = stem
        self.head = parse_toml("\n".join(rest[:end]), where)
        self.body = "\n".join(rest[end + 1 :]).strip()
        if not self.body:
            raise self.head.fail("there are no words")


def parse_toml(text: str, where: str) -> Table:
    """A whole TOML file as one table. Raises :class:`FactsBroken`."""
    try:
        return Table(tomllib.loads(text), where)
    except tomllib.TOMLDecodeError as broken:
        raise FactsBroken(f"{where}: {broken}") from broken
