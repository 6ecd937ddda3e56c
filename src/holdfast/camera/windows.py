"""Windows: what the Capability Access Manager writes down about each app (registry, Windows 10 1903 and later).

Under ``ConsentStore\\webcam`` stands one key for each app from the store, and under ``NonPackaged`` one for each
program, its path with ``#`` for the backslash. ``LastUsedTimeStop`` is 0 while the camera is in use; both times are
FILETIME: 100 ns since 1601. Which of several cameras it is, Windows does not write down.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from holdfast.camera.values import Camera, Program, Reason, Sight, State, Support, Unseen, Use

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
NON_PACKAGED = "NonPackaged"
EVERY_CAMERA = "windows"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Consent:
    """One app: its key's name, whether it is a program outside the store, and both FILETIMEs."""

    name: str
    packaged: bool
    start: int
    stop: int

    @property
    def in_use(self) -> bool:
        return self.start > 0 and self.stop == 0

    @property
    def program(self) -> Program:
        if self.packaged:
            return Program(self.name.partition("_")[0], self.name)
        path = self.name.replace("#", "\\")
        return Program(path.rpartition("\\")[2], path)


class WindowsGuard:
    """``read`` gives every app of the store, or None where the key is not there."""

    def __init__(self, read: Callable[[], tuple[Consent, ...] | None]) -> None:
        self._read = read

    def look(self) -> Sight:
        apps = self._read()
        if apps is None:
            return Sight("windows", Support.CANNOT_SEE, (), (Unseen(Reason.NO_RECORD),))
        uses = tuple(Use(app.program, when(app.start)) for app in apps if app.in_use)
        state = State.ON if uses else State.OFF
        camera = Camera(EVERY_CAMERA, "", state, (), uses)
        return Sight("windows", Support.WORKS, (camera,), (Unseen(Reason.ONLY_APPS_THAT_ASK),))


def when(filetime: int) -> datetime | None:
    """A FILETIME as UTC; None where it is nothing or no date."""
    try:
        return _EPOCH + timedelta(microseconds=filetime // 10) if filetime else None
    except OverflowError:
        return None


def from_export(text: str) -> tuple[Consent, ...] | None:
    """The apps of a registry export (``reg export``, Windows Registry Editor Version 5.00)."""
    found: dict[tuple[str, bool], dict[str, int]] = {}
    key: tuple[str, bool] | None = None
    there = False
    for line in text.splitlines():
        if line.startswith("["):
            _, at, below = line.strip("[] \r").partition(STORE)
            there |= bool(at)
            key = _app(below) if at else None
            if key is not None:
                found[key] = {}
        elif key is not None and (value := re.match(r'"(\w+)"=hex\(b\):([0-9a-f,]{23})', line)):
            found[key][value[1]] = int.from_bytes(bytes.fromhex(value[2].replace(",", "")), "little")
    return _consents((*key, values) for key, values in found.items()) if there else None


def _app(below: str) -> tuple[str, bool] | None:
    """``\\NonPackaged\\C:#x.exe`` → its name, and that it is not from the store."""
    parts = below.strip("\\").split("\\")
    if parts[0] == NON_PACKAGED:
        return (parts[1], False) if len(parts) == 2 else None
    return (parts[0], True) if len(parts) == 1 and parts[0] else None


def _consents(found: Iterable[tuple[str, bool, dict[str, int]]]) -> tuple[Consent, ...]:
    return tuple(
        Consent(name, packaged, values["LastUsedTimeStart"], values["LastUsedTimeStop"])
        for name, packaged, values in found
        if values.keys() >= {"LastUsedTimeStart", "LastUsedTimeStop"}
    )


def from_registry() -> tuple[Consent, ...] | None:
    """The apps of this user and of the computer, as the registry has them now."""
    if sys.platform != "win32":
        return None
    import winreg

    found: list[tuple[str, bool, dict[str, int]]] = []
    there = False
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for path, packaged in ((STORE, True), (f"{STORE}\\{NON_PACKAGED}", False)):
            try:
                with winreg.OpenKey(root, path) as folder:
                    there = True
                    names = [winreg.EnumKey(folder, n) for n in range(winreg.QueryInfoKey(folder)[0])]
                    found += [(name, packaged, _values(folder, name)) for name in names]
            except OSError:
                continue
    return _consents(found) if there else None


def _values(folder: object, name: str) -> dict[str, int]:
    if sys.platform != "win32":
        return {}
    import winreg

    values: dict[str, int] = {}
    with winreg.OpenKey(folder, name) as app:
        for wanted in ("LastUsedTimeStart", "LastUsedTimeStop"):
            try:
                told = winreg.QueryValueEx(app, wanted)[0]
            except OSError:
                continue
            if isinstance(told, int):
                values[wanted] = told
    return values
