"""``holdfast camera status``, ``diary`` and ``allow``: who is at the camera, who was, and whom you know."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from holdfast.camera.allowing import Allowed, found
from holdfast.camera.diary import Diary, Entry
from holdfast.camera.loop import is_watched
from holdfast.camera.now import look_now
from holdfast.camera.systems import devices_in, guard_for
from holdfast.camera.values import Camera, Program, Sight, Use
from holdfast.cli.camera_words import STATES, as_text, camera_folder, clock_time, how_long, reason, who
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _

#: Ten years; the diary keeps 90 days.
MOST_DAYS = 3650


def status(args: argparse.Namespace, door: Door) -> int:
    """One look at every camera. Opens none."""
    folder = camera_folder(door)
    sight = look_now(guard_for(devices(args, door)), folder)
    allowed = Allowed(folder)
    watching = is_watched(folder)
    if args.json:
        say_json(door, {**sight_json(sight, allowed), "watching": watching})
        return 0
    page = Page(door)
    for camera in sight.cameras:
        _say_camera(page, camera, allowed, door)
    if sight.unseen:
        page.heading(_("What could not be seen"))
        for unseen in sight.unseen:
            page.say(reason(unseen), indent="    ", first="  - ")
    page.say("")
    page.say(_("Holdfast is watching.") if watching else _("Nobody is watching. Type: holdfast camera watch"))
    page.say(_("Most blackmail starts with a call you took part in, not with a hacked camera."))
    page.say(_("A mail says “I filmed you”? That is mostly a bluff. Type: holdfast check"))
    return 0


def _say_camera(page: Page, camera: Camera, allowed: Allowed, door: Door) -> None:
    name = camera.name or _("Camera")
    devices = f" ({', '.join(camera.devices)})" if camera.devices else ""
    page.heading(f"{name}{devices}: {STATES[camera.state]}")
    for use in camera.uses:
        program = use.program
        parts = [who(program), program.path, program.user]
        page.say(", ".join(part for part in parts if part), indent="    ", first="  - ")
        if use.since is not None:
            span = how_long(door.clock() - use.since)
            since = _("at the camera since {time} ({span})")
            page.say(since.format(time=clock_time(use.since, door), span=span), indent="    ")
        elif program.started is not None:
            since = _("the program runs since {time}; nobody saw it take the camera")
            page.say(since.format(time=clock_time(program.started, door)), indent="    ")
        if allowed.knows(program):
            page.say(_("you allow it"), indent="    ")


def sight_json(sight: Sight, allowed: Allowed) -> dict[str, object]:
    """A look as JSON: keys in docs/cli.md."""
    return {
        "system": sight.system,
        "support": sight.support.value,
        "cameras": [
            {
                "id": camera.camera_id,
                "name": camera.name,
                "state": camera.state.value,
                "devices": list(camera.devices),
                "uses": [_use_json(use, allowed) for use in camera.uses],
            }
            for camera in sight.cameras
        ],
        "unseen": [
            {"reason": one.reason.value, "count": one.count, "whose": one.whose, "message": reason(one)}
            for one in sight.unseen
        ],
    }


def program_json(program: Program) -> dict[str, object]:
    return {
        "name": program.name,
        "path": program.path or None,
        "pid": program.pid or None,
        "user": program.user or None,
    }


def _use_json(use: Use, allowed: Allowed) -> dict[str, object]:
    times = {"since": as_text(use.since), "started": as_text(use.program.started)}
    return {**program_json(use.program), **times, "allowed": allowed.knows(use.program)}


def diary(args: argparse.Namespace, door: Door) -> int:
    """What was written down, newest first; or deletes it."""
    book = Diary(camera_folder(door))
    if args.delete:
        book.delete()
        if args.json:
            say_json(door, {"deleted": True})
        else:
            Page(door).say(_("The diary is deleted."))
        return 0
    since = door.clock() - timedelta(days=args.days)
    pages = book.read().since(since)
    if args.json:
        watched = [{"start": as_text(one.start), "end": as_text(one.end)} for one in pages.watched]
        entries = [_entry_json(one) for one in reversed(pages.entries)]
        say_json(door, {"entries": entries, "watched": watched, "torn": pages.torn})
        return 0
    page = Page(door)
    for entry in reversed(pages.entries):
        _say_entry(page, entry, door)
    if not pages.entries:
        page.say(_("Nothing is written down for these days."))
    hours = sum((one.end - one.start for one in pages.watched), timedelta())
    page.say(
        _("Holdfast watched for {span} of this time. It knows nothing of the rest.").format(
            span=how_long(hours)
        )
    )
    return 0


def _say_entry(page: Page, entry: Entry, door: Door) -> None:
    if entry.brief:
        lasted = _("for a moment")
    elif entry.is_open:
        lasted = _("still on, for {span}").format(span=how_long(door.clock() - entry.start))
    elif entry.end is None:
        lasted = _("at least {span}; nobody saw it end").format(span=how_long(entry.at_least))
    else:
        lasted = how_long(entry.at_least)
    mark = _("you allow it") if entry.allowed else ""
    path = entry.program.path or _("no path known")
    page.say(f"{clock_time(entry.start, door)}  {who(entry.program)}, {entry.camera}: {lasted}")
    page.say(", ".join(part for part in (path, entry.program.user, mark) if part), indent="    ")


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.entry_id,
        "camera": entry.camera,
        "device": entry.device,
        "program": program_json(entry.program),
        "start": as_text(entry.start),
        "end": as_text(entry.end),
        "last_seen": as_text(entry.last_seen),
        "found_off": as_text(entry.found_off),
        "seconds": round(entry.at_least.total_seconds(), 3),
        "brief": entry.brief,
        "allowed": entry.allowed,
    }


def allow(args: argparse.Namespace, door: Door) -> int:
    """Puts a program on the list, takes it off, or shows the list."""
    folder = camera_folder(door)
    known = Allowed(folder)
    if args.program is not None:
        key = found(args.program, _seen_so_far(folder, known, door))
        if args.remove:
            known.remove(key)
        else:
            known.add(key)
    if args.json:
        say_json(door, {"allowed": list(known.all())})
        return 0
    page = Page(door)
    for path in known.all():
        page.say(path, indent="    ", first="  - ")
    page.say(
        _("Holdfast writes these down, and does not call you for them.")
        if known.all()
        else _("No program is on your list. Holdfast tells you of each one.")
    )
    return 0


def _seen_so_far(folder: Path, known: Allowed, door: Door) -> list[Program]:
    """Programs a name can mean: those at a camera now, those of the list, those of the diary, the newest first."""
    now = [
        use.program for camera in guard_for(devices_in(door.environ)).look().cameras for use in camera.uses
    ]
    listed = [Program(Path(path).name, path) for path in known.all()]
    return [*now, *listed, *(one.program for one in reversed(Diary(folder).read().entries))]


def devices(args: argparse.Namespace, door: Door) -> tuple[Path, ...]:
    """Those of ``--device``, and those of HOLDFAST_CAMERAS."""
    return (*args.device, *devices_in(door.environ))


def device_option(parser: Parser) -> None:
    """``--device``: a camera that has another name than the system's own."""
    parser.add_argument(
        "--device", action="append", type=Path, default=[], metavar="PATH",
        help=_("one more device to look at, e.g. /dev/media0; may be given again"),
    )  # fmt: skip


