"""Chat exports as zip: the text of the chat is kept, pictures, films and sounds stay outside and are listed.

The archive is read in place and never unpacked to a disk. Limits are checked before anything is unpacked
(docs/decisions/0022).
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from holdfast.case import kinds, texts
from holdfast.case.embedded import without_files
from holdfast.case.names import clean_name, clean_place
from holdfast.case.values import Kind, LeftOut
from holdfast.errors import ArchiveEncrypted, Broken, Dangerous, NoChatInside, TooLarge

#: A full Instagram or Facebook download has a few thousand files.
MAX_ENTRIES = 20_000
#: The archive's list of contents: 20,000 names of 300 bytes and their notes.
MAX_LIST = 8 * 1024 * 1024
#: All chat text of one export, unpacked.
MAX_TEXT = 200 * 1024 * 1024
#: Chat text packs to about a tenth, repeated text to a fortieth; deflate's own limit is 1,032.
MAX_RATIO = 200
#: Below this size a high ratio is harmless.
RATIO_FREE = 1024 * 1024
#: Everything in the archive, unpacked: twice the largest export.
MAX_UNPACKED = 4 * 1024 * 1024 * 1024
_STEP = 256 * 1024
_TEXT_NAMES = (".txt", ".json", ".html", ".htm", ".js", ".xml", ".csv")
_PACKED_HOW = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
#: 1 January 1980, 00:00: the earliest date a zip can carry.
_FIXED_DATE = (0, 0x21)


@dataclass(frozen=True, slots=True)
class Member:
    """One chat text inside an export: ``size`` and ``crc`` of the bytes that are kept; ``cut``: not all of them."""

    entry: zipfile.ZipInfo
    encoding: texts.Encoding
    size: int
    crc: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Export:
    """What is kept of an export. ``pieces()`` may be called again while the reader is open."""

    reader: BinaryIO
    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]

    def pieces(self) -> Iterator[bytes]:
        """One member: its bytes. Several: a new zip with each of them stored, nothing else, always the same bytes."""
        with _opened(self.reader) as archive:
            if len(self.members) == 1:
                yield from _kept_bytes(archive, self.members[0], hashed=False, found=[])
            else:
                yield from _stored_zip(archive, self.members)


def read(reader: BinaryIO, *, hashed: bool) -> Export:
    """Find the chat texts in a zip.

    ``hashed``: list what is left out with its SHA-256; nothing but chat text is ever unpacked when it is False.
    Raises Broken, Dangerous, TooLarge, ArchiveEncrypted, NoChatInside.
    """
    with _opened(reader) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_limits(entries)
        spoken = [entry for entry in entries if _begins_a_chat(archive, entry)]
        check_words(spoken)
        chats = [(entry, found) for entry in spoken if (found := _encoding(archive, entry)) is not None]
        if not chats:
            raise NoChatInside(f"{len(entries)} entries, none a chat")
        left_out: list[LeftOut] = []
        members = tuple(_measured(archive, entry, encoding, hashed, left_out) for entry, encoding in chats)
        kept = {id(member.entry) for member in members}
        left_out += [_listed(archive, entry, hashed) for entry in entries if id(entry) not in kept]
        return Export(reader, members, tuple(left_out))


class _Reads:
    """The reader, refusing a list of contents that would fill the memory before it can be counted."""

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = reader

    def read(self, length: int = -1) -> bytes:
        data = self._reader.read(length if 0 <= length <= MAX_LIST else MAX_LIST + 1)
        if len(data) > MAX_LIST:
            raise Dangerous("a zip asks for too much at once")
        if length > _STEP and data.count(b"PK\1\2") > MAX_ENTRIES:
            raise Dangerous("a zip with too many entries")
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._reader.seek(offset, whence)

    def tell(self) -> int:
        return self._reader.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The reader belongs to the caller."""


