"""The real program at a real device: told within a second, killed and started again, stopped calmly."""

from __future__ import annotations

import configparser
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.camera.at_work import PATIENCE, Guard, environ, guard, until
from tests.camera.holding import device, held
from tests.cli.test_json import promised

from holdfast.camera import installing
from holdfast.camera.diary import Diary

__all__ = ["device"]


def test_another_program_at_the_camera_is_told_and_written_down(tmp_path, device):
    with guard(tmp_path, device, "--no-notify") as watching:
        with held(device) as program:
            news = watching.news()
            assert news.keys() == promised("camera watch")
            assert (news["turned"], news["program"]["pid"]) == ("on", program.pid)
            assert news["program"]["path"] == os.path.realpath(sys.executable)
        assert watching.news()["turned"] == "off"
        assert watching.end(signal.SIGTERM) == 0
    pages = Diary(tmp_path / "camera").read()
    (entry,) = pages.entries
    assert entry.end is not None and not entry.brief and pages.watched[0].ended


def test_killed_while_the_camera_is_on_the_next_guard_takes_the_entry_up(tmp_path, device):
    with held(device):
        with guard(tmp_path, device, "--no-notify") as first:
            assert first.news()["turned"] == "on"
            first.end(signal.SIGKILL)
        (entry,) = Diary(tmp_path / "camera").read().entries
        assert entry.is_open
        second = Guard(tmp_path, device, "--no-notify")
    assert second.news()["turned"] == "off"
    second.end(signal.SIGTERM)
    (same,) = Diary(tmp_path / "camera").read().entries
    assert same.entry_id == entry.entry_id and same.end is not None


def test_killed_and_the_camera_off_meanwhile_the_end_is_said_to_be_unknown(tmp_path, device):
    with held(device), guard(tmp_path, device, "--no-notify") as first:
        first.news()
        first.end(signal.SIGKILL)
    with guard(tmp_path, device, "--no-notify"):
        until(lambda: not Diary(tmp_path / "camera").read().open)
    (entry,) = Diary(tmp_path / "camera").read().entries
    assert entry.end is None and entry.found_off is not None and entry.last_seen < entry.found_off


def test_a_second_guard_is_refused_or_waits(tmp_path, device):
    with guard(tmp_path, device, "--no-notify") as first:
        command = [sys.executable, "-m", "holdfast", "camera", "watch", "--json"]
        refused = subprocess.run(command, env=environ(tmp_path, device), capture_output=True, text=True)
        assert (refused.returncode, json.loads(refused.stdout)["error"]) == (1, "AlreadyWatching")
        waiting = subprocess.Popen(
            [*command, "--wait"], env=environ(tmp_path, device), stdout=subprocess.DEVNULL
        )
        first.end(signal.SIGTERM)
        until(lambda: len(Diary(tmp_path / "camera").read().watched) == 2)
        waiting.terminate()
        assert waiting.wait(PATIENCE) == 0


class Supervisor:
    """Does with a unit what systemd does: ``ExecStart``, ``Environment``, ``Restart=always`` after ``RestartSec``.

    There is no systemd at work where these tests run (it is verified by ``systemd-analyze``, test_installing.py).
    """

    def __init__(self, unit: Path) -> None:
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        text = unit.read_text()
        parser.read_string(text)
        service = parser["Service"]
        self.again = service["Restart"] == "always"
        self.after = float(service["RestartSec"])
        self._command = service["ExecStart"].split()
        told = [
            line.removeprefix("Environment=") for line in text.splitlines() if line.startswith("Environment=")
        ]
        self._environ = dict(line.split("=", 1) for line in told)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        base = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        return subprocess.Popen(self._command, env={**base, **self._environ}, stderr=subprocess.DEVNULL)

    def step(self) -> None:
        """Starts it again where it has ended and the unit says so."""
        if self.process.poll() is not None and self.again:
            time.sleep(self.after)
            self.process = self._start()


@pytest.mark.skipif(sys.platform != "linux", reason="a systemd unit")
def test_the_program_of_the_installed_unit_is_killed_and_comes_back(tmp_path, device):
    home = tmp_path / "data"
    surroundings = {**environ(home, device), "HOME": str(tmp_path / "sam")}
    surroundings.pop("XDG_CONFIG_HOME", None)
    folder = home / "camera"
    plan = installing.plan_for("linux", surroundings, folder, installing.guard_command())
    installing.install(plan, folder, bool)
    wanted = tmp_path / "sam" / ".config" / "systemd" / "user" / "default.target.wants"
    at_work = Supervisor(next(wanted.iterdir()))
    try:
        until(lambda: len(Diary(folder).read().watched) == 1)
        with held(device):
            until(lambda: len(Diary(folder).read().open) == 1)
            killed = at_work.process.pid
            at_work.process.kill()
            at_work.process.wait()
            at_work.step()
            until(lambda: len(Diary(folder).read().watched) == 2)
            assert at_work.process.pid != killed and len(Diary(folder).read().open) == 1
        until(lambda: not Diary(folder).read().open)
    finally:
        at_work.process.terminate()
        assert at_work.process.wait(PATIENCE) == 0
    (entry,) = Diary(folder).read().entries
    assert entry.end is not None and Diary(folder).read().torn == 0
