"""What the camera's page shows, in words and places. Times are of the clock on the wall of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, gettext_lazy, ngettext

from holdfast.camera.allowing import Allowed
from holdfast.camera.diary import Entry, Pages
from holdfast.camera.installing import Plan
from holdfast.camera.values import Camera, Program, Reason, Sight, State, Support, Unseen
from holdfast.camera.week import Span
from holdfast.camera.week import week as drawn

STATES = {
    State.ON: gettext_lazy("on"),
    State.OFF: gettext_lazy("off"),
    State.SWITCHED_OFF: gettext_lazy("switched off by Holdfast"),
    State.CANNOT_SEE: gettext_lazy("we cannot see it"),
}

REASONS = {
    Reason.OTHER_USERS: gettext_lazy(
        "{count} programs of “{whose}”. Only an administrator can look at them."
    ),
    Reason.BEHIND_PIPEWIRE: gettext_lazy("PipeWire hands the camera on. We cannot see to whom."),
    Reason.NO_CAMERA: gettext_lazy("There is no camera here that we know of."),
    Reason.ONLY_APPS_THAT_ASK: gettext_lazy(
        "Windows tells us only of apps that ask it. A hidden one may not ask."
    ),
    Reason.NO_RECORD: gettext_lazy("Windows keeps no record of the camera here."),
    Reason.LOG_NOT_READ: gettext_lazy("The log of macOS could not be read."),
    Reason.LOG_MAY_CHANGE: gettext_lazy("On a Mac we read a log that can change. Trust the green dot first."),
    Reason.NO_SUCH_SYSTEM: gettext_lazy("Holdfast cannot see cameras on this system."),
}

#: The picture: units of its own, scaled by the browser. One row a day.
WIDTH, ROW, BAR, LEFT = 640, 52, 34, 112
#: A use of some seconds still has to be seen.
LEAST = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One program at one camera, or what is known of it."""

    name: str
    path: str
    user: str
    since: datetime | None
    allowed: bool


@dataclass(frozen=True, slots=True)
class CameraShown:
    name: str
    state: str
    on: bool
    uses: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """``on`` is None where nothing can be seen."""

    on: bool | None
    cameras: tuple[CameraShown, ...]
    unseen: tuple[str, ...]
    watching: bool


def now(sight: Sight, allowed: Allowed, *, watching: bool) -> Now:
    """The state in words. Nothing in it changes while nothing changes at a camera."""
    seen = sight.on if sight.support is Support.WORKS and sight.cameras else None
    cameras = tuple(_camera(camera, allowed) for camera in sight.cameras)
    return Now(seen, cameras, tuple(_unseen(one) for one in sight.unseen), watching)


def _camera(camera: Camera, allowed: Allowed) -> CameraShown:
    uses = tuple(
        Line(
            who(use.program), use.program.path, use.program.user, wall(use.since), allowed.knows(use.program)
        )
        for use in camera.uses
    )
    name = camera.name or gettext("Camera")
    return CameraShown(name, str(STATES[camera.state]), camera.state is State.ON, uses)


def _unseen(one: Unseen) -> str:
    return str(REASONS[one.reason]).format(count=one.count, whose=one.whose)


def who(program: Program) -> str:
    return gettext("a program we may not look at") if program.name == "?" else program.name


def wall(at: datetime | None) -> datetime | None:
    """The wall's clock, without a zone, so that a template prints it as it is."""
    return at.astimezone().replace(tzinfo=None) if at is not None else None


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the picture. ``kind`` is the class it is drawn with."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beside the picture."""

    start: datetime | None
    name: str
    path: str
    camera: str
    lasted: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Label:
    y: int
    day: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """The picture and its table. ``hours``: places and names of the lines at 6, 12 and 18."""

    rects: tuple[Rect, ...]
    labels: tuple[Label, ...]
    hours: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    width: int
    height: int
    bottom: int
    said: str

    @property
    def hour_y(self) -> int:
        return self.height - 10


