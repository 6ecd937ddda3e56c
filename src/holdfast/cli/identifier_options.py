"""Options for identifiers: one for each kind, with its app or service in front where it needs one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.cli.command import Parser, plain
from holdfast.cli.words import _
from holdfast.identifiers import NEEDS_SERVICE, Identifier, IdentifierKind

if TYPE_CHECKING:
    import argparse

_WITH_SERVICE = re.compile(r"([A-Za-z0-9][A-Za-z0-9_ -]{0,30}):(?!//)(.+)", re.DOTALL)


class IdentifierOption(NamedTuple):
    """``--handle instagram:name``."""

    kind: IdentifierKind
    metavar: str
    help: str

    @property
    def option(self) -> str:
        return "--" + self.kind.value.replace("_", "-")

    @property
    def dest(self) -> str:
        return f"identifier_{self.kind.value}"

    def read(self, typed: str, platform: str) -> Identifier:
        """``instagram:name``, or ``name`` with ``platform``. Raises BadIdentifier."""
        found = _WITH_SERVICE.fullmatch(typed.strip()) if self.kind in NEEDS_SERVICE else None
        if found:
            return Identifier(self.kind, found[2].strip(), found[1])
        return Identifier(self.kind, typed, platform if self.kind in NEEDS_SERVICE else "")


IDENTIFIERS = (
    IdentifierOption(IdentifierKind.NAME, "TEXT", _("a name they use")),
    IdentifierOption(IdentifierKind.HANDLE, "APP:NAME", _("a user name of theirs, e.g. instagram:name")),
    IdentifierOption(IdentifierKind.LINK, "URL", _("a link to their profile")),
    IdentifierOption(IdentifierKind.NUMERIC_ID, "APP:NUMBER", _("their account number in the app")),
    IdentifierOption(IdentifierKind.PHONE, "NUMBER", _("a phone number of theirs")),
    IdentifierOption(IdentifierKind.EMAIL, "ADDRESS", _("an e-mail address of theirs")),
    IdentifierOption(
        IdentifierKind.PAYMENT, "SERVICE:NAME", _("a payment account of theirs, e.g. paypal:name")
    ),
    IdentifierOption(IdentifierKind.BANK, "NUMBER", _("a bank account of theirs")),
    IdentifierOption(IdentifierKind.COIN_ADDRESS, "ADDRESS", _("a coin address of theirs")),
    IdentifierOption(IdentifierKind.GIFT_CARD, "NUMBER", _("the number of a gift card they asked for")),
    IdentifierOption(IdentifierKind.OTHER, "TEXT", _("anything else that points to them")),
)


def add_identifiers(parser: Parser) -> None:
    """All of :data:`IDENTIFIERS`, each as often as needed."""
    group = parser.add_argument_group(_("identifiers; each may be given several times"))
    for option in IDENTIFIERS:
        group.add_argument(
            option.option,
            dest=option.dest,
            action="append",
            type=plain,
            metavar=option.metavar,
            help=option.help,
        )


def identifiers_of(args: argparse.Namespace, platform: str) -> tuple[Identifier, ...]:
    """What was given, in the order of the kinds. Raises BadIdentifier."""
    return tuple(
        option.read(typed, platform) for option in IDENTIFIERS for typed in getattr(args, option.dest) or ()
    )


def own_account(typed: str) -> Identifier:
    """``instagram:me``, or a link to a profile. Raises BadIdentifier."""
    if "://" in typed:
        return Identifier(IdentifierKind.LINK, typed)
    found = _WITH_SERVICE.fullmatch(typed.strip())
    return Identifier(IdentifierKind.HANDLE, *((found[2], found[1]) if found else (typed,)))
