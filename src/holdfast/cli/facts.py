"""``holdfast facts check``: which facts are stale, undated, unverified, missing, or not yet checked by a person."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.content.audit import FactNote


def check(args: argparse.Namespace, door: Door) -> int:
    """Lists every note. Exit code 1 where a release must wait for one of them."""
    from holdfast.content.audit import audit

    today = door.clock().date()
    notes = [note for note in audit(today) if not args.release or note.blocks_release]
    blocking = sum(note.blocks_release for note in notes)
    if args.json:
        counts = Counter(note.fault.value for note in notes)
        answer = {"today": today.isoformat(), "counts": dict(counts), "blocks_release": blocking}
        say_json(door, {**answer, "notes": [note.as_json() for note in notes]})
        return 1 if blocking else 0
    page = Page(door)
    for note in notes:
        page.say(_line(note), indent="    ", first="")
    page.heading(
        _("{count} notes. {blocking} of them must be checked by a person before a release.").format(
            count=len(notes), blocking=blocking
        )
    )
    return 1 if blocking else 0


def _line(note: FactNote) -> str:
    where = f"{note.place} " if note.place else ""
    seen = _(", last seen {day}").format(day=note.seen) if note.seen else ""
    look = _(". Look it up: {link}").format(link=note.look_up) if note.look_up else ""
    mark = "! " if note.blocks_release else "  "
    return f"{mark}{note.fault.value:<10} {where}{note.subject}: {', '.join(note.fields)}{seen}{look}"


def _options(parser: Parser) -> None:
    parser.add_argument("--release", action="store_true", help=_("only what a release must wait for"))


LEAVES = (
    Leaf(
        "facts check",
        _("List facts that are stale, undated, unverified, missing, or not yet checked by a person."),
        ("holdfast facts check", "holdfast facts check --release --json"),
        _options,
        check,
    ),
)
