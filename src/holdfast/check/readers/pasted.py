"""Messages copied out of an app's window: a line with name and time, then the words.

Telegram Desktop ``Mia, [12.03.2026 21:04]``; Discord ``Mia — 12/03/2026 21:04`` or ``Mia — Today at 9:04 PM``.
"""

from __future__ import annotations

import re

from holdfast.check.readers.interface import Chat, Reader, Said
from holdfast.check.readers.joining import clean_name
from holdfast.check.readers.source import Source

_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_HEAD = re.compile(
    rf"^(?:(?P<telegram>[^\[\]\n]{{1,80}}),\s\[{_DATE},?\s{_TIME}\]:?"
    rf"|(?P<discord>[^\n—]{{1,40}}?)\s—\s"
    rf"(?:(?:[A-Za-zÀ-ÿ]{{3,12}}(?: at| um| à|,)?\s)?(?:{_DATE},?\s)?{_TIME}|{_DATE}))(?:\s+(?P<text>\S.*))?$"
)


def begins(head: str) -> bool:
    """The first line with words is such a header, or two lines are."""
    found = [place for place, line in enumerate(head.split("\n", 400)[:400]) if _HEAD.match(line)]
    return len(found) > 1 or (found[:1] == [0] and "\n" in head)


def read(source: Source) -> tuple[Chat, ...]:
    """One chat; times stay out: the clock of another day is not told."""
    said: list[tuple[str, list[str]]] = []
    for line in source.words.split("\n"):
        match = _HEAD.match(line)
        if match:
            name = clean_name(match.group("telegram") or match.group("discord") or "")
            said.append((name, [match.group("text") or ""]))
        elif said:
            said[-1][1].append(line)
        elif line.strip():
            said.append(("", [line]))
    return (Chat(tuple(Said(name, "\n".join(words).strip()) for name, words in said)),) if said else ()


READER = Reader(
    "pasted",
    begins,
    read,
    "Mia, [12.03.2026 21:04]\nhey\n\nJo, [12.03.2026 21:05]\nhi",
    "Mia, we met on [12.03.2026] at nine\nhey",
)
