"""E-mail addresses, also with the at sign or the dots written out. They carry no checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

_PLAIN = re.compile(r"@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")
#: RFC 5321 allows 64 letters before the at sign.
_LONGEST = 64
_AT = r"\s{0,2}[\[({<]\s?(?:at|@|arroba|ät|chez|małpa)\s?[\])}>]\s{0,2}"
_DOT = r"(?:\s{0,2}[\[({<]\s?(?:dot|\.|punto|punkt|point|ponto|kropka|punt)\s?[\])}>]\s{0,2}|\.)"
_WRITTEN_OUT = re.compile(
    rf"(?<![\w.%+-])([\w%+-]{{1,40}}(?:{_DOT}[\w%+-]{{1,40}}){{0,3}})(?:{_AT}|@)"
    rf"((?:[\w-]{{1,63}}{_DOT}){{1,4}}[^\W\d_]{{2,24}})(?![\w-])"
)
#: What one of them holds in any case, and how far it reaches from there.
_ANCHOR = re.compile(r"@|[\[({<]\s?(?:at|arroba|ät|chez|małpa)\s?[\])}>]")
_REACH = 400
_ANY_DOT = re.compile(_DOT)


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """E-mail addresses; a written-out one has ``repaired`` set."""
    text = searched.text
    for match in _PLAIN.finditer(text):
        start = match.start()
        while (
            match.start() - start < _LONGEST
            and start
            and (text[start - 1].isalnum() or text[start - 1] in "._%+'-")
        ):
            start -= 1
        local = text[start : match.start()].lstrip(".'-")
        if local:
            place = (match.start() - len(local), match.end())
            yield hit(IdentifierKind.EMAIL, text[slice(*place)], place)
    if any(letter in text for letter in "[({<"):
        yield from _written_out(searched)


def _written_out(searched: Searched) -> Iterator[FoundIdentifier]:
    for start, end in _around(searched.small):
        for match in _WRITTEN_OUT.finditer(searched.small, start, end):
            if not re.search(r"[\[({<]", match.group()):
                continue
            local, domain = (_ANY_DOT.sub(".", part) for part in match.groups())
            yield hit(IdentifierKind.EMAIL, f"{local}@{domain}", match.span(), repaired=True)


def _around(small: str) -> list[tuple[int, int]]:
    """Where an address can be: around the anchors, in order, none of them overlapping."""
    windows: list[tuple[int, int]] = []
    for anchor in _ANCHOR.finditer(small):
        start, end = max(0, anchor.start() - _REACH), anchor.end() + _REACH
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows
