"""What a person pastes or chooses, read in memory while it arrives. Nothing of it is stored, nothing is logged."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from holdfast.check.readers import open_document, open_text
from holdfast.check.readers.source import MAX_TEXT, is_picture
from holdfast.check.values import Document
from holdfast.errors import CheckError, NothingToRead, TooLongToRead
from holdfast.guide.situation import Age
from holdfast.web.case.upload import Arriving, Upload
from holdfast.web.guide.person import Person

#: Bytes of one file: what a reader takes on one's own computer, less where many share a computer.
OWN_LIMIT, HOSTED_LIMIT = MAX_TEXT, 8 * 1024 * 1024
#: Readings at once, and seconds to wait for a turn: each holds its file and some ten times that in memory.
AT_ONCE, WAIT = 2, 20.0
_TURNS = threading.BoundedSemaphore(AT_ONCE)


class WordsOnlyHere(CheckError):
    for_person = "Here we take words only, no files. Copy the words of the message and paste them."


class NoPictureHere(CheckError):
    """Before a picture enters, a person is asked what it shows; this page does not ask."""

    for_person = "This page reads no pictures. Type in the words that the picture shows."
    http_status = 415


class ManyRead(CheckError):
    for_person = "Many people have messages read now. Please press again in a moment."
    exit_code = 3
    http_status = 503


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of the form as they came. ``me``: the person's own name in the chat."""

    words: str
    me: str
    as_format: str
    date_order: str


def words_only(asking: Person) -> bool:
    """A hosted Holdfast takes no file where the person in the picture may be under 18, or nobody said."""
    return bool(settings.HOSTED) and asking.situation.picture_age is not Age.ADULT


def sent_in(upload: Upload) -> Sent:
    """The fields that came before the file."""
    fields = upload.fields
    return Sent(
        words=fields.get("words", "").replace("\r\n", "\n"),
        me=fields.get("me", "")[:200],
        as_format=fields.get("format", "")[:40],
        date_order=fields.get("dates", "")[:8],
    )


@dataclass(frozen=True, slots=True)
class File:
    """A file that has arrived, in memory."""

    name: str
    whole: io.BytesIO


def file_in(upload: Upload, *, no_files: bool) -> File | None:
    """The file that was chosen, if any. Raises WordsOnlyHere, NoPictureHere, TooLongToRead and Broken."""
    for arriving in upload.files():
        if no_files:
            upload.drain()
            raise WordsOnlyHere("a file where words only are taken")
        file = File(arriving.name, _whole(arriving, upload))
        if is_picture(file.whole.getbuffer()[:64].tobytes()):
            raise NoPictureHere("a picture")
        return file
    return None


def document_in(file: File | None, sent: Sent) -> Document:
    """The file where one was chosen, else the pasted words. Raises CheckErrors and UnknownFormat."""
    if sent.as_format == "screenshot":
        raise NoPictureHere("a picture by its format")
    told = {"as_format": sent.as_format, "me": sent.me, "date_order": sent.date_order}
    if file is not None:
        return open_document(file.whole, file.name, **told)
    if not sent.words.strip():
        raise NothingToRead("nothing pasted, nothing chosen")
    return open_text(sent.words, **told)


def _whole(arriving: Arriving, upload: Upload) -> io.BytesIO:
    limit = HOSTED_LIMIT if settings.HOSTED else OWN_LIMIT
    whole = io.BytesIO()
    for chunk in arriving.chunks:
        if whole.tell() + len(chunk) > limit:
            upload.drain()
            raise TooLongToRead("bytes over the limit", limit=f"{limit // (1024 * 1024)} MB")
        whole.write(chunk)
    upload.drain()
    return whole


@contextmanager
def turn() -> Iterator[None]:
    """A place among those who read at once. Raises :class:`ManyRead` where none gets free in time."""
    if not _TURNS.acquire(timeout=WAIT):
        raise ManyRead("no turn")
    try:
        yield
    finally:
        _TURNS.release()
