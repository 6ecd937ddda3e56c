"""The files that ``holdfast check`` reads: plain files, whole folders, stdin. None is changed, none is copied."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from holdfast.cli.case_add import STDIN
from holdfast.cli.door import Door
from holdfast.cli.words import _
from holdfast.errors import CheckError
from holdfast.home import is_hosted

if TYPE_CHECKING:
    from holdfast.check.values import Document


#: Bytes of a file that are enough to say how it is built.
BEGINNING = 64_000


class NoFileThere(CheckError):
    for_person = "There is no file “{name}”. Check the name and the folder."


class NoPlainFile(CheckError):
    for_person = "“{name}” is a device, not a file. Choose a file."


class FileShut(CheckError):
    for_person = "“{name}” cannot be read. It may belong to someone else, or the disk may be damaged."


class PictureShutOut(CheckError):
    """The hard rule: the person in a picture may be under 18, and here nobody was asked."""

    for_person = "Pictures are not read here. Type the words in."
    http_status = 403


class NothingInFolder(CheckError):
    for_person = "There is no file in the folder “{name}”."


class Entry(NamedTuple):
    """One file as it is named in the answer, and where it lies; ``path`` is None for stdin."""

    shown: str
    path: Path | None
    in_folder: bool = False


def entries(names: Iterable[str], door: Door) -> Iterator[Entry]:
    """Each name in its order; a folder stands for every plain file below it, by name. Links in it are not followed.

    Raises NothingInFolder.
    """
    for name in names:
        if name == STDIN:
            if door.stdin.isatty():
                door.stderr.write(_("Paste the message. Then press Ctrl+D on a line of its own.") + "\n")
            yield Entry(STDIN, None)
        elif Path(name).is_dir():
            below = sorted(path for path in Path(name).rglob("*") if path.is_file() and not path.is_symlink())
            if not below:
                raise NothingInFolder("empty folder", name=_letters(name))
            yield from (Entry(_letters(str(path)), path, in_folder=True) for path in below)
        else:
            yield Entry(_letters(name), Path(name))


def _look_at(start: bytes, door: Door, as_format: str) -> None:
    """Hosted, nobody has said who is in a picture. Raises PictureShutOut."""
    from holdfast.check.readers.source import is_picture

    if is_hosted(door.environ) and (as_format == "screenshot" or is_picture(start)):
        raise PictureShutOut


def opened(entry: Entry, door: Door, *, as_format: str, me: str, date_order: str = "") -> Document:
    """The document of one file. Raises CheckErrors and UnknownFormat."""
    from holdfast.check.readers import open_document

    told = {"as_format": as_format, "me": me, "date_order": date_order}

    if entry.path is None:
        typed = _typed(door)
        _look_at(typed[:64], door, as_format)
        return open_document(typed, **told)
    with _file(entry, entry.path) as file:
        _look_at(file.read(64), door, as_format)
        file.seek(0)
        return open_document(file, entry.path.name, **told)


@contextmanager
def _file(entry: Entry, path: Path) -> Iterator[BinaryIO]:
    """A plain file, open. Raises NoFileThere, NoPlainFile, FileShut."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NoPlainFile("not a plain file", name=entry.shown)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise NoFileThere("no such file", name=entry.shown) from error
    except (OSError, ValueError) as error:
        raise FileShut(f"file: {type(error).__name__}", name=entry.shown) from error


def beginning(entry: Entry, door: Door) -> tuple[bytes, int]:
    """The first bytes of a file, and the size of the whole. Raises NoFileThere, NoPlainFile, FileShut."""
    if entry.path is None:
        typed = _typed(door)
        return typed[:BEGINNING], len(typed)
    with _file(entry, entry.path) as file:
        return file.read(BEGINNING), entry.path.stat().st_size


def _typed(door: Door) -> bytes:
    """All of stdin, up to one byte more than a reader takes."""
    from holdfast.check.readers.source import MAX_TEXT

    buffer = getattr(door.stdin, "buffer", None)
    if buffer is not None:
        data: bytes = buffer.read(MAX_TEXT + 1)
        return data
    return door.stdin.read(MAX_TEXT + 1).encode("utf-8", "replace")


def _letters(name: str) -> str:
    """A file's name as text; bytes that are no letters become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
