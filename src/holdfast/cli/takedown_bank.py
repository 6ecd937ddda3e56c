"""``holdfast takedown index`` and ``match``: a platform's bank of fingerprints on this computer."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.check_files import Entry, FileShut, entries
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, Progress, say_json
from holdfast.cli.takedown_fingerprint import error_json, open_file
from holdfast.cli.words import _
from holdfast.errors import HoldfastError, NotUnderstood

if TYPE_CHECKING:
    from holdfast.takedown.index.bank import Bank
    from holdfast.takedown.matching import Asked, Found

STDIN = "-"


class NothingToLookUp(NotUnderstood):
    for_person = "Name a file to look up, or a fingerprint with --hash."


class NowhereToLook(NotUnderstood):
    for_person = "Name where to look: --bank FOLDER, or --mirror FILE."


def index(args: argparse.Namespace, door: Door) -> int:
    """Puts lists of fingerprints into a bank, or takes them out. All of the lists, or nothing."""
    from holdfast.takedown.index.bank import Bank
    from holdfast.takedown.index.listing import listed

    lists = [listed(_lines(name, door)) for name in args.files]
    hashes = [one for each in lists for one in each.hashes]
    left_out = sum(each.left_out for each in lists)
    folder = Path(args.bank)
    if args.withdraw:
        bank = Bank(folder)
        bank.withdraw(hashes)
    elif (folder / "current").exists():
        bank = Bank(folder)
        bank.add(hashes)
    else:
        bank = Bank.make(folder, hashes)
    if bank.wants_rebuild() or args.rebuild:
        bank.rebuild()
    return _say_bank(args, door, bank, len(hashes), left_out)


def _say_bank(args: argparse.Namespace, door: Door, bank: Bank, read: int, left_out: int) -> int:
    if args.json:
        say_json(door, {"bank": args.bank, "count": len(bank), "read": read, "left_out": left_out})
        return 0
    page = Page(door)
    page.say(_("The bank holds {count} fingerprints.").format(count=len(bank)))
    if left_out:
        page.say(_("Left out, because every plain picture has them: {count}.").format(count=left_out))
    return 0


def _lines(name: str, door: Door) -> list[str]:
    if name == STDIN:
        return door.stdin.read().splitlines()
    try:
        return Path(name).read_text("ascii", "replace").splitlines()
    except OSError as error:
        raise FileShut(f"list: {type(error).__name__}", name=name) from error


def match(args: argparse.Namespace, door: Door) -> int:
    """Looks files or fingerprints up. Exit code 1 where one of several could not be read."""
    from holdfast.takedown.index.bank import Bank
    from holdfast.takedown.index.following import whole_videos
    from holdfast.takedown.index.words import check_radius, hashes_of
    from holdfast.takedown.matching import Asked
    from holdfast.takedown.turns import Turn

    check_radius(args.radius)
    typed = hashes_of(args.hash or ())
    if not args.bank and not args.mirror:
        raise NowhereToLook("no bank, no mirror")
    if not typed and not args.files:
        raise NothingToLookUp("no file, no hash")
    bank = _followed(args) if args.mirror else Bank(Path(args.bank))
    videos = whole_videos(Path(args.mirror)) if args.mirror else frozenset()
    for one in typed:
        _answer(args, door, bank, Entry(one.hex(), None), (Asked(one, Turn.AS_IT_IS),))
    found = list(entries(args.files, door)) if args.files else []
    progress = Progress(door, _("Looking up"))
    refused = 0
    for number, entry in enumerate(found):
        progress(number, len(found))
        asked, whole = _asked(entry, videos)
        progress.end()
        if isinstance(asked, HoldfastError) and len(found) == 1 and not args.json:
            raise asked
        refused += isinstance(asked, HoldfastError)
        _answer(args, door, bank, entry, asked, whole=whole)
    return 1 if refused else 0


def _followed(args: argparse.Namespace) -> Bank:
    from holdfast.takedown.index.following import bank_beside, follow

    mirror = Path(args.mirror)
    return follow(mirror, Path(args.bank) if args.bank else bank_beside(mirror))


def _asked(entry: Entry, videos: frozenset[bytes]) -> tuple[tuple[Asked, ...] | HoldfastError, bool]:
    """What to look up, or why not; and whether the whole file is one of the videos, which needs no reader."""
    from holdfast.takedown.fingerprint import md5_of
    from holdfast.takedown.matching import asked_of

    whole = False
    try:
        with open_file(entry) as file:
            whole = bool(videos) and bytes.fromhex(md5_of(file)) in videos
            return asked_of(file), whole
    except HoldfastError as refused:
        return (() if whole else refused), whole
    except OSError as error:
        return FileShut(f"file: {type(error).__name__}", name=entry.shown), False


def _answer(
    args: argparse.Namespace,
    door: Door,
    bank: Bank,
    entry: Entry,
    asked: tuple[Asked, ...] | HoldfastError,
    *,
    whole: bool = False,
) -> None:
    from holdfast.takedown.matching import look_up

    found = () if isinstance(asked, HoldfastError) else look_up(bank, asked, args.radius)
    if args.json:
        value = (
            error_json(entry, asked)
            if isinstance(asked, HoldfastError)
            else _json(entry, asked, found, whole)
        )
        door.stdout.write(json.dumps(value) + "\n")
        door.stdout.flush()
        return
    page = Page(door)
    page.heading(entry.shown)
    if isinstance(asked, HoldfastError):
        page.say(_(asked.for_person).format(**asked.words))
    elif whole:
        page.say(_("The whole file is one of the videos."))
    elif not asked:
        page.say(_("Too plain to look up."))
    elif not found:
        page.say(_("Not in the bank."))
    else:
        page.table((one.match.hex, _("{bits} bits").format(bits=one.match.distance)) for one in found)


def _json(entry: Entry, asked: tuple[Asked, ...], found: tuple[Found, ...], whole: bool) -> dict[str, object]:
    matches = [
        {"hash": one.match.hex, "distance": one.match.distance, "turn": one.turn.value, "second": one.second}
        for one in found
    ]
    return {"file": entry.shown, "plain": not asked, "whole_file": whole, "matches": matches}


def _index_options(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="LIST", help=_("text files, one fingerprint a line; - reads stdin")
    )
    parser.add_argument("--bank", required=True, type=plain, metavar="FOLDER", help=_("the bank's folder"))
    parser.add_argument("--withdraw", action="store_true", help=_("take them out instead"))
    parser.add_argument("--rebuild", action="store_true", help=_("write the bank anew, even if it is small"))


def _match_options(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help=_("photos and videos; a folder is read whole")
    )
    where = parser.add_argument_group(_("where to look, one or both"))
    where.add_argument("--bank", default="", type=plain, metavar="FOLDER", help=_("the bank's folder"))
    where.add_argument(
        "--mirror",
        default="",
        type=plain,
        metavar="MIRROR",
        help=_("your copy of an exchange; its bank keeps up"),
    )
    parser.add_argument("--hash", action="append", metavar="HEX", help=_("a fingerprint to look up"))
    parser.add_argument(
        "--radius", type=int, default=31, metavar="BITS", help=_("0 to 31 bits apart (default 31)")
    )


LEAVES = (
    Leaf(
        "takedown index",
        _("For platforms: put fingerprints into a bank on this computer, or take them out."),
        (
            "holdfast takedown index hashes.txt --bank bank",
            "holdfast takedown index withdrawn.txt --bank bank --withdraw",
        ),
        _index_options,
        index,
    ),
    Leaf(
        "takedown match",
        _(
            "For platforms: say which fingerprints of a bank a file is near to. It is looked up in all eight turns."
        ),
        (
            "holdfast takedown match upload.jpg --bank bank",
            "holdfast takedown match uploads --mirror mirror.db --json",
        ),
        _match_options,
        match,
    ),
)
