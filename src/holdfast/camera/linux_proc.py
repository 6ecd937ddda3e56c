"""Who holds a device open, on Linux: a walk over ``/proc/PID/fd``.

``psutil.open_files()`` lists regular files only and would never see a camera. A walk takes about 7 ms.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from holdfast.camera.values import Program

#: Flag of a kernel thread in ``/proc/PID/stat`` (PF_KTHREAD, include/linux/sched.h): it has no files.
KERNEL_THREAD = 0x00200000


@dataclass(frozen=True, slots=True)
class Held:
    """One process that has one device open."""

    device: str
    pid: int


@dataclass(frozen=True, slots=True)
class Walk:
    """``hidden``: user id → processes of that user that may not be looked at."""

    held: tuple[Held, ...]
    hidden: Mapping[int, int]


def walk(proc: Path, devices: Mapping[str, int]) -> Walk:
    """Who holds one of ``devices`` (path → device number). Processes that end meanwhile are left out.

    A path that differs (another root, a sandbox) still counts where file name and device number are the same.
    """
    names = {os.path.basename(path): path for path in devices}  # noqa: PTH119 (thousands of times a walk)
    held: list[Held] = []
    hidden: Counter[int] = Counter()
    root = str(proc)
    for pid in _pids(root):
        folder = f"{root}/{pid}/fd"
        try:
            numbers = os.listdir(folder)  # noqa: PTH208
        except PermissionError:
            _count_hidden(root, pid, hidden)
            continue
        except OSError:
            continue
        found = {device for n in numbers if (device := _device(f"{folder}/{n}", devices, names))}
        held += [Held(device, pid) for device in sorted(found)]
    return Walk(tuple(held), dict(hidden))


def _pids(root: str) -> list[int]:
    try:
        return sorted(int(name) for name in os.listdir(root) if name.isdecimal())  # noqa: PTH208
    except OSError:
        return []


def _device(link: str, devices: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The device this descriptor is open on, or nothing."""
    try:
        target = os.readlink(link)  # noqa: PTH115
        if target in devices:
            return target
        near = names.get(target.rpartition("/")[2])
        if near is None:
            return ""
        opened = os.stat(link)  # noqa: PTH116
    except OSError:
        return ""
    return near if stat.S_ISCHR(opened.st_mode) and opened.st_rdev == devices[near] else ""


def _count_hidden(root: str, pid: int, hidden: Counter[int]) -> None:
    """A kernel thread has nothing to hide."""
    try:
        flags = int(_stat_fields(Path(root, str(pid)))[6])
        owner = os.stat(f"{root}/{pid}").st_uid  # noqa: PTH116
    except (OSError, ValueError, IndexError):
        return
    if not flags & KERNEL_THREAD:
        hidden[owner] += 1


def _stat_fields(folder: Path) -> list[str]:
    """Fields of ``/proc/PID/stat`` from the third one on: a name may hold blanks and brackets (proc(5))."""
    return (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def program(proc: Path, pid: int, user_name: Callable[[int], str]) -> Program | None:
    """Name, path, user and start of a process; None where it has ended."""
    folder = proc / str(pid)
    try:
        name = (folder / "comm").read_text("utf-8", "replace").strip()
        owner = user_name(folder.stat().st_uid)
    except OSError:
        return None
    try:
        path = str((folder / "exe").readlink()).removesuffix(" (deleted)")
    except OSError:
        path = ""
    return Program(name or "?", path, pid, owner, started(proc, folder))


def started(proc: Path, folder: Path, ticks: int = 0) -> datetime | None:
    """When a process began: ticks since the computer's start (field 22 of proc(5)) and that start (``btime``)."""
    try:
        since_boot = int(_stat_fields(folder)[19]) / (ticks or os.sysconf("SC_CLK_TCK"))
        lines = (proc / "stat").read_text("ascii", "replace").splitlines()
        boot = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    return datetime.fromtimestamp(boot + since_boot, UTC)
