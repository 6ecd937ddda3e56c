"""Off and on: by the USB port, the driver, the file's mode. On again is exactly as before, or is said."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.camera.tree import Tree

from holdfast.camera.errors import (
    ChangedSince,
    NeedsRights,
    NoSwitch,
    NothingSwitchedOff,
    StateDamaged,
    SwitchedAlready,
)
from holdfast.camera.now import look_now
from holdfast.camera.switching import NOTE, RULE, How, Switches, plan, switch_off, switch_on, switched_off
from holdfast.camera.values import State

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree.under(tmp_path / "computer")


@pytest.fixture
def switches(tmp_path: Path) -> Switches:
    return Switches(tmp_path / "rules", tmp_path / "notes")


def off(tree: Tree, switches: Switches, how: How | None = None) -> None:
    switch_off(plan(tree.guard().nodes(), tree.places, how), switches, NOW, "sudo holdfast")


def test_the_usb_port_is_the_first_choice_and_comes_back_exactly(tree, switches):
    device = tree.usb_camera(0, "Garden camera")
    off(tree, switches)
    assert (device / "authorized").read_text() == "0"
    assert '"046d"' in (switches.rules / RULE).read_text()
    switch_on(switches, "")
    assert (device / "authorized").read_text() == "1"
    assert not (switches.rules / RULE).exists() and not (switches.notes / NOTE).exists()


def test_two_device_files_of_one_camera_are_switched_once(tree):
    tree.usb_camera(0, "Garden camera")
    tree.usb_camera(1, "Garden camera")
    wanted = plan(tree.guard().nodes(), tree.places)
    assert len(wanted.steps) == 1 and len(wanted.rule.splitlines()) == 1


def test_a_camera_that_is_no_usb_device_loses_its_driver(tree, switches):
    device = tree.usb_camera(0, "Lid camera")
    (device / "authorized").unlink()
    driver = tree.places.sys / "bus" / "drivers" / "lidcam"
    driver.mkdir(parents=True)
    for name in ("bind", "unbind"):
        (driver / name).write_text("")
    (device / "1-4:1.0" / "driver").symlink_to(driver)
    wanted = plan(tree.guard().nodes(), tree.places)
    assert [step.how for step in wanted.steps] == [How.DRIVER] and not wanted.keeps and not wanted.rule
    off(tree, switches)
    assert (driver / "unbind").read_text() == "1-4:1.0"
    switch_on(switches, "")
    assert (driver / "bind").read_text() == "1-4:1.0"


def test_else_nobody_may_open_its_file_and_the_mode_comes_back(tree, switches):
    tree.usb_camera(0, "Garden camera")
    Path(tree.device(0)).chmod(0o660)
    off(tree, switches, How.PERMISSIONS)
    assert Path(tree.device(0)).stat().st_mode & 0o7777 == 0
    assert 'MODE="0000"' in (switches.rules / RULE).read_text()
    switch_on(switches, "")
    assert Path(tree.device(0)).stat().st_mode & 0o7777 == 0o660


def test_a_real_device_that_is_switched_off_opens_for_nobody_else(tmp_path, switches):
    """A child without rights tries; as administrator the tests themselves could always open it."""
    if os.getuid():
        pytest.skip("only an administrator can become somebody else")
    from tests.camera.holding import real_device

    from holdfast.camera.linux import LinuxGuard, Places

    tmp_path.chmod(0o755)
    for folder in tmp_path.parents[:3]:
        folder.chmod(0o755)
    with real_device(tmp_path) as device:
        device.chmod(0o666)
        places = Places(dev=tmp_path, sys=tmp_path / "none")
        switch_off(plan(LinuxGuard(places).nodes(), places), switches, NOW, "")
        assert not opens_for_nobody_in_particular(device)
        switch_on(switches, "")
        assert opens_for_nobody_in_particular(device)


def opens_for_nobody_in_particular(device: Path) -> bool:
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            device.open("rb").close()
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_camera_that_is_unplugged_meanwhile_needs_no_undoing(tree, switches):
    device = tree.usb_camera(0, "Garden camera")
    off(tree, switches)
    (device / "authorized").unlink()
    switch_on(switches, "")
    assert switched_off(switches) is None


def test_status_remembers_a_camera_that_went_away_with_its_switch(tree, switches, tmp_path):
    tree.usb_camera(0, "Garden camera")
    off(tree, switches)
    Path(tree.device(0)).unlink()
    (camera,) = look_now(tree.guard(), tmp_path, switches).cameras
    assert (camera.name, camera.state) == ("Garden camera", State.SWITCHED_OFF)


def test_without_rights_nothing_is_changed_and_the_command_is_named(tree, switches):
    device = tree.usb_camera(0, "Garden camera")
    wanted = plan(tree.guard().nodes(), tree.places)
    if os.getuid() == 0:
        child = os.fork()
        if child == 0:
            for folder in (device, *device.parents[:8]):
                folder.chmod(0o755)
            os.setgid(65534)
            os.setuid(65534)
            try:
                switch_off(wanted, switches, NOW, "sudo x")
            except NeedsRights as refused:
                os._exit(7 if refused.words["command"] == "sudo x" else 1)
            os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    else:
        (device / "authorized").chmod(0o444)
        with pytest.raises(NeedsRights):
            switch_off(wanted, switches, NOW, "sudo x")
    assert (device / "authorized").read_text() == "1\n" and switched_off(switches) is None


def test_a_rule_that_was_changed_since_stays_and_is_named(tree, switches):
    device = tree.usb_camera(0, "Garden camera")
    off(tree, switches)
    (switches.rules / RULE).write_text("# mine\n")
    with pytest.raises(ChangedSince):
        switch_on(switches, "")
    assert (device / "authorized").read_text() == "1"
    assert (switches.rules / RULE).read_text() == "# mine\n"


def test_off_twice_and_on_without_off_are_refused(tree, switches):
    tree.usb_camera(0, "Garden camera")
    with pytest.raises(NothingSwitchedOff):
        switch_on(switches, "")
    off(tree, switches)
    with pytest.raises(SwitchedAlready):
        off(tree, switches)


def test_a_damaged_note_changes_nothing(tree, switches):
    device = tree.usb_camera(0, "Garden camera")
    off(tree, switches)
    (switches.notes / NOTE).write_text('{"steps": [["usb"]]')
    with pytest.raises(StateDamaged):
        switch_on(switches, "")
    assert (device / "authorized").read_text() == "0"


def test_no_camera_means_no_switch(tree):
    with pytest.raises(NoSwitch):
        plan((), tree.places)


def test_a_name_that_would_break_the_rule_gets_none(tree):
    tree.usb_camera(0, 'Garden" RUN+="x')
    assert plan(tree.guard().nodes(), tree.places, How.PERMISSIONS).rule == ""
