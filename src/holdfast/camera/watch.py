"""Watching: when a camera went on or off, told once and written down. Knows no terminal and no desktop.

A look follows every event at a device. What is still there a quarter of a second later is told: that keeps out
programs that only ask what a camera can do. What is gone for three quarters of a second is over:
browsers close and open again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.camera.diary import KEEP, Diary, Entry
from holdfast.camera.guard import Guard
from holdfast.camera.values import NOBODY_SEEN, Camera, Program, Sight

#: Told when it was open this long, and over when it was closed that long.
SETTLE, REST = timedelta(seconds=0.25), timedelta(seconds=0.75)
#: How often "still on" and "still watching" are written, so that a kill loses no more than that.
STILL_ON, STILL_HERE = timedelta(minutes=1), timedelta(minutes=10)
#: A longer gap between two looks means that the computer slept.
SLEPT = timedelta(minutes=5)
#: One line for the same program opening the same camera for moments.
BRIEF_AGAIN = timedelta(minutes=1)
#: Seconds between looks while a camera is on; closings wake us before that.
LOOK_WHILE_ON = 15.0


class Turned(StrEnum):
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class News:
    """A camera turned on or off. ``since``: when it went on; ``allowed``: the person knows this program."""

    turned: Turned
    camera: Camera
    program: Program
    at: datetime
    since: datetime
    allowed: bool


#: Camera and program: several processes of one program are one use.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Open:
    """One use that is written down. ``gone``: when it was first missed."""

    entry_id: str
    camera: Camera
    program: Program
    since: datetime
    allowed: bool
    written: datetime
    gone: datetime | None = None


class _Pen:
    """Writes into the diary. A full disk is said once, and the guard goes on without."""

    def __init__(self, diary: Diary, unwritten: Callable[[OSError], None]) -> None:
        self._diary, self._unwritten = diary, unwritten
        self._said = False

    def failed(self, error: OSError) -> None:
        if not self._said:
            self._said = True
            self._unwritten(error)

    def _id(self, write: Callable[[], str]) -> str:
        try:
            entry_id = write()
        except OSError as error:
            self.failed(error)
            return ""
        self._said = False
        return entry_id

    def _line(self, write: Callable[[str, datetime], None], line_id: str, at: datetime) -> None:
        """What was never begun in the diary has nothing to go on with."""
        if line_id:
            try:
                write(line_id, at)
            except OSError as error:
                self.failed(error)

    def on(self, camera: Camera, who: Program, at: datetime, *, allowed: bool) -> str:
        return self._id(lambda: self._diary.on(camera.name, camera.camera_id, who, at, allowed=allowed))

    def brief(self, camera: Camera, who: Program, at: datetime, *, allowed: bool) -> str:
        return self._id(lambda: self._diary.brief(camera.name, camera.camera_id, who, at, allowed=allowed))

    def started(self, at: datetime) -> str:
        return self._id(lambda: self._diary.started(at))

    def seen(self, entry_id: str, at: datetime) -> None:
        self._line(self._diary.seen, entry_id, at)

    def off(self, entry_id: str, at: datetime) -> None:
        self._line(self._diary.off, entry_id, at)

    def lost(self, entry_id: str, at: datetime) -> None:
        self._line(self._diary.lost, entry_id, at)

    def here(self, watch_id: str, at: datetime) -> None:
        self._line(self._diary.here, watch_id, at)

    def stopped(self, watch_id: str, at: datetime) -> None:
        self._line(self._diary.stopped, watch_id, at)


@dataclass(slots=True)
class _Memory:
    on: dict[Key, _Open] = field(default_factory=dict)
    pending: dict[Key, datetime] = field(default_factory=dict)
    programs: dict[Key, tuple[Camera, Program]] = field(default_factory=dict)
    briefs: dict[Key, datetime] = field(default_factory=dict)


class Watch:
    """One guard at work. ``clock`` gives aware UTC; ``tell`` gets every piece of news; ``knows`` a program.

    A diary that cannot be written stops nobody from being told; ``unwritten`` hears of it once.
    """

    def __init__(
        self,
        guard: Guard,
        diary: Diary,
        clock: Callable[[], datetime],
        tell: Callable[[News], None],
        knows: Callable[[Program], bool],
        unwritten: Callable[[OSError], None] = lambda _: None,
    ) -> None:
        self._guard, self._clock = guard, clock
        self._book, self._pen = diary, _Pen(diary, unwritten)
        self._tell, self._knows = tell, knows
        self._memory = _Memory()
        self._watch_id = ""
        self._looked = self._here = clock()

    def begin(self) -> None:
        """Takes up the diary where it was left: a use that still goes on goes on, the others have an unknown end."""
        now = self._clock()
        left = self._left_open(now)
        seen = _seen(self._guard.look(), frozenset())
        self._watch_id = self._pen.started(now)
        self._looked = self._here = now
        for entry in left:
            key = (entry.device, entry.program.key)
            if key in seen and key not in self._memory.on:
                camera, who = seen[key]
                self._pen.seen(entry.entry_id, now)
                self._memory.on[key] = _Open(entry.entry_id, camera, who, entry.start, entry.allowed, now)
                self._memory.programs[key] = seen[key]
            else:
                self._pen.lost(entry.entry_id, now)

    def _left_open(self, now: datetime) -> tuple[Entry, ...]:
        try:
            self._book.forget_before(now - KEEP)
            return self._book.read().open
        except OSError as error:
            self._pen.failed(error)
            return ()

    def step(self, opened: frozenset[str] = frozenset()) -> float | None:
        """Looks once. Returns seconds until the next look is needed, None where only an event needs one.

        ``opened``: devices that were opened and not closed since, as far as the system tells.
        """
        now = self._clock()
        self._after_sleep(now)
        seen = _seen(self._guard.look(), opened)
        self._memory.programs |= seen
        self._arrived(seen, now)
        self._left(seen, now)
        self._still(now)
        return self._next()

    def end(self) -> None:
        """A calm stop. What is on stays open in the diary, for the next guard to take up."""
        now = self._clock()
        for one in self._memory.on.values():
            self._pen.seen(one.entry_id, now)
        self._pen.stopped(self._watch_id, now)

    def _arrived(self, seen: dict[Key, tuple[Camera, Program]], now: datetime) -> None:
        memory = self._memory
        for key in seen:
            if key in memory.on:
                memory.on[key] = replace(memory.on[key], gone=None)
            elif key not in memory.pending:
                memory.pending[key] = now
            elif _passed(memory.pending[key], now, SETTLE):
                self._goes_on(key, memory.pending.pop(key), now)
        # The kernel tells of an opening just before /proc shows it: nobody there, and a moment later somebody is.
        late = {(camera_id, NOBODY_SEEN.key) for camera_id, _ in seen}
        for key in [key for key in memory.pending if key not in seen]:
            begun = memory.pending.pop(key)
            if key not in late:
                self._was_brief(key, begun)

    def _goes_on(self, key: Key, since: datetime, now: datetime) -> None:
        camera, who = self._memory.programs[key]
        allowed = self._knows(who)
        entry_id = self._pen.on(camera, who, since, allowed=allowed)
        self._memory.on[key] = _Open(entry_id, camera, who, since, allowed, now)
        self._tell(News(Turned.ON, camera, who, now, since, allowed))

    def _was_brief(self, key: Key, at: datetime) -> None:
        before = self._memory.briefs.get(key)
        if before is not None and not _passed(before, at, BRIEF_AGAIN):
            return
        self._memory.briefs[key] = at
        camera, who = self._memory.programs[key]
        self._pen.brief(camera, who, at, allowed=self._knows(who))

    def _left(self, seen: dict[Key, tuple[Camera, Program]], now: datetime) -> None:
        for key, one in list(self._memory.on.items()):
            if key in seen:
                continue
            if one.gone is None:
                self._memory.on[key] = replace(one, gone=now)
            elif _passed(one.gone, now, REST):
                del self._memory.on[key]
                self._pen.off(one.entry_id, one.gone)
                self._tell(News(Turned.OFF, one.camera, one.program, one.gone, one.since, one.allowed))

    def _still(self, now: datetime) -> None:
        for key, one in self._memory.on.items():
            if one.gone is None and _passed(one.written, now, STILL_ON):
                self._pen.seen(one.entry_id, now)
                self._memory.on[key] = replace(one, written=now)
        if _passed(self._here, now, STILL_HERE):
            self._pen.here(self._watch_id, now)
            self._here = now
        self._looked = now

    def _after_sleep(self, now: datetime) -> None:
        """A computer that slept watched nothing: the diary says so."""
        if _passed(self._looked, now, SLEPT):
            self._pen.stopped(self._watch_id, self._looked)
            self._watch_id = self._pen.started(now)
            self._here = now

    def _next(self) -> float | None:
        memory = self._memory
        if memory.pending:
            return SETTLE.total_seconds()
        if any(one.gone is not None for one in memory.on.values()):
            return REST.total_seconds()
        return LOOK_WHILE_ON if memory.on else None


def _passed(before: datetime, now: datetime, span: timedelta) -> bool:
    """A clock that was set back counts as passed: waiting for it could take for ever."""
    return now - before >= span or now < before


def _seen(sight: Sight, opened: frozenset[str]) -> dict[Key, tuple[Camera, Program]]:
    """Who is at which camera. A camera that is open with nobody to be seen has nobody we may look at."""
    found: dict[Key, tuple[Camera, Program]] = {}
    for camera in sight.cameras:
        for use in camera.uses:
            found.setdefault((camera.camera_id, use.program.key), (camera, use.program))
        if not camera.uses and opened & set(camera.devices):
            found[camera.camera_id, NOBODY_SEEN.key] = (camera, NOBODY_SEEN)
    return found
