"""A computer made of folders: devices, processes and what sysfs says of a camera. And a clock that is moved by hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from holdfast.camera.linux import LinuxGuard, Places
from holdfast.camera.values import Camera, Program, Sight, State, Support, Use

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: When the made computer was started, and ticks a second of its clock.
BOOT, TICKS = 1_795_330_000, os.sysconf("SC_CLK_TCK")


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Tree:
    """``dev``, ``proc``, ``sys`` and ``run`` below one folder."""

    places: Places

    @staticmethod
    def under(root: Path) -> Tree:
        places = Places(root / "dev", root / "proc", root / "sys", root / "run")
        for folder in (places.dev, places.proc, places.sys, places.run / "udev" / "data"):
            folder.mkdir(parents=True)
        (places.proc / "stat").write_text(f"cpu  1 2 3\nbtime {BOOT}\n")
        return Tree(places)

    def usb_camera(self, number: int, name: str, port: str = "1-4", interface: str = ":1.0") -> Path:
        """``/dev/videoN`` with its place in sysfs. Returns the folder of the USB device."""
        (self.places.dev / f"video{number}").touch()
        device = self.places.sys / "devices" / "usb1" / port
        camera = device / f"{port}{interface}"
        camera.mkdir(parents=True, exist_ok=True)
        for key, value in (("authorized", "1"), ("idVendor", "046d"), ("idProduct", "0825")):
            (device / key).write_text(f"{value}\n")
        about = self.places.sys / "class" / "video4linux" / f"video{number}"
        about.mkdir(parents=True)
        (about / "name").write_text(f"{name}\n")
        (about / "dev").write_text(f"81:{number}\n")
        (about / "device").symlink_to(camera)
        return device

    def says_udev(self, number: int, capabilities: str) -> None:
        told = f"I:1234\nE:ID_V4L_CAPABILITIES={capabilities}\n"
        (self.places.run / "udev" / "data" / f"c81:{number}").write_text(told)

    def process(self, pid: int, name: str, path: str, *opened: str, seconds: int = 60) -> Path:
        """A program with files open; ``seconds`` after the computer it was started."""
        folder = self.places.proc / str(pid)
        (folder / "fd").mkdir(parents=True)
        (folder / "comm").write_text(f"{name}\n")
        (folder / "exe").symlink_to(path)
        fields = ["S", "1", *["0"] * 17, str(seconds * TICKS), *["0"] * 10]
        (folder / "stat").write_text(f"{pid} ({name}) {' '.join(fields)}\n")
        for number, target in enumerate(opened):
            (folder / "fd" / str(number)).symlink_to(target)
        return folder

    def guard(self, pw_dump: str | None = None) -> LinuxGuard:
        return LinuxGuard(self.places, dump=lambda: pw_dump, user_name=lambda uid: f"user{uid}")

    def device(self, number: int) -> str:
        return str(self.places.dev / f"video{number}")


BROWSER = Program("browser", "/usr/lib/browser/browser", 41, "sam")
CALLS = Program("calls", "/opt/calls/calls", 42, "sam")


class MadeGuard:
    """A guard that sees what the test says."""

    def __init__(self) -> None:
        self.at_camera: tuple[Program, ...] = ()
        self.looks = 0

    def look(self) -> Sight:
        self.looks += 1
        uses = tuple(Use(program) for program in self.at_camera)
        state = State.ON if uses else State.OFF
        camera = Camera("/dev/video0", "Garden camera", state, ("/dev/video0",), uses)
        return Sight("linux", Support.WORKS, (camera,))
