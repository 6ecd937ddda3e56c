"""The camera's page: what is so now, the week, the list of programs, watching at login. Never where hosted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.camera.holding import device, held
from tests.camera.tree import BROWSER, CALLS

from holdfast.camera.allowing import Allowed
from holdfast.camera.diary import Diary

__all__ = ["device"]

PAGES = ("/u", "/u/now")
FORMS = ("/u/k", "/u/d", "/u/i", "/u/o")


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path) -> Iterator[Path]:
    """A data folder and a home of this test's own; no program of the system is found, so none is started."""
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "sam"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    yield tmp_path / "data" / "camera"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("address", PAGES)
def test_a_hosted_holdfast_has_no_such_page(new_client, hosted, address):
    assert new_client().get(address).status_code == 404


@pytest.mark.parametrize("address", FORMS)
def test_nor_any_of_its_forms(new_client, hosted, folder, address):
    assert new_client().post(address, {"key": "x"}).status_code == 404
    assert not folder.exists()


@pytest.mark.parametrize("address", FORMS)
def test_a_form_is_never_followed_as_a_link(client, address):
    assert client.get(address).status_code == 405


def test_a_real_device_in_the_hand_of_another_program_is_shown(client, monkeypatch, device):
    monkeypatch.setenv("HOLDFAST_CAMERAS", str(device))
    assert "The camera is off" in text_of(client.get("/u/now"))
    with held(device):
        told = text_of(client.get("/u/now"))
        assert "The camera is on" in told and os.path.realpath(sys.executable) in told


def test_the_page_takes_no_camera_itself(client, monkeypatch, device):
    monkeypatch.setenv("HOLDFAST_CAMERAS", str(device))
    answer = client.get("/u")
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "The camera is off" in text_of(client.get("/u/now"))


def test_the_honest_frame_and_the_way_to_check_a_mail_stand_on_it(client):
    page = text_of(client.get("/u"))
    assert 'href="/m"' in page and 'href="/p"' in page and 'href="/i/30"' in page


def test_the_diary_is_drawn_and_told(client, folder):
    now = datetime.now(UTC)
    diary = Diary(folder)
    watch = diary.started(now - timedelta(hours=3))
    entry = diary.on("Garden camera", "/dev/video0", CALLS, now - timedelta(hours=2), allowed=False)
    diary.off(entry, now - timedelta(hours=1))
    diary.on("Garden camera", "/dev/video0", BROWSER, now - timedelta(minutes=5), allowed=True)
    diary.stopped(watch, now)
    page = text_of(client.get("/u"))
    assert 'class="unknown"' in page and 'class="known"' in page and 'class="watched"' in page
    assert "1 h 0 min" in page and "still on" in page and CALLS.path in page
    assert " style=" not in page


def test_names_out_of_the_diary_are_text_and_nothing_else(client, folder):
    from dataclasses import replace

    odd = replace(CALLS, name="<script>x</script>", path='/tmp/"><img src=x>')
    Diary(folder).on('"><b>', "/dev/video0", odd, datetime.now(UTC), allowed=False)
    page = client.get("/u").content.decode()
    assert "<script>x" not in page and "<img" not in page and "<b>" not in page


def test_a_program_of_the_diary_can_be_allowed_and_taken_back(client, folder):
    Diary(folder).on("Garden camera", "/dev/video0", CALLS, datetime.now(UTC), allowed=False)
    client.post("/u/k", {"key": CALLS.key})
    assert Allowed(folder).all() == (CALLS.key,)
    client.post("/u/k", {"key": CALLS.key})
    assert Allowed(folder).all() == ()


def test_what_was_never_seen_is_not_put_on_the_list(client, folder):
    client.post("/u/k", {"key": "/usr/bin/never"})
    assert Allowed(folder).all() == ()


def test_the_diary_is_deleted_with_one_press(client, folder):
    Diary(folder).on("Garden camera", "/dev/video0", CALLS, datetime.now(UTC), allowed=False)
    client.post("/u/d")
    assert not Diary(folder).path.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="writes a systemd unit")
def test_watching_at_login_is_shown_written_and_taken_out_again(client, tmp_path):
    home = tmp_path / "sam"
    unit = home / ".config" / "systemd" / "user" / "holdfast-camera.service"
    assert str(unit) in text_of(client.get("/u"))
    client.post("/u/i")
    assert unit.exists()
    assert "Stop watching at login" in text_of(client.get("/u"))
    client.post("/u/o")
    assert not unit.exists() and not home.exists()


def test_without_a_way_to_watch_at_login_the_page_still_stands(client, folder):
    folder.mkdir(parents=True)
    (folder / "installed.json").write_text("{}")
    assert client.get("/u").status_code == 200
    assert client.post("/u/o").status_code == 400


def test_a_child_of_the_guard_is_not_needed_to_know_that_it_watches(client, folder):
    code = "import sys; from pathlib import Path; from holdfast.camera.loop import only_one\n"
    code += "with only_one(Path(sys.argv[1])): print('locked', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "locked\n"
    assert "Holdfast is watching" in text_of(client.get("/u/now"))
    process.communicate()
    assert "Nobody is watching" in text_of(client.get("/u/now"))
