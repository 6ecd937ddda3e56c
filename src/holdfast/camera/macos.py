"""macOS, best effort: the lines with which Control Center draws its own dot in the menu bar.

They are written to the unified log (subsystem ``com.apple.controlcenter``, category ``sensor-indicators``) and are not
documented: the wording has changed with releases and will again. Read without rights, and only from Control
Center itself, because any program may write to the log.
"""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from holdfast.camera.values import Camera, Program, Reason, Sight, State, Support, Unseen, Use

PREDICATE = (
    'subsystem == "com.apple.controlcenter" AND category == "sensor-indicators" '
    'AND eventMessage BEGINSWITH "Active activity attributions changed to"'
)
CONTROL_CENTER = "/System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter"
EVERY_CAMERA = "macos"
#: How far back the last line is looked for, and seconds to wait for it.
BACK, PATIENCE = "12h", 20.0
_LINE = re.compile(r"Active activity attributions changed to \[(.*)\]\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """What Control Center said: since when which apps have the camera. ``apps`` are bundle ids."""

    at: datetime
    apps: tuple[str, ...]


def told_by(line: str) -> Told | None:
    """One line of ``log … --style ndjson``; None where it says nothing of cameras."""
    try:
        one: Any = json.loads(line)
        message, path, stamp = one["eventMessage"], one["processImagePath"], one["timestamp"]
        at = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f%z").astimezone(UTC)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
    found = _LINE.match(message) if isinstance(message, str) and path == CONTROL_CENTER else None
    if found is None:
        return None
    parts = (part.strip().strip('"') for part in found[1].split(","))
    return Told(at, tuple(sorted(part[4:] for part in parts if part.startswith("cam:"))))


class MacGuard:
    """``lines`` gives the log's lines so far, or None where it may not be read. Remembers since when."""

    def __init__(self, lines: Callable[[], Iterable[str] | None]) -> None:
        self._lines = lines
        self._since: dict[str, datetime] = {}
        self._readable = True
        self._asked = False

    def look(self) -> Sight:
        if not self._asked:
            self._asked = True
            lines = self._lines()
            self._readable = lines is not None
            for line in lines or ():
                self.take(line)
        if not self._readable:
            return Sight("macos", Support.CANNOT_SEE, (), (Unseen(Reason.LOG_NOT_READ),))
        uses = tuple(Use(Program(app.rpartition(".")[2], app), at) for app, at in sorted(self._since.items()))
        state = State.ON if uses else State.OFF
        camera = Camera(EVERY_CAMERA, "", state, (), uses)
        return Sight("macos", Support.WORKS, (camera,), (Unseen(Reason.LOG_MAY_CHANGE),))

    def take(self, line: str) -> bool:
        """One more line of the log. True where the apps at the camera changed."""
        told = told_by(line)
        if told is None:
            return False
        before = self._since
        self._since = {app: before.get(app, told.at) for app in told.apps}
        return self._since.keys() != before.keys()


def from_log() -> list[str] | None:
    """The last lines of this computer's log; None where there is no such program or it refuses."""
    command = ["log", "show", "--last", BACK, "--style", "ndjson", "--predicate", PREDICATE]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").splitlines()


class LogEvents:
    """New lines of the log, handed to the guard as they come."""

    every = 60.0

    def __init__(self, guard: MacGuard, command: tuple[str, ...] = ()) -> None:
        stream = command or ("log", "stream", "--style", "ndjson", "--predicate", PREDICATE)
        self._guard = guard
        self._stream = subprocess.Popen(stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._rest = b""
        self._ended = False

    def wait(self, seconds: float) -> bool:
        """True where the apps at the camera changed. A log that ended wakes nobody any more."""
        told = self._stream.stdout
        assert told is not None
        ready, _, _ = select.select([] if self._ended else [told], [], [], max(seconds, 0.0))
        if not ready:
            return False
        fresh = os.read(told.fileno(), 65536)
        self._ended = not fresh
        *lines, self._rest = (self._rest + fresh).split(b"\n")
        return sum(self._guard.take(line.decode("utf-8", "replace")) for line in lines) > 0

    def opened(self) -> frozenset[str]:
        return frozenset()

    def close(self) -> None:
        self._stream.terminate()
        self._stream.wait(timeout=5)
        if self._stream.stdout is not None:
            self._stream.stdout.close()
