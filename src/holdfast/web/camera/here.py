"""The camera of this computer, as the pages see it."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from holdfast.camera import installing, loop
from holdfast.camera.diary import Diary
from holdfast.camera.guard import Guard
from holdfast.camera.installing import Plan
from holdfast.camera.now import FOLDER, look_now
from holdfast.camera.systems import devices_in, guard_for
from holdfast.camera.values import Sight
from holdfast.home import data_folder


def folder() -> Path:
    return data_folder() / FOLDER


def diary() -> Diary:
    return Diary(folder())


def sight() -> Sight:
    """One look, about 7 ms."""
    return look_now(_guard(devices_in(os.environ)), folder())


def watching() -> bool:
    return loop.is_watched(folder())


def plan() -> Plan:
    """What watching at each login would write; nothing where this system has no way that we know."""
    if sys.platform not in installing.SYSTEMS:
        return Plan((), (), ())
    return installing.plan_for(sys.platform, os.environ, folder(), installing.guard_command())


def off_commands() -> tuple[str, ...]:
    """What an administrator types: to be shown what is done, then to do it. Empty where there is no switch."""
    command = f"sudo {sys.executable} -m holdfast camera off"
    return (f"{command} --show", command) if sys.platform == "linux" else ()


@cache
def _guard(devices: tuple[Path, ...]) -> Guard:
    """Kept, because the guard of a Mac remembers what the log said."""
    return guard_for(devices)
