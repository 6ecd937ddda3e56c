"""Files and pastes → documents. The format is told by content; a wrong guess can be set right by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from holdfast.check.readers import archives, recognise, screenshot
from holdfast.check.readers.interface import Account, Ask, Chat, DateOrder, Note
from holdfast.check.readers.joining import document
from holdfast.check.readers.source import MAX_TEXT, Source, all_of, is_picture, is_zip
from holdfast.check.values import Document
from holdfast.errors import ChatBroken, NotThisFormat, UnknownFormat

__all__ = ["accounts", "formats", "open_chats", "open_document", "open_screenshots", "open_text"]


def formats() -> tuple[str, ...]:
    """Ids that ``as_format`` takes."""
    return (*(reader.id for reader in recognise.READERS), "screenshot")


def open_document(
    source: bytes | BinaryIO, name: str = "", *, as_format: str = "", me: str = "", date_order: str = ""
) -> Document:
    """The whole file as one document; several chats inside stand one after another, noted ``several_chats``.

    ``source``: the bytes, or a stream that can seek (left open). ``name``: the file's name, "" for a paste.
    ``as_format``: one of :func:`formats`, "" to find it. ``me``: the person's own name in the chat. ``date_order``:
    ``dmy``, ``mdy`` or ``ymd``, "" to find it. Raises HoldfastErrors only: NothingToRead, FormatNotRead,
    NotThisFormat, UnknownFormat, ChatBroken, TooLongToRead, ArchiveLocked, ArchiveTrap, NoChatFound,
    PictureReaderMissing, PictureNotRead, TooDarkToRead.
    """
    found, ask = _open(source, name, as_format, _ask(me, date_order))
    return document([chat for _, chats in found for chat in chats], found[0][0], ask)


def open_chats(
    source: bytes | BinaryIO, name: str = "", *, as_format: str = "", me: str = "", date_order: str = ""
) -> tuple[Document, ...]:
    """Like :func:`open_document`, with one document for each chat; the fact ``title`` tells them apart."""
    found, ask = _open(source, name, as_format, _ask(me, date_order))
    return tuple(document([chat], format_id, ask) for format_id, chats in found for chat in chats)


def open_text(words: str, *, as_format: str = "", me: str = "", date_order: str = "") -> Document:
    """Words that were pasted. Halves of surrogate pairs, which no encoding can write, are replaced."""
    data = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    if as_format:
        recognise.named(as_format)
    ask = _ask(me, date_order)
    format_id, chats = _read(Source(data, "", ask.date_order, "utf-8"), as_format)
    return document(chats, format_id, ask)


def open_screenshots(pictures: Sequence[bytes], *, me: str = "") -> Document:
    """Screenshots of one chat, in their order, as one document. Raises as :mod:`.screenshot` says."""
    return document([screenshot.read(pictures)], "screenshot", _ask(me, ""))


def accounts(opened: Document) -> tuple[Account, ...]:
    """Accounts that an export names beside the words: numeric ids, addresses, phone numbers of the speakers."""
    return tuple(Account.from_fact(value) for name, value in opened.facts if name == "account")


def _ask(me: str, date_order: str) -> Ask:
    try:
        return Ask(me.strip(), DateOrder(date_order) if date_order else None)
    except ValueError as error:
        raise UnknownFormat("date order", known=", ".join(order.value for order in DateOrder)) from error


def _open(
    source: bytes | BinaryIO, name: str, as_format: str, ask: Ask
) -> tuple[list[tuple[str, tuple[Chat, ...]]], Ask]:
    if as_format and as_format != "screenshot":
        recognise.named(as_format)
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    head = stream.read(64)
    if is_zip(head):
        found, ask = archives.read(stream, ask, as_format)
        return [(one.reader.id, one.chats) for one in found], ask
    if is_picture(head) or as_format == "screenshot":
        return [("screenshot", (screenshot.read([all_of(stream, screenshot.MAX_PICTURE)]),))], ask
    return [_read(Source(all_of(stream, MAX_TEXT), name, ask.date_order), as_format)], ask


def _read(source: Source, as_format: str) -> tuple[str, tuple[Chat, ...]]:
    if as_format:
        return as_format, _by_hand(source, as_format)
    for reader in recognise.candidates(source):
        if chats := reader.read(source):
            return reader.id, _noted(chats, source)
    raise ChatBroken("no reader found a message")


def _by_hand(source: Source, as_format: str) -> tuple[Chat, ...]:
    try:
        chats = recognise.named(as_format).read(source)
    except ChatBroken as error:
        raise NotThisFormat(f"not {as_format}") from error
    if not chats:
        raise NotThisFormat(f"not {as_format}")
    return _noted(chats, source)


def _noted(chats: tuple[Chat, ...], source: Source) -> tuple[Chat, ...]:
    """A guessed encoding is said; a mail decodes its own parts."""
    if "words" not in source.__dict__ or not source.guessed:
        return chats
    first = chats[0]
    notes = (*first.notes, Note.ENCODING_GUESSED)
    return (Chat(first.said, first.title, notes, first.facts, first.accounts), *chats[1:])
