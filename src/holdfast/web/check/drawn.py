"""The course of a chat as a small picture: messages from left to right, stages from the bottom to the top."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.check.course import LIVE, Point
from holdfast.check.values import Document
from holdfast.content.readings import reading_words
from holdfast.web.check.pieces import Piece, pieces

#: The picture's size and margins, in its own units.
WIDTH, HEIGHT, LEFT, TOP, FOOT = 320, 150, 14, 18, 14
#: Characters of a message that are shown beside its stage.
MOST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class PointShown:
    """One stage: its words, where it began (``number`` counts messages from 1), and that message with its signs."""

    order: int
    stage: str
    number: int
    when: str
    speaker: str
    pieces: tuple[Piece, ...]
    x: int
    y: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Course:
    """``line`` are the points of an SVG polyline, climbing in steps."""

    points: tuple[PointShown, ...]
    line: str
    messages: int
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - FOOT


def drawn(points: tuple[Point, ...], document: Document, language: str) -> Course | None:
    """The course with its places in the picture; None where there is none to draw."""
    if not points:
        return None
    total = len(document.messages)
    shown = tuple(_shown(order, point, document, total, language) for order, point in enumerate(points, 1))
    corners = [(LEFT, HEIGHT - FOOT)]
    for one in shown:
        corners += [(one.x, corners[-1][1]), (one.x, one.y)]
    corners.append((WIDTH - LEFT, corners[-1][1]))
    return Course(shown, " ".join(f"{x},{y}" for x, y in corners), total)


def _shown(order: int, point: Point, document: Document, total: int, language: str) -> PointShown:
    message = document.messages[point.message]
    spans = [(sign.start - message.start, sign.end - message.start) for sign in point.signs]
    rank = LIVE.index(point.stage) if point.stage in LIVE else len(LIVE) - 2
    y = HEIGHT - FOOT - round((rank + 1) * (HEIGHT - TOP - FOOT) / len(LIVE))
    return PointShown(
        order=order,
        stage=reading_words(language).text("stage", point.stage),
        number=point.message + 1,
        when=message.when.replace("T", " ")[:16],
        speaker=message.speaker,
        pieces=pieces(message.text[:MOST_SHOWN], spans),
        x=LEFT + round(point.message * (WIDTH - 2 * LEFT) / max(1, total - 1)),
        y=y,
        label_y=y - 8,
    )
