"""``holdfast case code``, ``recovery`` and ``trusted``: codes are shown once and kept nowhere."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.home import pepper

if TYPE_CHECKING:
    from holdfast.case.code import CaseCode, RecoveryCode
    from holdfast.case.room import Case


def code(args: argparse.Namespace, door: Door) -> int:
    """A new case code; the old one stops working."""
    case = the_case(args, door)
    made = case.change_code(pepper=pepper(door.environ, door.chance), stretcher=door.stretcher())
    if args.json:
        say_json(door, {"case": case.case_id, "code": made.text, "code_digits": made.digits})
    else:
        show_code(made, Page(door))
        Page(door).say(_("Your old code does not open this case any more."))
    return _picture(made, args, door)


def recovery(args: argparse.Namespace, door: Door) -> int:
    """A new recovery code; an older one stops working."""
    case = the_case(args, door)
    made = make_recovery(case, door)
    if args.json:
        say_json(door, {"case": case.case_id, "recovery": made.text, "recovery_digits": made.digits})
    else:
        show_recovery(made, Page(door))
    return _picture(made, args, door)


def trusted(args: argparse.Namespace, door: Door) -> int:
    """A code for somebody the person trusts, or its end."""
    case = the_case(args, door)
    if args.end:
        case.end_trusted()
        if args.json:
            say_json(door, {"case": case.case_id, "trusted": None, "trusted_digits": None})
        else:
            Page(door).say(
                _("Their code does not open your case any more. What they saw or saved, they keep.")
            )
        return 0
    made = case.make_trusted(pepper=pepper(door.environ, door.chance), stretcher=door.stretcher())
    if args.json:
        say_json(door, {"case": case.case_id, "trusted": made.text, "trusted_digits": made.digits})
    else:
        _show_trusted(made, Page(door))
    return _picture(made, args, door)


def make_recovery(case: Case, door: Door) -> RecoveryCode:
    return case.make_recovery(pepper=pepper(door.environ, door.chance), stretcher=door.stretcher())


def show_code(made: CaseCode, page: Page) -> None:
    """The seven words, the digits, and what to do with them."""
    page.heading(_("Your case code"))
    _show_words(made, page)
    page.say("")
    page.say(
        _("Write these seven words down now. They are shown only once. Nobody can look them up for you.")
    )
    page.say(_("Keep them where nobody else looks. Without them your case does not open."))


def show_recovery(made: RecoveryCode, page: Page) -> None:
    """The ten words of the sheet."""
    page.heading(_("Recovery sheet"))
    _show_words(made, page)
    page.say(_("Print or write down these ten words. Keep them in another place than your code."))
    page.say(_("They open your case if the code is lost. An older recovery sheet does not work any more."))


def _show_trusted(made: RecoveryCode, page: Page) -> None:
    page.heading(_("A code for someone you trust"))
    _show_words(made, page)
    page.say(_("Give these ten words to one person only. They see everything in your case, like you."))
    page.say(_("You can end this code at any time: holdfast case trusted --end"))


def _show_words(made: CaseCode | RecoveryCode, page: Page) -> None:
    page.say(made.text, indent="  ")
    page.say(_("Or as digits:") + " " + made.digits, indent="  ")


def _picture(made: CaseCode | RecoveryCode, args: argparse.Namespace, door: Door) -> int:
    """The digits as a QR picture of block characters (ISO/IEC 18004), for a phone beside this screen."""
    if args.qr and not args.json:
        import segno

        segno.make_qr(made.digits.replace(" ", "")).terminal(door.stdout, compact=True)
    return 0


def _qr_option(parser: Parser) -> None:
    parser.add_argument("--qr", action="store_true", help=_("show it as a QR picture too, for your phone"))


def _trusted_options(parser: Parser) -> None:
    _qr_option(parser)
    parser.add_argument("--end", action="store_true", help=_("their code opens the case no more"))


LEAVES = (
    Leaf(
        "case code",
        _("Change the case code. The old one stops working. The new one is shown once: write it down."),
        ("holdfast case code", "holdfast case code --qr"),
        _qr_option,
        code,
        opens_case=True,
    ),
    Leaf(
        "case recovery",
        _("Make a second code of ten words, for a printed sheet. It replaces an older one."),
        ("holdfast case recovery",),
        _qr_option,
        recovery,
        opens_case=True,
    ),
    Leaf(
        "case trusted",
        _("Make a code for one person you trust, or end it. It replaces an older one."),
        ("holdfast case trusted", "holdfast case trusted --end"),
        _trusted_options,
        trusted,
        opens_case=True,
    ),
)
