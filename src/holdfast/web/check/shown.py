"""A reading as a page shows it: the summary, and what is there on press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.check.course import Point
from holdfast.check.otherwise import Otherwise, otherwise
from holdfast.check.readers.interface import Note
from holdfast.check.summary import Summary, asked_for, needs_crisis_line, summary, why_of
from holdfast.check.values import Document, FoundIdentifier, Reading
from holdfast.content.readings import reading_words
from holdfast.web.check.drawn import Course, drawn
from holdfast.web.check.pieces import WHOLE, Piece, pieces

#: Never more than three things to do at once.
FEW = 3
#: Identifiers on the page; a chat of years names hundreds.
MOST_IDENTIFIERS = 100
_QUOTE = 160


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
    course: Course | None
    not_known: bool

    @property
    def now(self) -> tuple[object, ...]:
        return self.said.steps[:FEW]

    @property
    def later(self) -> tuple[object, ...]:
        return self.said.steps[FEW:]


def shown(
    reading: Reading, document: Document, country: str, language: str, points: tuple[Point, ...] = ()
) -> Shown:
    """``country`` is a two-letter code or ""; ``points`` are those of the chat's course."""
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
        course=drawn(points, document, language),
        not_known=Note.STRUCTURE_NOT_KNOWN in document.notes,
    )


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
