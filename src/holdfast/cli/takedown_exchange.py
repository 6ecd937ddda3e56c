"""``holdfast takedown exchange``: for whoever runs it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.exchange_opening import exchange_of
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _


def operator(args: argparse.Namespace, door: Door) -> int:
    """A token for the operator's pages, printed once; or the end of one."""
    exchange = exchange_of(door)
    if args.end:
        exchange.end_operator(args.name)
        told = {"ended": args.name}
        words = _("{name} can not sign in any more.").format(name=args.name)
    else:
        token = exchange.new_operator(args.name)
        told = {"name": args.name, "token": token}
        words = _("Sign in at /k with this token. It is shown once:") + f"\n{token}"
    if args.json:
        say_json(door, told)
    else:
        Page(door).say(words)
    return 0


def sweep(args: argparse.Namespace, door: Door) -> int:
    """Drops tombstones that every partner has, and old log lines."""
    gone = exchange_of(door).sweep()
    if args.json:
        say_json(door, {"tombstones": gone})
    else:
        Page(door).say(_("{count} withdrawn fingerprints are gone from the store.").format(count=gone))
    return 0


def audit(args: argparse.Namespace, door: Door) -> int:
    """The newest lines of the audit log."""
    from holdfast.takedown.exchange.ledger import lines

    found = lines(exchange_of(door).database, max(1, args.last))
    if args.json:
        keys = ("at", "who", "action", "outcome", "amount")
        rows = [(line.at, line.who, line.action, line.outcome, line.amount) for line in found]
        say_json(door, {"lines": [dict(zip(keys, row, strict=True)) for row in rows]})
        return 0
    Page(door).table(
        (
            f"{datetime.fromtimestamp(line.at, UTC):%Y-%m-%d %H:%M:%S}",
            line.who,
            line.action,
            line.outcome,
            str(line.amount),
        )
        for line in found
    )
    return 0


def _operator_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", type=plain, help=_("who signs in"))
    parser.add_argument("--end", action="store_true", help=_("end their token and sessions"))


def _audit_options(parser: Parser) -> None:
    parser.add_argument("--last", type=int, default=50, metavar="N", help=_("so many lines (default: 50)"))


def _no_options(parser: Parser) -> None:
    """None of its own."""


LEAVES = (
    Leaf(
        "takedown exchange operator",
        _("Let somebody sign in to the operator’s pages."),
        (
            "holdfast takedown exchange operator 'Ada Example'",
            "holdfast takedown exchange operator 'Ada Example' --end",
        ),
        _operator_options,
        operator,
    ),
    Leaf(
        "takedown exchange sweep",
        _("Drop what has had its time: old tombstones and log lines. Run it each night."),
        ("holdfast takedown exchange sweep",),
        _no_options,
        sweep,
    ),
    Leaf(
        "takedown exchange audit",
        _("Show the audit log. It names partners and operators, never a person."),
        ("holdfast takedown exchange audit --last 20",),
        _audit_options,
        audit,
    ),
)
