"""Starting at login: what is written, that systemd and others understand it, and that nothing of it stays behind."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from holdfast.camera import installing, units
from holdfast.camera.errors import CannotWatch, ChangedSince, InstalledAlready, NotInstalled, StateDamaged

COMMAND = ("/opt/a folder/python", "-m", "holdfast", "camera", "watch", "--wait")
ODD = {"HOLDFAST_HOME": '/home/sam/100% "$mine"\\x', "HOLDFAST_CAMERAS": "/dev/media0"}


class Ran:
    """Takes down the commands instead of running them."""

    def __init__(self, *, well: bool = True) -> None:
        self.commands: list[str] = []
        self.well = well

    def __call__(self, command) -> bool:
        self.commands.append(" ".join(command))
        return self.well


def plan(tmp_path: Path, system: str = "linux") -> installing.Plan:
    environ = {"HOME": str(tmp_path / "sam")}
    return installing.plan_for(system, environ, tmp_path / "data", COMMAND)


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("system", installing.SYSTEMS)
def test_taking_out_leaves_the_folders_as_they_were(tmp_path, system):
    (tmp_path / "sam").mkdir()
    (tmp_path / "data").mkdir()
    before = everything(tmp_path)
    assert installing.install(plan(tmp_path, system), tmp_path / "data", Ran())
    assert len(everything(tmp_path)) > len(before)
    installing.uninstall(tmp_path / "data", Ran())
    assert everything(tmp_path) == before


def test_a_folder_that_was_there_before_stays(tmp_path):
    place = tmp_path / "sam" / ".config" / "systemd" / "user"
    place.mkdir(parents=True)
    installing.install(plan(tmp_path), tmp_path / "data", Ran())
    installing.uninstall(tmp_path / "data", Ran())
    assert place.is_dir() and not list(place.iterdir())


def test_a_unit_of_the_person_s_own_is_not_written_over(tmp_path):
    unit = plan(tmp_path).files[0].path
    unit.parent.mkdir(parents=True)
    unit.write_text("mine")
    with pytest.raises(ChangedSince):
        installing.install(plan(tmp_path), tmp_path / "data", Ran())
    assert unit.read_text() == "mine" and not installing.is_installed(tmp_path / "data")


def test_a_file_that_was_changed_since_stays_and_is_named(tmp_path):
    installing.install(plan(tmp_path), tmp_path / "data", Ran())
    unit = plan(tmp_path).files[0].path
    unit.write_text(unit.read_text() + "# mine\n")
    with pytest.raises(ChangedSince) as raised:
        installing.uninstall(tmp_path / "data", Ran())
    assert raised.value.words["name"] == str(unit) and unit.exists()
    assert not os.path.lexists(plan(tmp_path).files[1].path)


def test_twice_in_or_out_is_refused_in_words(tmp_path):
    with pytest.raises(NotInstalled):
        installing.uninstall(tmp_path / "data", Ran())
    installing.install(plan(tmp_path), tmp_path / "data", Ran())
    with pytest.raises(InstalledAlready):
        installing.install(plan(tmp_path), tmp_path / "data", Ran())


def test_a_damaged_note_removes_nothing(tmp_path):
    installing.install(plan(tmp_path), tmp_path / "data", Ran())
    (tmp_path / "data" / installing.NOTE).write_text('{"files": [["/etc/passwd"]]}')
    with pytest.raises(StateDamaged):
        installing.uninstall(tmp_path / "data", Ran())
    assert plan(tmp_path).files[0].path.exists()


def test_where_the_system_cannot_start_it_now_the_files_still_stand(tmp_path):
    assert not installing.install(plan(tmp_path), tmp_path / "data", Ran(well=False))
    assert plan(tmp_path).files[0].path.exists()


def test_it_is_stopped_before_its_files_go(tmp_path):
    installing.install(plan(tmp_path), tmp_path / "data", Ran())
    ran = Ran()
    installing.uninstall(tmp_path / "data", ran)
    assert ran.commands == [
        f"systemctl --user stop {units.SYSTEMD_NAME}",
        "systemctl --user daemon-reload",
    ]


def test_a_system_without_a_way_is_refused(tmp_path):
    with pytest.raises(CannotWatch):
        plan(tmp_path, "sunos5")


# --- the texts


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("settings", [{}, ODD], ids=["plain", "odd"])
def test_systemd_finds_no_fault_in_the_unit(tmp_path, settings):
    program = tmp_path / "a folder" / "py%th$on"
    program.parent.mkdir()
    program.symlink_to(shutil.which("true"))
    unit = tmp_path / units.SYSTEMD_NAME
    unit.write_text(units.systemd((str(program), *COMMAND[1:]), settings))
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "SYSTEMD_LOG_LEVEL": "warning"}
    asked = ["systemd-analyze", "--user", "--man=no", "verify", str(unit)]
    told = subprocess.run(asked, env=environ, capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_would_find_a_fault_if_there_were_one(tmp_path):
    unit = tmp_path / units.SYSTEMD_NAME
    unit.write_text(units.systemd((str(tmp_path / "nobody"),), {}))
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    asked = ["systemd-analyze", "--user", "--man=no", "verify", str(unit)]
    assert subprocess.run(asked, env=environ, capture_output=True, timeout=60).returncode != 0


def test_what_is_told_does_not_go_into_the_system_s_journal_where_no_deleting_would_reach_it():
    assert "StandardOutput=null" in units.systemd(COMMAND, {}).splitlines()
    assert "StandardOutPath" not in plistlib.loads(units.launch_agent(COMMAND, {}).encode())


def test_macos_reads_the_same_command_and_settings_out_of_the_agent():
    agent = plistlib.loads(units.launch_agent(("/opt/<a>&b/python", *COMMAND[1:]), ODD).encode())
    assert agent["ProgramArguments"] == ["/opt/<a>&b/python", *COMMAND[1:]]
    assert agent["EnvironmentVariables"] == ODD
    assert agent["RunAtLoad"] and agent["KeepAlive"]


def test_windows_reads_the_same_command_out_of_the_task(tmp_path):
    installing.install(plan(tmp_path, "win32"), tmp_path / "data", Ran())
    task = ElementTree.parse(tmp_path / "data" / "guard.xml").getroot()
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext("t:Actions/t:Exec/t:Command", namespaces=space) == COMMAND[0]
    assert task.findtext("t:Actions/t:Exec/t:Arguments", namespaces=space) == " ".join(COMMAND[1:])
    assert task.findtext("t:Principals/t:Principal/t:RunLevel", namespaces=space) == "LeastPrivilege"
    assert task.find("t:Triggers/t:LogonTrigger", namespaces=space) is not None
