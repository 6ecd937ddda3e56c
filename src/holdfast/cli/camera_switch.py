"""``holdfast camera off`` and ``on``: switches cameras off where Linux allows it. Says when only a cover helps."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from holdfast.camera.errors import NoSwitch
from holdfast.camera.linux import LinuxGuard, Places
from holdfast.camera.switching import How, Off, Switches, plan, switch_off, switch_on
from holdfast.cli.camera import device_option, devices
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotSaved

HOWS = {
    How.USB: _("The USB port takes the camera away, and its microphone too."),
    How.DRIVER: _("The driver lets go of the camera."),
    How.PERMISSIONS: _("Only an administrator may open the camera then."),
}


def off(args: argparse.Namespace, door: Door) -> int:
    """Shows what it does; ``--show`` stops there."""
    wanted = _planned(args, door)
    if not args.json:
        _say_plan(Page(door), wanted)
    if not args.show:
        try:
            switch_off(wanted, _switches(args), door.clock(), _again("off", args))
        except OSError as error:
            raise NotSaved(f"off: {error.errno}") from error
    if args.json:
        say_json(door, {"off": not args.show, **_plan_json(wanted)})
    elif not args.show:
        page = Page(door)
        page.say(_("The camera is off. To switch it on: holdfast camera on"))
        page.say(_("A program with an administrator’s rights could undo this. A cover it cannot."))
    return 0


def on(args: argparse.Namespace, door: Door) -> int:
    """Undoes it exactly."""
    try:
        done = switch_on(_switches(args), _again("on", args))
    except OSError as error:
        raise NotSaved(f"on: {error.errno}") from error
    if args.json:
        say_json(door, {"on": True, **_plan_json(done)})
    else:
        Page(door).say(_("The camera can be used again, as before."))
    return 0


def _planned(args: argparse.Namespace, door: Door) -> Off:
    """Raises NoSwitch on systems other than Linux."""
    if sys.platform != "linux":
        raise NoSwitch("not linux")
    places = Places()
    nodes = LinuxGuard(places, devices(args, door)).nodes()
    wanted = [node for node in nodes if args.only in (None, Path(node.path))]
    return plan(wanted, places, How(args.how) if args.how else None)


def _switches(args: argparse.Namespace) -> Switches:
    return Switches(args.rules, args.notes)


def _again(word: str, args: argparse.Namespace) -> str:
    """The same once more, with rights. The whole path, because an administrator has another search path."""
    more = ("how", "only") if word == "off" else ()
    told = "".join(f" --{name} {getattr(args, name)}" for name in more if getattr(args, name))
    return f"sudo {sys.executable} -m holdfast camera {word}{told}"


def _say_plan(page: Page, wanted: Off) -> None:
    for how in dict.fromkeys(step.how for step in wanted.steps):
        page.say(HOWS[how])
    for step in wanted.steps:
        told = _("{camera}: {value} is written to {path}")
        if step.how is How.PERMISSIONS:
            told = _("{camera}: {path} gets the mode {value}")
        page.say(told.format(camera=step.camera, value=step.off, path=step.path), indent="    ", first="  - ")
    if wanted.rule:
        page.say(_("A rule of udev keeps it off, also after a restart:"))
        page.say(wanted.rule.strip(), indent="    ", first="    ")
    if not wanted.keeps:
        page.say(_("After a restart of the computer the camera is on again."))
    page.say("")


def _plan_json(wanted: Off) -> dict[str, object]:
    steps = [{"how": s.how.value, "camera": s.camera, "path": s.path, "value": s.off} for s in wanted.steps]
    return {"steps": steps, "rule": wanted.rule or None, "after_restart": wanted.keeps}


def _folders(parser: Parser) -> None:
    kept = Switches()
    parser.add_argument(
        "--rules", type=Path, default=kept.rules, metavar="FOLDER", help=_("where udev keeps its rules")
    )
    parser.add_argument(
        "--notes", type=Path, default=kept.notes, metavar="FOLDER", help=_("where we note what was changed")
    )


def _off_options(parser: Parser) -> None:
    device_option(parser)
    parser.add_argument(
        "--how", choices=[how.value for how in How], help=_("choose the way (else the strongest is taken)")
    )
    parser.add_argument("--only", type=Path, metavar="PATH", help=_("this camera only, e.g. /dev/video0"))
    parser.add_argument("--show", action="store_true", help=_("show what would be done, and stop"))
    _folders(parser)


LEAVES = (
    Leaf(
        "camera off",
        _("Switch the cameras off, as far as the system lets a program do it. Needs an administrator."),
        ("holdfast camera off --show", "holdfast camera off", "holdfast camera off --only /dev/video0"),
        _off_options,
        off,
    ),
    Leaf(
        "camera on",
        _("Undo camera off, exactly. Needs an administrator."),
        ("holdfast camera on",),
        _folders,
        on,
    ),
)
