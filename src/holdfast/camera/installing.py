"""Starting the guard at login: what is written where, shown first, and taken out again exactly.

What was made is noted down (``installed.json``), so that taking out removes that and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from holdfast.camera import units
from holdfast.camera.errors import CannotWatch, ChangedSince, InstalledAlready, NotInstalled, StateDamaged

NOTE = "installed.json"
#: Where we know a way to start at login.
SYSTEMS = ("linux", "darwin", "win32")
#: Seconds that a command of the system may take.
PATIENCE = 30.0

#: Settings that the guard at login has to know too. Windows keeps variables of the user itself.
KEPT = ("HOLDFAST_HOME", "HOLDFAST_CAMERAS")

#: Runs one command; True where it went well.
Run = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class File:
    """A file that is written; ``link`` is what a symbolic link points to instead of text."""

    path: Path
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to write, then commands; ``undo`` are the commands before the files are removed."""

    files: tuple[File, ...]
    commands: tuple[tuple[str, ...], ...]
    undo: tuple[tuple[str, ...], ...]


def guard_command(*, sound: bool = False) -> tuple[str, ...]:
    """What starts the guard: this Python itself, so that no search path can put another program in its place."""
    quiet = Path(sys.executable).with_name("pythonw.exe")  # Windows: the same Python without a window
    python = str(quiet) if quiet.exists() else sys.executable
    words = (python, "-m", "holdfast", "camera", "watch", "--wait")
    return (*words, "--sound") if sound else words


def plan_for(system: str, environ: Mapping[str, str], folder: Path, command: Sequence[str]) -> Plan:
    """What installing does on ``system`` (as in ``sys.platform``). Nothing is done yet.

    ``environ`` says where this user's things lie, ``folder`` is Holdfast's own, ``command`` starts the guard. Raises
    CannotWatch where the system has no way that we know.
    """
    home = Path(environ.get("HOME") or Path.home())
    kept = {name: environ[name] for name in KEPT if environ.get(name)}
    if system == "linux":
        place = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "systemd" / "user"
        wanted = place / "default.target.wants" / units.SYSTEMD_NAME
        files = (
            File(place / units.SYSTEMD_NAME, units.systemd(command, kept)),
            File(wanted, link=f"../{units.SYSTEMD_NAME}"),
        )
        control = ("systemctl", "--user")
        return Plan(
            files,
            ((*control, "daemon-reload"), (*control, "restart", units.SYSTEMD_NAME)),
            ((*control, "stop", units.SYSTEMD_NAME),),
        )
    if system == "darwin":
        agent = home / "Library" / "LaunchAgents" / f"{units.LABEL}.plist"
        load, unload = ("launchctl", "load", "-w", str(agent)), ("launchctl", "unload", "-w", str(agent))
        return Plan((File(agent, units.launch_agent(command, kept)),), (load,), (unload,))
    if system == "win32":
        task = folder / "guard.xml"
        make = ("schtasks", "/Create", "/TN", units.TASK, "/XML", str(task), "/F")
        start, delete = (
            ("schtasks", "/Run", "/TN", units.TASK),
            ("schtasks", "/Delete", "/TN", units.TASK, "/F"),
        )
        return Plan((File(task, units.scheduled_task(command)),), (make, start), (delete,))
    raise CannotWatch("no way to start at login")


def is_installed(folder: Path) -> bool:
    return (folder / NOTE).exists()


def install(plan: Plan, folder: Path, run: Run) -> bool:
    """Writes the files, notes them down, runs the commands. False where a command failed: it starts at next login.

    A file of the same name that is there already is left alone. Raises InstalledAlready, ChangedSince, OSError.
    """
    if is_installed(folder):
        raise InstalledAlready("there is a note")
    for file in plan.files:
        if os.path.lexists(file.path):
            raise ChangedSince("there is another file", name=str(file.path))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = _folders_to_make(plan)
    _note(folder, plan, made)
    for parent in made:
        parent.mkdir()
    for file in plan.files:
        if file.link:
            file.path.symlink_to(file.link)
        else:
            file.path.write_bytes(_encoded(file))
    return all(run(command) for command in plan.commands)


def uninstall(folder: Path, run: Run) -> tuple[Path, ...]:
    """Takes out what :func:`install` made, and folders it made that are empty now. Returns what was removed.

    Raises NotInstalled, StateDamaged; ChangedSince where a file is another one by now: that one stays.
    """
    noted = _noted(folder)
    changed = [file for file in noted.files if os.path.lexists(file.path) and not _is_as_made(file)]
    for command in noted.undo:
        run(command)
    removed = []
    for file in noted.files:
        if file not in changed and os.path.lexists(file.path):
            file.path.unlink()
            removed.append(file.path)
    for parent in reversed(noted.folders):
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
    (folder / NOTE).unlink()
    for command in noted.after:
        run(command)
    if changed:
        raise ChangedSince("a file is not as it was made", name=str(changed[0].path))
    return tuple(removed)


def run_command(command: Sequence[str]) -> bool:
    """Runs a command of the system, quietly. False where it is missing or fails."""
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        done = subprocess.run((program, *command[1:]), capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


@dataclass(frozen=True, slots=True)
class _Noted:
    files: tuple[File, ...]
    folders: tuple[Path, ...]
    undo: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]


def _folders_to_make(plan: Plan) -> tuple[Path, ...]:
    """Missing parents, outermost first."""
    missing: dict[Path, None] = {}
    for file in plan.files:
        above = [parent for parent in file.path.parents if not parent.exists()]
        missing |= dict.fromkeys(reversed(above))
    return tuple(missing)


def _note(folder: Path, plan: Plan, made: tuple[Path, ...]) -> None:
    reload = [list(command) for command in plan.commands if "daemon-reload" in command]
    told = {
        "v": 1,
        "files": [[str(file.path), file.text, file.link] for file in plan.files],
        "folders": [str(parent) for parent in made],
        "undo": [list(command) for command in plan.undo],
        "after": reload,
    }
    (folder / NOTE).write_text(json.dumps(told, indent=1), "utf-8")


def _noted(folder: Path) -> _Noted:
    try:
        told: Any = json.loads((folder / NOTE).read_text("utf-8"))
        files = tuple(File(Path(path), text, link) for path, text, link in told["files"])
        undo, after = (tuple(tuple(one) for one in told[key]) for key in ("undo", "after"))
        return _Noted(files, tuple(Path(one) for one in told["folders"]), undo, after)
    except FileNotFoundError as no_note:
        raise NotInstalled("no note") from no_note
    except (ValueError, KeyError, TypeError) as broken:
        raise StateDamaged("note of installing", name=NOTE) from broken


def _is_as_made(file: File) -> bool:
    if file.link:
        return file.path.is_symlink() and str(file.path.readlink()) == file.link
    try:
        return not file.path.is_symlink() and file.path.read_bytes() == _encoded(file)
    except OSError:
        return False


def _encoded(file: File) -> bytes:
    """The task's XML says UTF-16, as schtasks wants it."""
    return file.text.encode("utf-16" if 'encoding="UTF-16"' in file.text else "utf-8")
