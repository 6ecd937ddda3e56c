"""E-mails (.eml, .mbox): the words stay byte for byte, attachments and pictures inside are left out and listed.

A message is walked through line by line as RFC 5322 and RFC 2046 describe it, so that what is kept keeps its bytes.
Header lines of a part that is left out stay: they name the attachment.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from holdfast.case import kinds, plainwords, texts
from holdfast.case.embedded import without_files
from holdfast.case.mail_headers import Head, carries_a_file, field_name, fields, opaque_letters, read_head
from holdfast.case.values import LeftOut
from holdfast.errors import Broken, ChildPictureRule, Dangerous, HiddenInText

#: Longer lines are read in pieces of this size; RFC 5322 allows 998 bytes.
_LINE = 64 * 1024
#: Header lines of one part: large mail services add up to about 60 KB.
MAX_HEAD = 1024 * 1024
#: One text part, as written in the mail. Longer "text" is left out like a file.
MAX_TEXT_PART = 4 * 1024 * 1024
#: Words before the first and after the last part, shown by no mail program.
MAX_BETWEEN = 1000
#: Letters of signatures in the headers of one mail; nine relays that sign use about 5,000.
MAX_SIGNED = 8000
MAX_DEPTH = 20
MAX_PARTS = 5000


@dataclass(frozen=True, slots=True)
class MailRule:
    """``words_only``: the hard rule, anything but words is refused. ``hashed``: list with SHA-256."""

    words_only: bool
    hashed: bool


@dataclass(slots=True)
class Walk:
    """One pass through a mail; ``left_out`` fills up as it goes."""

    rule: MailRule
    left_out: list[LeftOut] = field(default_factory=list)
    parts: int = 0
    signed: int = 0

    def leave_out(self, name: str, size: int, place: str, digest: str = "") -> None:
        if self.rule.words_only:
            raise ChildPictureRule("a mail with more than words")
        self.left_out.append(LeftOut(name, size, place, digest))


def rewritten(reader: BinaryIO, walk: Walk) -> Iterator[bytes]:
    """The bytes that stay, in order. Raises ChildPictureRule, HiddenInText, Dangerous, Broken."""
    reader.seek(0)
    lines = _Lines(reader)
    lines.many = lines.peek().startswith(b"From ")
    number = 0
    while lines.peek():
        number += 1
        walk.signed = 0
        if lines.many:
            yield lines.next()
        yield from _entity(lines, walk, (), str(number) if lines.many else "", 0)
        if not lines.many:
            break


class _Lines:
    """Lines with one looked at ahead. A line longer than 64 KiB comes in pieces."""

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = io.BufferedReader(_Raw(reader), 256 * 1024)
        self._ahead: bytes | None = None
        self.at_start = True
        self._blank_before = True
        self.many = False

    def peek(self) -> bytes:
        if self._ahead is None:
            self._ahead = self._reader.readline(_LINE)
        return self._ahead

    def next(self) -> bytes:
        line = self.peek()
        self._ahead = None
        self._blank_before = self.at_start and not line.strip()
        self.at_start = line.endswith(b"\n")
        return line

    def next_mail_begins(self) -> bool:
        return self.many and self._blank_before and self.at_start and self.peek().startswith(b"From ")


class _Raw(io.RawIOBase):
    """A reader as a raw stream, so that lines can be buffered; closing it leaves the reader open."""

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._reader.read(len(view))
        view[: len(data)] = data
        return len(data)


# --- the walk --------------------------------------------------------------------------------------------


def _entity(lines: _Lines, walk: Walk, outer: tuple[bytes, ...], place: str, depth: int) -> Iterator[bytes]:
    """One message or part: its head, then its body as far as the next boundary in ``outer``."""
    walk.parts += 1
    if depth > MAX_DEPTH or walk.parts > MAX_PARTS:
        raise Dangerous("a mail with too many parts")
    block = _head_block(lines, outer)
    for one in fields(block):
        walk.signed += opaque_letters(one)
        if carries_a_file(one) or (walk.signed > MAX_SIGNED and opaque_letters(one)):
            walk.left_out.append(LeftOut(field_name(one), len(one), "a header line of the mail"))
        else:
            yield one
    head = read_head(block)
    if head.has_parts:
        yield from _parts(lines, walk, head, outer, place, depth)
    elif head.is_message:
        yield from _entity(lines, walk, outer, place, depth + 1)
    elif head.says_words:
        yield from _text_part(lines, walk, head, outer, place)
    else:
        yield from _file_part(_body(lines, outer), walk, head, place)


def _head_block(lines: _Lines, outer: tuple[bytes, ...]) -> bytes:
    block: list[bytes] = []
    size = 0
    while (line := lines.peek()) and not _boundary(lines, outer) and not lines.next_mail_begins():
        block.append(lines.next())
        size += len(line)
        if size > MAX_HEAD:
            raise Broken("mail headers without end")
        if not line.strip():
            break
    return b"".join(block)


def _parts(
    lines: _Lines, walk: Walk, head: Head, outer: tuple[bytes, ...], place: str, depth: int
) -> Iterator[bytes]:
    inner = (head.boundary, *outer)
    yield from _between(lines, walk, inner, place)
    number = 0
    while _boundary(lines, (head.boundary,)):
        line = lines.next()
        yield line
        if _closes(line, head.boundary):
            yield from _between(lines, walk, outer, place)
            return
        number += 1
        yield from _entity(lines, walk, inner, f"{place}.{number}" if place else str(number), depth + 1)


def _between(lines: _Lines, walk: Walk, outer: tuple[bytes, ...], place: str) -> Iterator[bytes]:
    """Words before the first and after the last boundary: kept where they are few and words."""
    kept: list[bytes] = []
    size = 0
    digest = hashlib.sha256()
    for line in _body(lines, outer):
        size += len(line)
        digest.update(line)
        if size <= MAX_BETWEEN:
            kept.append(line)
    words = b"".join(kept)
    if size > MAX_BETWEEN or (words.strip() and (texts.head_words(words) is None or kinds.is_file(words))):
        said = digest.hexdigest() if walk.rule.hashed else ""
        walk.leave_out("text", size, _where(place, "between the parts"), said)
        return
    yield words


def _text_part(
    lines: _Lines, walk: Walk, head: Head, outer: tuple[bytes, ...], place: str
) -> Iterator[bytes]:
    raw: list[bytes] = []
    size = 0
    body = _body(lines, outer)
    for line in body:
        raw.append(line)
        size += len(line)
        if size > MAX_TEXT_PART:
            yield from _file_part(chain(raw, body), walk, head, place)
            return
    data = b"".join(raw)
    if _stays(data, head, walk):
        yield data
    else:
        yield from _file_part(iter((data,)), walk, head, place)


def _stays(raw: bytes, head: Head, walk: Walk) -> bool:
    """Is this text part words, and only words? The type that the mail claims is not believed."""
    data = b"".join(_Transfer(head.transfer).all(iter((raw,))))
    if not data.strip():
        return not raw.strip() or head.is_plain
    if kinds.is_file(data):
        return False
    words = texts.words_in(data, head.charset)
    if words is None:
        return False
    if walk.rule.words_only:
        hidden = plainwords.what_hides((words,)) or (None if head.is_plain else _around(raw, head))
        if hidden is not None:
            raise HiddenInText(f"mail part: {hidden.name}")
        return True
    found: list[LeftOut] = []
    for _ in without_files((words,), hashed=False, found=found):
        pass
    return not found


def _around(raw: bytes, head: Head) -> plainwords.Hides | None:
    """Bytes in a transfer-encoded body that decoding skips could carry a file of their own."""
    if head.transfer == "base64" and re.search(rb"[^A-Za-z0-9+/=\s]", raw):
        return plainwords.Hides.RUN
    return None


def _file_part(body: Iterator[bytes], walk: Walk, head: Head, place: str) -> Iterator[bytes]:
    """Nothing stays of a body that is a file. An empty one, left out before, stays empty and is not listed again."""
    for data in body:
        if data.strip():
            _leave_out(chain((data,), body), walk, head, place)
            return
        yield data


def _leave_out(body: Iterator[bytes], walk: Walk, head: Head, place: str) -> None:
    digest = hashlib.sha256() if walk.rule.hashed else None
    size = 0
    for data in _Transfer(head.transfer).all(body):
        size += len(data)
        if digest:
            digest.update(data)
    name = head.name or head.kind.replace("/", " ")
    walk.leave_out(name, size, _where(place, head.kind), digest.hexdigest() if digest else "")


def _where(place: str, what: str) -> str:
    return f"part {place}, {what}" if place else what


# --- lines and boundaries --------------------------------------------------------------------------------


def _body(lines: _Lines, outer: tuple[bytes, ...]) -> Iterator[bytes]:
    while lines.peek() and not _boundary(lines, outer) and not lines.next_mail_begins():
        yield lines.next()


def _boundary(lines: _Lines, boundaries: tuple[bytes, ...]) -> bool:
    line = lines.peek()
    if not lines.at_start or not line.startswith(b"--"):
        return False
    text = line[2:].rstrip()
    return any(text in (boundary, boundary + b"--") for boundary in boundaries)


def _closes(line: bytes, boundary: bytes) -> bool:
    return line[2:].rstrip() == boundary + b"--"


class _Transfer:
    """Undo a Content-Transfer-Encoding (RFC 2045) in pieces. An unknown one leaves the bytes as they are."""

    def __init__(self, name: str) -> None:
        self._step = {"base64": self._base64, "quoted-printable": self._quoted}.get(name, self._same)
        self._rest = b""

    def all(self, body: Iterator[bytes]) -> Iterator[bytes]:
        for data in body:
            yield self._step(data)
        if self._rest:
            yield base64.b64decode(self._rest + b"=" * (-len(self._rest) % 4)) if len(self._rest) > 1 else b""

    def _base64(self, data: bytes) -> bytes:
        letters = self._rest + re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        whole = len(letters) // 4 * 4
        self._rest = letters[whole:]
        return base64.b64decode(letters[:whole])

    def _quoted(self, data: bytes) -> bytes:
        return binascii.a2b_qp(data)

    def _same(self, data: bytes) -> bytes:
        return data
