"""Are these words only words? Used where the hard rule lets nothing but words in.

A picture can be spelled out in letters: base64, uuencode, hex, lists of numbers. This module notices text that
spells out a file. It stops files that programs put into text and files pasted as letters; it does not stop a person
who invents a code of their own (docs/decisions/0021). Text is read in pieces and never held whole.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum

from holdfast.case import kinds

#: Letters of a run that decode to less than 600 bytes pass: mail signatures (DKIM with RSA-4096: 684 letters),
#: keys, tokens. A picture of 600 bytes that no signature betrays is about 16 by 16 pixels.
OPAQUE_RUN = 800
#: A link may be this long; browsers and chat apps cut longer ones.
LONGEST_LINK = 2048
WINDOW = 1024
_OVERLAP = 8192


class Hides(StrEnum):
    """Why a text is not only words."""

    FILE = "a file written as letters"
    RUN = "a long row of letters without a space"
    NUMBERS = "a long row of numbers"
    ESCAPES = "many bytes written as signs"
    DENSE = "a part no shorter when packed, as files are"
    DRAWN = "a drawing or a file inside markup"
    UNSEEN = "a long row of characters that cannot be seen"


_MARKED = re.compile(
    r"<svg[\s>]"
    r"|data:\s*(?:image|video|audio|application|font|model)/[\w.+-]"
    r"|data:[^\s,]{0,80};\s*base64\s*,"
    r"|^begin(?:-base64)? [0-7]{3,4} \S"
    r"|^=ybegin "
    r"|must be converted with BinHex"
    r"|%PDF-\d\.\d"
    r"|-----BEGIN PGP MESSAGE-----",
    re.IGNORECASE | re.MULTILINE,
)
_LETTERS = r"[A-Za-z0-9+/_\-\\]"
_SHORT_RUN = re.compile(rf"{_LETTERS}{{32,}}")
_WRAPPED_RUN = re.compile(
    rf"(?:{_LETTERS}{{40,}}=?\r?\n[ \t>]{{0,8}})*{_LETTERS}{{40,}}(?:\r?\n[ \t>]{{0,8}}{_LETTERS}{{1,40}})?"
)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){16,}")
_LONG_RUN = re.compile(rf"{_LETTERS}{{64,}}")
_LINK = re.compile(rf"https?://[^\s\"'<>]{{1,{LONGEST_LINK}}}", re.IGNORECASE)
#: (one number with what follows it, how many in a row are too many): hex bytes, then small numbers.
_ROWS = (
    (re.compile(r"(?:(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2,8}[\s,;:]{1,3})+"), 96),
    (re.compile(r"(?:(?<![0-9.])-?\d{1,3}(?:\.\d{1,9})?[\s,;]{1,3})+"), 256),
)
_NUMBERS_ONLY = re.compile(r"[0-9A-Fa-fxX\s,;:.\-]{192,}")
_SEPARATOR = re.compile(r"[\s,;:]+")
_DUMP = re.compile(
    r"(?:^[0-9A-Fa-f]{4,8}[:\s]\s{0,3}(?:[0-9A-Fa-f]{2,4}\s{1,2}){8,16}.{0,40}\n){6}", re.MULTILINE
)
_CONTROL_ESCAPE = re.compile(
    r"(?:=|%|\\x|\\u00|&#x0{0,4})(0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff])|&#0{0,4}([0-8]|1[1245-9]|2\d|3[01]);"
)
_UNSEEN = re.compile(
    "[\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\u3164\u115f\U000e0000-\U000e01ef]{64}"
)
#: Share of the size that is left when a window of words is packed. Set by measurement, see docs/decisions/0021.
DENSEST_WORDS = 0.72
#: Different characters in a window. Chinese prose has up to about 450; files written in a large alphabet, over 640.
MOST_CHARACTERS = 600


def what_hides(pieces: Iterable[str]) -> Hides | None:
    """What else than words these pieces of one text hold, or None. Raises nothing."""
    for text, first in _overlapping(pieces):
        found = _in_one(text, first=first)
        if found is not None:
            return found
    return None


def is_opaque(value: str) -> bool:
    """A single value, such as a mail header, that holds a run too long to be a signature, or a file."""
    tight = re.sub(r"\s+", "", value)
    return _spells_a_file(tight) or _has_opaque_run(tight)


def opaque_letters(value: str) -> int:
    """How many letters of a mail header stand in rows of 64 or more."""
    return sum(len(run.group()) for run in _LONG_RUN.finditer(re.sub(r"\s+", "", value)))


def _overlapping(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    before, first = "", True
    for piece in pieces:
        if not piece:
            continue
        yield before + piece, first
        before, first = (before + piece)[-_OVERLAP:], False


def _in_one(text: str, *, first: bool) -> Hides | None:
    if _MARKED.search(text):
        return Hides.DRAWN
    if _UNSEEN.search(text):
        return Hides.UNSEEN
    if _spells_a_file(text):
        return Hides.FILE
    if not first:
        text = re.sub(rf"\A\S{{1,{LONGEST_LINK}}}", "", text)
    bare = _LINK.sub(" ", text)
    if _has_opaque_run(bare):
        return Hides.RUN
    if _has_number_row(bare):
        return Hides.NUMBERS
    return _in_windows(bare)


def _spells_a_file(text: str) -> bool:
    """A run that decodes, at any of the four places where base64 can begin, to the first bytes of a file."""
    for run in _SHORT_RUN.finditer(text):
        start = _plain_base64(text[run.start() : min(run.end(), run.start() + 96)])
        if any(kinds.is_file(_decoded(start[shift : shift + 64])) for shift in range(4)):
            return True
        hexed = _HEX.match(start)
        if hexed is not None and kinds.is_file(bytes.fromhex(hexed.group())):
            return True
    return False


def _plain_base64(run: str) -> str:
    if "\\" in run:
        run = re.sub(r"\\[nr]", "", run).replace("\\", "")
    return run.replace("-", "+").replace("_", "/")


def _decoded(run: str) -> bytes:
    return base64.b64decode(run[: len(run) // 4 * 4], validate=False) if len(run) >= 4 else b""


def _has_opaque_run(text: str) -> bool:
    for run in _WRAPPED_RUN.finditer(text):
        letters = re.sub(r"[\s>=]", "", run.group())
        if len(letters) >= OPAQUE_RUN and len(set(letters)) >= 8 and _packed_share(letters[:8192]) > 0.2:
            return True
    return False


def _has_number_row(text: str) -> bool:
    for stretch in _NUMBERS_ONLY.finditer(text):
        for row, most in _ROWS:
            for found in row.finditer(stretch.group()):
                if found.end() - found.start() >= 2 * most and len(_SEPARATOR.findall(found.group())) >= most:
                    return True
    return _DUMP.search(text) is not None


def _in_windows(text: str) -> Hides | None:
    last = max(0, len(text) - WINDOW)
    for start in (*range(0, last, WINDOW // 2), last):
        window = text[start : start + WINDOW]
        found = _in_window(window)
        if found is not None:
            return found
    return None


def _in_window(window: str) -> Hides | None:
    escapes = _CONTROL_ESCAPE.findall(window)
    if len(escapes) >= 16 and len(set(escapes)) >= 6:
        return Hides.ESCAPES
    if len(window) < WINDOW:
        return None
    if len(set(window)) > MOST_CHARACTERS:
        return Hides.DENSE
    if window.isascii() or len(window.encode("utf-8", "replace")) < WINDOW * 1.1:
        return Hides.DENSE if _packed_share(window) > DENSEST_WORDS else None
    return None


def _packed_share(text: str) -> float:
    data = text.encode("utf-8", "surrogatepass")
    return len(zlib.compress(data, 6)) / len(data)
