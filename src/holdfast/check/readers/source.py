"""The bytes of one file, and the words they are: which encoding, and whether they are words at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from holdfast.check.readers.interface import DateOrder
from holdfast.errors import (
    DocumentFormat,
    FormatNotRead,
    NothingToRead,
    TooLongToRead,
)

#: One chat as text. 50,000 messages of WhatsApp are 4 MB, the largest Instagram thread seen is 30 MB.
MAX_TEXT = 64 * 1024 * 1024
#: Characters at the start that tell the format.
HEAD = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DOCUMENTS = (b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_NOT_WORDS = (
    *(
        b"\x1f\x8b\x08",
        b"7z\xbc\xaf'\x1c",
        b"Rar!\x1a\x07",
        b"BZh",
        b"\xfd7zXZ\0",
        b"(\xb5/\xfd",
        b"OggS",
        b"ID3",
    ),
    *(b"fLaC", b"\x1aE\xdf\xa3", b"\x7fELF", b"MZ\x90", b"SQLite format 3\0", b"#!AMR", b"FLV\x01", b"caff"),
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


def is_zip(head: bytes) -> bool:
    return head[:4] in (b"PK\3\4", b"PK\5\6", b"PK\7\x08")


def is_picture(head: bytes) -> bool:
    """PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC or AVIF by their first bytes."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS:
        return True
    if head[:2] == b"BM":
        return head[6:10] == b"\0\0\0\0"
    return head.startswith(_PICTURES)


def all_of(reader: BinaryIO, limit: int = MAX_TEXT) -> bytes:
    """Everything from the start of ``reader``. Raises TooLongToRead."""
    reader.seek(0)
    data = reader.read(limit + 1)
    if len(data) > limit:
        raise TooLongToRead("bytes over the limit", limit=f"{limit // (1024 * 1024)} MB")
    return data


@dataclass(frozen=True)
class Source:
    """``name`` is the file's name as given: it breaks ties and names the other side, it never tells the format.

    ``date_order``: set by hand, else None. ``encoding``: where it is known, as of a paste, else "".
    """

    data: bytes
    name: str = ""
    date_order: DateOrder | None = None
    encoding: str = ""

    @cached_property
    def words(self) -> str:
        """All of it as words, lines ended by ``\\n``.

        Raises NothingToRead, DocumentFormat, FormatNotRead.
        """
        text = self._decoded[0]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.removeprefix("\ufeff")

    @property
    def guessed(self) -> bool:
        """True where the encoding is not certain: some letters may be wrong."""
        return self._decoded[1]

    @cached_property
    def head(self) -> str:
        return self.words[:HEAD]

    @cached_property
    def _decoded(self) -> tuple[str, bool]:
        data = self.data
        if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
            raise NothingToRead("empty")
        if data.startswith(_DOCUMENTS):
            raise DocumentFormat("a document")
        if data.startswith(_NOT_WORDS) or data[4:8] == b"ftyp" or is_picture(data):
            raise FormatNotRead("no words")
        return (_words(data.decode(self.encoding, "replace")), False) if self.encoding else decoded(data)


def decoded(data: bytes) -> tuple[str, bool]:
    """``data`` as words, and whether the encoding was guessed. Raises FormatNotRead where these are no words.

    UTF-8 first (a broken byte here and there is replaced), UTF-16 by its mark or its pattern of zeros, then
    Windows-1251 where most of it is Cyrillic, else Windows-1252, which every byte has a letter in.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _words(data.decode("utf-16", "replace")), False
    if zeros := data[:2000].count(0):
        if zeros < len(data[:2000]) // 4:
            raise FormatNotRead("zero bytes")
        even = data[:2000:2].count(0) > data[1:2000:2].count(0)
        return _words(data.decode("utf-16-be" if even else "utf-16-le", "replace")), True
    try:
        return _words(data.decode("utf-8")), False
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", text[:100_000]))
    if good > text[:100_000].count("\ufffd"):
        return _words(text), True
    return _words(_single_byte(data)), True


def _single_byte(data: bytes) -> str:
    high = sum(byte >= 0xC0 for byte in data[:20_000])
    letters = high + len(re.findall(rb"[A-Za-z]", data[:20_000]))
    if letters and high * 2 > letters:
        return data.decode("cp1251", "replace")
    return data.decode("cp1252", "replace")


def _words(text: str) -> str:
    """The text where it is words: few control characters and few that could not be read."""
    sample = text if len(text) < 200_000 else text[:100_000] + text[-100_000:]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if strange * 20 > len(sample) + 20:
        raise FormatNotRead("control characters")
    return text.replace("\0", "")
