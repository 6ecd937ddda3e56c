"""``holdfast camera watch``: tells at once when a camera turns on or off, and writes it down. Loads little."""

from __future__ import annotations

import argparse
import json
import signal
import time
from collections.abc import Callable

from holdfast.camera.allowing import Allowed
from holdfast.camera.diary import Diary
from holdfast.camera.errors import CannotWatch
from holdfast.camera.inotify import Sleeping
from holdfast.camera.loop import only_one, run
from holdfast.camera.systems import guard_for, waiter_for
from holdfast.camera.telling import Message, tell
from holdfast.camera.values import Support
from holdfast.camera.watch import News, Turned, Watch
from holdfast.cli.camera import device_option, devices, program_json
from holdfast.cli.camera_words import as_text, camera_folder, clock_time, how_long, who
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import one_line
from holdfast.cli.words import _
from holdfast.errors import NotSaved

#: Seconds between two tries where another guard holds the lock.
AGAIN = 2.0


def watch(args: argparse.Namespace, door: Door) -> int:
    """Until Ctrl+C or SIGTERM. Exit code 0 after SIGTERM: a calm stop."""
    folder = camera_folder(door)
    guard = guard_for(devices(args, door))
    if guard.look().support is not Support.WORKS:
        raise CannotWatch("no support")
    allowed = Allowed(folder)
    told = _telling(args, door)
    asked_to_stop: list[bool] = []

    def stop(*_signal: object) -> None:
        asked_to_stop.append(True)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        with only_one(folder, (lambda: time.sleep(AGAIN)) if args.wait else None):
            diary = Diary(folder, door.chance)
            watching = Watch(guard, diary, door.clock, told, allowed.knows, _unwritten(door))
            waiter = waiter_for(guard)
            door.stderr.write(_("Watching the camera. To stop: Ctrl+C.") + "\n")
            if isinstance(waiter, Sleeping):
                door.stderr.write(_("Nothing wakes us here. So we look again and again.") + "\n")
            run(watching, waiter, time.sleep, lambda: True)
    except KeyboardInterrupt:
        if not asked_to_stop:
            raise
    except OSError as error:
        raise NotSaved(f"diary: {error.errno}") from error
    return 0


def _unwritten(door: Door) -> Callable[[OSError], None]:
    """A full disk must not keep anybody from being told."""

    def said(error: OSError) -> None:
        door.stderr.write(_("The diary cannot be written. You are still told here.") + "\n")
        if door.environ.get("HOLDFAST_DEBUG"):
            door.stderr.write(f"diary: {error.errno}\n")

    return said


def _telling(args: argparse.Namespace, door: Door) -> Callable[[News], None]:
    """The terminal first, then the desktop: a slow desktop must not hold up a line."""

    def told(news: News) -> None:
        door.stdout.write(_as_json(news) if args.json else _line(news, door) + "\n")
        if args.sound and news.turned is Turned.ON and not news.allowed and door.stdout.isatty():
            door.stdout.write("\a")
        door.stdout.flush()
        if not args.no_notify and not news.allowed:
            title, body = _message(news)
            tell(Message(title, body, args.sound and news.turned is Turned.ON), door.environ)

    return told


def _message(news: News) -> tuple[str, str]:
    name = one_line(f"{who(news.program)} ({news.camera.name})" if news.camera.name else who(news.program))
    if news.turned is Turned.ON:
        return _("Camera on"), name
    return _("Camera off"), f"{name}, {how_long(news.at - news.since)}"


def _line(news: News, door: Door) -> str:
    title, body = _message(news)
    path = one_line(news.program.path)
    allowed = _("you allow it") if news.allowed else ""
    parts = ", ".join(part for part in (body, path, allowed) if part)
    return f"{clock_time(news.at, door)}  {title}: {parts}"


def _as_json(news: News) -> str:
    camera = {"id": news.camera.camera_id, "name": news.camera.name}
    times = {"at": as_text(news.at), "since": as_text(news.since)}
    value = {"turned": news.turned.value, **times, "camera": camera, "program": program_json(news.program)}
    return json.dumps({**value, "allowed": news.allowed}) + "\n"


def _options(parser: Parser) -> None:
    device_option(parser)
    parser.add_argument("--no-notify", action="store_true", help=_("no notice on the desktop"))
    parser.add_argument("--sound", action="store_true", help=_("a sound when a camera turns on"))
    parser.add_argument("--wait", action="store_true", help=_("wait where another one is watching already"))


LEAVES = (
    Leaf(
        "camera watch",
        _("Tell you at once when a camera turns on or off, and write it in the diary on this computer."),
        (
            "holdfast camera watch",
            "holdfast camera watch --sound",
            "holdfast camera watch --no-notify --json",
        ),
        _options,
        watch,
    ),
)
