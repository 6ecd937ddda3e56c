"""``holdfast store``: what whoever runs a hosted Holdfast needs for backups and deletions. Opens no case."""

from __future__ import annotations

import argparse

from holdfast.cli.case_add import STDIN, NotReadable
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.opening import store_of
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import CaseGone, NotUnderstood


class NotAList(NotUnderstood):
    for_person = "Line {number} is no case. Use what holdfast store deleted printed. Nothing was deleted."


class NothingToScrub(NotUnderstood):
    for_person = "Only PostgreSQL needs this. Set HOLDFAST_DATABASE. The files on this computer are clean."


def deleted(args: argparse.Namespace, door: Door) -> int:
    """One case id a line: kept beside every backup, so that what was deleted stays so after a restore."""
    found = store_of(door).deleted()
    if args.json:
        say_json(door, {"deleted": list(found)})
    else:
        door.stdout.write("".join(f"{case_id}\n" for case_id in found))
    return 0


def replay(args: argparse.Namespace, door: Door) -> int:
    """Deletes every case of the list. All lines are read before the first is deleted."""
    from holdfast.case.store import checked_id, hour_of

    lines = _lines(args.file, door)
    for number, line in enumerate(lines, 1):
        try:
            checked_id(line)
        except CaseGone as no_id:
            raise NotAList("store replay", number=number) from no_id
    store, hour = store_of(door), hour_of(door.clock())
    for case_id in lines:
        store.delete(case_id, hour)
    if args.json:
        say_json(door, {"deleted": lines})
    else:
        Page(door).say(_("{count} cases are deleted.").format(count=len(lines)))
    return 0


def _lines(name: str, door: Door) -> list[str]:
    try:
        if name == STDIN:
            text = door.stdin.read()
        else:
            with open(name, encoding="ascii") as file:
                text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise NotReadable("list of deletions", name=name) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def scrub(args: argparse.Namespace, door: Door) -> int:
    """Exit code 1 where bytes of deleted cases may be left, because a right is missing or a table stayed in use."""
    store = store_of(door)
    rewrite = getattr(store, "scrub", None)
    if rewrite is None:
        raise NothingToScrub("sqlite")
    clean = bool(rewrite())
    if args.json:
        say_json(door, {"clean": clean})
    else:
        Page(door).say(
            _("No byte of a deleted case is left in the database.")
            if clean
            else _("Some may be left. The account needs pg_checkpoint and pg_switch_wal. Then run it again.")
        )
    return 0 if clean else 1


def _no_options(parser: Parser) -> None:
    """None of its own."""


def _file_option(parser: Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help=_("the list that holdfast store deleted printed; - is stdin")
    )


LEAVES = (
    Leaf(
        "store deleted",
        _("List the cases that were deleted. Keep the list beside each backup."),
        ("holdfast store deleted > deleted.txt",),
        _no_options,
        deleted,
    ),
    Leaf(
        "store replay",
        _("After a restore: delete again what was deleted since the backup."),
        ("holdfast store replay deleted.txt",),
        _file_option,
        replay,
    ),
    Leaf(
        "store scrub",
        _("PostgreSQL: rewrite the tables, so that no byte of a deleted case is left. Run it each night."),
        ("holdfast store scrub",),
        _no_options,
        scrub,
    ),
)
