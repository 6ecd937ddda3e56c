"""``holdfast case add``: files and words into the case. Each file gets its own answer and its own result."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.asking import yes_or_no
from holdfast.cli.case_json import item_json
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.crisis import crisis_first
from holdfast.cli.door import Door
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, Progress, say_json, sizes
from holdfast.cli.words import _
from holdfast.errors import HoldfastError, NotAdmitted, PictureNotAnswered, TooLarge

if TYPE_CHECKING:
    from holdfast.case.room import Case
    from holdfast.case.values import Item, PictureAnswer

#: Bytes read at a time, as the sealed format's chunk (docs/formats/case-1.md).
CHUNK = 65_536
#: Characters of pasted words; ten novels. A longer text is a file.
MOST_TYPED = 8_000_000
STDIN = "-"


class NoSuchFile(NotAdmitted):
    for_person = "There is no file “{name}”. Check the name and the folder."


class NotAFile(NotAdmitted):
    for_person = "“{name}” is a folder or a device. Give the files one by one."


class NotReadable(NotAdmitted):
    for_person = "“{name}” cannot be read. It may belong to someone else, or the disk may be damaged."


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file. Neither item nor error: it was not tried, because one before it stopped all."""

    file: str
    item: Item | None = None
    error: HoldfastError | None = None

    @property
    def stops(self) -> bool:
        """A refusal concerns one file; everything else would meet the next one too."""
        return self.error is not None and not isinstance(self.error, NotAdmitted)


def add(args: argparse.Namespace, door: Door) -> int:
    """Adds each file; a refused one keeps no other out. Exit code 1 where any was refused."""
    case = the_case(args, door)
    progress = Progress(door, _("Sealing"))
    results: list[Result] = []
    read = [args.title, args.note]
    for number, name in enumerate(args.files):
        if results and results[-1].stops:
            results.append(Result(name))
            continue
        progress(number, len(args.files))
        text = _typed(door) if name == STDIN else None
        read += [text or ""]
        results.append(_one(case, name, text, args, door, progress))
    progress.end()
    crisis_first(read, case, door)
    _say(results, args, door)
    stopped = next((result.error for result in results if result.error and result.stops), None)
    if stopped is not None:
        return stopped.exit_code
    return 1 if any(result.error for result in results) else 0


def _one(
    case: Case, name: str, text: str | None, args: argparse.Namespace, door: Door, progress: Progress
) -> Result:
    from holdfast.case.values import PictureAnswer

    try:
        if text is not None:
            item = case.add_text(text, title=args.title, platform=args.platform, captured=args.captured)
            return Result(name, item)
        try:
            answer = PictureAnswer.NO if args.no_sexual_picture else PictureAnswer.NOT_ASKED
            return Result(name, _file(case, name, answer, args))
        except PictureNotAnswered:
            if args.json or not door.person_is_here:
                raise
            progress.end()
            return Result(name, _file(case, name, _ask(name, door), args))
    except HoldfastError as error:
        return Result(name, error=error)


def _ask(name: str, door: Door) -> PictureAnswer:
    from holdfast.case.values import PictureAnswer

    shows = yes_or_no(door, _("{name}: does this show a naked or sexual picture?").format(name=name))
    return PictureAnswer.YES if shows else PictureAnswer.NO


def _file(case: Case, name: str, answer: PictureAnswer, args: argparse.Namespace) -> Item:
    return case.add(
        _shown(name),
        _chunks(Path(name)),
        answer=answer,
        title=args.title,
        note=args.note,
        captured=args.captured,
        platform=args.platform,
        many=len(args.files) > 1,
    )


def _shown(name: str) -> str:
    """The file's own name, without folders; bytes that are no letters become U+FFFD."""
    return os.fsencode(Path(name).name).decode("utf-8", "replace")


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a plain file. Devices and pipes are refused before they are opened: they may never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAFile("not a plain file", name=_shown(str(path)))
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except FileNotFoundError as error:
        raise NoSuchFile("no such file", name=_shown(str(path))) from error
    except (OSError, ValueError) as error:
        raise NotReadable(f"file: {type(error).__name__}", name=_shown(str(path))) from error


def _typed(door: Door) -> str:
    text = door.stdin.read(MOST_TYPED + 1)
    if len(text) > MOST_TYPED:
        raise TooLarge("stdin", limit=sizes(MOST_TYPED))
    return text


def _say(results: list[Result], args: argparse.Namespace, door: Door) -> None:
    if args.json:
        say_json(door, {"results": [_result_json(result) for result in results]})
        return
    page = Page(door)
    for result in results:
        page.say(_line(result), indent="    ", first="")
    kept = sum(result.item is not None for result in results)
    if len(results) > 1:
        page.say(_("{kept} of {all} are in your case.").format(kept=kept, all=len(results)))


def _line(result: Result) -> str:
    if result.item is not None:
        item = result.item
        left = _("; left out: {count}").format(count=len(item.left_out)) if item.left_out else ""
        return f"{result.file}: {item.exhibit}, {item.kind.value}, {sizes(item.size)}{left}"
    if result.error is not None:
        return f"{result.file}: {_(result.error.for_person).format(**result.error.words)}"
    return f"{result.file}: {_('not tried')}"


def _result_json(result: Result) -> dict[str, object]:
    error = result.error
    return {
        "file": result.file,
        "item": item_json(result.item) if result.item else None,
        "error": type(error).__name__ if error else None,
        "message": _(error.for_person).format(**error.words) if error else None,
    }


def _options(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("files; - reads pasted words from stdin"))
    parser.add_argument(
        "--no-sexual-picture",
        action="store_true",
        help=_(
            "you looked: none of these shows a naked or sexual picture (else each picture is asked about)"
        ),
    )
    parser.add_argument(
        "--title", default="", type=plain, metavar="TEXT", help=_("what it shows, in your words")
    )
    parser.add_argument("--note", default="", type=plain, metavar="TEXT", help=_("anything to add"))
    parser.add_argument("--captured", default="", type=plain, metavar="WHEN", help=_("when you took it"))
    parser.add_argument("--platform", default="", type=plain, metavar="NAME", help=_("where it is from"))


LEAVES = (
    Leaf(
        "case add",
        _("Put files into your case. Screenshots, chat exports, e-mails, PDFs, or words from stdin. "
          "Before each picture you are asked: does it show a naked or sexual picture?"),
        (
            "holdfast case add screenshot-1.png screenshot-2.png",
            "holdfast case add chat.txt --platform whatsapp --title 'The threat'",
            "holdfast case add - < pasted.txt",
        ),
        _options,
        add,
        opens_case=True,
    ),
)  # fmt: skip
