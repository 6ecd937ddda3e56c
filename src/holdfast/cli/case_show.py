"""``holdfast case show``: one item or record, opened because the person asked for it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from holdfast.cli.case_json import body_json, item_json, record_json
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.finding import item_or_record
from holdfast.cli.opening import the_case
from holdfast.cli.output import NewFile
from holdfast.cli.printing import Page, say_json, sizes
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood

if TYPE_CHECKING:
    from holdfast.case.room import Case
    from holdfast.case.values import Item, Record

CHUNK = 65_536
#: Characters of an item's words that are printed; the rest is in the file that ``--output`` writes.
MOST_SHOWN = 200_000


class NotWords(NotUnderstood):
    for_person = "This item is no text. To save it as a file, add --output FILE."


def show(args: argparse.Namespace, door: Door) -> int:
    """Prints a record, an item's words, or writes an item's bytes to a file."""
    from holdfast.case.values import Record

    case = the_case(args, door)
    found = item_or_record(case, args.item)
    if isinstance(found, Record):
        _show_record(found, args, door)
    elif args.output:
        _save(case, found, args, door)
    elif args.json:
        say_json(door, item_json(found))
    else:
        _show_words(case, found, door)
    return 0


def _show_record(record: Record, args: argparse.Namespace, door: Door) -> None:
    if args.json:
        say_json(door, record_json(record))
        return
    page = Page(door)
    page.heading(f"{record.kind.value} · {record.record_id}")
    for name, value in body_json(record.body).items():
        for text in _texts(value):
            page.say(text, indent="    ", first=f"{name.replace('_', ' ')}: ")


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, dict):
        where = f" ({value['service']})" if value["service"] else ""
        return [f"{str(value['kind']).replace('_', ' ')}{where} {value['value']}"]
    return [str(value)] if value else []


def _save(case: Case, item: Item, args: argparse.Namespace, door: Door) -> None:
    path = Path(args.output)
    with NewFile(path, force=args.force) as sink:
        _copy(case, item, sink)
    if args.json:
        say_json(door, {**item_json(item), "output": str(path)})
    else:
        Page(door).say(_("{exhibit} is now also in “{name}”, where others may read it.").format(
            exhibit=item.exhibit, name=path.name))  # fmt: skip


def _copy(case: Case, item: Item, sink: BinaryIO) -> None:
    with case.open_item(item) as reader:
        while chunk := reader.read(CHUNK):
            sink.write(chunk)


def _show_words(case: Case, item: Item, door: Door) -> None:
    """A pipe gets the bytes as they are; a terminal gets words only, with control characters as numbers."""
    if not door.stdout.isatty() and door.stdout is sys.stdout:
        door.stdout.flush()
        _copy(case, item, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if item.kind.value not in ("text", "chat", "email"):
        raise NotWords(item.kind.value)
    with case.open_item(item) as reader:
        text = (reader.read(MOST_SHOWN * 4) or b"").decode("utf-8", "replace")
    page = Page(door)
    page.heading(f"{item.exhibit} · {item.kind.value} · {sizes(item.size)}")
    page.say(text[:MOST_SHOWN])
    if len(text) > MOST_SHOWN or item.size > MOST_SHOWN * 4:
        page.say(_("There is more. To get all of it, add --output FILE."))


def _options(parser: Parser) -> None:
    parser.add_argument("item", metavar="ITEM", help=_("number (3 or HF/003) or id from holdfast case list"))
    parser.add_argument("--output", metavar="FILE", help=_("write the item's bytes to this new file"))
    parser.add_argument("--force", action="store_true", help=_("replace FILE if it is there"))


LEAVES = (
    Leaf(
        "case show",
        _("Open one item or record. It may hold the blackmailer's words."),
        ("holdfast case show 3", "holdfast case show HF/003 --output copy.png"),
        _options,
        show,
        opens_case=True,
    ),
)
