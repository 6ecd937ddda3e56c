"""Files written as letters inside a chat export or page: cut out, listed, and the words around them kept.

Android's "SMS Backup & Restore" writes pictures as base64 into its XML, saved web pages carry ``data:`` addresses.
Every byte outside a cut stays as it was.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

from holdfast.case import kinds
from holdfast.case.values import LeftOut
from holdfast.errors import Dangerous

#: Base64 letters that decode to enough bytes to tell a file (36).
_START = 48
#: Characters held while reading; longer than any line of wrapped base64.
_AHEAD = 64 * 1024
#: A phone's whole backup of picture messages holds a few thousand.
MAX_FILES = 20_000
_RUN = re.compile(r"[A-Za-z0-9+/_\-\\]{48,}")
_LETTERS = re.compile(r"[A-Za-z0-9+/_\-\\]+")
_HELD_BACK = re.compile(r"[A-Za-z0-9+/_\-\\]{1,47}\Z")
_PADDING = re.compile(r"={1,2}")
_NEXT_LINE = re.compile(
    r"(?:\r?\n|&#1[03];|&#x[aAdD];)+[ \t]{0,8}(?=[A-Za-z0-9+/_\-]{1,1000}={0,2}(?:\r?\n|[\"'<)&,;]|\Z))"
)
INSIDE_TEXT = "inside the text"


def without_files(pieces: Iterable[str], *, hashed: bool, found: list[LeftOut]) -> Iterator[str]:
    """The same text without the files spelled out in it; what was cut is added to ``found``.

    Only what decodes to a known kind of file is cut. In its place stands ``(left out: N bytes)``. Memory is bounded
    by a few pieces, whatever the size of a file inside. Raises :class:`Dangerous`.
    """
    ahead = _Ahead(pieces)
    while ahead.fill():
        start = _first_file(ahead)
        if start is None:
            yield ahead.take(ahead.safe_end())
            continue
        if len(found) >= MAX_FILES:
            raise Dangerous("a text with too many files inside")
        yield ahead.take(start)
        left = _consume(ahead, hashed=hashed, number=len(found) + 1)
        found.append(left)
        yield f"(left out: {left.size} bytes)"


class _Ahead:
    """A text read a little ahead: ``text`` from ``at`` on is not yet taken."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.text = ""
        self.at = 0
        self._source = iter(pieces)
        self.ended = False

    def fill(self) -> bool:
        """Hold at least :data:`_AHEAD` characters, or all that is left. False at the end."""
        if len(self.text) - self.at < _AHEAD and not self.ended:
            parts = [self.text[self.at :]]
            length = len(parts[0])
            while length < _AHEAD:
                piece = next(self._source, None)
                if piece is None:
                    self.ended = True
                    break
                parts.append(piece)
                length += len(piece)
            self.text, self.at = "".join(parts), 0
        return self.at < len(self.text)

    def take(self, end: int) -> str:
        """What stands before ``end``, a place in ``text``."""
        taken, self.at = self.text[self.at : end], end
        return taken

    def safe_end(self) -> int:
        """The end, or the start of a run that may go on."""
        held = None if self.ended else _HELD_BACK.search(self.text, max(self.at, len(self.text) - _START))
        return held.start() if held and held.start() > self.at else len(self.text)


class _Decoder:
    """Base64 letters in, size and hash of the file out."""

    def __init__(self, *, hashed: bool) -> None:
        self.size = 0
        self._digest = hashlib.sha256() if hashed else None
        self._rest = ""

    def add(self, letters: str) -> None:
        text = self._rest + letters
        held = "\\" if text.endswith("\\") else ""
        clean = re.sub(r"\\[nr]", "", text.removesuffix(held)).replace("\\", "")
        whole = len(clean) // 4 * 4
        self._add(clean[:whole])
        self._rest = clean[whole:] + held

    def close(self) -> str:
        last = self._rest.rstrip("\\")
        self._add(last + "=" * (-len(last) % 4) if len(last) % 4 > 1 else "")
        return self._digest.hexdigest() if self._digest else ""

    def _add(self, clean: str) -> None:
        data = base64.b64decode(clean.replace("-", "+").replace("_", "/"))
        self.size += len(data)
        if self._digest:
            self._digest.update(data)


def _first_file(ahead: _Ahead) -> int | None:
    for run in _RUN.finditer(ahead.text, ahead.at):
        if _begins_file(run.group()[: _START + 16]):
            return run.start()
    return None


def _consume(ahead: _Ahead, *, hashed: bool, number: int) -> LeftOut:
    shape = _shape(ahead)
    decoder = _Decoder(hashed=hashed)
    line = 0
    while ahead.fill():
        found = _LETTERS.match(ahead.text, ahead.at)
        end = found.end() if found else ahead.at
        if end == len(ahead.text) and not ahead.ended:
            line += end - ahead.at
            decoder.add(ahead.take(end))
            continue
        while ahead.text[end - 1 : end] == "\\" and end > ahead.at:
            end -= 1
        line += end - ahead.at
        decoder.add(ahead.take(end))
        if padding := _PADDING.match(ahead.text, ahead.at):
            ahead.take(padding.end())
            break
        following = _NEXT_LINE.match(ahead.text, ahead.at) if line >= 40 else None
        if following is None:
            break
        ahead.take(following.end())
        line = 0
    digest = decoder.close()
    return LeftOut(f"{shape.value.replace('_', ' ')} {number}", decoder.size, INSIDE_TEXT, digest)


def _shape(ahead: _Ahead) -> kinds.Shape:
    found = _RUN.match(ahead.text, ahead.at)
    return kinds.recognise(_decoded(found.group()[: _START + 16] if found else "")).shape


def _begins_file(letters: str) -> bool:
    return kinds.is_file(_decoded(letters))


def _decoded(letters: str) -> bytes:
    clean = re.sub(r"\\[nr]", "", letters).replace("\\", "").replace("-", "+").replace("_", "/")
    return base64.b64decode(clean[: len(clean) // 4 * 4])
