"""``holdfast takedown partner``: the platforms that fetch from this exchange."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.exchange_opening import WHO, exchange_of
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.takedown.exchange.partners import IssuedKeys

_SCOPES = {"fetch": "FetchHashes", "feedback": "SubmitFeedback", "submit": "SubmitHashes"}


def new(args: argparse.Namespace, door: Door) -> int:
    """Prints the keys, once."""
    from holdfast.takedown.exchange.partners import Wish
    from holdfast.takedown.exchange.values import Scope

    scopes = tuple(Scope(_SCOPES[name]) for name in args.scope or ("fetch", "feedback"))
    wish = Wish(args.name, scopes, tuple(args.network or ()), args.case_ids, args.withdraws)
    _show(door, args, exchange_of(door).create_partner(wish, WHO))
    return 0


def rotate(args: argparse.Namespace, door: Door) -> int:
    """New keys; the old ones go on for a week."""
    from holdfast.takedown.exchange.partners import OVERLAP

    _show(door, args, exchange_of(door).rotate(args.name, WHO, 0 if args.now else OVERLAP))
    return 0


def revoke(args: argparse.Namespace, door: Door) -> int:
    """Ends all keys at once."""
    exchange_of(door).revoke(args.name, WHO)
    if args.json:
        say_json(door, {"revoked": args.name})
    else:
        Page(door).say(_("The keys of {name} open nothing any more.").format(name=args.name))
    return 0


def listing(args: argparse.Namespace, door: Door) -> int:
    """Who fetches, and when they last did."""
    from holdfast.takedown.exchange.partners import all_partners

    exchange = exchange_of(door)
    found = all_partners(exchange.database)
    if args.json:
        keys = ("name", "scopes", "networks", "withdraws", "revoked", "last_fetch")
        rows = [
            (p.name, [s.value for s in p.scopes], list(p.networks), p.withdraws, p.revoked, p.last_fetch)
            for p in found
        ]
        say_json(door, {"partners": [dict(zip(keys, row, strict=True)) for row in rows]})
        return 0
    page = Page(door)
    if not found:
        page.say(_("There are no partners yet."))
    page.table((p.name, _("revoked") if p.revoked else _("active"), _when(p.last_fetch)) for p in found)
    return 0


def _when(seconds: int) -> str:
    if not seconds:
        return _("never fetched")
    return _("last fetched {time}").format(time=f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC")


def _show(door: Door, args: argparse.Namespace, keys: IssuedKeys) -> None:
    functions = {scope.value: key for scope, key in keys.functions}
    if args.json:
        say_json(door, {"subscription": keys.subscription, "functions": functions})
        return
    page = Page(door)
    page.heading(args.name)
    page.say(_("These keys are shown once. Hand them over on a safe way."))
    page.table([("Ocp-Apim-Subscription-Key", keys.subscription), *functions.items()])


def _name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", type=plain, help=_("the platform’s name, as people see it"))


def _new_options(parser: Parser) -> None:
    _name(parser)
    parser.add_argument(
        "--scope",
        action="append",
        choices=tuple(_SCOPES),
        help=_("what it may do (default: fetch, feedback)"),
    )
    parser.add_argument(
        "--network", action="append", type=plain, metavar="NET", help=_("bind its keys to this network")
    )
    parser.add_argument("--case-ids", action="store_true", help=_("give it a random id for each case"))
    parser.add_argument(
        "--withdraws",
        choices=("yes", "no", "unknown"),
        default="unknown",
        help=_("does it stop matching what was withdrawn?"),
    )


def _rotate_options(parser: Parser) -> None:
    _name(parser)
    parser.add_argument("--now", action="store_true", help=_("end the old keys at once"))


def _no_options(parser: Parser) -> None:
    """None of its own."""


LEAVES = (
    Leaf(
        "takedown partner new",
        _("Let a platform fetch from this exchange. Sign the contract with it first."),
        (
            "holdfast takedown partner new 'Platform A' --withdraws yes",
            "holdfast takedown partner new 'Platform B' --scope fetch --network 192.0.2.0/24",
        ),
        _new_options,
        new,
    ),
    Leaf(
        "takedown partner list",
        _("Show who fetches, and when they last did."),
        ("holdfast takedown partner list",),
        _no_options,
        listing,
    ),
    Leaf(
        "takedown partner rotate",
        _("Give a partner new keys. The old ones go on for a week."),
        ("holdfast takedown partner rotate 'Platform A'",),
        _rotate_options,
        rotate,
    ),
    Leaf(
        "takedown partner revoke",
        _("End all keys of a partner now."),
        ("holdfast takedown partner revoke 'Platform A'",),
        _name,
        revoke,
    ),
)
