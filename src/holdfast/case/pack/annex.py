"""The annex: how to check, how the evidence was handled, a page to fill in, words used; and READ-ME-FIRST."""

from __future__ import annotations

from collections import Counter

from holdfast.case.pack.blocks import Block, Bullets, Code, Facts, Heading, Line, Look, Table, Text
from holdfast.case.pack.glyphs import name_of
from holdfast.case.pack.matter import Matter
from holdfast.case.pack.words import Words

_GLOSSARY = ("sextortion", "exhibit", "sha256", "log", "fingerprint", "covered", "utc", "by_number")
#: So many different characters are named in the table at the end.
NAMED = 60


def annex(matter: Matter, by_number: Counter[str]) -> list[Block]:
    """The blocks after the evidence."""
    words = matter.words
    blocks = check_part(words, matter.fingerprint) + _handling(matter)
    if matter.about.country.upper() == "US":
        blocks += _certificate(matter)
    rows = tuple((words(f"words.{name}"), (words(f"words.{name}.text"),)) for name in _GLOSSARY)
    blocks += [Heading(words("part.words")), Facts(rows)]
    return blocks + _numbers(words, by_number)


def check_part(words: Words, fingerprint: str) -> list[Block]:
    """How anyone checks the pack, with what is on the machine first."""
    steps: tuple[Line, ...] = (
        words("check.windows.1"),
        words("check.windows.2"),
        Code(words("check.windows.code", **_NO)),
    )
    unix: tuple[Line, ...] = (
        words("check.linux.1"),
        Code(words("check.linux.code")),
        Code(words("check.macos.code")),
    )
    holdfast: tuple[Line, ...] = (
        words("check.holdfast.1"),
        Code(words("check.holdfast.code")),
        words("check.holdfast.2"),
    )
    return [
        Heading(words("part.check")),
        Heading(words("check.windows.title"), 2),
        Text((*steps, words("check.windows.3"))),
        Heading(words("check.linux.title"), 2),
        Text(unix),
        Heading(words("check.holdfast.title"), 2),
        Text(holdfast),
        Heading(words("check.key.title"), 2),
        Text((words("check.key.1"), words("check.key.2"), Code(fingerprint))),
        Text((words("check.format"),), Look.SMALL),
    ]


#: Filling nothing still turns the doubled braces of the command into single ones.
_NO = {"_": ""}


def _handling(matter: Matter) -> list[Block]:
    words = matter.words
    stages = ("identification", "collection", "acquisition", "preservation")
    rows = tuple((words(f"handling.{name}"), (words(f"handling.{name}.text"),)) for name in stages)
    principles = [words(f"handling.principles.{n}") for n in (1, 2, 3, 4)]
    principles[1] = words("handling.principles.2", version=matter.version)
    return [
        Heading(words("part.handling")),
        Text((words("handling.intro"),)),
        Facts(rows),
        Heading(words("handling.principles"), 2),
        Bullets(tuple(principles)),
    ]


def _certificate(matter: Matter) -> list[Block]:
    words = matter.words
    lines = [words(f"certificate.{n}", version=matter.version) for n in range(1, 8)]
    return [
        Heading(words("part.certificate"), new_page=True),
        Text((words("certificate.note"),), Look.SMALL),
        *(Text((line,)) for line in lines),
    ]


def _numbers(words: Words, by_number: Counter[str]) -> list[Block]:
    if not by_number:
        return []
    head = tuple(words(f"by_number.{name}") for name in ("code", "name", "count"))
    common = sorted(by_number.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = tuple(((f"U+{ord(c):04X}",), (name_of(c),), (str(count),)) for c, count in common[:NAMED])
    blocks: list[Block] = [Heading(words("part.by_number")), Table(head, rows, (20, 65, 15))]
    if len(common) > NAMED:
        blocks.append(Text((words("by_number.more", count=len(common) - NAMED),), Look.SMALL))
    return blocks


def readme(words: Words, fingerprint: str, names: frozenset[str]) -> list[Block]:
    """READ-ME-FIRST.txt: what this is, then how to check it; running something from the pack comes last.

    ``names``: which of the files are in it.
    """
    files = tuple(words(f"readme.file.{name}") for name in _FILES if name in names)
    opening = ("what", "start", "enclosed", "care")
    return [
        Heading(words("readme.title")),
        Text(tuple(words(f"readme.{name}") for name in opening)),
        *check_part(words, fingerprint),
        Heading(words("readme.files")),
        Bullets(files),
    ]


_FILES = (
    "report", "text", "accounts", "payments", "requests", "items", "manifest", "log", "time", "graph", "verify",
)  # fmt: skip
