"""Errors of reading a message, a chat, a mail."""

from __future__ import annotations

from holdfast.errors.base import HoldfastError, NotUnderstood


class CheckError(HoldfastError):
    """Something handed over to be read could not be read. The reading keeps nothing."""

    for_person = "We could not read this. Try a screenshot, or paste the words."
    http_status = 415


class NothingToRead(CheckError):
    for_person = "There are no words here to read. Choose the file again, or paste the message."


class FormatNotRead(CheckError):
    """Bytes that are no words and no format we know: films, sounds, programs, unknown archives."""

    for_person = (
        "We cannot read this kind of file. Paste the words of the chat, or use the app’s own chat export."
    )


class DocumentFormat(FormatNotRead):
    """PDF, office documents, RTF, Outlook .msg."""

    for_person = "We cannot read this kind of document here. Open it, copy the words, and paste them."


class NotThisFormat(CheckError):
    """The format given by hand is not what these bytes are."""

    for_person = "This file does not fit the format you chose. Let us find the format, or choose another one."
    exit_code = 2


class UnknownFormat(NotUnderstood):
    for_person = "We do not know this format. These can be read: {known}."


class ChatBroken(CheckError):
    """Not even one message could be saved out of a cut or damaged file."""

    for_person = "This file is damaged or cut off. Export the chat again, or paste the words."


class TooLongToRead(CheckError):
    for_person = "This file is too long to read. The limit is {limit}. Export one chat at a time."
    http_status = 413


class ArchiveLocked(CheckError):
    for_person = (
        "This archive is locked with a password. Unpack it first. Then choose the chat file from inside."
    )


class ArchiveTrap(CheckError):
    """A zip bomb, nested entities, brackets without end."""

    for_person = "This file unpacks to something far too large. It may be a trap. It was not opened."


class NoChatFound(CheckError):
    for_person = "We found no chat in this archive. Choose the chat’s own file, or paste the words."


class PictureReaderMissing(CheckError):
    """The extra for screenshots is not installed. ``command`` installs it."""

    for_person = "Pictures cannot be read here yet. Type the words in. Or run this once: {command}"
    exit_code = 3
    http_status = 501


class TooDarkToRead(CheckError):
    for_person = "We found no words in this picture. Try a sharper one, or type the words in."


class PictureNotRead(CheckError):
    """Damaged, too large in pixels, or of a kind that is not opened."""

    for_person = "We could not open this picture. Take a new screenshot, or type the words in."
