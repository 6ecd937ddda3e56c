"""Linux: cameras and who has them open, in a computer made of folders."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.camera.tree import BOOT, Tree

from holdfast.camera import linux_proc
from holdfast.camera.values import Reason, State


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree.under(tmp_path)


def test_a_camera_that_nobody_uses_is_off(tree):
    tree.usb_camera(0, "Garden camera")
    tree.process(7, "editor", "/usr/bin/editor", "/home/sam/notes.txt", "socket:[123]")
    (camera,) = tree.guard().look().cameras
    assert (camera.name, camera.state, camera.uses) == ("Garden camera", State.OFF, ())


def test_a_program_at_the_camera_is_named_with_path_user_and_start(tree):
    tree.usb_camera(0, "Garden camera")
    tree.process(7, "calls (beta)", "/opt/calls/calls", "/dev/null", tree.device(0), seconds=90)
    (camera,) = tree.guard().look().cameras
    (use,) = camera.uses
    assert camera.state is State.ON
    assert (use.program.name, use.program.path, use.program.pid) == ("calls (beta)", "/opt/calls/calls", 7)
    assert use.program.user == f"user{os.getuid()}"
    assert use.program.started == datetime.fromtimestamp(BOOT + 90, UTC)
    assert use.since is None


def test_two_device_files_of_one_camera_are_one_camera(tree):
    tree.usb_camera(0, "Garden camera")
    tree.usb_camera(1, "Garden camera")
    tree.usb_camera(2, "Door camera", port="1-5")
    found = tree.guard().look().cameras
    assert [len(camera.devices) for camera in found] == [2, 1]


def test_a_device_file_that_gives_no_picture_is_left_out(tree):
    tree.usb_camera(0, "Garden camera")
    tree.usb_camera(1, "Garden camera", interface=":1.1")
    tree.says_udev(0, ":capture:")
    tree.says_udev(1, ":")
    tree.process(7, "meter", "/usr/bin/meter", tree.device(1))
    (camera,) = tree.guard().look().cameras
    assert camera.state is State.OFF and camera.devices == (tree.device(0),)


def test_video10_stands_after_video9(tree):
    for number in (10, 9):
        tree.usb_camera(number, f"Camera {number}", port=f"1-{number}")
    assert [camera.name for camera in tree.guard().look().cameras] == ["Camera 9", "Camera 10"]


def test_a_program_that_was_replaced_on_disk_keeps_its_path(tree):
    tree.usb_camera(0, "Garden camera")
    tree.process(7, "calls", "/opt/calls/calls (deleted)", tree.device(0))
    assert tree.guard().look().cameras[0].uses[0].program.path == "/opt/calls/calls"


def test_no_camera_at_all_is_said(tree):
    sight = tree.guard().look()
    assert sight.cameras == () and [one.reason for one in sight.unseen] == [Reason.NO_CAMERA]


def test_a_computer_without_these_folders_breaks_nothing(tmp_path):
    from holdfast.camera.linux import LinuxGuard, Places

    places = Places(*(tmp_path / name for name in ("dev", "proc", "sys", "run")))
    assert LinuxGuard(places, dump=lambda: None).look().cameras == ()


def test_odd_entries_of_proc_break_nothing(tree):
    tree.usb_camera(0, "Garden camera")
    (tree.places.proc / "99").write_text("a file, not a folder")
    (tree.places.proc / "98" / "fd").mkdir(parents=True)
    (tree.places.proc / "98" / "fd" / "0").symlink_to(tree.device(0))
    (camera,) = tree.guard().look().cameras
    assert camera.uses == ()


@pytest.mark.skipif(os.getuid() != 0, reason="only an administrator can become somebody else")
def test_processes_of_others_are_counted_as_not_seen():
    """A child without rights looks at the real /proc: pytest itself runs as root and stays hidden from it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        hidden = linux_proc.walk(Path("/proc"), {"/dev/video0": 1}).hidden
        os.write(writer, str(hidden.get(0, 0)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    hidden = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    running = [pid for pid in Path("/proc").iterdir() if pid.name.isdecimal()]
    assert 0 < hidden <= len(running)
