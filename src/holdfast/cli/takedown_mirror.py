"""``holdfast takedown mirror``: a platform's own copy of an exchange, and its reports."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.exchange_opening import client_of
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotAFingerprint

if TYPE_CHECKING:
    from holdfast.takedown.client.mirror import Mirror

_SAYS = ("PendingReview", "Blocked", "NotBlocked")


def fetch(args: argparse.Namespace, door: Door) -> int:
    """Fetches what changed, and sends the reports that wait."""
    from holdfast.takedown.client.mirror import Mirror
    from holdfast.takedown.client.reporter import Reporter

    mirror, client = Mirror(Path(args.file)), client_of(door)
    changed = mirror.fetch(client, door.clock, whole=args.whole)
    if len(door.environ.get("TX_HOLDFAST_KEYS", "").split(",")) > 3:
        Reporter(mirror, client, door.clock).send()
    return _show(args, door, mirror, changed)


def show(args: argparse.Namespace, door: Door) -> int:
    """How the copy stands."""
    from holdfast.takedown.client.mirror import Mirror

    return _show(args, door, Mirror(Path(args.file)), 0)


def report(args: argparse.Namespace, door: Door) -> int:
    """Keeps a report and tries to send it; one that cannot be sent now goes with the next fetch."""
    from holdfast.takedown.client.feed import Report
    from holdfast.takedown.client.mirror import Mirror
    from holdfast.takedown.client.reporter import Reporter
    from holdfast.takedown.exchange.values import Feedback

    try:
        value = bytes.fromhex(args.hash)
    except ValueError as wrong:
        raise NotAFingerprint("hex", number=1) from wrong
    if len(value) not in (16, 32):
        raise NotAFingerprint("length", number=1)
    mirror = Mirror(Path(args.file))
    reporter = Reporter(mirror, client_of(door), door.clock)
    reporter.report(Report(value, Feedback(args.says), tuple(args.tag or ())))
    reporter.send()
    return _show(args, door, mirror, 0)


def _show(args: argparse.Namespace, door: Door, mirror: Mirror, changed: int) -> int:
    look = mirror.look()
    mirror.close()
    told = {
        "active": look.active,
        "changed": changed,
        "fetched": look.fetched,
        "waiting_reports": look.waiting_reports,
        "refused_reports": look.refused_reports,
    }
    if args.json:
        say_json(door, told)
        return 0
    page = Page(door)
    page.say(_("{count} fingerprints are to be matched.").format(count=look.active))
    if look.fetched:
        time = f"{datetime.fromtimestamp(look.fetched, UTC):%Y-%m-%d %H:%M} UTC"
        page.say(_("Last fetched {time}.").format(time=time))
    page.say(
        _("{waiting} reports wait to be sent, {refused} were refused.").format(
            waiting=look.waiting_reports, refused=look.refused_reports
        )
    )
    return 0


def _file(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the copy: one file, made at the first fetch"))


def _fetch_options(parser: Parser) -> None:
    _file(parser)
    parser.add_argument("--whole", action="store_true", help=_("read all of the feed again"))


def _report_options(parser: Parser) -> None:
    _file(parser)
    parser.add_argument("hash", metavar="HASH", type=plain, help=_("the fingerprint in hex digits"))
    parser.add_argument("says", metavar="SAYS", choices=_SAYS, help=", ".join(_SAYS))
    parser.add_argument("--tag", action="append", type=plain, help=_("a word of yours; may be repeated"))


LEAVES = (
    Leaf(
        "takedown mirror fetch",
        _("Bring your copy of an exchange up to date. Your keys stand in TX_HOLDFAST_KEYS."),
        ("holdfast takedown mirror fetch mirror.db", "holdfast takedown mirror fetch mirror.db --whole"),
        _fetch_options,
        fetch,
    ),
    Leaf(
        "takedown mirror show",
        _("Show how your copy stands. Nothing is fetched."),
        ("holdfast takedown mirror show mirror.db",),
        _file,
        show,
    ),
    Leaf(
        "takedown mirror report",
        _("Tell the exchange what you found. The report is kept until it arrived."),
        (f"holdfast takedown mirror report mirror.db {'0f' * 32} Blocked --tag reviewed",),
        _report_options,
        report,
    ),
)
