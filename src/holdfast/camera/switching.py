"""Switching a camera off where Linux allows it, and on again exactly as it was.

Three ways, the strongest first (Linux: usb/authorization.rst, driver-api/driver-model/binding.rst):
the USB port takes the device away; the driver lets go of it; nobody but the administrator may open its file.
All of them need an administrator. What was there before is noted down first, and a rule of udev keeps it off across
plug and restart.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from holdfast.camera.errors import (
    ChangedSince,
    NeedsRights,
    NoSwitch,
    NothingSwitchedOff,
    StateDamaged,
    SwitchedAlready,
)
from holdfast.camera.linux import Node, Places
from holdfast.camera.values import Camera, State

RULE = "89-holdfast-camera.rules"
NOTE = "camera-off.json"


class How(StrEnum):
    """``DRIVER`` holds until the computer starts again; the others hold across plug and start."""

    USB = "usb"
    DRIVER = "driver"
    PERMISSIONS = "permissions"


@dataclass(frozen=True, slots=True)
class Switches:
    """Where rules of udev and our note lie. Both belong to the administrator; the note can be read by all."""

    rules: Path = Path("/etc/udev/rules.d")
    notes: Path = Path("/var/lib/holdfast")


@dataclass(frozen=True, slots=True)
class Step:
    """One write that switches off, and the one that undoes it. For PERMISSIONS the values are octal modes."""

    how: How
    camera: str
    path: str
    off: str
    undo_path: str
    on: str


@dataclass(frozen=True, slots=True)
class Off:
    """What switching off does, or did. ``rule``: text of the udev rule, empty where none helps."""

    steps: tuple[Step, ...]
    rule: str
    at: datetime | None = None

    @property
    def keeps(self) -> bool:
        """It stays off after a restart."""
        return all(step.how is not How.DRIVER for step in self.steps)


def plan(nodes: Sequence[Node], places: Places, how: How | None = None) -> Off:
    """How the cameras of ``nodes`` would be switched off; nothing is done. Raises NoSwitch."""
    steps: dict[str, Step] = {}
    rules: dict[str, None] = {}
    for node in nodes:
        made = _way(node, places, how)
        if made is None:
            raise NoSwitch("no way for this camera")
        step, rule = made
        steps[step.path + step.off] = step
        if rule:
            rules[rule] = None
    if not steps:
        raise NoSwitch("no camera")
    return Off(tuple(steps.values()), "".join(f"{rule}\n" for rule in rules))


def switch_off(wanted: Off, switches: Switches, now: datetime, command: str) -> None:
    """Does it. ``command`` is what a person types to have the rights. Raises NeedsRights, SwitchedAlready, OSError."""
    if (switches.notes / NOTE).exists():
        raise SwitchedAlready("there is a note")
    _check_rights((*(step.path for step in wanted.steps),), command)
    if wanted.rule and os.path.lexists(switches.rules / RULE):
        raise ChangedSince("there is another rule", name=str(switches.rules / RULE))
    try:
        switches.notes.mkdir(parents=True, exist_ok=True)
        _write_note(wanted, switches.notes / NOTE, now)
        if wanted.rule:
            switches.rules.mkdir(parents=True, exist_ok=True)
            (switches.rules / RULE).write_text(wanted.rule, "utf-8")
    except PermissionError as refused:
        raise NeedsRights("note or rule", command=command) from refused
    for step in wanted.steps:
        _write(step.how, step.path, step.off)


def switch_on(switches: Switches, command: str) -> Off:
    """Undoes it from the note; a camera that is not plugged in needs no undoing. Returns what was undone.

    Raises NothingSwitchedOff, NeedsRights, StateDamaged, OSError; ChangedSince where the rule is another one by now.
    """
    done = switched_off(switches)
    if done is None:
        raise NothingSwitchedOff("no note")
    there = [step for step in done.steps if Path(step.undo_path).exists()]
    _check_rights([step.undo_path for step in there], command)
    rule = switches.rules / RULE
    same = done.rule and rule.is_file() and rule.read_text("utf-8", "replace") == done.rule
    try:
        if same:
            rule.unlink()
        for step in reversed(there):
            _write(step.how, step.undo_path, step.on)
        (switches.notes / NOTE).unlink()
    except PermissionError as refused:
        raise NeedsRights("note or rule", command=command) from refused
    if done.rule and not same and rule.exists():
        raise ChangedSince("rule", name=str(rule))
    return done


def switched_off(switches: Switches) -> Off | None:
    """What is switched off by us now, from the note. Raises StateDamaged."""
    try:
        told: Any = json.loads((switches.notes / NOTE).read_text("utf-8"))
        steps = tuple(Step(How(how), *(str(part) for part in rest)) for how, *rest in told["steps"])
        return Off(steps, str(told["rule"]), datetime.fromisoformat(told["at"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise StateDamaged("note of switching off", name=NOTE) from broken


def as_cameras(done: Off | None) -> tuple[Camera, ...]:
    """Cameras that are switched off: they cannot be seen any more, only remembered."""
    names = dict.fromkeys(step.camera for step in done.steps) if done else {}
    return tuple(Camera(name, name, State.SWITCHED_OFF) for name in names)


def _way(node: Node, places: Places, how: How | None) -> tuple[Step, str] | None:
    for wanted, make in ((How.USB, _usb), (How.DRIVER, _driver), (How.PERMISSIONS, _permissions)):
        if how in (None, wanted) and (made := make(node, places)) is not None:
            return made
    return None


def _usb(node: Node, places: Places) -> tuple[Step, str] | None:
    """The first folder above the camera that is a USB device with its own switch."""
    for folder in (Path(node.parent), *Path(node.parent).parents):
        if places.sys.resolve() not in folder.parents:
            return None
        if (folder / "authorized").is_file() and (folder / "idVendor").is_file():
            switch = str(folder / "authorized")
            before = _read(folder / "authorized") or "1"
            return Step(How.USB, node.name, switch, "0", switch, before), _usb_rule(folder)
    return None


def _usb_rule(folder: Path) -> str:
    maker, model = _read(folder / "idVendor"), _read(folder / "idProduct")
    return (
        'ACTION=="add", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", '
        f'ATTR{{idVendor}}=="{maker}", ATTR{{idProduct}}=="{model}", ATTR{{authorized}}="0"'
    )


def _driver(node: Node, places: Places) -> tuple[Step, str] | None:
    driver = Path(node.parent) / "driver"
    if places.sys.resolve() not in Path(node.parent).parents or not (driver / "unbind").exists():
        return None
    folder, name = driver.resolve(), Path(node.parent).name
    return Step(How.DRIVER, node.name, str(folder / "unbind"), name, str(folder / "bind"), name), ""


def _permissions(node: Node, places: Places) -> tuple[Step, str] | None:  # noqa: ARG001 (one shape for all)
    try:
        mode = Path(node.path).stat().st_mode & 0o7777
    except OSError:
        return None
    plain = not any(letter in node.name for letter in '"\\*?[]|')
    rule = f'SUBSYSTEM=="video4linux", ATTR{{name}}=="{node.name}", MODE="0000", TAG-="uaccess"'
    return Step(How.PERMISSIONS, node.name, node.path, "0", node.path, f"{mode:o}"), rule if plain else ""


def _check_rights(paths: Sequence[str], command: str) -> None:
    """The owner may change a file's mode; everything else must be writable."""
    for path in paths:
        if os.geteuid() and not os.access(path, os.W_OK):
            raise NeedsRights("a switch of the system", command=command)


def _write(how: How, path: str, told: str) -> None:
    if how is How.PERMISSIONS:
        Path(path).chmod(int(told, 8))
    else:
        with open(path, "w", encoding="ascii") as file:
            file.write(told)


def _write_note(wanted: Off, path: Path, now: datetime) -> None:
    """Written before anything is changed, so that a crash in between can be undone."""
    steps = [[s.how, s.camera, s.path, s.off, s.undo_path, s.on] for s in wanted.steps]
    note = json.dumps({"v": 1, "at": now.isoformat(), "rule": wanted.rule, "steps": steps}, indent=1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
