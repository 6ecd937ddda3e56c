"""``holdfast check``: what a message, a chat or a mail is, and what to do. Stores nothing, sends nothing."""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from holdfast.cli.answers import UnknownLanguage, read_country
from holdfast.cli.case_add import STDIN
from holdfast.cli.check_files import Entry, entries, opened
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, Progress, say_json
from holdfast.cli.words import _
from holdfast.errors import HoldfastError, NotUnderstood

if TYPE_CHECKING:
    from holdfast.check.course import Point
    from holdfast.check.values import Reading


class UnknownSign(NotUnderstood):
    for_person = "There is no sign “{sign}”. Check a message first: --json names the signs in it."


def check(args: argparse.Namespace, door: Door) -> int:
    """Reads each file and says what it is. Exit code 1 where one of several could not be read."""
    if args.explain is not None:
        return _explain(args, door)
    country = read_country(args.country) if args.country else ""
    if args.profile is not None:
        from holdfast.cli.check_more import profile

        return profile(args.profile, country, door, as_json=args.json)
    # A chat of 50,000 messages is a million small values that all live to the end: counting them again and again
    # takes an eighth of the time.
    gc.set_threshold(200_000, 50, 50)
    found = list(entries(args.files or [STDIN], door))
    if args.describe:
        from holdfast.cli.check_more import describe

        return describe(found, door, as_json=args.json)
    many = len(found) > 1 or any(entry.in_folder for entry in found)
    say = _as_json(door, country) if args.json else _as_words(door, country, many=many)
    progress = Progress(door, _("Reading"))
    refused = False
    for number, entry in enumerate(found):
        progress(number, len(found))
        read = _read(entry, args, country, door, None if many else progress)
        progress.end()
        if isinstance(read, HoldfastError) and not many:
            raise read
        refused |= isinstance(read, HoldfastError)
        say(entry, read)
    if not args.json:
        _end(door, country)
    return 1 if refused else 0


class Answer(NamedTuple):
    """A reading, ids of notes about how it was read, its course where it was asked for."""

    reading: Reading
    notes: tuple[str, ...]
    course: tuple[Point, ...]
    messages: int


#: What one answer or one refusal is told with.
Say = Callable[[Entry, "Answer | HoldfastError"], None]


def _read(
    entry: Entry, args: argparse.Namespace, country: str, door: Door, progress: Progress | None
) -> Answer | HoldfastError:
    from holdfast.check.read import read

    told = {"me": args.me, "country": country, "language": _language(args.language)}
    try:
        document = opened(entry, door, as_format=args.as_format, me=args.me, date_order=args.date_order)
    except HoldfastError as refused:
        if isinstance(refused, NotUnderstood):
            raise
        return refused
    reading = read(document, **told, progress=progress)
    points: tuple[Point, ...] = ()
    if args.course:
        from holdfast.check.course import course

        points = course(document, reading, **told)
    return Answer(reading, document.notes, points, len(document.messages))


def _language(typed: str) -> str:
    from holdfast.content.signs import sign_languages

    code = typed.strip().lower().split("-")[0]
    if code and code not in sign_languages():
        raise UnknownLanguage("no signs", language=typed, languages=", ".join(sign_languages()))
    return code


def _as_json(door: Door, country: str) -> Say:
    """One line a file. Words about dying bring the crisis box on stderr once, so that stdout stays whole."""
    from holdfast.cli.check_page import print_crisis_in, reading_json

    shown: list[bool] = []

    def say(entry: Entry, answer: Answer | HoldfastError) -> None:
        if isinstance(answer, HoldfastError):
            words = _(answer.for_person).format(**answer.words)
            value: dict[str, object] = {
                "file": entry.shown,
                "error": type(answer).__name__,
                "message": words,
            }
        else:
            value = reading_json(entry.shown, answer.reading, answer.notes, answer.course)
            if answer.reading.crisis and not shown:
                shown.append(True)
                print_crisis_in(Page(door._replace(stdout=door.stderr)), door, country)
        door.stdout.write(json.dumps(value) + "\n")
        door.stdout.flush()

    return say


