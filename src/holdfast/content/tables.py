"""Strict reading of one TOML table: typed, key by key; a key that nobody asked for is an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from holdfast.errors import FactsBroken

E = TypeVar("E", bound=StrEnum)


class Table:
    """One table of a facts file. ``where`` names file and place for the log.

    Each reader takes its key away; :meth:`done` raises :class:`FactsBroken` when any key is left.
    A missing key gives ``None`` (or an empty tuple), never an empty string.
    """

    __slots__ = ("_left", "where")

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise FactsBroken(f"{where}: a table is expected")
        self._left: dict[str, object] = dict(raw)
        self.where = where

    def fail(self, words: str) -> FactsBroken:
        """The error for a fault at this place; the caller raises it."""
        return FactsBroken(f"{self.where}: {words}")

    def _take(self, key: str, kind: type) -> object | None:
        value = self._left.pop(key, None)
        # bool is an int in Python; a number is never a yes or no here.
        if value is None or (isinstance(value, kind) and isinstance(value, bool) == (kind is bool)):
            return value
        raise self.fail(f"{key}: {kind.__name__} is expected")

    def maybe_text(self, key: str) -> str | None:
        """A text that is not empty, or None where the key is absent."""
        value = self._take(key, str)
        if value is None:
            return None
        text = str(value).strip()
        if not text:
            raise self.fail(f"{key}: is empty; leave the key out")
        return text

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.maybe_text(key)
        if value is None:
            raise self.fail(f"{key}: is missing")
        return value

    def flag(self, key: str) -> bool | None:
        """True or false, or None where nobody knows."""
        value = self._take(key, bool)
        return None if value is None else bool(value)

    def number(self, key: str) -> int | None:
        """A whole number of 0 or more, or None."""
        value = self._take(key, int)
        if isinstance(value, int) and value < 0:
            raise self.fail(f"{key}: is negative")
        return value if isinstance(value, int) else None

    def day(self, key: str) -> date | None:
        """A TOML date (2026-11-22), or None."""
        value = self._take(key, date)
        return value if isinstance(value, date) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent gives ()."""
        value = self._take(key, list)
        items = value if isinstance(value, list) else []
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.fail(f"{key}: a list of texts is expected")
        return tuple(items)

    def maybe_choice(self, key: str, kind: type[E]) -> E | None:
        """One member of an enum, or None."""
        value = self.maybe_text(key)
        return None if value is None else self._member(key, value, kind)

    def choice(self, key: str, kind: type[E]) -> E:
        """One member of an enum that must be there."""
        return self._member(key, self.text(key), kind)

    def choices(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """A list of members of an enum; absent gives ()."""
        return tuple(self._member(key, value, kind) for value in self.texts(key))

    def _member(self, key: str, value: str, kind: type[E]) -> E:
        try:
            return kind(value)
        except ValueError as broken:
            raise self.fail(f"{key}: {value!r} is none of {', '.join(kind)}") from broken

    def maybe_table(self, key: str) -> Table | None:
        """An inner table, or None."""
        value = self._take(key, dict)
        return None if value is None else Table(value, f"{self.where}.{key}")

    def table(self, key: str) -> Table:
        """An inner table that must be there."""
        inner = self.maybe_table(key)
        if inner is None:
            raise self.fail(f"[{key}] is missing")
        return inner

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables ([[key]]); absent gives ()."""
        value = self._take(key, list)
        items = value if isinstance(value, list) else []
        return tuple(Table(item, f"{self.where}.{key}[{n}]") for n, item in enumerate(items))

    def names(self) -> tuple[str, ...]:
        """The keys not read yet."""
        return tuple(self._left)

    def done(self) -> None:
        """Raise :class:`FactsBroken` when a key was not read: a slip of the pen must not pass in silence."""
        if self._left:
            raise self.fail(f"unknown: {', '.join(sorted(self._left))}")


def by_language(table: Table) -> Mapping[str, Table]:
    """The tables under ``text``, by language code (``en``, ``cy``, …). English must be there."""
    inner = table.table("text")
    found = {code: inner.table(code) for code in inner.names()}
    if "en" not in found:
        raise inner.fail("English (en) is missing")
    return found
