"""``holdfast case strike``, ``unstrike``, ``tick``, ``untick``, ``delete``."""

from __future__ import annotations

import argparse

from holdfast.cli.asking import NotAnswered, ask
from holdfast.cli.case_json import item_json, record_json
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.finding import item_or_record
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood


class NoSuchStep(NotUnderstood):
    for_person = "There is no step “{step}”. To see the steps, type: holdfast guide --json"


class NotDeleted(NotUnderstood):
    for_person = "Your case was not deleted. Nothing was changed."
    exit_code = 1


def strike(args: argparse.Namespace, door: Door) -> int:
    """Leaves an item or record out of lists and packs; it stays sealed, and the log says so."""
    from holdfast.case.values import Record

    case = the_case(args, door)
    found = item_or_record(case, args.item)
    if isinstance(found, Record):
        answer = record_json(case.strike_record(found.record_id))
    else:
        answer = item_json(case.strike(found.item_id))
    return _done(answer, _("It is left out now. It stays in the case, and the log says so."), args, door)


def unstrike(args: argparse.Namespace, door: Door) -> int:
    """Takes a struck item or record back in; a record as a new version."""
    from holdfast.case.values import Record

    case = the_case(args, door)
    found = item_or_record(case, args.item)
    if isinstance(found, Record):
        answer = record_json(case.put(found.body, found.record_id))
    else:
        answer = item_json(case.undo_strike(found.item_id))
    return _done(answer, _("It is back in your case."), args, door)


def tick(args: argparse.Namespace, door: Door) -> int:
    """Marks a step of the plan as done."""
    case = the_case(args, door)
    about = case.tick(_known_step(args.step))
    return _done({"ticked": list(about.ticked)}, _("Done. One step less."), args, door)


def untick(args: argparse.Namespace, door: Door) -> int:
    """Marks a step as not done."""
    case = the_case(args, door)
    about = case.untick(_known_step(args.step))
    return _done({"ticked": list(about.ticked)}, _("The step is open again."), args, door)


def _known_step(typed: str) -> str:
    """A step's id, with its platform where it has one: ``block`` or ``block:instagram``."""
    from holdfast.content.facts import platforms
    from holdfast.content.words import words

    step, _colon, platform = typed.strip().partition(":")
    if step not in words().steps:
        raise NoSuchStep("no such step", step=typed)
    return f"{step}:{platforms().get(platform).platform_id}" if platform else step


def delete(args: argparse.Namespace, door: Door) -> int:
    """Deletes the whole case, after the word was typed out."""
    case = the_case(args, door)
    if not args.yes:
        _confirm(door)
    case.delete()
    return _done(
        {"case": case.case_id, "deleted": True},
        _(
            "Your case is deleted. Its code opens nothing any more. Packs you saved elsewhere are still there."
        ),
        args,
        door,
    )


def _confirm(door: Door) -> None:
    word = _("delete")
    question = _("Everything in this case will be gone for ever. To go on, type: {word}").format(word=word)
    try:
        typed = ask(door, question)
    except NotAnswered as nobody:
        raise NotDeleted("not confirmed") from nobody
    if typed.casefold() != word:
        raise NotDeleted("another word")


def _done(answer: dict[str, object], words: str, args: argparse.Namespace, door: Door) -> int:
    if args.json:
        say_json(door, answer)
    else:
        Page(door).say(words)
    return 0


def _item_option(parser: Parser) -> None:
    parser.add_argument("item", metavar="ID", help=_("number (3 or HF/003) or id from holdfast case list"))


def _step_option(parser: Parser) -> None:
    parser.add_argument(
        "step", metavar="STEP", help=_("a step's id from holdfast guide, e.g. block:instagram")
    )


def _delete_options(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do not ask again"))


LEAVES = (
    Leaf(
        "case strike",
        _("Leave an item or record out of lists and packs. It stays in the case, and the log says so."),
        ("holdfast case strike 3",),
        _item_option,
        strike,
        opens_case=True,
    ),
    Leaf(
        "case unstrike",
        _("Take a struck item back in."),
        ("holdfast case unstrike 3",),
        _item_option,
        unstrike,
        opens_case=True,
    ),
    Leaf(
        "case tick",
        _("Mark a step of the plan as done."),
        ("holdfast case tick stop-replying",),
        _step_option,
        tick,
        opens_case=True,
    ),
    Leaf(
        "case untick",
        _("Mark a step of the plan as not done."),
        ("holdfast case untick stop-replying",),
        _step_option,
        untick,
        opens_case=True,
    ),
    Leaf(
        "case delete",
        _("Delete the whole case for ever: keys first, then everything they opened."),
        ("holdfast case delete", "holdfast case delete --yes --json"),
        _delete_options,
        delete,
        opens_case=True,
    ),
)
