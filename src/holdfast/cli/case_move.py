"""``holdfast case move`` and ``case take``: a case goes to another installation, still sealed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from holdfast.cli.asking import case_code
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.opening import place_of, store_of
from holdfast.cli.output import NewFile
from holdfast.cli.printing import Page, say_json, sizes
from holdfast.cli.words import _
from holdfast.errors import NotAMove
from holdfast.home import pepper


def move(args: argparse.Namespace, door: Door) -> int:
    """Writes the case into one sealed file. Here it stays as it is."""
    from holdfast.case.moving import write_move
    from holdfast.case.room import open_case

    typed, known = case_code(args, door), pepper(door.environ, door.chance)
    case = open_case(
        store_of(door), typed, place=place_of(door), pepper=known, stretcher=door.stretcher(), clock=door.clock,
        chance=door.chance,
    )  # fmt: skip
    path = Path(args.output)
    with NewFile(path, force=args.force) as sink:
        moved = write_move(case, typed, known, sink)
    size = path.stat().st_size
    if args.json:
        say_json(
            door,
            {
                "case": case.case_id,
                "output": str(path),
                "size": size,
                "rows": moved.rows,
                "files": moved.blobs,
            },
        )
        return 0
    page = Page(door)
    page.say(
        _("Your case is in “{name}” ({size}), sealed. It is still here too.").format(
            name=path.name, size=sizes(size)
        )
    )
    page.say(_("On the other computer type: holdfast case take {name}").format(name=path.name))
    page.say(_("It opens there with the code you just used. Go on in one place only."))
    return 0


def take(args: argparse.Namespace, door: Door) -> int:
    """Takes a case in from a file, checked whole."""
    from holdfast.case.moving import take_move

    typed = case_code(args, door)
    with _opened(Path(args.file)) as file:
        case, taken = take_move(
            store_of(door), file, typed, place=place_of(door), pepper=pepper(door.environ, door.chance),
            stretcher=door.stretcher(), clock=door.clock, chance=door.chance,
        )  # fmt: skip
    found = case.check()
    if args.json:
        say_json(
            door,
            {"case": case.case_id, "rows": taken.rows, "files": taken.blobs, "problems": len(found)},
        )
    else:
        page = Page(door)
        page.say(
            _("Your case is here now, and every part of it was checked.")
            if taken.rows
            else _("All of this case was here already.")
        )
        page.say(_("It opens with the same code. Make a new recovery sheet here: holdfast case recovery"))
        if found:
            page.say(_("Parts of it were damaged before it moved. To see which, type: holdfast case check"))
    return 1 if found else 0


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Raises NotAMove."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as unread:
        raise NotAMove(unread.strerror or "not opened") from unread


def _move_options(parser: Parser) -> None:
    parser.add_argument(
        "--output", required=True, metavar="FILE", help=_("the new file, e.g. my-case.holdfast")
    )
    parser.add_argument("--force", action="store_true", help=_("replace FILE if it is there"))


def _take_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the file that “case move” made"))


LEAVES = (
    Leaf(
        "case move",
        _("Write the whole case into one sealed file, for another computer or a helpline."),
        ("holdfast case move --output my-case.holdfast",),
        _move_options,
        move,
        opens_case=True,
    ),
    Leaf(
        "case take",
        _(
            "Take a case in from such a file. It is checked whole first; a newer state of a case here is added."
        ),
        ("holdfast case take my-case.holdfast",),
        _take_options,
        take,
        opens_case=True,
    ),
)
