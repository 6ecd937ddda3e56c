"""The guard of the camera: how soon it tells, and what it costs while nothing happens. Peers: docs/camera.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from holdfast.camera import linux_proc
from tests.bench.row import Row, seconds
from tests.camera.holding import held, real_device

RUNS = 5
#: Seconds of watching over which processor time is counted; the kernel counts it in nanoseconds (schedstat).
WATCHED = 35.0
TOLD, SHARE, MEMORY = 1.0, 0.2, 40.0


def rows() -> Iterator[Row]:
    """What ``make bench`` prints."""
    if sys.platform != "linux":
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name, real_device(Path(name)) as device:
        yield from told_and_cost(Path(name), device)
        yield walk_of_proc(device)


def told_and_cost(folder: Path, device: Path) -> Iterator[Row]:
    """Another program opens the device: seconds until the line stands on the terminal, slowest of five."""
    with watching(folder, device) as guard:
        taken = [_told(guard, device) for _ in range(RUNS)]
        yield Row(
            "camera on: until it is told, slowest of 5", max(taken), "s", f"<= {TOLD} s", max(taken) <= TOLD
        )
        off = _share(guard)
        yield Row("camera watch: share of a core, camera off", off, "%", f"<= {SHARE} %", off <= SHARE)
        with held(device):
            _line(guard)
            on = _share(guard)
        yield Row("camera watch: share of a core, camera on", on, "%", f"<= {SHARE} %", on <= SHARE)
        peak = _peak(guard)
        yield Row("camera watch: memory at most", peak, "MiB", f"<= {MEMORY:.0f} MiB", peak <= MEMORY)


def walk_of_proc(device: Path) -> Row:
    """One walk over all processes; the peer is ``fuser`` on the same device."""
    devices = {str(device): device.stat().st_rdev}
    ours = min(seconds(lambda: linux_proc.walk(Path("/proc"), devices)) for _ in range(RUNS))
    try:
        peer = min(
            seconds(lambda: subprocess.run(["fuser", device], capture_output=True)) for _ in range(RUNS)
        )
    except FileNotFoundError:
        return Row("who holds the camera: a walk over /proc", ours * 1000, "ms", "printed", True)
    return Row(
        "who holds the camera: a walk over /proc", ours * 1000, "ms", "printed", True, "fuser", peer * 1000
    )


@contextmanager
def watching(folder: Path, device: Path) -> Iterator[subprocess.Popen[str]]:
    """The real program, without a desktop."""
    environ = {**os.environ, "HOLDFAST_HOME": str(folder / "home"), "HOLDFAST_CAMERAS": str(device)}
    command = [sys.executable, "-m", "holdfast", "camera", "watch", "--json", "--no-notify"]
    quiet = subprocess.DEVNULL
    guard = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=quiet, text=True)
    diary = folder / "home" / "camera" / "diary.jsonl"
    while not diary.exists():
        time.sleep(0.05)
    try:
        yield guard
    finally:
        guard.terminate()
        guard.wait()


def _told(guard: subprocess.Popen[str], device: Path) -> float:
    time.sleep(0.3)
    start = time.perf_counter()
    with device.open("rb"):
        assert _line(guard) == "on"
        taken = time.perf_counter() - start
    assert _line(guard) == "off"
    return taken


def _line(guard: subprocess.Popen[str]) -> str:
    assert guard.stdout is not None
    return str(json.loads(guard.stdout.readline())["turned"])


def _share(guard: subprocess.Popen[str]) -> float:
    """Percent of one core, from the time the kernel says it ran."""
    before = _nanoseconds(guard)
    time.sleep(WATCHED)
    return (_nanoseconds(guard) - before) / WATCHED / 1e7


def _nanoseconds(guard: subprocess.Popen[str]) -> int:
    return int(Path(f"/proc/{guard.pid}/schedstat").read_text().split()[0])


def _peak(guard: subprocess.Popen[str]) -> float:
    return int(Path(f"/proc/{guard.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
