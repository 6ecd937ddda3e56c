"""A real character device, opened by another process: seen in the real /proc. No fake stands in between."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.camera.holding import device, held

from holdfast.camera.inotify import DeviceEvents
from holdfast.camera.linux import LinuxGuard, Places
from holdfast.camera.values import State

__all__ = ["device"]


def guard(device: Path) -> LinuxGuard:
    return LinuxGuard(Places(dev=device.parent / "none"), [device], dump=lambda: None)


def test_another_program_at_a_real_device_is_seen_while_it_holds_it(device):
    with held(device) as process:
        (camera,) = guard(device).look().cameras
        assert camera.state is State.ON
        assert [use.program.pid for use in camera.uses] == [process.pid]
        assert camera.uses[0].program.path == os.path.realpath(sys.executable)
    assert guard(device).look().cameras[0].state is State.OFF


def test_the_kernel_wakes_us_when_it_is_opened_and_closed(device):
    looking = guard(device)
    events = DeviceEvents(device.parent, lambda: [node.path for node in looking.nodes()])
    try:
        assert not events.wait(0.05)
        with held(device):
            assert events.wait(10) and events.opened() == {str(device)}
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


def test_a_camera_that_is_given_to_the_person_after_it_was_plugged_in_is_watched_from_then_on(tmp_path):
    """udev makes the file first and gives it away later; until then it may not be watched."""
    (tmp_path / "video3").touch()
    given: list[str] = []
    events = DeviceEvents(tmp_path, lambda: given)
    try:
        given.append(str(tmp_path / "video3"))
        (tmp_path / "video3").chmod(0o660)
        assert events.wait(10)
        (tmp_path / "video3").open("rb").close()
        assert events.wait(10)
    finally:
        events.close()
