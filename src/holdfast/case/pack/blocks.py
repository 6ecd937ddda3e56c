"""What a report is made of. Texts are raw here, as the person wrote them; ``typeset`` makes them printable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Code:
    """A line in even-width type: a hash, a command."""

    text: str


Line = str | Code


class Look(StrEnum):
    """How a text is set."""

    PLAIN = "plain"
    LEAD = "lead"
    STRONG = "strong"
    SMALL = "small"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document; one, first."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 opens a part, 2 a piece of it."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Lines under one another."""

    lines: tuple[Line, ...]
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Two columns: what, and the lines that say it."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are shares of the line; a cell is lines under one another."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """Numbered lines of a chat or text."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture by the name of its copy, with its size in pixels."""

    file: str
    size: tuple[int, int]
    alt: str
    caption: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """One page of pictures: two side by side, or under one another where they are wide."""

    shots: tuple[Shot, ...]
    upright: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of parts with their pages."""

    title: str


Block = Contents | Title | Heading | Text | Bullets | Facts | Table | Thread | Pictures


def as_text(blocks: Iterable[Block]) -> str:
    """The same words as plain text, for a web form that takes no file."""
    return "\n".join(line for block in blocks for line in _plain(block)).strip() + "\n"


def _plain(block: Block) -> Iterator[str]:
    match block:
        case Title(text) | Heading(text):
            yield from ("", text.upper(), "")
        case Contents():
            return
        case Text(lines):
            yield from (_bare(line) for line in lines)
        case Bullets(lines):
            yield from (f"- {line}" for line in lines)
        case Facts(rows):
            yield from (f"{label}: {' '.join(map(_bare, lines))}" for label, lines in rows)
        case Table(head, rows):
            for row in rows:
                said = zip(head, (" ".join(map(_bare, cell)) for cell in row), strict=True)
                yield "; ".join(f"{name}: {value}" for name, value in said if value)
        case Thread(lines):
            yield from lines
        case Pictures(shots):
            yield from (shot.alt for shot in shots)


def _bare(line: Line) -> str:
    return line.text if isinstance(line, Code) else line
