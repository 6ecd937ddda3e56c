"""Words for what the guard of the camera sees, and where its things lie."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from holdfast.camera.now import FOLDER
from holdfast.camera.values import Program, Reason, State, Unseen
from holdfast.cli.door import Door
from holdfast.cli.words import _
from holdfast.home import data_folder

STATES = {
    State.ON: _("on"),
    State.OFF: _("off"),
    State.SWITCHED_OFF: _("switched off by Holdfast"),
    State.CANNOT_SEE: _("cannot be seen"),
}

REASONS = {
    Reason.OTHER_USERS: _("Programs of {whose} that only an administrator may look at: {count}."),
    Reason.BEHIND_PIPEWIRE: _(
        "PipeWire hands the camera on. We cannot see to whom. Install pw-dump for that."
    ),
    Reason.NO_CAMERA: _("There is no camera here that we know of."),
    Reason.ONLY_APPS_THAT_ASK: _("Windows tells us only of apps that ask it. A hidden program may not ask."),
    Reason.NO_RECORD: _("Windows keeps no record of the camera here. So we cannot see it."),
    Reason.LOG_NOT_READ: _("The log of macOS could not be read. So we cannot see the camera."),
    Reason.LOG_MAY_CHANGE: _(
        "On a Mac we read a log that can change with each update. Trust the green dot first."
    ),
    Reason.NO_SUCH_SYSTEM: _("Holdfast cannot see cameras on this system. Cover the camera."),
}


def camera_folder(door: Door) -> Path:
    """Where the diary and the list of programs lie."""
    return data_folder(door.environ) / FOLDER


def reason(unseen: Unseen) -> str:
    return REASONS[unseen.reason].format(count=unseen.count, whose=unseen.whose)


def who(program: Program) -> str:
    """The name, or that nobody could be seen."""
    return _("a program that we may not look at") if program.name == "?" else program.name


def clock_time(at: datetime, door: Door) -> str:
    """The time on this computer's clock."""
    return at.astimezone(ZoneInfo(door.time_zone())).strftime("%Y-%m-%d %H:%M:%S")


def how_long(span: timedelta) -> str:
    """Two units at most."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return _("{seconds} s").format(seconds=seconds)
    if seconds < 3600:
        return _("{minutes} min {seconds} s").format(minutes=seconds // 60, seconds=seconds % 60)
    return _("{hours} h {minutes} min").format(hours=seconds // 3600, minutes=seconds % 3600 // 60)


def as_text(at: datetime | None) -> str | None:
    """For JSON: UTC, or null."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at is not None else None
