"""Wakes when a device file is opened or closed (inotify(7), through the C library). It does not tell by whom.

Events of opening and closing come from device files too; fanotify's do not. Nothing here opens a camera.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import struct
from collections.abc import Callable, Iterable
from pathlib import Path

#: From <sys/inotify.h>.
CLOSE_WRITE, CLOSE_NOWRITE, OPEN = 0x08, 0x10, 0x20
MOVED_TO, CREATE, DELETE, ATTRIB, IGNORED, OVERFLOW = 0x80, 0x100, 0x200, 0x04, 0x8000, 0x4000
ON_DEVICE = OPEN | CLOSE_WRITE | CLOSE_NOWRITE | ATTRIB
#: A camera that was plugged in belongs to the administrator until udev gives it to the person at the screen: ATTRIB.
ON_FOLDER = CREATE | DELETE | MOVED_TO | ATTRIB
#: Unplugged meanwhile, or a file we may not read: then no program of this user can open it either.
_NOT_OURS = (errno.ENOENT, errno.EACCES)
_HEAD = struct.Struct("iIII")
#: Room for some hundred events; what does not fit comes with the next read.
_ROOM = 16 * 1024


class NoInotify(OSError):
    """The kernel gives no watch: too many in use (``fs.inotify.max_user_instances``), or not Linux."""


class DeviceEvents:
    """Openings and closings of ``devices()``, which is asked again whenever a file of ``folder`` comes or goes.

    ``every`` is how long to sleep where nothing happens, in seconds. Raises :class:`NoInotify`.
    """

    every = 30.0

    def __init__(self, folder: Path, devices: Callable[[], Iterable[str]]) -> None:
        self._folder = folder
        self._devices = devices
        self._library = ctypes.CDLL(None, use_errno=True)
        self._descriptor = int(self._library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        if self._descriptor < 0:
            raise NoInotify(ctypes.get_errno(), "inotify_init1")
        self._names: dict[int, str] = {}
        self._opened: set[str] = set()
        self._folder_watch = self._add(str(folder), ON_FOLDER)
        self._watch_devices()

    def wait(self, seconds: float) -> bool:
        """True where a camera was opened, closed, plugged in or taken out."""
        ready, _, _ = select.select([self._descriptor], [], [], max(seconds, 0.0))
        return self._read() if ready else False

    def opened(self) -> frozenset[str]:
        """Devices whose last event was an opening.

        The kernel joins equal events that nobody has read yet, so openings cannot be counted; the last one is sure.
        """
        return frozenset(self._opened)

    def close(self) -> None:
        os.close(self._descriptor)

    def _read(self) -> bool:
        try:
            told = os.read(self._descriptor, _ROOM)
        except BlockingIOError:
            return False
        place, ours, plugged = 0, False, False
        while place < len(told):
            watch, mask, _, length = _HEAD.unpack_from(told, place)
            name = told[place + _HEAD.size : place + _HEAD.size + length].rstrip(b"\0")
            place += _HEAD.size + length
            plugged |= watch == self._folder_watch and name.startswith((b"video", b"media"))
            ours |= self._take(watch, mask)
        if plugged:
            self._watch_devices()
        return ours or plugged

    def _take(self, watch: int, mask: int) -> bool:
        if mask & OVERFLOW:
            self._opened.clear()
            return True
        device = self._names.get(watch)
        if device is None:
            return False
        if mask & IGNORED:
            del self._names[watch]
            self._opened.discard(device)
        elif mask & OPEN:
            self._opened.add(device)
        elif mask & (CLOSE_WRITE | CLOSE_NOWRITE):
            self._opened.discard(device)
        return True

    def _watch_devices(self) -> None:
        known = set(self._names.values())
        for device in self._devices():
            if device not in known and (watch := self._add(device, ON_DEVICE)) >= 0:
                self._names[watch] = device

    def _add(self, path: str, mask: int) -> int:
        watch = int(self._library.inotify_add_watch(self._descriptor, os.fsencode(path), mask))
        if watch < 0 and ctypes.get_errno() not in _NOT_OURS:
            raise NoInotify(ctypes.get_errno(), "inotify_add_watch")
        return watch


class Sleeping:
    """Where nothing can wake us: looks again and again. Costs more; the words say so."""

    def __init__(self, every: float, sleep: Callable[[float], None]) -> None:
        self.every = every
        self._sleep = sleep

    def wait(self, seconds: float) -> bool:
        self._sleep(min(seconds, self.every))
        return True

    def opened(self) -> frozenset[str]:
        return frozenset()

    def close(self) -> None:
        """Holds nothing."""
