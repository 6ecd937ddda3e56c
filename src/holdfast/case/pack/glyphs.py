"""Which characters the report's own fonts show, and how everything else is printed.

A PDF/A export refuses text without a glyph, control characters and private use. So what a font does not show
is printed as its number, ``[U+1F602]``, and counted. Decision 0032.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).with_name("fonts")
FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")

#: report.typ splits at these; both are private use, so a person's text never reaches it with them.
RUN = "\ue000"
PIECE = "\ue001"
#: A run without a break longer than this is cut into pieces that may wrap, after a sign such as ``/`` where there is
#: one; ten of the widest letters fit the narrowest column.
LONGEST_RUN = 18
PIECE_LENGTH = 10

#: Cc control, Cf format (bidi overrides among them), Cs surrogate, Co private, Cn unassigned, Zl/Zp separators.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@cache
def shown() -> frozenset[int]:
    """The code points that both fonts have and that are safe to print as they are."""
    have = [code_points((FONT_FOLDER / name).read_bytes()) for name in FONT_FILES]
    return frozenset(c for c in have[0].intersection(*have[1:]) if unicodedata.category(chr(c)) not in _NEVER)


def code_points(font: bytes) -> set[int]:
    """Every code point that a TrueType file maps to a glyph (OpenType specification, ``cmap``, formats 4 and 12)."""
    found: set[int] = set()
    tables = struct.unpack_from(">H", font, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, at)
        if tag != b"cmap":
            continue
        for record in range(struct.unpack_from(">H", font, start + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * record)
            if (platform, encoding) in ((3, 1), (3, 10), (0, 3), (0, 4)):
                found |= _subtable(font, start + offset)
    return found


def _subtable(font: bytes, at: int) -> set[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        spans = (struct.unpack_from(">III", font, at + 16 + 12 * n) for n in range(groups))
        return {c for first, last, glyph in spans for c in range(first, last + 1) if glyph + c - first}
    if kind == 4:
        return _segments(font, at)
    return set()


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * count
    deltas, offsets = starts + 2 * count, starts + 4 * count
    found: set[int] = set()
    for n in range(count):
        last, first, delta, offset = (
            struct.unpack_from(">H", font, base + 2 * n)[0] for base in (ends, starts, deltas, offsets)
        )
        for c in range(first, last + 1):
            glyph = (c + delta) & 0xFFFF
            if offset:
                raw = struct.unpack_from(">H", font, offsets + 2 * n + offset + 2 * (c - first))[0]
                glyph = (raw + delta) & 0xFFFF if raw else 0
            if glyph and c != 0xFFFF:
                found.add(c)
    return found


@cache
def _hidden() -> re.Pattern[str]:
    """Matches every character that is printed by number."""
    spans: list[list[int]] = []
    for c in sorted(shown()):
        if spans and spans[-1][1] == c - 1:
            spans[-1][1] = c
        else:
            spans.append([c, c])
    return re.compile("[^" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in spans) + "]")


_LONG = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Printer:
    """Turns any text into text the report can print, and counts what it had to print by number."""

    by_number: Counter[str] = field(default_factory=Counter)

    def line(self, text: str, limit: int = 2_000) -> str:
        """One line: line ends become spaces, at most ``limit`` characters of the text, then an ellipsis."""
        return self._show(_LINE_END.sub(" ", text[: limit + 1]).strip(), limit)

    def lines(self, text: str, limit: int = 30_000, most: int = 2_000) -> tuple[list[str], bool]:
        """The lines of a longer text, at most ``most`` lines and ``limit`` characters; True where some were cut."""
        parts = _LINE_END.split(text[:limit])
        printed = [self._show(part, len(part)) for part in parts[:most]]
        return printed, len(text) > limit or len(parts) > most

    def _show(self, text: str, limit: int) -> str:
        cut = text[:limit].replace("\t", "    ")
        safe = _hidden().sub(self._number, cut)
        if len(text) > limit:
            safe += "…"
        return _LONG.sub(_pieces, safe)

    def _number(self, match: re.Match[str]) -> str:
        character = match.group()
        self.by_number[character] += 1
        return f"[U+{ord(character):04X}]"


_PART = re.compile(rf".{{0,{PIECE_LENGTH - 1}}}[/\-_.?&=,;:@\]]|.{{1,{PIECE_LENGTH}}}")


def _pieces(match: re.Match[str]) -> str:
    run = match.group()
    return RUN + PIECE.join(_PART.findall(run)) + RUN


def name_of(character: str) -> str:
    """The Unicode name of a character for the table at the end of the report."""
    return unicodedata.name(character, "")
