"""``holdfast camera``: what is said, in words and as JSON; what is asked before anything is changed."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.camera.holding import device, held
from tests.camera.tree import BROWSER, CALLS
from tests.cli.test_json import promised

from holdfast.camera.diary import Diary
from holdfast.home import data_folder

__all__ = ["device"]


@pytest.fixture
def sam(line, tmp_path, monkeypatch, device):
    """Somebody with one real camera; no program of the system is found, so that none is started."""
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    line.environ |= {"HOLDFAST_CAMERAS": str(device), "HOME": str(tmp_path / "sam")}
    return line


def diary(line) -> Diary:
    return Diary(data_folder(line.environ) / "camera")


def test_status_says_off_then_on_with_name_path_and_user(sam, device):
    before = sam("camera", "status")
    assert before.code == 0 and f"({device}): off" in before.out.replace("\n", " ")
    with held(device) as program:
        told = sam("camera", "status", "--json").json
        (camera,) = told["cameras"]
        (use,) = camera["uses"]
        assert (camera["state"], use["pid"], use["path"]) == (
            "on",
            program.pid,
            os.path.realpath(sys.executable),
        )
        assert use["user"] and use["started"] and use["since"] is None and use["allowed"] is False
        assert told["support"] == "works" and told["watching"] is False
        assert ": on" in sam("camera", "status").out


def test_status_says_since_when_where_the_guard_saw_it_begin(sam, device):
    with held(device) as program:
        path = os.path.realpath(sys.executable)
        from dataclasses import replace

        who = replace(CALLS, path=path, pid=program.pid)
        diary(sam).on("video0", str(device), who, sam.now - timedelta(minutes=12), allowed=False)
        assert "12 min 0 s" in sam("camera", "status").out
        (camera,) = sam("camera", "status", "--json").json["cameras"]
        assert camera["uses"][0]["since"] == "2026-11-22T00:48:00Z"


def test_the_honest_words_stand_under_every_status(sam):
    assert "not with a hacked camera" in sam("camera", "status").out
    assert "holdfast check" in sam("camera", "status").out


def test_a_program_that_writes_control_characters_drives_no_terminal(sam):
    from dataclasses import replace

    odd = replace(CALLS, name="\x1b[2Jx", path="/tmp/\u202ey")
    diary(sam).on("\x07Camera", "/dev/video0", odd, sam.now - timedelta(hours=1), allowed=False)
    told = sam("camera", "diary").out
    assert "\x1b" not in told and "\x07" not in told and "\u202e" not in told


def test_the_diary_tells_each_kind_of_end(sam):
    book, now = diary(sam), sam.now
    watch = book.started(now - timedelta(hours=5))
    whole = book.on("Garden camera", "/dev/video0", CALLS, now - timedelta(hours=4), allowed=False)
    book.off(whole, now - timedelta(hours=3))
    lost = book.on("Garden camera", "/dev/video0", BROWSER, now - timedelta(hours=2), allowed=True)
    book.lost(lost, now - timedelta(hours=1))
    book.brief("Garden camera", "/dev/video0", CALLS, now - timedelta(minutes=50), allowed=False)
    book.on("Garden camera", "/dev/video0", CALLS, now - timedelta(minutes=9), allowed=False)
    book.here(watch, now)
    told = sam("camera", "diary").out
    for words in (
        "1 h 0 min",
        "nobody saw it end",
        "for a moment",
        "still on, for 9 min",
        "watched for 5 h 0 min",
    ):
        assert words in " ".join(told.split())
    entries = sam("camera", "diary", "--json").json["entries"]
    assert [one["seconds"] for one in entries] == [0, 0, 0, 3600]
    assert [one["end"] is None for one in entries] == [True, False, True, False]


def test_old_entries_are_shown_only_when_they_are_asked_for(sam):
    old = diary(sam).on("Garden camera", "/dev/video0", CALLS, sam.now - timedelta(days=20), allowed=False)
    diary(sam).off(old, sam.now - timedelta(days=20))
    assert sam("camera", "diary", "--json").json["entries"] == []
    assert len(sam("camera", "diary", "--days", "30", "--json").json["entries"]) == 1


@pytest.mark.parametrize("days", ["0", "-5", "999999999999"])
def test_odd_numbers_of_days_are_refused_in_words(sam, days):
    done = sam("camera", "diary", "--days", days)
    assert done.code == 2 and "Traceback" not in done.err


def test_the_diary_is_deleted_at_once(sam):
    diary(sam).started(sam.now)
    assert sam("camera", "diary", "--delete").code == 0
    assert not diary(sam).path.exists()


def test_a_program_is_allowed_by_its_name_once_it_was_seen(sam):
    diary(sam).on("Garden camera", "/dev/video0", CALLS, sam.now, allowed=False)
    assert sam("camera", "allow", "calls", "--json").json == {"allowed": [CALLS.path]}
    assert sam("camera", "allow", "calls", "--remove", "--json").json == {"allowed": []}
    assert sam("camera", "allow", "calls", "--remove").code == 2
    assert sam("camera", "allow", "no-such-program").code == 2


# --- at login


def unit(tmp_path: Path) -> Path:
    return tmp_path / "sam" / ".config" / "systemd" / "user" / "holdfast-camera.service"


@pytest.mark.skipif(sys.platform != "linux", reason="a systemd unit")
@pytest.mark.parametrize("typed", ["no\n", "\n", ""])
def test_install_shows_everything_and_without_a_yes_nothing_is_written(sam, tmp_path, typed):
    done = sam("camera", "install", stdin=typed, terminal=True)
    assert done.code == 2 and "Restart=always" in done.out
    assert not (tmp_path / "sam").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a systemd unit")
def test_without_a_terminal_install_needs_its_yes(sam, tmp_path):
    assert sam("camera", "install", stdin="yes\n").code == 2
    assert not (tmp_path / "sam").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a systemd unit")
def test_installed_by_a_yes_and_taken_out_again(sam, tmp_path):
    assert sam("camera", "install", stdin="yes\n", terminal=True).code == 0
    assert f"Environment=HOLDFAST_HOME={sam.home}" in unit(tmp_path).read_text()
    assert sam("camera", "install", "--yes").code == 1
    assert sam("camera", "uninstall").code == 0
    assert not (tmp_path / "sam").exists()
    assert sam("camera", "uninstall").code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a systemd unit")
def test_install_as_json_keeps_stdout_whole(sam, tmp_path):
    done = sam("camera", "install", "--yes", "--sound", "--json")
    assert done.json == {"installed": [str(unit(tmp_path)), done.json["installed"][1]], "started": False}
    assert "--sound" in unit(tmp_path).read_text()
    assert done.json.keys() == promised("camera install")
    removed = sam("camera", "uninstall", "--json").json
    assert len(removed["removed"]) == 2 and removed.keys() == promised("camera uninstall")


# --- off and on


@pytest.fixture
def places(tmp_path):
    """Folders of the test's own for what else lies in those of the system."""
    return ["--rules", str(tmp_path / "rules"), "--notes", str(tmp_path / "notes")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program do it")
def test_off_shows_first_and_changes_nothing_with_show(sam, device, places):
    mode = device.stat().st_mode
    as_json = sam("camera", "off", "--show", "--only", str(device), "--json", *places).json
    assert as_json.keys() == promised("camera off") and as_json["off"] is False
    done = sam("camera", "off", "--show", "--only", str(device), *places)
    assert done.code == 0 and str(device) in done.out.replace("\n", "")
    assert device.stat().st_mode == mode and not Path(places[3]).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program do it")
def test_off_and_on_again_is_as_before(sam, device, places):
    mode = device.stat().st_mode
    assert sam("camera", "off", "--only", str(device), *places).code == 0
    assert device.stat().st_mode & 0o777 == 0
    assert sam("camera", "off", "--only", str(device), *places).code == 1
    told = sam("camera", "on", "--json", *places)
    assert told.json["on"] is True and told.json["steps"][0]["how"] == "permissions"
    assert told.json.keys() == promised("camera on")
    assert device.stat().st_mode == mode
    assert sam("camera", "on", *places).code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program do it")
def test_where_there_is_no_such_camera_a_cover_is_named(sam, tmp_path, places):
    done = sam("camera", "off", "--only", str(tmp_path / "none"), *places)
    assert done.code == 1 and "Cover it" in done.err
