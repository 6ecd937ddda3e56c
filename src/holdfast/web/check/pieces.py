"""A text cut at its marked places; a long one only around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: A longer text is shown around its signs only: so many characters on each side, so many places.
WHOLE, AROUND, PLACES = 20_000, 160, 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text. ``gap``: something was left out before it."""

    text: str
    marked: bool = False
    gap: bool = False


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut at its marked places; a long text only around them. Spans may overlap and come in any order."""
    marks = _joined(spans, 0)
    if len(text) <= WHOLE:
        return _cut(text, 0, len(text), marks, gap=False)
    windows = _joined(((max(0, start - AROUND), end + AROUND) for start, end in marks[:PLACES]), 0)
    found: list[Piece] = []
    for start, end in windows or [(0, WHOLE)]:
        inside = [mark for mark in marks if start <= mark[0] and mark[1] <= end]
        found += _cut(text, start, min(end, len(text)), inside, gap=start > 0)
    return tuple(found)


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int]], *, gap: bool) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = start
    for first, last in marks:
        found += [Piece(text[at:first]), Piece(text[first:last], marked=True)]
        at = last
    found.append(Piece(text[at:end]))
    kept = [piece for piece in found if piece.text]
    return (Piece("", gap=True), *kept) if gap else tuple(kept)


def _joined(spans: Iterable[tuple[int, int]], near: int) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + near:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found
