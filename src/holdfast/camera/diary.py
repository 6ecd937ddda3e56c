"""The diary: what used the camera, when, how long. One file of lines that are only ever added.

Every line is whole or is not there: a program that is killed in the middle leaves at most one torn line, which the
reader leaves out and the next writer closes. Readable by its owner only. See docs/camera.md for the format.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from holdfast.camera.values import Program

FILE = "diary.jsonl"
VERSION = 1
#: Entries older than this are left out when the guard starts.
KEEP = timedelta(days=90)


class What(StrEnum):
    """What a line says."""

    ON = "on"
    SEEN = "seen"
    OFF = "off"
    LOST = "lost"
    BRIEF = "brief"
    START = "start"
    HERE = "here"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Entry:
    """One use of a camera. Times are aware UTC.

    ``last_seen``: the latest moment it was surely on. ``end`` is None while it is on, and where nobody saw it
    end: then ``found_off`` says when that was noticed, and the end lies between the two.
    """

    entry_id: str
    camera: str
    device: str
    program: Program
    start: datetime
    last_seen: datetime
    end: datetime | None = None
    found_off: datetime | None = None
    brief: bool = False
    allowed: bool = False

    @property
    def is_open(self) -> bool:
        return self.end is None and self.found_off is None

    @property
    def at_least(self) -> timedelta:
        """How long it was surely on."""
        return (self.end or self.last_seen) - self.start


@dataclass(frozen=True, slots=True)
class Watched:
    """A time in which the guard was looking: outside of it nothing is known."""

    watch_id: str
    start: datetime
    end: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """All of the diary, oldest first. ``torn``: lines that could not be read."""

    entries: tuple[Entry, ...] = ()
    watched: tuple[Watched, ...] = ()
    torn: int = 0

    def since(self, start: datetime) -> Pages:
        """What was on or watched at ``start`` or later."""
        entries = tuple(one for one in self.entries if one.is_open or (one.end or one.last_seen) >= start)
        watched = tuple(one for one in self.watched if one.end >= start)
        return replace(self, entries=entries, watched=watched)

    @property
    def open(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.is_open)


class Diary:
    """The diary in ``folder``. ``chance(n)`` gives n random bytes for the ids."""

    def __init__(self, folder: Path, chance: Callable[[int], bytes] = os.urandom) -> None:
        self.path = folder / FILE
        self._chance = chance

    def read(self) -> Pages:
        """Everything that can be read. Raises OSError only where the file is there and may not be opened."""
        book = _Book()
        try:
            with self.path.open("rb") as file:
                for line in file:
                    book.take(line)
        except FileNotFoundError:
            return Pages()
        return book.pages()

    def on(self, camera: str, device: str, program: Program, at: datetime, *, allowed: bool) -> str:
        """A camera went on. Returns the entry's id. Raises OSError."""
        return self._told(What.ON, camera, device, program, at, allowed)

    def brief(self, camera: str, device: str, program: Program, at: datetime, *, allowed: bool) -> str:
        """It was open for a moment, too short to be told."""
        return self._told(What.BRIEF, camera, device, program, at, allowed)

    def seen(self, entry_id: str, at: datetime) -> None:
        """It is still on."""
        self._add({"what": What.SEEN, "id": entry_id, "at": _text(at)}, sure=False)

    def off(self, entry_id: str, at: datetime) -> None:
        self._add({"what": What.OFF, "id": entry_id, "at": _text(at)})

    def lost(self, entry_id: str, at: datetime) -> None:
        """Nobody saw it end; ``at`` is when that was noticed."""
        self._add({"what": What.LOST, "id": entry_id, "at": _text(at)})

    def started(self, at: datetime) -> str:
        """The guard began to look. Returns the id of this time."""
        watch_id = self._chance(6).hex()
        self._add({"v": VERSION, "what": What.START, "id": watch_id, "at": _text(at)})
        return watch_id

    def here(self, watch_id: str, at: datetime) -> None:
        self._add({"what": What.HERE, "id": watch_id, "at": _text(at)}, sure=False)

    def stopped(self, watch_id: str, at: datetime) -> None:
        self._add({"what": What.STOP, "id": watch_id, "at": _text(at)})

    def delete(self) -> None:
        """All of it. A guard that is running goes on in a new file."""
        self.path.unlink(missing_ok=True)

    def forget_before(self, start: datetime) -> None:
        """Leaves out what ended before ``start``. Only for the one guard that holds the lock, before it writes."""
        try:
            lines = self.path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return
        kept = {one.entry_id for one in self.read().since(start).entries}
        kept |= {one.watch_id for one in self.read().since(start).watched}
        fresh = [line for line in lines if (told := _told_in(line)) is not None and told.get("id") in kept]
        if len(fresh) < len(lines):
            part = self.path.with_suffix(".part")
            with _private(part, os.O_TRUNC) as file:
                file.write(b"".join(fresh))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)

    def _told(
        self, what: What, camera: str, device: str, program: Program, at: datetime, allowed: bool
    ) -> str:
        entry_id = self._chance(6).hex()
        who = {"name": program.name, "path": program.path, "pid": program.pid, "user": program.user}
        where = {"camera": camera, "device": device}
        line = {"v": VERSION, "what": what, "id": entry_id, "at": _text(at), **where, "program": who}
        self._add({**line, "allowed": allowed})
        return entry_id

    def _add(self, line: dict[str, object], *, sure: bool = True) -> None:
        """One write at the end of the file; ``sure`` waits until it is on the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with _private(self.path, os.O_APPEND) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                whole = whole if file.read(1) == b"\n" else b"\n" + whole
            os.write(file.fileno(), whole)
            if sure:
                os.fsync(file.fileno())


def _private(path: Path, flags: int) -> Any:
    mode = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, mode | flags, 0o600), "r+b", buffering=0)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _told_in(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


class _Book:
    """Lines become entries."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._watched: dict[str, Watched] = {}
        self._torn = 0

    def take(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            told = json.loads(line)
            what, at = What(told["what"]), datetime.fromisoformat(told["at"]).astimezone(UTC)
            self._put(what, str(told["id"]), at, told)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            self._torn += 1

    def _put(self, what: What, line_id: str, at: datetime, told: dict[str, Any]) -> None:
        if what in (What.ON, What.BRIEF):
            self._entries[line_id] = _entry(what, line_id, at, told)
        elif what is What.START:
            self._watched[line_id] = Watched(line_id, at, at, ended=False)
        elif what in (What.HERE, What.STOP):
            if (watch := self._watched.get(line_id)) is not None:
                self._watched[line_id] = replace(watch, end=at, ended=what is What.STOP)
        elif (entry := self._entries.get(line_id)) is not None:
            self._entries[line_id] = _changed(entry, what, at)

    def pages(self) -> Pages:
        return Pages(tuple(self._sorted()), tuple(self._watched.values()), self._torn)

    def _sorted(self) -> Iterator[Entry]:
        yield from sorted(self._entries.values(), key=lambda one: one.start)


def _entry(what: What, line_id: str, at: datetime, told: dict[str, Any]) -> Entry:
    who = told["program"]
    program = Program(str(who["name"]), str(who["path"]), int(who["pid"]), str(who["user"]))
    brief = what is What.BRIEF
    entry = Entry(line_id, str(told["camera"]), str(told["device"]), program, at, at, brief=brief)
    return replace(entry, allowed=bool(told.get("allowed")), end=at if brief else None)


def _changed(entry: Entry, what: What, at: datetime) -> Entry:
    if what is What.SEEN:
        return replace(entry, last_seen=max(at, entry.last_seen), found_off=None)
    if what is What.OFF:
        return replace(entry, last_seen=at, end=at)
    return replace(entry, found_off=at)
