"""How early a live chat warns, message by message, and how often an ordinary chat is warned of for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from holdfast.check.course import course
from holdfast.check.read import read
from holdfast.check.values import Document, Stage, Verdict
from tests.bench.row import Row
from tests.check.vectors import PARTS, Case, cases

#: From this stage on the reader says "do not send, leave": the person is warned while leaving costs nothing.
WARNED = ("3", "4", "5", "6", "7", "B", "C", "D")
THREAT = ("5", "6", "7")
#: Groups of chats between people who like each other.
ORDINARY = ("flirt", "friends", "family", "work")
FALSE_WARNINGS, EARLIER, RIGHT = 0.01, 3, 0.90
LIVE = tuple(str(stage) for stage in Stage)[:8]


@dataclass(frozen=True)
class Watched:
    """A live chat: how many messages lie between the warning and the threat, and the stages message by message."""

    case: Case
    ahead: int | None
    right: int
    near: int
    messages: int


def rows() -> Iterator[Row]:
    for part in PARTS:
        watched = [watch(case) for case in cases(part) if case.course]
        if not watched:
            continue
        ahead = [one.ahead for one in watched if one.ahead is not None]
        early = median(ahead) if ahead else 0
        unwarned = len(watched) - len(ahead)
        print(f"{part}: live chats {len(watched)}, without any warning before the threat: {unwarned}")
        yield Row(
            f"check {part}: messages from warning to threat",
            early,
            "",
            f">= {EARLIER} (median)",
            early >= EARLIER,
        )
        messages, right, near = (
            sum(getattr(one, name) for one in watched) for name in ("messages", "right", "near")
        )
        yield Row(
            f"check {part}: stage right at each of {messages}", 100 * right / messages, "%", ">= 90 %",
            right >= RIGHT * messages,
        )  # fmt: skip
        yield Row(
            f"check {part}: at most one stage off", 100 * near / messages, "%", "100 %", near == messages
        )
        yield false_warnings(part)


def watch(case: Case) -> Watched:
    """Reads the chat as it grows. ``ahead`` is None where nothing warned before the first threat."""
    reading = read(case.document, me=case.me)
    points = [(point.message, str(point.stage)) for point in course(case.document, reading, me=case.me)]
    threat = next((at for at, stage in case.course if stage in THREAT), len(case.document.messages))
    warned = next((at for at, stage in points if stage in WARNED), None)
    right = near = 0
    for at in range(len(case.document.messages)):
        wanted, found = stage_at(case.course, at), stage_at(points, at)
        right += wanted == found
        near += wanted == found or off_by(wanted, found) <= 1
    ahead = threat - warned if warned is not None and warned < threat else None
    return Watched(case, ahead, right, near, len(case.document.messages))


def stage_at(points: Sequence[tuple[int, str]], message: int) -> str:
    """The stage that holds at a message; "" before the first."""
    return next((stage for at, stage in reversed(points) if at <= message), "")


def off_by(wanted: str, found: str) -> int:
    """Stages between; nothing read yet counts as stage 0, a branch beside the live stages as one off."""
    places = [LIVE.index(one or "0") if (one or "0") in LIVE else None for one in (wanted, found)]
    return 1 if None in places else abs((places[0] or 0) - (places[1] or 0))


def false_warnings(part: str) -> Row:
    """Ordinary chats, read after every message: a warning at any moment counts."""
    chats = [
        case
        for case in cases(part)
        if case.group in ORDINARY and not case.positive and len(case.document.messages) > 1
    ]
    false = sorted(case.case_id for case in chats if any(map(warns, parts_of(case.document))))
    print(f"{part}: ordinary chats that were warned of: {', '.join(false) or 'none'}")
    share = len(false) / max(1, len(chats))
    return Row(
        f"check {part}: false warnings, {len(chats)} chats",
        100 * share,
        "%",
        "<= 1 %",
        share <= FALSE_WARNINGS,
    )


def parts_of(document: Document) -> Iterator[Document]:
    for count in range(1, len(document.messages) + 1):
        kept = document.messages[:count]
        yield Document(document.text[: kept[-1].end], kept, document.format)


def warns(document: Document) -> bool:
    reading = read(document)
    early = reading.kind is Verdict.TOO_EARLY and str(reading.stage) in WARNED
    return early or reading.kind is Verdict.SEXTORTION
