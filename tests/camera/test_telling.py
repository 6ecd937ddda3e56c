"""Notices on the desktop: what goes over a real session bus, and what is done where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.camera import bus
from holdfast.camera.telling import Message, commands, tell

TALK = """
import os, sys
from holdfast.camera import bus
print(bus.notify("Camera on", "calls – é\\n<b>", "camera-shutter", os.environ))
"""


@pytest.mark.skipif(
    not shutil.which("dbus-run-session") or not shutil.which("dbus-monitor"), reason="no D-Bus daemon"
)
def test_a_real_session_bus_gets_the_notice_as_the_specification_says(tmp_path):
    """Nobody shows notices there: the daemon passes on that answer, and we say no."""
    heard = tmp_path / "heard"
    script = f"""
    dbus-monitor --session "interface='org.freedesktop.Notifications'" > {heard} & listening=$!
    for n in $(seq 100); do grep -q NameAcquired {heard} && break; sleep 0.05; done
    {sys.executable} -c "$TALK"
    for n in $(seq 100); do grep -q int32 {heard} && break; sleep 0.05; done
    kill $listening
    """
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        env={**os.environ, "TALK": TALK}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    told = " ".join(heard.read_text("utf-8").split())
    assert done.stdout == "False\n"
    assert "member=Notify" in told and 'string "Holdfast" uint32 0' in told
    assert 'string "Camera on" string "calls – é <b>"' in told
    assert 'dict entry( string "sound-name" variant string "camera-shutter" )' in told
    assert told.endswith("int32 15000")


class Daemon(threading.Thread):
    """A bus that answers the second call as it is told to: 2 is a good answer, 3 an error."""

    def __init__(self, path: Path, answer: int) -> None:
        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(path))
        self.listening.listen()

    def run(self) -> None:
        plug, _ = self.listening.accept()
        with plug:
            plug.recv(200)
            plug.sendall(b"OK 1234\r\n")
            while b"Notify" not in self.heard:
                self.heard += plug.recv(4096)
            for serial, kind in ((1, 2), (2, self.answer)):
                plug.sendall(self._message(serial, kind))

    @staticmethod
    def _message(serial: int, kind: int) -> bytes:
        """An answer in the other byte order, with a signature before the serial and a body behind."""
        fields = b"\x08\x01g\x00\x01u\x00\x00" + b"\x05\x01u\x00" + struct.pack(">I", serial)
        head = struct.pack(">cBBBIII", b"B", kind, 0, 1, 4, 9, len(fields))
        return head + fields + b"\0" * (-len(fields) % 8) + struct.pack(">I", 7)


@pytest.fixture
def short(tmp_path_factory) -> Iterator[Path]:
    """A socket's path may have 108 characters."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize(("answer", "shown"), [(2, True), (3, False)], ids=["shown", "refused"])
def test_it_was_shown_only_where_the_desktop_says_so(short, answer, shown):
    daemon = Daemon(short / "bus", answer)
    daemon.start()
    assert bus.notify("a", "b", "", {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={short}/bus"}) is shown
    daemon.listening.close()


def test_a_bus_that_hangs_up_is_no_fault(short):
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(short / "bus"))
    listening.listen()
    threading.Thread(target=lambda: listening.accept()[0].close(), daemon=True).start()
    assert not bus.notify("a", "b", "", {"XDG_RUNTIME_DIR": str(short)})
    listening.close()


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("unix:path=/run/user/1000/bus", "/run/user/1000/bus"),
        ("unix:guid=1,path=/a%20b;unix:path=/c", "/a b"),
        ("unix:abstract=/tmp/dbus-x", "\0/tmp/dbus-x"),
        ("tcp:host=127.0.0.1,port=9", None),
        ("", None),
    ],
)
def test_only_sockets_of_this_computer_are_addresses(told, where):
    found = bus.address({"DBUS_SESSION_BUS_ADDRESS": told})
    assert (os.fsdecode(found) if found else None) == where


def test_where_there_is_no_bus_the_system_s_own_program_is_asked(tmp_path):
    asked = tmp_path / "asked"
    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {asked}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    before = os.environ["PATH"]
    os.environ["PATH"] = environ["PATH"]
    try:
        assert tell(Message("Camera on", "-x $(reboot)", sound=True), environ, "linux")
    finally:
        os.environ["PATH"] = before
    assert asked.read_text().endswith("|--|Camera on|-x $(reboot)|")


def test_where_nothing_shows_notices_that_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not tell(Message("a", "b"), {}, "linux")
    assert not tell(Message("a", "b"), {}, "sunos5")


@pytest.mark.parametrize(("system", "as_argument"), [("linux", True), ("darwin", True), ("win32", False)])
def test_words_are_never_part_of_a_script(system, as_argument):
    words = Message("Camera on", '"; rm -rf / #')
    for command in commands(words, system):
        assert (words.body in command) is as_argument
        assert not any(words.body in part for part in command if part != words.body)


def test_powershell_gets_the_words_as_variables(tmp_path, monkeypatch):
    asked = tmp_path / "asked"
    program = tmp_path / "powershell"
    program.write_text(f'#!/bin/sh\nprintf "%s|%s|%s" "$#" "$NOTICE_TITLE" "$NOTICE_BODY" > {asked}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tell(Message("Camera on", "x; Remove-Item"), {"PATH": "/usr/bin:/bin"}, "win32")
    assert asked.read_text() == "3|Camera on|x; Remove-Item"


def test_a_name_that_looks_like_markup_is_no_markup(tmp_path, monkeypatch):
    asked = tmp_path / "asked"
    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s" "$4" > {asked}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tell(Message("Camera on", "<a href=x>&"), {"PATH": "/usr/bin:/bin"}, "linux")
    assert asked.read_text() == "‹a href=x›+"
