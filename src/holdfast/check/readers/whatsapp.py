"""WhatsApp: "Export chat" of Android and iOS, and messages copied out of WhatsApp Web.

Android ``12/03/2026, 21:04 - Jamie: hi``; iOS ``[12/03/2026, 21:04:33] Jamie: hi``;
web ``[21:04, 12/03/2026] Jamie: hi``. Date, time and the words around them follow the phone's language: the pattern
takes any short words between and behind them, and their meaning is looked up afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from holdfast.check.readers.datewise import Hint, Numbers, iso, order_of
from holdfast.check.readers.interface import Chat, DateOrder, Note, Reader, Said
from holdfast.check.readers.joining import clean_name, same_name
from holdfast.check.readers.source import Source
from holdfast.check.readers.times import hour_of
from holdfast.check.readers.whatsapp_words import AM, DELETED, MEDIA, PM, SYSTEM, media_of

_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_DATE = r"(\d{1,4})(?:\s?[./\-年년‏]+\s?)(\d{1,2})(?:\s?[./\-月월‏]+\s?)(\d{1,4})(?:\.|日|일| г\.)?"
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
_AROUND = r"([^\d\n\[\]]{0,24}?)"
_HEAD = re.compile(
    rf"{_MARKS}(?:\[{_MARKS}{_DATE}([^\d\n\[\]]{{1,20}}?){_TIME}{_AROUND}\]\s?"
    rf"|{_DATE}([^\d\n\[\]]{{1,20}}?){_TIME}{_AROUND}(?:\s[-–]\s|,\s(?=[^:\n]{{1,80}} : ))"
    rf"|\[{_TIME}{_AROUND},\s{_DATE}\]\s)"
)
_NAME = 120
_TITLE = re.compile(r"whats\s?app", re.IGNORECASE)
_HALF = re.compile(r"[\s.,،\u200e\u200f\u00a0\u202f]")


@dataclass(slots=True)
class _Line:
    """A header and what follows it up to the next."""

    date: Numbers
    time: tuple[int, int, int | None]
    half: str
    year_first: bool
    mark: str
    padded: bool
    copied: bool
    rest: str
    more: list[str]

    @property
    def text(self) -> str:
        return "\n".join((self.rest, *self.more)) if self.more else self.rest


def begins(head: str) -> bool:
    """Two headers at line starts, or one with a speaker in the first ten lines."""
    found = 0
    for place, line in enumerate(head.split("\n", 400)[:400]):
        match = _HEAD.match(line)
        if match is None:
            continue
        found += 1
        if found > 1 or (place < 10 and ": " in line[match.end() : match.end() + _NAME]):
            return True
    return False


def read(source: Source) -> tuple[Chat, ...]:
    """One chat. What stands before the first header is kept as a message of nobody."""
    before, lines = _lines(source.words)
    if not lines:
        return ()
    order, sure, notes = _order(lines, source.date_order)
    said: list[Said] = [Said("", before)] if before else []
    dropped = deleted = False
    for line in lines:
        one = _said(line, order if sure else None)
        if one is None:
            dropped = True
        else:
            deleted = deleted or DELETED.match(one.text) is not None
            said.append(one)
    if dropped:
        notes.append(Note.SYSTEM_LINES_LEFT_OUT)
    if deleted:
        notes.append(Note.DELETED_MESSAGES)
    return (Chat(tuple(said), _title(said, source.name), tuple(notes)),)


def _lines(words: str) -> tuple[str, list[_Line]]:
    found: list[_Line] = []
    before: list[str] = []
    match_head = _HEAD.match
    for line in words.split("\n"):
        match = match_head(line) if line[:1] in _STARTS or not line.isascii() else None
        if match is not None:
            found.append(_header(match, line[match.end() :]))
        elif found:
            found[-1].more.append(line)
        else:
            before.append(line)
    for one in found:
        while one.more and not one.more[-1]:
            one.more.pop()
    return "\n".join(before).strip(), found


_STARTS = frozenset("[0123456789")


def _header(match: re.Match[str], rest: str) -> _Line:
    g = match.groups()
    if g[0] is not None:
        first, date, between, time, behind = 1, g[0:3], g[3], g[4:7], g[7]
    elif g[8] is not None:
        first, date, between, time, behind = 9, g[8:11], g[11], g[12:15], g[15]
    else:
        first, time, behind, date, between = 21, g[16:19], g[19], g[20:23], ""
    numbers = (int(date[0]), int(date[1]), int(date[2]))
    clock = (int(time[0]), int(time[1]), int(time[2]) if time[2] else None)
    mark = match.string[match.end(first)]
    padded = date[0][0] == "0" or date[1][0] == "0"
    half = f"{between} {behind}"
    return _Line(numbers, clock, half, len(date[0]) == 4, mark, padded, first == 21, rest, [])


def _order(lines: list[_Line], by_hand: DateOrder | None) -> tuple[DateOrder, bool, list[Note]]:
    if by_hand is not None:
        return by_hand, True, []
    year_first = any(line.year_first for line in lines)
    order, sure = order_of([line.date for line in lines], year_first, _hint(lines[:200]))
    return order, sure, [] if sure else [Note.DATE_ORDER_UNSURE]


def _hint(lines: list[_Line]) -> Hint:
    """Which order the marks around the dates speak for.

    The day stands first with dots and dashes, with words of other languages, with leading zeros, and in an export
    with years of four digits: the American short form is "3/12/26, 9:04 PM", and only WhatsApp Web copies a long year.
    """
    spelled = {_HALF.sub("", line.half) for line in lines}
    american = bool(spelled & {"AM", "PM"}) and spelled <= {"AM", "PM", ""}
    american = american and not any("." in line.half for line in lines)
    foreign = any(
        word.lower() not in ("", "am", "pm") or "." in line.half
        for line in lines
        for word in [_HALF.sub("", line.half)]
    )
    long = any(line.date[2] > 99 for line in lines)
    padded = any(line.padded for line in lines)
    if padded or foreign or any(line.mark in ".-" for line in lines) or (long and not lines[0].copied):
        return Hint(DateOrder.DAY_FIRST, sure=True)
    if american:
        return Hint(DateOrder.MONTH_FIRST, sure=not long)
    return Hint(DateOrder.DAY_FIRST)


def _said(line: _Line, order: DateOrder | None) -> Said | None:
    """The message of a line; None for a line that WhatsApp itself wrote about the chat."""
    name, text = _split(line)
    bare = text.lstrip("\u200e")
    if not name and SYSTEM.search(text):
        return None
    if name and text.startswith("\u200e") and not MEDIA.match(text) and SYSTEM.search(bare):
        return None
    attached: tuple[tuple[str, str], ...] = ()
    if media := MEDIA.match(text):
        file = (media.group(1) or media.group(2) or "").strip()
        attached = ((file or bare.strip(" <>\n"), media_of(bare, file)),)
    return Said(clean_name(name), bare, _when(line, order), None, attached)


def _split(line: _Line) -> tuple[str, str]:
    """Name and text. A line without ": " is a system line, and so is one whose quotation marks open before it."""
    name, colon, rest = line.rest.partition(": ")
    if not colon and line.rest.rstrip("\u200e ").endswith(":"):
        name, colon, rest = line.rest.rstrip("\u200e ")[:-1], ":", ""
    if not colon or len(name) > _NAME or name.count('"') % 2 or name.count("“") != name.count("”"):
        return "", line.text
    name = name.strip().removeprefix("~").strip()
    return name, "\n".join((rest, *line.more)) if line.more else rest


@lru_cache(maxsize=1024)
def _half(words: str) -> str:
    """``am``, ``pm``, "" where nothing is said, ``?`` where it is not understood."""
    bare = _HALF.sub("", words).lower()
    if not bare or bare in _FILLERS:
        return ""
    if bare in AM:
        return "am"
    if bare in PM:
        return "pm"
    return "?"


#: Words between date and time that say nothing about the half of the day, and "o'clock" behind it.
_FILLERS = frozenset(
    ("à", "klo", "kl", "um", "at", "alle", "às", "las", "alas", "o", "в", "г", "uhr", "h", "ob", "om", "u")
)


def _when(line: _Line, order: DateOrder | None) -> str:
    day = iso(line.date, order) if order else ""
    if not day:
        return ""
    hour, minute, second = line.time
    half = _half(line.half)
    hours = hour_of(hour, half) if half != "?" or hour > 12 else None
    if hours is None or minute > 59:
        return day
    return f"{day}T{hours:02}:{minute:02}" + (f":{second:02}" if second is not None and second < 60 else "")


def _title(said: list[Said], name: str) -> str:
    """The file name of an export ends with the name of the other side ("WhatsApp Chat with Mia.txt")."""
    stem = same_name(re.sub(r"\.(?:txt|zip)$", "", name, flags=re.IGNORECASE))
    if not _TITLE.search(stem):
        return ""
    speakers = dict.fromkeys(one.speaker for one in said if one.speaker)
    others = [speaker for speaker in speakers if stem.endswith(" " + same_name(speaker))]
    return others[0] if len(others) == 1 else ""


READER = Reader(
    "whatsapp",
    begins,
    read,
    "12/03/2026, 21:04 - Jamie: you there?",
    "See you on 12/03/2026, at 21:04 then",
)
