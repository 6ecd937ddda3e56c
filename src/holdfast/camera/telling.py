"""Telling the desktop: the first of the system's own ways that works. Never raises, never waits long."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.camera import bus

#: A sound of the freedesktop sound theme.
SOUND = "camera-shutter"
PATIENCE = 5.0
#: Many desktops read a notice's body as markup: a program's name must not become a link.
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›", "&": "+", "\0": None})


@dataclass(frozen=True, slots=True)
class Message:
    """What a notification says, in the person's language."""

    title: str
    body: str
    sound: bool = False


def tell(message: Message, environ: Mapping[str, str], system: str = sys.platform) -> bool:
    """Shows it on the desktop. False where nothing could."""
    bare = Message(message.title, message.body.translate(_NO_MARKUP), message.sound)
    if system == "linux" and _on_bus(bare, environ):
        return True
    words = {"NOTICE_TITLE": bare.title, "NOTICE_BODY": bare.body}
    return any(_runs(command, {**environ, **words}) for command in commands(bare, system))


def commands(message: Message, system: str) -> tuple[tuple[str, ...], ...]:
    """The programs that can show it, the best first. Words are arguments or variables, never part of a script.

    PowerShell would join arguments to its script, so there they are the variables NOTICE_TITLE and NOTICE_BODY.
    """
    if system == "linux":
        hint = ("--hint", f"string:sound-name:{SOUND}") if message.sound else ()
        return (("notify-send", "--app-name=Holdfast", *hint, "--", message.title, message.body),)
    if system == "darwin":
        noise = ' sound name "Tink"' if message.sound else ""
        script = f"on run a\ndisplay notification (item 2 of a) with title (item 1 of a){noise}\nend run"
        return (("osascript", "-e", script, message.title, message.body),)
    if system == "win32":
        return (("powershell", "-NoProfile", "-Command", _BALLOON),)
    return ()


def _on_bus(message: Message, environ: Mapping[str, str]) -> bool:
    return bus.notify(message.title, message.body, SOUND if message.sound else "", environ)


def _runs(command: tuple[str, ...], environ: Mapping[str, str]) -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        done = subprocess.run(
            (program, *command[1:]), env=dict(environ), capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


#: A balloon of the notification area: needs no registered app, unlike a toast.
_BALLOON = (
    "& { Add-Type -AssemblyName System.Windows.Forms, System.Drawing; "
    "$n = New-Object System.Windows.Forms.NotifyIcon; $n.Icon = [System.Drawing.SystemIcons]::Information; "
    "$n.Visible = $true; $n.ShowBalloonTip(15000, $env:NOTICE_TITLE, $env:NOTICE_BODY, 'Info'); "
    "Start-Sleep 3; $n.Dispose() }"
)
