"""``holdfast case pack``: the pack for the police, whole or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.answers import read_language
from holdfast.cli.asking import new_passphrase
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.finding import item_ids
from holdfast.cli.joined import plan_section, situation_in
from holdfast.cli.opening import say_damage, the_case
from holdfast.cli.output import NewFile
from holdfast.cli.printing import Page, Progress, say_json, sizes
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.case.pack.interface import Choice, PackMade
    from holdfast.case.room import Case


#: The readers of a pack; the case room's own list is loaded only when a pack is made.
READERS = ("officer", "lawyer", "helpline", "platform", "bank")


def pack(args: argparse.Namespace, door: Door) -> int:
    """Makes the pack. Where anything fails, no file is left."""
    from holdfast.case.pack.make import make_pack

    case = the_case(args, door)
    say_damage(case, door)
    choice = _choice(case, args, door)
    secret = new_passphrase(door) if args.passphrase else None
    progress = Progress(door, _("Making the pack"))
    path = Path(args.output)
    try:
        with NewFile(path, force=args.force) as sink:
            made = make_pack(
                case,
                sink,
                choice,
                clock=door.clock,
                progress=progress,
                to=args.to,
                passphrase=secret,
                chance=door.chance,
            )
    finally:
        progress.end()
    _say(made, path, args, door)
    return 0


def _choice(case: Case, args: argparse.Namespace, door: Door) -> Choice:
    from holdfast.case.pack.interface import Choice
    from holdfast.case.pack.readers import Reader
    from holdfast.guide.risk import risks_of

    return Choice(
        items=item_ids(case, args.item) if args.item else None,
        records=not args.no_records,
        sections=(plan_section(case, door),) if args.with_plan else (),
        language=read_language(args.language or case.about.language),
        include_log=not args.no_log,
        risk=risks_of(situation_in(case)),
        reader=Reader(args.reader),
        contact=args.reply,
    )


def _say(made: PackMade, path: Path, args: argparse.Namespace, door: Door) -> None:
    if args.json:
        say_json(
            door,
            {
                "output": str(path),
                "size": made.size,
                "sha256": made.sha256,
                "items": made.items,
                "held_back": made.held_back,
                "key_fingerprint": made.key_fingerprint,
                "manifest_sha256": made.manifest_sha256,
                "replaced_characters": made.replaced_characters,
                "volumes": made.volumes,
                "sealed": made.sealed,
            },
        )
        return
    page = Page(door)
    page.say(_("The pack is in “{name}” ({size}), with {count} items.").format(
        name=path.name, size=sizes(made.size), count=made.items))  # fmt: skip
    if made.held_back:
        page.say(
            _("{count} items may not go into a pack and stayed in your case.").format(count=made.held_back)
        )
    page.say(_("Fingerprint: {key}").format(key=made.key_fingerprint))
    page.say(_("Give the fingerprint on another way, e.g. on paper. It shows that the pack is yours."))
    if not made.sealed:
        page.say(_("Anybody who has this file can read it. To seal it, add --passphrase or --to."))


def _options(parser: Parser) -> None:
    parser.add_argument(
        "--output", required=True, metavar="FILE", help=_("the new file, e.g. for-police.zip")
    )
    parser.add_argument(
        "--for",
        dest="reader",
        choices=READERS,
        default=READERS[0],
        help=_("who reads it (default officer); a platform gets accounts only, a bank payments only"),
    )
    parser.add_argument(
        "--reply", action="store_true", help=_("for a platform: put your name and contact in, for an answer")
    )
    parser.add_argument("--force", action="store_true", help=_("replace FILE if it is there"))
    seal = parser.add_mutually_exclusive_group()
    seal.add_argument("--to", metavar="age1…", type=plain, help=_("seal it to this age address"))
    seal.add_argument(
        "--passphrase",
        action="store_true",
        help=_("seal it to a passphrase: HOLDFAST_PASSPHRASE, or asked twice"),
    )
    parser.add_argument(
        "--item",
        action="append",
        metavar="ID",
        type=plain,
        help=_("only this item; may be given several times (default: all)"),
    )
    parser.add_argument("--no-records", action="store_true", help=_("leave out what you wrote down"))
    parser.add_argument("--no-log", action="store_true", help=_("leave out the evidence log"))
    parser.add_argument("--with-plan", action="store_true", help=_("put your plan in, with what is done"))
    parser.add_argument("--language", metavar="CODE", help=_("language of the report (default: the case's)"))


LEAVES = (
    Leaf(
        "case pack",
        _(
            "Make a pack: for the police, a lawyer, a helpline, a platform or a bank. Each gets what it needs."
        ),
        (
            "holdfast case pack --output for-police.zip",
            "holdfast case pack --output for-police.zip.age --passphrase --with-plan",
            "holdfast case pack --for bank --output for-my-bank.zip",
        ),
        _options,
        pack,
        opens_case=True,
    ),
)