def _as_words(door: Door, country: str, *, many: bool) -> Say:
    from holdfast.check.summary import needs_crisis_line
    from holdfast.cli.check_page import print_course, print_crisis_in, print_reading

    page = Page(door)
    shown: list[bool] = []

    def say(entry: Entry, answer: Answer | HoldfastError) -> None:
        if not isinstance(answer, HoldfastError) and needs_crisis_line(answer.reading) and not shown:
            shown.append(True)
            print_crisis_in(page, door, country)
        if many:
            page.heading(entry.shown)
        if isinstance(answer, HoldfastError):
            page.say(_(answer.for_person).format(**answer.words))
        else:
            print_reading(page, answer.reading, answer.notes)
            print_course(page, answer.course, answer.messages)

    return say


def _end(door: Door, country: str) -> None:
    page = Page(door)
    page.say("")
    where = f"--country {country}" if country else "--country GB"
    command = f"holdfast guide {where} --happened threatened"
    page.say(_("If you feel threatened, here is your plan: {command}").format(command=command))


def _explain(args: argparse.Namespace, door: Door) -> int:
    """What a sign is, with sentences that have it and sentences that do not."""
    from holdfast.content.signs import sign_pack

    sign = next(
        (one for one in sign_pack(_language(args.language) or "en").signs if one.sign_id == args.explain),
        None,
    )
    if sign is None:
        raise UnknownSign("no such sign", sign=args.explain)
    if args.json:
        answer = {"sign": sign.sign_id, "family": sign.family, "stage": sign.stage or None, "why": sign.why}
        say_json(door, {**answer, "examples": list(sign.examples), "counters": list(sign.counters)})
        return 0
    from holdfast.content.readings import reading_words

    page = Page(door)
    page.heading(sign.sign_id)
    page.say(sign.why)
    if sign.stage:
        page.say(
            _("Stage {stage}: {words}").format(
                stage=sign.stage, words=reading_words().text("stage", sign.stage)
            )
        )
    for title, lines in ((_("Found in"), sign.examples), (_("Not found in"), sign.counters)):
        page.heading(title)
        for line in lines:
            page.say(line, indent="    ", first="  - ")
    return 0


def _options(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help=_("chats, mails or texts; a folder is read whole; - or nothing reads pasted words from stdin"),
    )  # fmt: skip
    parser.add_argument(
        "--as", dest="as_format", default="", type=plain, metavar="FORMAT",
        help=_("the format, e.g. whatsapp (else it is found)"),
    )  # fmt: skip
    parser.add_argument(
        "--me",
        default="",
        type=plain,
        metavar="NAME",
        help=_("your own name in the chat, as it stands there"),
    )
    parser.add_argument("--country", default="", type=plain, metavar="CODE", help=_("two letters, e.g. GB"))
    parser.add_argument(
        "--language",
        default="",
        type=plain,
        metavar="CODE",
        help=_("a language of the text (else it is found)"),
    )
    parser.add_argument(
        "--date-order", default="", type=plain, metavar="ORDER", help=_("dmy, mdy or ymd (else it is found)")
    )
    parser.add_argument(
        "--course", action="store_true", help=_("say at which message each stage of a chat began")
    )
    parser.add_argument(
        "--describe", action="store_true", help=_("say how a file is built, without its words, and stop")
    )
    parser.add_argument(
        "--profile", nargs="?", const="", type=plain, metavar="SEEN",
        help=_("is this person real? What you see, with commas between; alone: what can be named"),
    )  # fmt: skip
    parser.add_argument("--explain", type=plain, metavar="SIGN", help=_("say what one sign means, and stop"))


LEAVES = (
    Leaf(
        "check",
        _("Read a message, a chat or a mail. Says what it is, how far it went, and what to do. "
          "Nothing is stored or sent."),
        (
            "holdfast check chat.txt --me Sam --country GB",
            "holdfast check - --json < message.txt",
            "holdfast check exports --json",
            "holdfast check --explain will-send",
            "holdfast check --profile moves-app,camera-broken,asks-pictures",
        ),
        _options,
        check,
    ),
)  # fmt: skip
