"""``holdfast camera install`` and ``uninstall``: the guard at login. Shows first what it writes."""

from __future__ import annotations

import argparse
import sys

from holdfast.camera import installing
from holdfast.camera.installing import Plan
from holdfast.cli.camera_words import camera_folder
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotSaved, NotUnderstood


class NotAgreed(NotUnderstood):
    for_person = "Nothing was changed. To go ahead without a question, add --yes."


def plan_here(door: Door, *, sound: bool) -> Plan:
    """What installing would do for this user of this computer."""
    command = installing.guard_command(sound=sound)
    return installing.plan_for(sys.platform, door.environ, camera_folder(door), command)


def install(args: argparse.Namespace, door: Door) -> int:
    """Shows the files and commands, asks, does it."""
    plan = plan_here(door, sound=args.sound)
    page = Page(door._replace(stdout=door.stderr) if args.json else door)
    for file in plan.files:
        page.heading(_("File: {path}").format(path=file.path))
        page.say(file.text or _("a link to {target}").format(target=file.link), indent="    ", first="    ")
    page.heading(_("Then these are run"))
    for command in plan.commands:
        page.say(" ".join(command), indent="    ", first="    ")
    if not args.yes:
        _ask(door)
    try:
        started = installing.install(plan, camera_folder(door), installing.run_command)
    except OSError as error:
        raise NotSaved(f"install: {error.errno}") from error
    if args.json:
        say_json(door, {"installed": [str(file.path) for file in plan.files], "started": started})
        return 0
    page.say("")
    page.say(
        _("Done. Holdfast watches the camera now, and at each login.")
        if started
        else _("The files are written. The system could not start it now. It starts at the next login.")
    )
    page.say(_("To undo it: holdfast camera uninstall"))
    return 0


def uninstall(args: argparse.Namespace, door: Door) -> int:
    """Removes what install made, and nothing else. The diary stays."""
    try:
        removed = installing.uninstall(camera_folder(door), installing.run_command)
    except OSError as error:
        raise NotSaved(f"uninstall: {error.errno}") from error
    if args.json:
        say_json(door, {"removed": [str(path) for path in removed]})
        return 0
    page = Page(door)
    for path in removed:
        page.say(str(path), indent="    ", first="  - ")
    page.say(_("Taken out. The diary is still there. To delete it: holdfast camera diary --delete"))
    return 0


def _ask(door: Door) -> None:
    """Raises NotAgreed where nobody says yes."""
    if door.person_is_here:
        door.stderr.write("\n" + _("Go ahead? Type yes:") + " ")
        door.stderr.flush()
        if door.stdin.readline().strip().lower() in ("yes", "y", _("yes")):
            return
    raise NotAgreed("no yes")


def _options(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_argument("--sound", action="store_true", help=_("with a sound when a camera turns on"))


def _no_options(parser: Parser) -> None:
    """None of its own."""


LEAVES = (
    Leaf(
        "camera install",
        _("Watch the camera from each login on. Shows what it writes, and asks first."),
        ("holdfast camera install", "holdfast camera install --sound --yes"),
        _options,
        install,
    ),
    Leaf(
        "camera uninstall",
        _("Take out what camera install wrote, and nothing else."),
        ("holdfast camera uninstall",),
        _no_options,
        uninstall,
    ),
)
