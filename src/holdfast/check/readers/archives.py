"""Exports as zip: read in place, nothing unpacked to a disk, with limits on all of it.

Only files whose name says text and whose first words are a chat's own export are read whole.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from holdfast.check.readers import recognise
from holdfast.check.readers.interface import Ask, Chat, Note, Reader
from holdfast.check.readers.source import HEAD, MAX_TEXT, Source
from holdfast.errors import (
    ArchiveLocked,
    ArchiveTrap,
    ChatBroken,
    CheckError,
    DocumentFormat,
    NoChatFound,
    TooLongToRead,
)

#: A full download of Instagram or Facebook has a few thousand files.
MAX_ENTRIES = 20_000
#: The archive's list of contents.
_MAX_LIST = 8 * 1024 * 1024
#: Bytes unpacked from one archive, beginnings that were looked at included.
MAX_UNPACKED = 2 * MAX_TEXT
#: Chat text packs to about a tenth; deflate's own limit is 1,032.
_RATIO = 200
_STEP = 256 * 1024
_NAMES = (".txt", ".json", ".html", ".htm", ".js", ".xml", ".csv", ".eml", ".mbox")
_ENCRYPTED = 0x1
_ACCOUNT = re.compile(r'"accountId"\s*:\s*"(\d{1,20})"')
_OFFICE = ("[Content_Types].xml", "META-INF/manifest.xml", "mimetype")


@dataclass(frozen=True, slots=True)
class Found:
    """The chats of one file inside; ``folder`` is where it lay."""

    reader: Reader
    folder: str
    chats: tuple[Chat, ...]


def read(stream: BinaryIO, ask: Ask, as_format: str = "") -> tuple[list[Found], Ask]:
    """Every chat in the archive, parts of one chat (``message_1.json``, ``message_2.json``) joined; and ``ask``, with
    one's own name where the archive tells it.

    Raises ArchiveLocked, ArchiveTrap, TooLongToRead, NoChatFound, DocumentFormat, ChatBroken.
    """
    with _opened(stream) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES:
            raise ArchiveTrap("too many entries")
        if any(entry.filename in _OFFICE for entry in entries[:10]):
            raise DocumentFormat("an office document")
        inside = _Inside(archive)
        texts = [entry for entry in entries if entry.filename.lower().endswith(_NAMES)]
        texts.sort(key=lambda entry: _natural(entry.filename))
        ask = _with_account(inside, texts, ask)
        found = list(_exports(inside, texts, ask, as_format)) or list(_words(inside, texts, ask))
        if not found:
            raise NoChatFound(f"{len(entries)} entries")
        return _joined(found, more=len(texts) < len(entries)), ask


class _Inside:
    """Reads entries and counts what was unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MAX_UNPACKED

    def head(self, entry: zipfile.ZipInfo) -> bytes:
        return self._read(entry, min(HEAD, self._left))

    def all(self, entry: zipfile.ZipInfo) -> bytes:
        limit = min(MAX_TEXT, self._left)
        data = self._read(entry, limit + 1)
        if len(data) > limit:
            if entry.file_size > _RATIO * max(1, entry.compress_size):
                raise ArchiveTrap("an entry unpacks to too much")
            raise TooLongToRead("an entry over the limit", limit=f"{MAX_TEXT // (1024 * 1024)} MB")
        return data

    def _read(self, entry: zipfile.ZipInfo, size: int) -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise ArchiveLocked("an entry is locked")
        pieces = bytearray()
        with self._archive.open(entry) as opened:
            while len(pieces) < size and (piece := opened.read(min(_STEP, size - len(pieces)))):
                pieces += piece
        data = bytes(pieces)
        self._left -= len(data)
        if self._left <= 0:
            raise ArchiveTrap("unpacks to too much")
        return data


