"""Instagram and Messenger: "Download your information" as HTML (``message_1.html``), old and new class names."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from holdfast.check.readers import markup, times
from holdfast.check.readers.interface import Chat, Reader, Said
from holdfast.check.readers.source import Source

_HTML = re.compile(r"^[\s\ufeff]*<(?:!DOCTYPE|html)", re.IGNORECASE)
_BEGINS = re.compile(r'class="[^"]*\b(?:uiBoxWhite|_a6-g)\b')
_TITLE = re.compile(r"<title>([^<]{1,200})</title>", re.IGNORECASE)
_BLOCK, _NAME = frozenset(("_a6-g", "uiBoxWhite")), frozenset(("_a6-h", "_2lek"))
_TEXT, _TIME = frozenset(("_a6-p", "_2let")), frozenset(("_a6-o", "_2lem"))
_REACTIONS = frozenset(("_a6-q", "_tqp"))
_PICTURES = {"img": "image", "video": "video", "audio": "audio"}


@dataclass(slots=True)
class _Block:
    parts: dict[str, list[str]] = field(default_factory=lambda: {"name": [], "text": [], "time": []})
    files: list[tuple[str, str]] = field(default_factory=list)

    def part(self, name: str) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts[name]).split("\n"))
        return "\n".join(line for line in lines if line)


def begins(head: str) -> bool:
    return _HTML.match(head) is not None and _BEGINS.search(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One thread; the file has the newest message first."""
    blocks: list[_Block] = []
    open_: list[tuple[str, str]] = []
    for event in markup.events(source.words):
        holds = open_[-1][1] if open_ else ""
        if isinstance(event, str):
            if blocks and holds in ("name", "text", "time"):
                blocks[-1].parts[holds].append(html.unescape(event))
        elif event.name in markup.VOID or event.rest.endswith("/"):
            _void(blocks, event, holds)
        elif event.closes:
            _close(blocks, open_, event.name)
        else:
            open_.append((event.name, _opened(blocks, event, holds)))
    said = [
        Said(one.part("name"), one.part("text"), times.from_words(one.part("time")), None, tuple(one.files))
        for one in blocks
        if one.part("name") or one.part("text") or one.files
    ]
    said.reverse()
    title = _TITLE.search(source.head)
    return (Chat(tuple(said), html.unescape(title.group(1)).strip() if title else ""),) if said else ()


def _opened(blocks: list[_Block], tag: markup.Tag, holds: str) -> str:
    classes = tag.classes
    if classes & _REACTIONS:
        return "nothing"
    for marks, part in ((_NAME, "name"), (_TEXT, "text"), (_TIME, "time")):
        if classes & marks and blocks and holds != "nothing":
            return part
    if classes & _BLOCK:
        blocks.append(_Block())
        return ""
    if tag.name in _PICTURES and blocks:
        _void(blocks, tag, holds)
    return holds


def _void(blocks: list[_Block], tag: markup.Tag, holds: str) -> None:
    if not blocks:
        return
    if tag.name == "br" and holds == "text":
        blocks[-1].parts["text"].append("\n")
    elif tag.name in _PICTURES and holds == "text":
        blocks[-1].files.append((tag.attribute("src").rpartition("/")[2][:200], _PICTURES[tag.name]))


def _close(blocks: list[_Block], open_: list[tuple[str, str]], name: str) -> None:
    for place in range(len(open_) - 1, max(-1, len(open_) - 60), -1):
        if open_[place][0] == name:
            if blocks and open_[place][1] == "text" and name in ("div", "p"):
                blocks[-1].parts["text"].append("\n")
            del open_[place:]
            return


READER = Reader(
    "instagram-html",
    begins,
    read,
    '<html><body><div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">hi</div>',
    '<html><body><div class="box">hi</div>',
)
