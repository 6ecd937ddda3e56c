"""``holdfast takedown fingerprint``: photos and videos of adults → fingerprints, on this computer."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, BinaryIO

from holdfast.cli.asking import choose
from holdfast.cli.check_files import Entry, FileShut, NoFileThere, NoPlainFile, entries
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, Progress
from holdfast.cli.takedown_words import FIRST, LIMITS, NOTES, STAYS
from holdfast.cli.words import _
from holdfast.errors import HoldfastError

if TYPE_CHECKING:
    from holdfast.takedown.age import Adults
    from holdfast.takedown.fingerprint import Fingerprint, Mark

#: Values of ``AgeInPicture`` in holdfast.takedown.age.
AGES = {"18_or_over": _("18 or over"), "under_18": _("under 18"), "unknown": _("not sure")}


def fingerprint(args: argparse.Namespace, door: Door) -> int:
    """Asks for the age first; no file is opened before. Exit code 1 where one of several gave no fingerprint."""
    adults = _adults(args.age, door)
    found = list(entries(args.files, door))
    page = Page(door)
    progress = Progress(door, _("Fingerprints"))
    refused = 0
    for number, entry in enumerate(found):
        progress(number, len(found))
        made = _made(entry, adults, mirrored=args.mirrored)
        progress.end()
        refused += isinstance(made, HoldfastError)
        if args.json:
            _say_json(door, entry, made, frames=args.frames)
        elif isinstance(made, HoldfastError) and len(found) == 1:
            raise made
        else:
            _say(page, entry, made, frames=args.frames)
    if not args.json:
        _end(page)
    return 1 if refused else 0


def _adults(age: str, door: Door) -> Adults:
    from holdfast.takedown.age import adults_only

    if not age and door.person_is_here:
        question = _("How old was the person in the picture when it was made?")
        return adults_only(choose(door, question, [(age, _(words)) for age, words in AGES.items()]))
    return adults_only(age or None)


def open_file(entry: Entry) -> BinaryIO:
    """The file of one entry. Raises NoFileThere, NoPlainFile, FileShut."""
    if entry.path is None:
        raise NoPlainFile("stdin", name=entry.shown)
    try:
        if not entry.path.is_file() and entry.path.exists():
            raise NoPlainFile("not a plain file", name=entry.shown)
        return entry.path.open("rb")
    except FileNotFoundError as error:
        raise NoFileThere("no such file", name=entry.shown) from error
    except (OSError, ValueError) as error:
        raise FileShut(f"file: {type(error).__name__}", name=entry.shown) from error


def _made(entry: Entry, adults: Adults, *, mirrored: bool) -> Fingerprint | HoldfastError:
    from holdfast.takedown.fingerprint import fingerprint as make

    try:
        with open_file(entry) as file:
            return make(file, adults, mirrored=mirrored)
    except HoldfastError as refused:
        return refused
    except OSError as error:
        return FileShut(f"file: {type(error).__name__}", name=entry.shown)


def error_json(entry: Entry, error: HoldfastError) -> dict[str, object]:
    """One file's refusal, for machines."""
    words = _(error.for_person).format(**error.words)
    return {"file": entry.shown, "error": type(error).__name__, "message": words}


def _mark_json(mark: Mark) -> dict[str, object]:
    return {
        "hash": mark.pdq.hex,
        "quality": mark.pdq.quality,
        "look": mark.look.value,
        "second": mark.second,
    }


def _say_json(door: Door, entry: Entry, made: Fingerprint | HoldfastError, *, frames: bool) -> None:
    if isinstance(made, HoldfastError):
        value = error_json(entry, made)
    else:
        value = {
            "file": entry.shown,
            "sort": made.sort.value,
            "md5": made.md5,
            "quality": made.quality,
            "fingerprints": [_mark_json(mark) for mark in made.marks],
            "frames": [_mark_json(mark) for mark in made.frames] if frames else len(made.frames),
            "notes": [note.value for note in made.notes],
        }
    door.stdout.write(json.dumps(value) + "\n")
    door.stdout.flush()


def _say(page: Page, entry: Entry, made: Fingerprint | HoldfastError, *, frames: bool) -> None:
    page.heading(entry.shown)
    if isinstance(made, HoldfastError):
        page.say(_(made.for_person).format(**made.words))
        return
    page.say(
        _("{count} fingerprints. Quality {quality} of 100.").format(
            count=len(made.marks), quality=made.quality
        )
    )
    for note in made.notes:
        page.say(_(NOTES[note.value]))
    for mark in (*made.marks, *(made.frames if frames else ())):
        page.say(mark.pdq.hex, indent="  ", first="  ")
    if made.sort.value == "video":
        page.say(_("The whole file (MD5): {md5}").format(md5=made.md5))


def _end(page: Page) -> None:
    page.say("")
    for line in (STAYS, FIRST, *LIMITS):
        page.say(_(line))


def _options(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=_("photos and videos; a folder is read whole")
    )
    parser.add_argument(
        "--age", default="", choices=AGES, help=_("how old the person in the picture was when it was made")
    )
    parser.add_argument("--mirrored", action="store_true", help=_("make one for the mirrored picture too"))
    parser.add_argument("--frames", action="store_true", help=_("print one for each second of a video"))


LEAVES = (
    Leaf(
        "takedown fingerprint",
        _("Make fingerprints of photos and videos of adults, on this computer. Nothing is sent."),
        (
            "holdfast takedown fingerprint holiday.jpg --age 18_or_over",
            "holdfast takedown fingerprint pictures --age 18_or_over --json",
        ),
        _options,
        fingerprint,
    ),
)
