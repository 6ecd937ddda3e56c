"""A real character device, opened by another process: seen in the real /proc. No fake stands in between."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.camera.inotify import DeviceEvents
from holdfast.camera.linux import LinuxGuard, Places
from holdfast.camera.values import State

HOLD = "import sys, time; open(sys.argv[1], 'rb', buffering=0); print('open', flush=True); time.sleep(60)"
HOLD = HOLD.replace("open(sys.argv[1]", "kept = open(sys.argv[1]")


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Path]:
    """A character device named as a camera is: of one's own as administrator, else a terminal."""
    if os.getuid() == 0:
        path = tmp_path / "video0"
        try:
            os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
            path.open("rb").close()
            yield path
            return
        except OSError:
            path.unlink(missing_ok=True)
    ours, theirs = pty.openpty()
    name = os.ttyname(theirs)
    os.close(theirs)
    yield Path(name)
    os.close(ours)


def held(device: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(device)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "open\n"
    return process


def guard(device: Path) -> LinuxGuard:
    return LinuxGuard(Places(dev=device.parent / "none"), [device], dump=lambda: None)


def test_another_program_at_a_real_device_is_seen_while_it_holds_it(device):
    process = held(device)
    try:
        (camera,) = guard(device).look().cameras
        assert camera.state is State.ON
        assert [use.program.pid for use in camera.uses] == [process.pid]
        assert camera.uses[0].program.path == os.path.realpath(sys.executable)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert guard(device).look().cameras[0].state is State.OFF


def test_the_kernel_wakes_us_when_it_is_opened_and_closed(device):
    looking = guard(device)
    events = DeviceEvents(device.parent, lambda: [node.path for node in looking.nodes()])
    try:
        assert not events.wait(0.05)
        process = held(device)
        assert events.wait(10) and events.opened() == {str(device)}
        process.kill()
        process.wait()
        process.stdout.close()
        assert events.wait(10) and events.opened() == frozenset()
    finally:
        events.close()


def test_a_camera_that_is_plugged_in_later_is_watched_too(tmp_path):
    looking = LinuxGuard(Places(dev=tmp_path), dump=lambda: None)
    events = DeviceEvents(tmp_path, lambda: [node.path for node in looking.nodes()])
    try:
        (tmp_path / "video3").touch()
        assert events.wait(10)
        (tmp_path / "video3").open("rb").close()
        assert events.wait(10)
        (tmp_path / "video3").unlink()
        assert events.wait(10)
    finally:
        events.close()
