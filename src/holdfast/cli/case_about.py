"""``holdfast case about``: what the case knows about the situation, for the plan and for the hard rule."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.answers import add_answers, age_words, answers_of, read_language, read_zone, situation_of
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.case.values import About
    from holdfast.guide.situation import Situation


def about(args: argparse.Namespace, door: Door) -> int:
    """Shows it, or changes what the options name and keeps the rest."""
    case = the_case(args, door)
    changes = _changes(args, case.about)
    now = case.set_about(**changes) if changes else case.about
    if args.json:
        say_json(door, {"case": case.case_id, **_about_json(now)})
        return 0
    page = Page(door)
    rows = [
        (_("Age in the picture"), age_words(now.age_in_picture.value)),
        (_("Country"), now.country),
        (_("Language"), now.language),
        (_("Time zone"), now.time_zone),
        (_("Steps done"), ", ".join(now.ticked)),
    ]
    page.table(
        [*rows, *((field, ", ".join(map(str, _listed(value)))) for field, value in now.situation.items())]
    )
    return 0


def plan(args: argparse.Namespace, door: Door) -> int:
    """The plan from the case's answers; ticked steps are done."""
    from holdfast.cli.guide_page import plan_json, print_plan
    from holdfast.cli.joined import asker_in

    asking = asker_in(the_case(args, door), door)
    if args.json:
        say_json(door, plan_json(asking))
    else:
        print_plan(Page(door), asking, everything=args.all)
    return 0


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _changes(args: argparse.Namespace, before: About) -> dict[str, object]:
    changes: dict[str, object] = {}
    if given := answers_of(args):
        kept = {field: [str(v) for v in _listed(value)] for field, value in before.situation.items()}
        situation = situation_of({**kept, **given}, before.language)
        changes["situation"] = _told(situation, args)
        if {"age_in_picture", "age_now"} & given.keys():
            changes["age_in_picture"] = _age_for_the_rule(situation)
        if situation.country:
            changes["country"] = situation.country
    if args.language:
        changes["language"] = read_language(args.language)
    if args.time_zone:
        changes["time_zone"] = read_zone(args.time_zone)
    return changes


def _told(situation: Situation, args: argparse.Namespace) -> dict[str, list[str]]:
    """The answers as they were said: "under 18" is an answer to the rule, and no exact age for the plan."""
    return {
        field: values
        for field, values in situation.to_answers().items()
        if str(getattr(args, field, "")).replace("-", "_") != "under_18"
    }


def _age_for_the_rule(situation: Situation) -> object:
    """Three answers are all that the hard rule needs; not said is perhaps a child."""
    from holdfast.case.values import AgeInPicture
    from holdfast.guide.situation import Age

    if situation.picture_age.is_child:
        return AgeInPicture.UNDER_18
    return AgeInPicture.ADULT if situation.picture_age is Age.ADULT else AgeInPicture.UNKNOWN


def _about_json(now: About) -> dict[str, object]:
    return {
        "age_in_picture": now.age_in_picture.value,
        "country": now.country,
        "language": now.language,
        "time_zone": now.time_zone,
        "situation": now.situation,
        "ticked": list(now.ticked),
    }


def _options(parser: Parser) -> None:
    add_answers(parser)
    parser.add_argument("--language", type=plain, metavar="CODE", help=_("language of the pack"))
    parser.add_argument("--time-zone", type=plain, metavar="NAME", help=_("e.g. Europe/London"))


def _plan_options(parser: Parser) -> None:
    parser.add_argument(
        "--all", action="store_true", help=_("every step and every service, not three at a time")
    )


LEAVES = (
    Leaf(
        "case plan",
        _("The plan for your case: three steps at a time, what you ticked is done."),
        ("holdfast case plan", "holdfast case plan --all --json"),
        _plan_options,
        plan,
        opens_case=True,
    ),
    Leaf(
        "case about",
        _("What your case knows about the situation. With options: change it."),
        (
            "holdfast case about",
            "holdfast case about --age-in-picture 15 --age-now 15 --happened threatened --platform instagram",
        ),
        _options,
        about,
        opens_case=True,
    ),
)
