"""A reading as a page shows it: the summary, and what is there on press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.check.otherwise import Otherwise, otherwise
from holdfast.check.summary import Summary, asked_for, needs_crisis_line, summary, why_of
from holdfast.check.values import Document, FoundIdentifier, Reading
from holdfast.content.readings import reading_words

#: Never more than three things to do at once.
FEW = 3
#: A longer text is shown around its signs only: so many characters on each side, so many places.
WHOLE, AROUND, PLACES = 20_000, 160, 200
#: Identifiers on the page; a chat of years names hundreds.
MOST_IDENTIFIERS = 100
_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text. ``gap``: something was left out before it."""

    text: str
    marked: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class SignShown:
    """Why a sign matters, and the first words that show it."""

    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class IdentifierShown:
    """``fault``: its checksum or grammar does not hold; ``repaired``: look-alike letters were set right."""

    kind: str
    service: str
    value: str
    role: str
    fault: bool
    repaired: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of the page that comes from the reading. ``demand`` are label and words."""

    said: Summary
    demand: tuple[tuple[str, str], ...]
    signs: tuple[SignShown, ...]
    identifiers: tuple[IdentifierShown, ...]
    pieces: tuple[Piece, ...]
    parts_only: bool
    notes: tuple[str, ...]
    wrong: tuple[Otherwise, ...]
    crisis: bool
    late: bool

    @property
    def now(self) -> tuple[object, ...]:
        return self.said.steps[:FEW]

    @property
    def later(self) -> tuple[object, ...]:
        return self.said.steps[FEW:]


def shown(reading: Reading, document: Document, country: str, language: str) -> Shown:
    """``country`` is a two-letter code or ""."""
    said = reading_words(language)
    spans = [(sign.start, sign.end) for sign in reading.signs]
    return Shown(
        said=summary(reading, language),
        demand=tuple((_labels()[field], words) for field, words in asked_for(reading.demand, language)),
        signs=_signs(reading, said.language),
        identifiers=_identifiers(reading.identifiers, language),
        pieces=pieces(reading.text, spans),
        parts_only=len(reading.text) > WHOLE,
        notes=tuple(said.text("note", note) for note in document.notes),
        wrong=otherwise(country, language),
        crisis=reading.crisis,
        late=needs_crisis_line(reading),
    )


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


def _signs(reading: Reading, language: str) -> tuple[SignShown, ...]:
    first: dict[str, str] = {}
    for sign in reading.signs:
        first.setdefault(sign.id, reading.text[sign.start : sign.end])
    return tuple(SignShown(why_of(sign_id, language), _short(words)) for sign_id, words in first.items())


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _QUOTE else flat[: _QUOTE - 1] + "…"


def _identifiers(found: Iterable[FoundIdentifier], language: str) -> tuple[IdentifierShown, ...]:
    said = reading_words(language)
    each = (
        IdentifierShown(
            said.name("identifier", one.kind),
            one.service,
            one.value,
            said.text("role", one.role),
            one.valid is False,
            one.repaired,
        )
        for one in found
    )
    return tuple(dict.fromkeys(each))[:MOST_IDENTIFIERS]


def _labels() -> dict[str, str]:
    return {
        "wants": gettext("They want"),
        "amount": gettext("How much"),
        "method": gettext("Paid by"),
        "deadline": gettext("By when"),
        "audience": gettext("They would show it to"),
    }
