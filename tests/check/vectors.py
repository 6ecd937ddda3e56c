"""The texts of ``tests/vectors/check``, each with the answer it expects. Schema: README.md there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.check.values import Document, Message

FOLDER = Path(__file__).parent.parent / "vectors" / "check"
PARTS = ("dev", "held_out")
KNOWN = frozenset({"id", "group", "kind", "stage", "bluff", "also", "text", "chat", "me", "country"})
#: From this message of a chat on, the stage is so: ``[3] Name: words``.
_STAGE = re.compile(r"^\[([0-7BCD])\] ", re.M)
_LINE = re.compile(r"([^\s:][^:\n]{0,40}): (.*)")


@dataclass(frozen=True)
class Case:
    case_id: str
    language: str
    part: str
    group: str
    kind: str
    stage: str
    bluff: str
    also: tuple[str, ...]
    document: Document
    me: str
    country: str
    #: Of a live chat: the message at which a stage begins, counted from 0, and the stage.
    course: tuple[tuple[int, str], ...] = ()

    @property
    def right(self) -> tuple[str, ...]:
        return (self.kind, *self.also)

    @property
    def positive(self) -> bool:
        return self.kind == "sextortion"


def languages(part: str = "dev") -> tuple[str, ...]:
    folder = FOLDER / part
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def cases(part: str, language: str | None = None) -> Iterator[Case]:
    """Every case of one part, of one language or of all."""
    for code in (language,) if language else languages(part):
        for path in sorted((FOLDER / part / code).glob("*.toml")):
            for raw in tomllib.loads(path.read_text("utf-8")).get("case", []):
                assert raw.keys() <= KNOWN, f"{path.name}: {sorted(raw.keys() - KNOWN)}"
                yield _case(raw, part, code)


def _case(raw: dict[str, str], part: str, language: str) -> Case:
    written = raw.get("chat", "")
    document = chat(_STAGE.sub("", written)) if written else Document.plain(raw["text"])
    marked = [_STAGE.match(line) for line in written.splitlines() if _LINE.match(_STAGE.sub("", line))]
    return Case(
        raw["id"], language, part, raw["group"], raw["kind"], raw.get("stage", ""), raw.get("bluff", ""),
        tuple(raw.get("also", ())), document, raw.get("me", ""), raw.get("country", ""),
        tuple((place, mark[1]) for place, mark in enumerate(marked) if mark),
    )  # fmt: skip


def chat(written: str) -> Document:
    """``Name: words``, one message a line; a line without a name goes on with the message before."""
    messages: list[Message] = []
    at = 0
    for line in written.splitlines(keepends=True):
        found = _LINE.match(line)
        words = line.rstrip("\n")
        if found:
            start = at + found.start(2)
            messages.append(Message(found[1], found[2], start, start + len(found[2])))
        elif messages and words.strip():
            last = messages[-1]
            messages[-1] = Message(
                last.speaker, written[last.start : at + len(words)], last.start, at + len(words)
            )
        at += len(line)
    return Document(written, tuple(messages), "names")
