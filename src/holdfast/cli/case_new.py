"""``holdfast case new``: the code is shown once and kept nowhere."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.answers import AGES, age_words, read_age, read_country, read_language, read_zone
from holdfast.cli.asking import NotAnswered, ask, choose, yes_or_no
from holdfast.cli.case_codes import make_recovery, show_code, show_recovery
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.opening import place_of, store_of
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import HoldfastError
from holdfast.home import pepper

if TYPE_CHECKING:
    from holdfast.case.code import CaseCode, RecoveryCode
    from holdfast.case.room import Case


class CodeNotShown(HoldfastError):
    """The code could not be printed: the case it opens was deleted again, because nobody could ever open it."""

    for_person = "The case code could not be shown. So no case was kept. Please try again."
    exit_code = 3


def new(args: argparse.Namespace, door: Door) -> int:
    """Makes a case, shows its code once, has two words typed back, offers the recovery sheet."""
    from holdfast.case.room import new_case
    from holdfast.case.values import About, AgeInPicture

    country, language = read_country(args.country), read_language(args.language)
    about = About(
        age_in_picture=AgeInPicture(args.age_in_picture or _ask_age(args, door)),
        country=country,
        language=language,
        time_zone=read_zone(args.time_zone or door.time_zone()),
    )
    case, code = new_case(
        store_of(door),
        place=place_of(door),
        about=about,
        pepper=pepper(door.environ, door.chance),
        stretcher=door.stretcher(),
        clock=door.clock,
        chance=door.chance,
    )
    try:
        recovery = make_recovery(case, door) if args.recovery else None
        _show(case, code, recovery, args, door)
        door.stdout.flush()
    except (OSError, HoldfastError) as lost:
        case.delete()
        raise CodeNotShown("stdout") from lost
    if door.person_is_here and not args.json:
        _type_back(code, door)
        _offer_recovery(case, recovery, door)
    return 0


def _ask_age(args: argparse.Namespace, door: Door) -> str:
    """Skipped counts as perhaps a child."""
    if args.json or not door.person_is_here:
        return "unknown"
    question = _("How old was the person in the picture, when it was taken?")
    return choose(door, question, [(value, age_words(value)) for value in AGES])


def _show(
    case: Case, code: CaseCode, recovery: RecoveryCode | None, args: argparse.Namespace, door: Door
) -> None:
    from holdfast.case.keys import fingerprint

    if args.json:
        say_json(
            door,
            {
                "case": case.case_id,
                "code": code.text,
                "code_digits": code.digits,
                "recovery": recovery.text if recovery else None,
                "recovery_digits": recovery.digits if recovery else None,
                "place": case.place.value,
                "age_in_picture": case.about.age_in_picture.value,
                "key_fingerprint": fingerprint(case.log_public_key()),
            },
        )
        return
    page = Page(door)
    show_code(code, page)
    page.heading(_("Fingerprint of this case"))
    page.say(fingerprint(case.log_public_key()), indent="  ")
    page.say(_("Keep it with your code. It shows that a pack really comes from your case."))
    if recovery:
        show_recovery(recovery, page)


def _type_back(code: CaseCode, door: Door) -> None:
    """Two of the words, so that a code that was not written down is noticed now."""
    for position in code.check_positions(door.chance):
        question = _("To check: type word {number} of your code.").format(number=position + 1)
        while not code.has_word(position, ask(door, question)):
            door.stderr.write(_("That is another word. Look at your code again.") + "\n")


def _offer_recovery(case: Case, made: RecoveryCode | None, door: Door) -> None:
    if made is not None:
        return
    try:
        wanted = yes_or_no(door, _("Make a recovery sheet now? It opens your case if the code is lost."))
    except NotAnswered:
        return
    if wanted:
        show_recovery(make_recovery(case, door), Page(door))


def _new_options(parser: Parser) -> None:
    parser.add_argument(
        "--age-in-picture",
        type=read_age,
        metavar="AGE",
        help=_("adult, under_18, unknown, or years: age of the person in the picture when it was taken"),
    )
    parser.add_argument("--country", default="", metavar="CODE", help=_("two letters, e.g. GB"))
    parser.add_argument(
        "--language", default="en", metavar="CODE", help=_("language of the pack (default en)")
    )
    parser.add_argument(
        "--time-zone", metavar="NAME", help=_("e.g. Europe/London (default: this computer's)")
    )
    parser.add_argument("--recovery", action="store_true", help=_("make the recovery code at once"))


LEAVES = (
    Leaf(
        "case new",
        _("Start a case. It opens with its code only. The code is shown once: write it down."),
        ("holdfast case new", "holdfast case new --age-in-picture under_18 --country GB --json"),
        _new_options,
        new,
    ),
)
