"""JSON of exports: read whole, or what came before the cut; every value is checked before it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from holdfast.errors import ArchiveTrap, ChatBroken

Row = dict[str, object]
#: Brackets in one file. An Instagram message has about 4; every empty one costs 56 bytes in memory.
MOST_BRACKETS = 4_000_000
_MARKS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def load(words: str) -> tuple[object, bool]:
    """The value in ``words``, and True where the end was cut off and the rest saved.

    Raises ChatBroken where not one closed value is left, ArchiveTrap where it nests or branches without end.
    """
    if words.count("[") + words.count("{") > MOST_BRACKETS:
        raise ArchiveTrap("too many brackets")
    try:
        return json.loads(words, strict=False), False
    except RecursionError as error:
        raise ArchiveTrap("brackets too deep") from error
    except ValueError:
        pass
    try:
        return json.loads(_closed(words), strict=False), True
    except (ValueError, RecursionError) as error:
        raise ChatBroken("JSON does not hold together") from error


def rows(value: object) -> Iterator[Row]:
    """The objects in a list; nothing where ``value`` is no list."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield item


def row(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A string, or a number as digits; "" for everything else."""
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _whole(value: str) -> str:
    """Without halves of surrogate pairs, which no encoding can write."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _closed(words: str) -> str:
    """``words`` up to the last value that was closed, and the brackets that are still open then closed."""
    stack: list[str] = []
    end = depth = 0
    for match in _MARKS.finditer(words):
        mark = match.group()
        if mark in "[{":
            stack.append("]" if mark == "[" else "}")
        elif mark in "]}":
            if not stack or stack[-1] != mark:
                break
            stack.pop()
            end, depth = match.end(), len(stack)
    return words[:end] + "".join(reversed(stack[:depth]))