@contextmanager
def _opened(reader: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(_Reads(reader)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeError) as error:
        raise Broken("zip does not hold together") from error
    except (NotImplementedError, OverflowError, ValueError, OSError, RuntimeError) as error:
        raise Broken("zip is not read") from error


def _check_limits(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Dangerous("a zip with too many entries")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Dangerous("a zip unpacks to too much")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.file_size > RATIO_FREE and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise Dangerous("an entry unpacks to too much")
        if entry.header_offset < end:
            raise Dangerous("entries share their bytes")
        end = entry.header_offset + 30 + entry.compress_size


def check_words(entries: list[zipfile.ZipInfo]) -> None:
    """Raises TooLarge where these chat texts together are longer than :data:`MAX_TEXT`, unpacked."""
    if sum(entry.file_size for entry in entries) > MAX_TEXT:
        raise TooLarge("chat text in an export", limit="200 MB")


def _begins_a_chat(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """The name must say text, and the first bytes the words of a chat."""
    if not entry.filename.lower().endswith(_TEXT_NAMES):
        return False
    if entry.flag_bits & _ENCRYPTED:
        raise ArchiveEncrypted("a chat text is locked")
    if entry.compress_type not in _PACKED_HOW:
        return False
    with archive.open(entry) as inside:
        found = kinds.recognise(inside.read(kinds.HEAD), clean_name(entry.filename))
    return found.kind is Kind.CHAT and found.shape is kinds.Shape.WORDS


def _encoding(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> texts.Encoding | None:
    with archive.open(entry) as inside:
        return texts.encoding_of(inside)  # type: ignore[arg-type]


def _measured(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    encoding: texts.Encoding,
    hashed: bool,
    left: list[LeftOut],
) -> Member:
    before = len(left)
    size = crc = 0
    member = Member(entry, encoding, 0, 0, cut=True)
    for piece in _kept_bytes(archive, member, hashed=hashed, found=left):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
    return Member(entry, encoding, size, crc, cut=len(left) > before)


def _kept_bytes(
    archive: zipfile.ZipFile, member: Member, *, hashed: bool, found: list[LeftOut]
) -> Iterator[bytes]:
    with archive.open(member.entry) as inside:
        if not member.cut:
            while data := inside.read(_STEP):
                yield data
            return
        pieces = texts.pieces(inside, member.encoding)  # type: ignore[arg-type]
        for piece in without_files(pieces, hashed=hashed, found=found):
            yield piece.encode(member.encoding.value)


def _listed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, hashed: bool) -> LeftOut:
    digest = ""
    if hashed and not entry.flag_bits & _ENCRYPTED and entry.compress_type in _PACKED_HOW:
        digest = _sha256(archive, entry)
    return LeftOut(clean_name(entry.filename), entry.file_size, clean_place(entry.filename), digest)


def _sha256(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Of the unpacked bytes; "" where they are damaged: a cut picture does not keep the words outside."""
    digest = hashlib.sha256()
    try:
        with archive.open(entry) as inside:
            while data := inside.read(_STEP):
                digest.update(data)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""
    return digest.hexdigest()


# --- a zip of words --------------------------------------------------------------------------------------


def _stored_zip(archive: zipfile.ZipFile, members: Iterable[Member]) -> Iterator[bytes]:
    """A zip (APPNOTE 6.3.10) of stored entries with fixed dates. Sizes stay under 200 MB: no zip64."""
    directory: list[bytes] = []
    position = 0
    taken: set[str] = set()
    for member in members:
        name = _own_name(clean_place(member.entry.filename), taken).encode()
        fields = struct.pack(
            "<HHHHHIIIHH", 10, 0x800, 0, *_FIXED_DATE, member.crc, member.size, member.size, len(name), 0
        )
        directory.append(
            b"PK\1\2" + struct.pack("<H", 10) + fields + struct.pack("<HHHII", 0, 0, 0, 0, position) + name
        )
        yield b"PK\3\4" + fields + name
        yield from _kept_bytes(archive, member, hashed=False, found=[])
        position += 30 + len(name) + member.size
    listed = b"".join(directory)
    yield listed
    count = len(directory)
    yield b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), position, 0)


def _own_name(name: str, taken: set[str]) -> str:
    number, tried = 2, name
    while tried.casefold() in taken:
        tried, number = f"{name} ({number})", number + 1
    taken.add(tried.casefold())
    return tried
