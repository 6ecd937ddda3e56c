"""What a person pastes or chooses, taken into memory while it arrives. Nothing of it is stored, nothing is logged."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from holdfast.check.readers.source import MAX_TEXT, is_picture
from holdfast.content.facts import places
from holdfast.content.signs import sign_languages
from holdfast.errors import CheckError, NothingToRead, TooLongToRead
from holdfast.guide.situation import Age
from holdfast.web.case.upload import Arriving, Upload
from holdfast.web.guide.person import Person

#: Bytes of all files together: what a reader takes on one's own computer, less where many share a computer.
OWN_LIMIT, HOSTED_LIMIT = MAX_TEXT, 8 * 1024 * 1024
#: Files of one form.
MOST_FILES = 20


class WordsOnlyHere(CheckError):
    for_person = "Here we take words only, no files. Copy the words of the message and paste them."


class NoPictureHere(CheckError):
    """Before a picture enters, a person is asked what it shows; this page does not ask."""

    for_person = "This page reads no pictures. Type in the words that the picture shows."
    http_status = 415


class ManyFiles(CheckError):
    for_person = "These are too many files at once. Choose up to {most}."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person says about a chat. ``me``: their own name in it. "" means: find it."""

    me: str = ""
    as_format: str = ""
    date_order: str = ""
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing to read: pasted words, or a file in memory."""

    name: str = ""
    words: str = ""
    data: bytes = b""

    @property
    def size(self) -> int:
        return len(self.data) + 2 * len(self.words)


def words_only(asking: Person) -> bool:
    """A hosted Holdfast takes no file where the person in the picture may be under 18, or nobody said."""
    return bool(settings.HOSTED) and asking.situation.picture_age is not Age.ADULT


def asked_in(fields: Mapping[str, str], asking: Person) -> Asked:
    """The fields of either form. Raises NoPictureHere: a picture is nothing that can be read here."""
    if fields.get("format", "") == "screenshot":
        raise NoPictureHere("a picture by its format")
    language = fields.get("language", "")
    return Asked(
        me=fields.get("me", "")[:200],
        as_format=fields.get("format", "")[:40],
        date_order=fields.get("dates", "")[:8],
        language=language if language in sign_languages() else "",
        country=country_in(fields) or asking.situation.country,
    )


def country_in(fields: Mapping[str, str]) -> str:
    """The country that was chosen in the form, "" where none was."""
    code = fields.get("country", "")
    return code if code in places().codes else ""


def pasted_in(fields: Mapping[str, str]) -> str:
    return fields.get("words", "").replace("\r\n", "\n")


def given_in(upload: Upload, *, no_files: bool) -> tuple[Given, ...]:
    """The files that were chosen, then the words that were pasted.

    Raises NothingToRead, WordsOnlyHere, NoPictureHere, ManyFiles, TooLongToRead and Broken.
    """
    found: list[Given] = []
    left = HOSTED_LIMIT if settings.HOSTED else OWN_LIMIT
    for arriving in upload.files():
        if no_files:
            upload.drain()
            raise WordsOnlyHere("a file where words only are taken")
        if len(found) == MOST_FILES:
            upload.drain()
            raise ManyFiles("too many files", most=MOST_FILES)
        data = _whole(arriving, upload, left)
        left -= len(data)
        if is_picture(data[:64]):
            upload.drain()
            raise NoPictureHere("a picture")
        found.append(Given(arriving.name[:200], data=data))
    pasted = pasted_in(upload.fields)
    if pasted.strip():
        found.append(Given(words=pasted))
    if not found:
        raise NothingToRead("nothing pasted, nothing chosen")
    return tuple(found)


def _whole(arriving: Arriving, upload: Upload, left: int) -> bytes:
    whole = io.BytesIO()
    for chunk in arriving.chunks:
        if whole.tell() + len(chunk) > left:
            upload.drain()
            limit = HOSTED_LIMIT if settings.HOSTED else OWN_LIMIT
            raise TooLongToRead("bytes over the limit", limit=f"{limit // (1024 * 1024)} MB")
        whole.write(chunk)
    return whole.getvalue()
