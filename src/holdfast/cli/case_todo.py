"""``holdfast case todo``: what of the proof is there, and what is still missing, app by app."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.joined import situation_in
from holdfast.cli.opening import say_damage, the_case
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.case.checklist import AppChecks, Check


def todo(args: argparse.Namespace, door: Door) -> int:
    """The checklist; what nobody but the person can see is asked, not guessed."""
    from holdfast.case.checklist import checks_of, platforms_in

    case = the_case(args, door)
    say_damage(case, door)
    items, records = case.items(), case.records()
    apps, general = checks_of(items, records, platforms_in(items, records, situation_in(case).platforms))
    if args.json:
        listed = [{"platform": app.platform or None, "checks": _json(app.checks)} for app in apps]
        say_json(door, {"case": case.case_id, "apps": listed, "general": _json(general)})
        return 0
    page = Page(door)
    for app in apps:
        page.heading(_name(app))
        page.table(_row(check) for check in app.checks)
    page.heading(_("What they want"))
    page.table(_row(check) for check in general)
    page.say("")
    page.say(_("Take what is easy. What you cannot get, leave."))
    return 0


def _json(checks: tuple[Check, ...]) -> list[dict[str, object]]:
    return [{"need": check.need.value, "done": check.done} for check in checks]


def _name(app: AppChecks) -> str:
    from holdfast.content.facts import platforms
    from holdfast.errors import HoldfastError

    try:
        known = platforms().get(app.platform) if app.platform else None
    except HoldfastError:
        known = None
    return known.name if known else app.platform or _("The app or website")


def _row(check: Check) -> tuple[str, ...]:
    state = {True: _("There"), False: _("Missing"), None: _("Look if it is there")}[check.done]
    return state, _words(check.need.value)


def _words(need: str) -> str:
    return {
        "chat": _("The chat, from the first message to the last"),
        "profile": _("Their profile page, with name and numbers"),
        "name": _("Their user name, letter by letter"),
        "link": _("The link to their profile"),
        "number": _("The number of their account, if you can see it"),
        "export": _("Your own data from the app: it holds the chat too"),
        "demand": _("What they want, and by when"),
        "payee": _("Where the money should go: names, numbers, addresses"),
    }[need]


def _options(parser: Parser) -> None:
    """None of its own."""


LEAVES = (
    Leaf(
        "case todo",
        _("What of the proof is there, and what is still missing, app by app."),
        ("holdfast case todo",),
        _options,
        todo,
        opens_case=True,
    ),
)
