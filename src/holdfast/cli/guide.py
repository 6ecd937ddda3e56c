"""``holdfast guide``: what to do now, in the right order. Needs no case and stores nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.answers import add_answers, answers_of, read_language, situation_of
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood

if TYPE_CHECKING:
    from holdfast.cli.asker import Asker


class UnknownPage(NotUnderstood):
    for_person = "There is no page “{page}”. The pages are: {pages}."


def guide(args: argparse.Namespace, door: Door) -> int:
    """Prints the plan for the situation in the options, or one page to read."""
    from holdfast.cli.asker import asker
    from holdfast.cli.guide_page import plan_json, print_plan

    language = read_language(args.language)
    if args.page is not None:
        return _page(args, door, language)
    answers = answers_of(args)
    if args.say:
        answers["demand"] = [args.say]
    asking = asker(situation_of(answers, language), door, language)
    if args.letters or args.letter is not None:
        return _letters(args, door, asking)
    if args.json:
        say_json(door, plan_json(asking))
    else:
        print_plan(Page(door), asking, everything=args.all)
    return 0


def _letters(args: argparse.Namespace, door: Door, asking: Asker) -> int:
    """The shelf of letters, or one of them in full."""
    from holdfast.cli.letters import letter_json, print_letter, print_shelf
    from holdfast.guide.letters import letter_for, letters_for

    told, now, language = asking.situation, asking.now, asking.language
    if args.letter is not None:
        one = letter_for(args.letter, told, now=now, language=language)
        say_json(door, letter_json(one)) if args.json else print_letter(Page(door), one, asking)
        return 0
    found = letters_for(told, now=now, language=language)
    if args.json:
        say_json(door, {"letters": [letter_json(one) for one in found]})
    else:
        print_shelf(Page(door), found, asking)
    return 0


def _page(args: argparse.Namespace, door: Door, language: str) -> int:
    from holdfast.cli.guide_page import print_markdown, print_reporting
    from holdfast.content.words import words

    pages = words(language).pages
    if args.page not in pages:
        raise UnknownPage("no such page", page=args.page, pages=", ".join(sorted(pages)))
    page = pages[args.page]
    if args.json:
        say_json(
            door,
            {"id": page.page_id, "title": page.title, "body": page.body, "sources": list(page.sources)},
        )
    else:
        print_markdown(Page(door), page.title, page.body)
        if page.page_id == "when-you-report" and args.country:
            print_reporting(Page(door), args.country, language)
    return 0


def _options(parser: Parser) -> None:
    add_answers(parser)
    parser.add_argument(
        "--say",
        type=plain,
        metavar="TEXT",
        help=_("what they wrote, or how you feel, in any words; it is stored nowhere"),
    )
    parser.add_argument(
        "--language", default="en", metavar="CODE", help=_("language of the plan (default en)")
    )
    parser.add_argument(
        "--all", action="store_true", help=_("every step and every service, not three at a time")
    )
    parser.add_argument(
        "--letters", action="store_true", help=_("which letters there are; those that fit stand first")
    )
    parser.add_argument(
        "--letter", metavar="ID", type=plain, help=_("one letter, filled with the situation, to copy")
    )
    parser.add_argument("--page", metavar="ID", type=plain, help=_("read one page, e.g. for-an-adult"))


LEAVES = (
    Leaf(
        "guide",
        _("What to do now, in the right order. Every option may be left out. Nothing is stored or sent."),
        (
            "holdfast guide --country GB --nation GB-SCT --platform instagram --age-in-picture 15 --age-now 15 "
            "--happened threatened",
            "holdfast guide --country US --happened paid --paid-by gift_card --json",
            "holdfast guide --page for-an-adult",
            "holdfast guide --country GB --happened paid --paid-by card --letter card",
        ),
        _options,
        guide,
    ),
)