def _days(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(_("from 1 to {most}").format(most=MOST_DAYS))
    return int(typed)


def _diary_options(parser: Parser) -> None:
    parser.add_argument("--days", type=_days, default=7, metavar="N", help=_("how many days back (else 7)"))
    parser.add_argument("--delete", action="store_true", help=_("delete all of it, at once"))


def _allow_options(parser: Parser) -> None:
    parser.add_argument(
        "program", nargs="?", metavar="PROGRAM", help=_("its path, or its name once it was seen")
    )
    parser.add_argument("--remove", action="store_true", help=_("take it off the list"))


LEAVES = (
    Leaf(
        "camera status",
        _("Show each camera: whether it is on, who uses it, and what we cannot see. Opens no camera."),
        ("holdfast camera status", "holdfast camera status --json"),
        device_option,
        status,
    ),
    Leaf(
        "camera diary",
        _("Show what used the camera, when and for how long. The diary stays on this computer."),
        ("holdfast camera diary", "holdfast camera diary --days 30 --json", "holdfast camera diary --delete"),
        _diary_options,
        diary,
    ),
    Leaf(
        "camera allow",
        _("Name a program that may use your camera. It is written down, and you are not called for it."),
        ("holdfast camera allow", "holdfast camera allow /usr/bin/cheese", "holdfast camera allow cheese --remove"),
        _allow_options,
        allow,
    ),
)  # fmt: skip
