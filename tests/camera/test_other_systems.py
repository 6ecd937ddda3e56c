"""Windows, macOS and PipeWire from records in their own formats (tests/vectors/camera), and systems nobody knows."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.camera.tree import Tree

from holdfast.camera import macos, pipewire, windows
from holdfast.camera.systems import guard_for
from holdfast.camera.values import Reason, State, Support

VECTORS = Path(__file__).parents[1] / "vectors" / "camera"
REGISTRY = (VECTORS / "consent-store.reg").read_bytes().decode("utf-16")
LOG = (VECTORS / "control-center.ndjson").read_text("utf-8").splitlines()
DUMP = (VECTORS / "pw-dump.json").read_text("utf-8")


# --- Windows


def test_windows_names_the_program_that_has_not_stopped_with_path_and_start():
    sight = windows.WindowsGuard(lambda: windows.from_export(REGISTRY)).look()
    (camera,) = sight.cameras
    (use,) = camera.uses
    assert (sight.support, camera.state) == (Support.WORKS, State.ON)
    assert use.program.path == r"C:\Program Files\Example Calls\calls.exe"
    assert (use.program.name, use.since) == ("calls.exe", datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert [one.reason for one in sight.unseen] == [Reason.ONLY_APPS_THAT_ASK]


def test_the_microphone_and_apps_that_never_used_the_camera_are_left_out():
    names = {app.name for app in windows.from_export(REGISTRY) or ()}
    assert "Microsoft.WindowsCamera_8wekyb3d8bbwe" in names and len(names) == 3
    assert not any("recorder" in name or "ExampleCalls" in name for name in names)


def test_windows_without_a_record_says_that_it_cannot_see():
    assert windows.from_export("Windows Registry Editor Version 5.00\r\n") is None
    sight = windows.WindowsGuard(lambda: None).look()
    assert sight.support is Support.CANNOT_SEE and sight.cameras == ()
    assert [one.reason for one in sight.unseen] == [Reason.NO_RECORD]


def test_a_camera_that_everybody_let_go_of_is_off():
    apps = tuple(app for app in windows.from_export(REGISTRY) or () if not app.in_use)
    assert windows.WindowsGuard(lambda: apps).look().cameras[0].state is State.OFF


@pytest.mark.parametrize("cut", range(0, len(REGISTRY), 97))
def test_a_cut_registry_breaks_nothing(cut):
    windows.WindowsGuard(lambda: windows.from_export(REGISTRY[:cut])).look()


def test_a_time_that_is_no_date_is_none():
    assert windows.when(2**63) is None and windows.when(0) is None


# --- macOS


def test_macos_names_the_apps_of_the_last_line_and_since_when_each():
    guard = macos.MacGuard(lambda: LOG)
    (camera,) = guard.look().cameras
    since = {use.program.path: use.since for use in camera.uses}
    assert since["org.example.calls"] == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert since["com.apple.PhotoBooth"] == datetime(2026, 11, 22, 9, 4, 0, 500_000, tzinfo=UTC)


def test_a_line_that_another_program_wrote_into_the_log_is_not_believed():
    assert macos.told_by(LOG[3]) is None
    assert json.loads(LOG[3])["eventMessage"].endswith("[]")


def test_macos_without_its_log_says_that_it_cannot_see():
    sight = macos.MacGuard(lambda: None).look()
    assert sight.support is Support.CANNOT_SEE and [u.reason for u in sight.unseen] == [Reason.LOG_NOT_READ]


def test_macos_always_says_that_its_log_may_change():
    assert [u.reason for u in macos.MacGuard(lambda: []).look().unseen] == [Reason.LOG_MAY_CHANGE]


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"eventMessage":7}', LOG[1][:-30], "[" * 9000])
def test_whatever_stands_in_the_log_breaks_nothing(line):
    assert macos.told_by(line) is None


def test_new_lines_of_the_log_wake_the_guard():
    """A program that prints the record stands in for ``log stream``; the reading is the real one."""
    guard = macos.MacGuard(lambda: [])
    assert guard.look().cameras[0].state is State.OFF
    show = f"import time; print(open({str(VECTORS / 'control-center.ndjson')!r}).read(), flush=True); time.sleep(30)"
    events = macos.LogEvents(guard, (sys.executable, "-c", show))
    try:
        assert events.wait(10)
        assert guard.look().cameras[0].state is State.ON
        assert not events.wait(0.05)
    finally:
        events.close()


def test_a_log_that_ends_does_not_keep_us_busy():
    guard = macos.MacGuard(lambda: [])
    events = macos.LogEvents(guard, (sys.executable, "-c", ""))
    try:
        assert not events.wait(10) and not events.wait(0.01)
    finally:
        events.close()


# --- PipeWire


def test_the_program_behind_pipewire_is_named_not_pipewire(tmp_path):
    tree = Tree.under(tmp_path)
    tree.usb_camera(0, "Garden camera")
    tree.process(2101, "pipewire", "/usr/bin/pipewire", tree.device(0))
    tree.process(4242, "calls", "/app/bin/calls")
    listed = DUMP.replace("/dev/video0", tree.device(0))
    (camera,) = tree.guard(listed).look().cameras
    assert [use.program.path for use in camera.uses] == ["/app/bin/calls"]


def test_without_pw_dump_pipewire_itself_is_shown_and_the_gap_is_said(tmp_path):
    tree = Tree.under(tmp_path)
    tree.usb_camera(0, "Garden camera")
    tree.process(2101, "pipewire", "/usr/bin/pipewire", tree.device(0))
    sight = tree.guard(None).look()
    assert [use.program.name for use in sight.cameras[0].uses] == ["pipewire"]
    assert Reason.BEHIND_PIPEWIRE in [one.reason for one in sight.unseen]


def test_only_links_that_stand_count():
    found = pipewire.users(DUMP)
    assert list(found) == ["/dev/video0"]
    (who,) = found["/dev/video0"]
    assert (who.name, who.pid, who.user) == ("Example Calls", 4242, "sam")


@pytest.mark.parametrize("junk", ["", "null", "[null, 7]", '[{"id":1,"type":"x:Link","info":5}]', "[" * 9000])
def test_whatever_pipewire_says_breaks_nothing(junk):
    assert pipewire.users(junk) == {}


# --- others


def test_a_system_that_nobody_wrote_a_guard_for_says_so():
    sight = guard_for(system="sunos5").look()
    assert sight.support is Support.NOT_SUPPORTED and [u.reason for u in sight.unseen] == [
        Reason.NO_SUCH_SYSTEM
    ]


@pytest.mark.parametrize(
    ("system", "guard"),
    [("win32", windows.WindowsGuard), ("darwin", macos.MacGuard)],
    ids=["windows", "macos"],
)
def test_each_system_has_its_own_guard(system, guard):
    assert isinstance(guard_for(system=system), guard)


@given(st.text(max_size=400), st.integers(0, len(DUMP)))
def test_on_any_text_every_reader_answers(text, place):
    pipewire.users(DUMP[:place] + text)
    pipewire.users(text)
    windows.from_export(f"[HKEY_CURRENT_USER\\{windows.STORE}\\{text}]\n{text}")
    macos.told_by(text)
    macos.told_by(LOG[1].replace("cam:org.example.calls", text))
