"""Which guard stands on which system."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from holdfast.camera.guard import Guard, Waiter
from holdfast.camera.inotify import DeviceEvents, NoInotify, Sleeping
from holdfast.camera.linux import LinuxGuard, Places
from holdfast.camera.values import Reason, Sight, Support, Unseen

#: Seconds between looks: the registry costs a fraction of a millisecond, a walk over all processes some 7 ms.
OFTEN, RARELY = 0.5, 1.0


def devices_in(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The devices of the setting ``HOLDFAST_CAMERAS``."""
    return tuple(Path(part) for part in environ.get("HOLDFAST_CAMERAS", "").split(os.pathsep) if part)


class NoGuard:
    """A system nobody wrote a guard for."""

    def __init__(self, system: str) -> None:
        self._system = system

    def look(self) -> Sight:
        return Sight(self._system, Support.NOT_SUPPORTED, (), (Unseen(Reason.NO_SUCH_SYSTEM),))


def guard_for(
    devices: Iterable[Path] = (), places: Places | None = None, system: str = sys.platform
) -> Guard:
    """The guard of ``system`` (as in ``sys.platform``)."""
    if system == "linux":
        return LinuxGuard(places or Places(), devices)
    if system == "win32":
        from holdfast.camera.windows import WindowsGuard, from_registry

        return WindowsGuard(from_registry)
    if system == "darwin":
        from holdfast.camera.macos import MacGuard, from_log

        return MacGuard(from_log)
    return NoGuard(system)


def waiter_for(guard: Guard) -> Waiter:
    """What wakes this guard. Where the kernel refuses a watch, it looks every second."""
    if isinstance(guard, LinuxGuard):
        try:
            return DeviceEvents(guard.places.dev, lambda: [node.path for node in guard.nodes()])
        except NoInotify:
            return Sleeping(RARELY, time.sleep)
    if sys.platform == "darwin":
        from holdfast.camera.macos import LogEvents, MacGuard

        if isinstance(guard, MacGuard):
            return LogEvents(guard)
    return Sleeping(OFTEN, time.sleep)
