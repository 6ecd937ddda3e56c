"""Words as bytes: which encoding a file is in, and whether it is words at all.

Four encodings are read: UTF-8 (with or without mark), UTF-16 with mark, and Windows-1252. All four give the same
bytes back when decoded text is encoded again, so that a text can be cut and stay byte for byte elsewhere.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

#: Bytes read at a time; bounds the memory of every pass over a text.
STEP = 256 * 1024
_BLANK = " \t\n\v\f\r"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HIGH = re.compile(r"[^\x00-\x7f]")


class Encoding(StrEnum):
    """How a text's letters are written; the value is the codec's name."""

    UTF8 = "utf-8"
    UTF16_LE = "utf-16-le"
    UTF16_BE = "utf-16-be"
    WINDOWS_1252 = "cp1252"


class _Tally:
    """Counts what tells words from other bytes.

    NUL never stands in words. A stray control character does (pasted messages carry a few): one in 32, and one
    more. In Windows-1252 none does, and at most a fifth of the letters is accented: French and Portuguese stay
    under a tenth.
    """

    def __init__(self, encoding: Encoding) -> None:
        self.single_byte = encoding is Encoding.WINDOWS_1252
        self.length = self.controls = self.high = 0
        self.nul = False

    def add(self, text: str) -> None:
        self.length += len(text)
        self.controls += len(_CONTROLS.findall(text))
        self.nul = self.nul or "\0" in text
        if self.single_byte:
            self.high += len(_HIGH.findall(text))

    @property
    def words(self) -> bool:
        if self.nul:
            return False
        if self.single_byte:
            return self.controls == 0 and self.high <= 2 + self.length // 5
        return self.controls <= self.length // 32 + (1 if self.length > 1 else 0)


def head_words(head: bytes) -> str | None:
    """The words at the start of a file, or None where these bytes are not words.

    A character cut at the end of ``head`` is dropped.
    """
    for encoding in _candidates(head[:4]):
        try:
            text = codecs.getincrementaldecoder(encoding.value)().decode(head)
        except UnicodeDecodeError:
            continue
        tally = _Tally(encoding)
        tally.add(text)
        if tally.words and text.strip("\ufeff"):
            return text
    return None


def encoding_of(reader: BinaryIO) -> Encoding | None:
    """The encoding in which *all* of ``reader`` is words, or None. Reads everything once, in steps."""
    reader.seek(0)
    for encoding in _candidates(reader.read(4)):
        tally = _Tally(encoding)
        try:
            for piece in pieces(reader, encoding):
                tally.add(piece)
        except UnicodeDecodeError:
            continue
        if tally.words:
            return encoding
    return None


def pieces(reader: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """The text of ``reader`` from its start in pieces of about :data:`STEP` characters.

    Raises UnicodeDecodeError where it is not in ``encoding``.
    """
    reader.seek(0)
    decoder = codecs.getincrementaldecoder(encoding.value)()
    while data := reader.read(STEP):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def is_blank(text: str) -> bool:
    return not text.strip(_BLANK + "\ufeff")


def _candidates(start: bytes) -> tuple[Encoding, ...]:
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return ()
    if start.startswith(codecs.BOM_UTF16_LE):
        return (Encoding.UTF16_LE,)
    if start.startswith(codecs.BOM_UTF16_BE):
        return (Encoding.UTF16_BE,)
    return (Encoding.UTF8, Encoding.WINDOWS_1252)


#: Charsets of mails that are read as their names say; others are tried as UTF-8 and Windows-1252.
_CHARSETS = re.compile(
    r"(?:us-ascii|utf-?8|utf-16(?:le|be)?|iso-8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc-jp|euc-kr|iso-2022-jp|iso-2022-kr|tis-620|macintosh)"
)


def words_in(data: bytes, charset: str = "") -> str | None:
    """All of ``data`` as words in the charset a mail names for it, else in one of ours; None where it is not words."""
    if _CHARSETS.fullmatch(charset) and charset not in ("us-ascii", "utf-8", "utf8"):
        try:
            text = data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            text = "\0"
        if len(_CONTROLS.findall(text)) <= len(text) // 32 and "\0" not in text:
            return text
    for encoding in _candidates(data[:4]):
        try:
            text = data.decode(encoding.value)
        except UnicodeDecodeError:
            continue
        tally = _Tally(encoding)
        tally.add(text)
        if tally.words:
            return text
    return None