def week(pages: Pages, moment: datetime, *, watching: bool) -> Week:
    """The last seven days, drawn and told."""
    days = drawn(pages, moment, watching=watching)
    rects: list[Rect] = []
    labels = []
    for number, day in enumerate(days):
        top = number * ROW
        labels.append(Label(top + ROW // 2 + 9, datetime.combine(day.day, datetime.min.time())))
        rects.append(_rect("day", Span(0, 1), top, BAR, ""))
        rects += [_rect("watched", span, top, BAR, "") for span in day.watched]
        rects += [
            _rect(
                _kind(bar.entry),
                bar.span,
                top,
                BAR,
                f"{who(bar.entry.program)}, {_lasted(bar.entry)}",
            )
            for bar in day.bars
        ]
    first = min(day.day for day in days)
    entries = tuple(one for one in pages.entries if one.start.astimezone().date() >= first or one.is_open)
    rows = tuple(_row(one) for one in reversed(entries))
    hours = tuple((LEFT + round(hour / 24 * (WIDTH - LEFT)), hour) for hour in (6, 12, 18))
    bottom = len(days) * ROW
    return Week(tuple(rects), tuple(labels), hours, rows, WIDTH, bottom + 40, bottom, _said(entries))


def _rect(kind: str, span: Span, top: int, height: int, said: str) -> Rect:
    wide = WIDTH - LEFT
    least = LEAST if said else 0.0
    width = min(max(span.width * wide, least), wide)
    x = min(LEFT + span.left * wide, WIDTH - width)
    # What was not allowed stands out by its height too: colour alone would not be seen by everybody.
    tall = height + (10 if kind == "unknown" else 0)
    return Rect(kind, f"{x:.1f}", str(top + (ROW - tall) // 2), f"{width:.1f}", str(tall), said)


def _kind(entry: Entry) -> str:
    return "brief" if entry.brief else "known" if entry.allowed else "unknown"


def _said(entries: tuple[Entry, ...]) -> str:
    told = sum(not one.brief for one in entries)
    return ngettext("The camera was on {n} time.", "The camera was on {n} times.", told).format(n=told)


def _row(entry: Entry) -> Row:
    lasted = _lasted(entry)
    return Row(wall(entry.start), who(entry.program), entry.program.path, entry.camera, lasted, entry.allowed)


def _lasted(entry: Entry) -> str:
    if entry.brief:
        return gettext("for a moment")
    if entry.is_open:
        return gettext("still on")
    if entry.end is None:
        return gettext("at least {time}; nobody saw it end").format(time=how_long(entry.at_least))
    return how_long(entry.at_least)


def how_long(span: timedelta) -> str:
    """Two units at most."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return gettext("{seconds} s").format(seconds=seconds)
    if seconds < 3600:
        return gettext("{minutes} min").format(minutes=round(seconds / 60))
    return gettext("{hours} h {minutes} min").format(hours=seconds // 3600, minutes=seconds % 3600 // 60)


@dataclass(frozen=True, slots=True)
class Known:
    """A program with what it is known by, and whether the person allows it."""

    key: str
    name: str
    allowed: bool


def programs(sight: Sight, pages: Pages, allowed: Allowed) -> tuple[Known, ...]:
    """Those on the list first, then those at a camera, then those of the diary, each once."""
    listed = allowed.all()
    found = {key: Known(key, key.replace("\\", "/").rpartition("/")[2], allowed=True) for key in listed}
    for program in _seen(sight, pages):
        if program.name != "?":
            found.setdefault(program.key, Known(program.key, program.name, allowed=False))
    return tuple(found.values())


def _seen(sight: Sight, pages: Pages) -> Iterator[Program]:
    yield from (use.program for camera in sight.cameras for use in camera.uses)
    yield from (entry.program for entry in reversed(pages.entries))


@dataclass(frozen=True, slots=True)
class Login:
    """What watching at each login writes: path and text of each file, and the commands."""

    installed: bool
    files: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]


def login(plan: Plan, *, installed: bool) -> Login:
    files = tuple((str(file.path), file.text or f"→ {file.link}") for file in plan.files)
    return Login(installed, files, tuple(" ".join(command) for command in plan.commands))