class _Reads:
    """The stream, refusing a list of contents that would fill the memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, length: int = -1) -> bytes:
        data = self._stream.read(length if 0 <= length <= _MAX_LIST else _MAX_LIST + 1)
        if len(data) > _MAX_LIST or data.count(b"PK\1\2") > MAX_ENTRIES:
            raise ArchiveTrap("a list without end")
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(_Reads(stream)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeError) as error:
        raise ChatBroken("zip does not hold together") from error
    except (NotImplementedError, OverflowError, ValueError, OSError, RuntimeError) as error:
        raise ChatBroken("zip is not read") from error


def _exports(inside: _Inside, entries: list[zipfile.ZipInfo], ask: Ask, as_format: str) -> Iterator[Found]:
    for entry in entries:
        reader = _reader_of(Source(inside.head(entry), entry.filename), as_format)
        if reader is not None:
            yield from _chats(inside, entry, reader, ask)


def _reader_of(source: Source, as_format: str) -> Reader | None:
    try:
        if as_format:
            reader = recognise.named(as_format)
            return reader if as_format == "plain" or reader.begins(source.head) else None
        return next(reader for reader in recognise.candidates(source) if reader.id in recognise.EXPORTS)
    except (CheckError, StopIteration):
        return None


def _words(inside: _Inside, entries: list[zipfile.ZipInfo], ask: Ask) -> Iterator[Found]:
    """Where no export is inside: texts that a person may have put there."""
    for entry in entries:
        if entry.filename.lower().endswith((".txt", ".html", ".htm")) and not entry.filename.startswith(
            "__MACOSX"
        ):
            try:
                reader = next(recognise.candidates(Source(inside.head(entry), entry.filename)))
            except CheckError:
                continue
            yield from _chats(inside, entry, reader, ask)


def _chats(inside: _Inside, entry: zipfile.ZipInfo, reader: Reader, ask: Ask) -> Iterator[Found]:
    folder, _, name = entry.filename.rpartition("/")
    try:
        chats = reader.read(Source(inside.all(entry), name, ask.date_order))
    except ChatBroken:
        return
    if chats:
        yield Found(reader, folder, chats)


def _with_account(inside: _Inside, entries: list[zipfile.ZipInfo], ask: Ask) -> Ask:
    """X keeps one's own number beside the messages, in ``account.js``."""
    for entry in entries:
        if entry.filename.endswith("data/account.js") and not ask.me:
            match = _ACCOUNT.search(inside.head(entry).decode("utf-8", "replace"))
            return Ask(match.group(1), ask.date_order) if match else ask
    return ask


def _joined(found: list[Found], *, more: bool) -> list[Found]:
    """Files of one folder and format with one chat each are parts of one chat."""
    joined: dict[tuple[str, str, str], Found] = {}
    for number, one in enumerate(found):
        part = len(one.chats) == 1 and one.folder and one.reader.id not in ("email", "whatsapp")
        key = (one.reader.id, one.folder, one.chats[0].title if part else str(number))
        if key in joined:
            before = joined[key].chats[0]
            said = tuple(sorted((*before.said, *one.chats[0].said), key=lambda said: said.when))
            notes = tuple(dict.fromkeys((*before.notes, *one.chats[0].notes)))
            chat = Chat(said, before.title, notes, before.facts, before.accounts)
            joined[key] = Found(one.reader, one.folder, (chat,))
        else:
            joined[key] = one
    whole = list(joined.values())
    if more:
        first = whole[0]
        chat = first.chats[0]
        notes = (*chat.notes, Note.SOME_FILES_NOT_READ)
        noted = Chat(chat.said, chat.title, notes, chat.facts, chat.accounts)
        whole[0] = Found(first.reader, first.folder, (noted, *first.chats[1:]))
    return whole


def _natural(name: str) -> list[tuple[int, str]]:
    """``messages.html``, then ``messages2.html``, then ``messages10.html``."""
    parts = re.split(r"(\d{1,9})", name.rpartition(".")[0], flags=re.ASCII)
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]
