"""The patterns of a sign pack: words, alternatives, sets, gaps. The grammar is docs/signs.md.

A pattern is opened into straight rows of positions; :mod:`holdfast.check.automaton` runs all rows at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

from holdfast.check.tokens import CLASSES, STOP, Tokeniser
from holdfast.errors import FactsBroken

#: More rows than this from one pattern: it is split into two patterns instead.
MOST_ROWS = 400
LONGEST_GAP = 12
#: A branch of a bracket is kept as phrases up to this many of them, and up to this many words.
MOST_PHRASES, LONGEST_PHRASE = 60, 5
SHORTEST_STEM = 3

_PIECE = re.compile(r"\s*(?:(~)(\d{1,2})|\{([a-z_]+)\}|(<[a-z]+>)|([()|?])|([^\s()|?{}~<>]+))")
_FOREIGN = re.compile(r"[\[\]^\\]")
_PLAIN = Tokeniser()


@dataclass(frozen=True, slots=True)
class Position:
    """One place of a row. ``words`` are normal words, ``stem*``, ``*ending`` or a ``<class>``; ``~`` is any word.

    A word may be a phrase, several of these with one space between: it fills the place with several tokens.
    """

    words: frozenset[str]
    optional: bool = False


Row = tuple[Position, ...]
GAP = Position(frozenset({"~"}), optional=True)
_EMPTY: Row = ()


class PatternBroken(FactsBroken):
    """A pattern does not follow the grammar. A fault of a pack, found when it is first read."""


def open_pattern(
    pattern: str, sets: Mapping[str, str], opened: dict[str, list[Row]] | None = None
) -> tuple[Row, ...]:
    """All rows of one pattern. ``sets`` are the pack's named alternatives. Raises PatternBroken.

    ``opened`` keeps the sets that were opened before, where many patterns of one pack are.
    What may be absent at either end of a row changes nothing about a match, and is left out.
    """
    rows = [_trimmed(row) for row in _Opener(pattern, sets, {} if opened is None else opened).whole()]
    if not all(rows):
        raise PatternBroken(f"{pattern!r}: everything in it may be absent")
    if len(rows) > MOST_ROWS:
        raise PatternBroken(f"{pattern!r}: opens into {len(rows)} rows, {MOST_ROWS} are allowed; split it")
    return tuple(dict.fromkeys(rows))


class _Opener:
    """Recursive descent; every method gives the rows of what it read."""

    def __init__(
        self, pattern: str, sets: Mapping[str, str], opened: dict[str, list[Row]], depth: int = 0
    ) -> None:
        self._pattern, self._sets, self._opened, self._depth = pattern, sets, opened, depth
        self._pieces: list[re.Match[str]] = []
        at, end = 0, len(pattern.rstrip())
        while at < end:
            piece = _PIECE.match(pattern, at)
            if piece is None:
                raise self._fail(f"cannot be read from {pattern[at : at + 12]!r}")
            self._pieces.append(piece)
            at = piece.end()
        self._at = 0

    def whole(self) -> list[Row]:
        rows = self._either()
        if self._at < len(self._pieces):
            raise self._fail("a bracket too many")
        return rows

    def _fail(self, words: str) -> PatternBroken:
        return PatternBroken(f"{self._pattern!r}: {words}")

    def _sees(self, sign: str) -> bool:
        return self._at < len(self._pieces) and self._pieces[self._at][5] == sign

    def _either(self) -> list[Row]:
        branches = [self._sequence()]
        while self._sees("|"):
            self._at += 1
            branches.append(self._sequence())
        return _joined([row for rows in branches for row in rows])

    def _sequence(self) -> list[Row]:
        rows: list[Row] = [_EMPTY]
        while self._at < len(self._pieces) and not self._sees("|") and not self._sees(")"):
            item = self._item()
            if self._sees("?"):
                self._at += 1
                item = _maybe(item)
            rows = [before + after for before, after in product(rows, item)]
            if len(rows) > 4 * MOST_ROWS:
                raise self._fail("opens into too many rows; split it")
        return rows

    def _item(self) -> list[Row]:
        piece = self._pieces[self._at]
        self._at += 1
        if piece[1]:
            return [(GAP,) * self._gap(int(piece[2]))]
        if piece[3]:
            return self._set(piece[3])
        if piece[4]:
            if piece[4] not in CLASSES and piece[4] != "<amount>":
                raise self._fail(f"{piece[4]} is no class")
            names = {"<money>", "<number>"} if piece[4] == "<amount>" else {piece[4]}
            return [(Position(frozenset(names)),)]
        if piece[5] == "(":
            rows = self._either()
            if not self._sees(")"):
                raise self._fail("a bracket is not closed")
            self._at += 1
            return rows
        if piece[5]:
            raise self._fail(f"{piece[5]!r} stands in the wrong place")
        return [self._word(piece[6])]

    def _gap(self, length: int) -> int:
        if not 1 <= length <= LONGEST_GAP:
            raise self._fail(f"a gap is 1 to {LONGEST_GAP} words")
        return length

    def _set(self, name: str) -> list[Row]:
        if name not in self._sets:
            raise self._fail(f"no set {{{name}}}")
        if self._depth > 4:
            raise self._fail(f"sets within sets within sets: {{{name}}}")
        if name not in self._opened:
            self._opened[name] = _Opener(self._sets[name], self._sets, self._opened, self._depth + 1).whole()
        return self._opened[name]

    def _word(self, written: str) -> Row:
        if _FOREIGN.search(written):
            raise self._fail(f"{written!r}: this is no regular expression")
        ending, stem = written.startswith("*"), written.endswith("*")
        norms = list(_norms(written.strip("*")))
        if not norms:
            raise self._fail(f"{written!r} holds no word")
        if (stem and len(norms[-1]) < SHORTEST_STEM) or (ending and len(norms[0]) < SHORTEST_STEM):
            raise self._fail(f"{written!r}: a stem has {SHORTEST_STEM} letters or more")
        if stem:
            norms[-1] += "*"
        if ending:
            norms[0] = "*" + norms[0]
        if any(norm.startswith("*") and norm.endswith("*") for norm in norms):
            raise self._fail(f"{written!r}: a star stands before or after, not both")
        return tuple(Position(frozenset({norm})) for norm in norms)


@lru_cache(maxsize=20_000)
def _norms(written: str) -> tuple[str, ...]:
    return tuple(norm for norm in _PLAIN.tokens(written, cyrillic=True).norms if norm != STOP)


def _joined(rows: list[Row]) -> list[Row]:
    """Branches of plain words become one position: ``(a|b c|d*)`` costs one place of one row."""
    words: set[str] = set()
    others: list[Row] = []
    for row in rows:
        said = _phrases(row)
        if said is None:
            others.append(row)
        else:
            words |= said
    return [(Position(frozenset(words)),), *others] if words else others


def _phrases(row: Row) -> set[str] | None:
    """The row as phrases (``going to``), or None where it holds a gap or something optional, or is empty."""
    if not row or any(position.optional for position in row):
        return None
    if prod(len(position.words) for position in row) > MOST_PHRASES:
        return None
    found = {" ".join(parts) for parts in product(*(sorted(position.words) for position in row))}
    return None if any(phrase.count(" ") >= LONGEST_PHRASE for phrase in found) else found


def _trimmed(row: Row) -> Row:
    needed = [place for place, position in enumerate(row) if not position.optional]
    return row[needed[0] : needed[-1] + 1] if needed else _EMPTY


def _maybe(rows: list[Row]) -> list[Row]:
    rows = _joined(rows)
    if len(rows) == 1 and len(rows[0]) == 1:
        return [(Position(rows[0][0].words, optional=True),)]
    return [*rows, _EMPTY]
