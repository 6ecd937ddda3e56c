"""Lines of a screenshot → messages: which lines are one bubble, and on whose side it stands.

In every chat app the other side's bubbles begin at one left edge and one's own end at the right. Times, dates in the
middle and the bar at the top of the screen are no messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from holdfast.check.readers.interface import Said

#: As parts of the picture's width: how far apart left edges of one side may lie, and how near the middle a date is.
_EDGE, _MIDDLE = 0.05, 0.06
#: The bar with clock and battery, as a part of the width.
_BAR = 0.09
#: Space between two lines of one bubble, in heights of a line.
_GAP = 0.75
#: Breadth of a clock's letters beside that of all letters: digits alone measure 0.87 to 0.99 in a clock and 1.25 to
#: 1.35 in a message (drawn chats); with "PM" 0.7 and 1.0.
_DIGITS, _LETTERS = 1.1, 0.85
_HANGING = 1.35
_PURE = re.compile(r"\d{1,2}[:.]\d{2}[\s✓vV/]*")
_TAIL_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?\s?[✓vV/]{0,3}$", re.IGNORECASE)
_CLOCK = re.compile(
    r"^(?:(?:today|yesterday|heute|gestern|hoy|ayer|hier|oggi|ieri|hoje|ontem|dziś|vandaag|read|seen|delivered|sent|edited)"
    r"[, ]*)?(?:(?:at|um|à|a las)?\s?\d{1,2}[:.]\d{2}(?:\s?[ap]\.?\s?m\.?)?)?[\s✓vV/,.·•]*$",
    re.IGNORECASE,
)
#: A word of a date, in the languages of the packs: numbers, months, days of the week, "today at".
_DATE_WORD = re.compile(
    r"[\d:./,-]+(?:st|nd|rd|th|\.)?|[ap]\.?m\.?|at|um|à|a|las|de|of|le|den|el|om|o"
    r"|today|yesterday|heute|gestern|hoy|ayer|aujourd'hui|hier|oggi|ieri|hoje|ontem|dziś|dzisiaj|wczoraj|vandaag|gisteren"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mi[eé]|jue|vie|s[áa]b|dom|mer|jeu|ven|sam|dim|gio"
    r"|seg|ter|qua|qui|sex|pon|wto|śro|czw|pią|sob|nie|maa|din|woe|don|vri|zat|zon)\w*"
    r"|(?:jan|feb|mar|m[äa]r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|f[ée]v|avr|juin|juil|ao[ûu]"
    r"|d[ée]c|gen|mag|giu|lug|set|ott|out|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|mrt|mei)\w*\.?,?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of letters; places in pixels of the picture that was read, ``sure`` from 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float
    sure: float
    text: str

    @property
    def height(self) -> float:
        return self.bottom - self.top


def said(lines: list[Line], width: int) -> list[Said]:
    """Messages from top to bottom: speaker "them" or "me", or "" where the picture has one side only."""
    ordered = sorted(lines, key=lambda line: (line.top, line.left))
    spoken = _rows([line for line in _without_clocks(ordered) if not _beside(line, width)])
    if not spoken:
        return []
    edge = _edge(spoken, width)
    sides = [line.left - edge > width * _EDGE for line in spoken]
    if all(sides) or not any(sides) or not _is_chat(spoken, sides, width):
        return [
            Said("", " ".join(line.text for line in group))
            for group in _bubbles(spoken, [False] * len(spoken), width)
        ]
    found = []
    for group in _bubbles(spoken, sides, width):
        mine = group[0].left - edge > width * _EDGE
        found.append(Said("me" if mine else "them", " ".join(line.text for line in group), "", mine))
    return found


def _without_clocks(lines: list[Line]) -> list[Line]:
    """Without the times at the ends of bubbles, which are written in narrower letters than the messages.

    A time in the letters of the message stays: "pay before", "21:00". A time in one box with the last word is cut off
    where the box is too high for one line: the clock hangs below it.
    """
    words = [line for line in lines if not _CLOCK.match(line.text.strip())]
    if not words:
        return []
    broad = sum(line.right - line.left for line in words) / sum(len(line.text) for line in words)
    high = median(line.height for line in words)
    kept: list[Line] = []
    for line in lines:
        text = line.text.strip()
        if _CLOCK.match(text):
            limit = _DIGITS if _PURE.fullmatch(text) else _LETTERS
            if (line.right - line.left) / max(1, len(text)) < broad * limit:
                continue
        elif line.height > high * _HANGING:
            text = _TAIL_CLOCK.sub("", text)
        kept.append(Line(line.left, line.top, line.right, line.bottom, line.sure, text))
    return kept


def _beside(line: Line, width: int) -> bool:
    """A date in the middle, the bar at the top."""
    text = line.text.strip()
    if line.bottom < width * _BAR:
        return True
    middle = abs((line.left + line.right) / 2 - width / 2) < width * _MIDDLE
    return (
        middle
        and line.left > width * 0.25
        and all(_DATE_WORD.fullmatch(word.strip(",")) for word in text.split())
    )


def _rows(lines: list[Line]) -> list[Line]:
    """Pieces of one row are joined: a wide space or an emoji lay between."""
    rows: list[Line] = []
    for line in lines:
        before = rows[-1] if rows else None
        same_row = before is not None and min(before.bottom, line.bottom) - max(
            before.top, line.top
        ) > 0.6 * min(before.height, line.height)
        if before is not None and same_row and 0 <= line.left - before.right < 1.5 * before.height:
            rows[-1] = Line(
                before.left,
                min(before.top, line.top),
                line.right,
                max(before.bottom, line.bottom),
                min(before.sure, line.sure),
                f"{before.text} {line.text}",
            )
        else:
            rows.append(line)
    return rows


def _edge(lines: list[Line], width: int) -> float:
    """The left edge of the other side: the leftmost at which at least two lines begin, else the leftmost."""
    lefts = sorted(line.left for line in lines)
    for left in lefts:
        if sum(abs(other - left) < width * 0.02 for other in lefts) > 1:
            return left
    return lefts[0]


def _is_chat(lines: list[Line], sides: list[bool], width: int) -> bool:
    """Bubbles of the own side end far to the right; an indented list does not."""
    ends = [line.right for line, mine in zip(lines, sides, strict=True) if mine]
    return max(ends) > width * 0.7


def _bubbles(lines: list[Line], sides: list[bool], width: int) -> list[list[Line]]:
    """Lines close below each other that begin at the same edge are one message."""
    height = median(line.height for line in lines)
    groups: list[list[Line]] = []
    last = False
    for line, mine in zip(lines, sides, strict=True):
        near = bool(groups) and line.top - groups[-1][-1].bottom < height * _GAP
        if near and mine == last and abs(line.left - groups[-1][0].left) < width * 0.02:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = mine
    return groups
