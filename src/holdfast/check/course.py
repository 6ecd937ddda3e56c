"""How a chat went, stage by stage: the message at which each stage could first be read.

The reader is asked again after each message that brings something new, as if the chat ended there. So each point is
what it would have said at that moment, never a guess backwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from holdfast.check.families import Family
from holdfast.check.read import read
from holdfast.check.signs import pack_reader
from holdfast.check.values import Document, Message, Reading, SignHit, Stage, Verdict
from holdfast.content.signs import ENGLISH

#: The stages of a live contact, in their order; a branch beside them (B, C, D) stands where it is read.
LIVE = tuple(Stage)[:8]
#: Messages with a sign that are read again, and moments at which that is done: keeps a chat of years cheap.
MOST_MESSAGES, MOST_MOMENTS = 300, 60
_READ_AS = (Verdict.SEXTORTION, Verdict.TOO_EARLY)


@dataclass(frozen=True, slots=True)
class Point:
    """``message`` is an index into ``Document.messages``; ``signs`` are the new signs in it."""

    stage: Stage
    message: int
    signs: tuple[SignHit, ...]


def course(
    document: Document, reading: Reading, *, me: str = "", country: str = "", language: str = ""
) -> tuple[Point, ...]:
    """The points of a chat in their order, each stage higher than the one before; () where there is no course.

    ``reading`` is what :func:`~holdfast.check.read.read` made of ``document`` with the same ``me``, ``country`` and
    ``language``. The last point is never beyond its stage.
    """
    if len(document.messages) < 2 or reading.kind not in _READ_AS or reading.stage is None:
        return ()
    signs = _by_message(document, reading)
    points: list[Point] = []
    for part, at in _parts(document, signs):
        then = read(part, me=me, country=country, language=language)
        stage = _live(then, reading.stage)
        if stage is not None and _further(stage, points, reading.stage):
            points.append(Point(stage, at, signs[at]))
    if points and points[-1].stage is not reading.stage:
        points.append(_last(points[-1], signs, reading.stage))
    return tuple(points)


def _parts(document: Document, signs: dict[int, tuple[SignHit, ...]]) -> Iterator[tuple[Document, int]]:
    """The chat up to each moment; of a long one only the messages that have a sign."""
    if len(document.messages) <= MOST_MESSAGES:
        yield from ((_of(document, document.messages[: at + 1]), at) for _, at in _moments(signs))
        return
    kept = [document.messages[at] for at in signs][:MOST_MESSAGES]
    yield from ((_of(document, kept[:count]), at) for count, at in _moments(signs))


def _live(then: Reading, last: Stage) -> Stage | None:
    """A claim that nothing has been shown of yet (C) is a reveal or a threat, once the chat has gone on from it."""
    if then.stage is not Stage.CHAT_BLUFF or last not in LIVE:
        return then.stage
    families = pack_reader(ENGLISH).families
    threatens = any(families.get(sign.id) is Family.EXPOSE for sign in then.signs)
    return Stage.THREAT if threatens else Stage.REVEAL


def _by_message(document: Document, reading: Reading) -> dict[int, tuple[SignHit, ...]]:
    """Signs that are not only told of, by the message they begin in, in the order of the chat."""
    found: dict[int, tuple[SignHit, ...]] = {}
    at = 0
    for sign in sorted(reading.signs, key=lambda one: one.start):
        while at + 1 < len(document.messages) and document.messages[at + 1].start <= sign.start:
            at += 1
        if not sign.reported:
            found[at] = (*found.get(at, ()), sign)
    return found


def _moments(signs: dict[int, tuple[SignHit, ...]]) -> Iterator[tuple[int, int]]:
    """``(messages kept so far, index of the last of them)`` wherever a sign stands for the first or second time."""
    heard: dict[str, int] = {}
    moments = 0
    for count, (at, found) in enumerate(list(signs.items())[:MOST_MESSAGES], 1):
        new = [sign.id for sign in found if heard.get(sign.id, 0) < 2]
        for sign_id in new:
            heard[sign_id] = heard.get(sign_id, 0) + 1
        if new and moments < MOST_MOMENTS:
            moments += 1
            yield count, at


def _of(document: Document, messages: Sequence[Message]) -> Document:
    """A chat of these messages alone, their places counted anew."""
    pieces, placed, at = [], [], 0
    for message in messages:
        end = at + len(message.text)
        placed.append(replace(message, start=at, end=end))
        pieces.append(message.text)
        at = end + 1
    return replace(document, text="\n".join(pieces), messages=tuple(placed), attachments=())


def _further(stage: Stage, points: list[Point], last: Stage) -> bool:
    if stage not in LIVE:
        return stage is last and all(point.stage is not stage for point in points)
    if last in LIVE and LIVE.index(stage) > LIVE.index(last):
        return False
    return not points or (points[-1].stage in LIVE and LIVE.index(stage) > LIVE.index(points[-1].stage))


def _last(before: Point, signs: dict[int, tuple[SignHit, ...]], stage: Stage) -> Point:
    """The whole chat goes further than its parts: then at the last message that has a sign."""
    at = max(signs)
    return Point(stage, max(at, before.message), signs[at])
