"""The structure of a file without any of its words: what a person may send to us when a format is not read.

Letters become ``a`` or ``A``, digits ``0``, long rows are counted; of JSON the brackets and those keys that name a
field in some export stay, of markup the tags. Nobody can read from it who wrote to whom, or what.
"""

from __future__ import annotations

import re
from collections import Counter

from holdfast.check.readers import jsons
from holdfast.check.readers.interface import listed
from holdfast.check.readers.source import Source, is_picture, is_zip
from holdfast.errors import CheckError

#: Lines of the description, and characters of a line.
_LINES, _WIDTH = 60, 160
#: Levels of a structure that are told apart.
_DEPTH = 8
_TYPES = {"str": "text", "int": "number", "float": "number", "bool": "yes or no", "NoneType": "nothing"}
_KNOWN = listed(
    "participants messages sender_name timestamp_ms content title thread_path senderName text timestamp type media "
    "name id date date_unixtime from from_id text_entities chats list personal_information user_id From To Media Type "
    "Created Content IsSender Conversation Title ID Timestamp Contents Attachments guild channel author nickname "
    "dmConversation messageCreate senderId recipientId createdAt creator created_date email user_type topic_id "
    "message_id conversations conversation events sender body subject time sent received user users href class "
    "div span smses sms mms part address version"
)
_WORD = re.compile(r"[^\W\d_]+|\d+|_+")
_KEY = re.compile(r'"((?:[^"\\\n]|\\.){1,60})"(?=\s*:)')
_TAG = re.compile(r"</?([A-Za-z][\w-]{0,20})[^<>]{0,2000}>")


def shape_of(source: bytes, size: int) -> str:
    """A description of a file's beginning; ``size`` in bytes of the whole. No word of the file stands in it."""
    kind = "zip" if is_zip(source[:64]) else "picture" if is_picture(source[:64]) else ""
    head = [f"size: {_rounded(size)}", f"starts with: {source[:4].hex(' ') if kind else 'words'}"]
    if kind:
        return "\n".join(head)
    try:
        words = Source(source[:64_000]).words
    except CheckError as error:
        return "\n".join([head[0], f"starts with: {source[:4].hex(' ')}", f"refused: {type(error).__name__}"])
    lines = [_line(line) for line in words.split("\n")[:_LINES]]
    return "\n".join([*head, *_outline(words), *lines])


def _outline(words: str) -> list[str]:
    """Of JSON, cut off or whole: each place with its type and how often it is there; list items lie together."""
    if words.lstrip()[:1] not in ("{", "["):
        return []
    try:
        value, _ = jsons.load(words)
    except CheckError:
        return []
    seen: Counter[str] = Counter()
    _walk(value, "", seen, 0)
    return ["outline:", *(f"  {place} ×{times}" for place, times in list(seen.items())[:_LINES])]


def _walk(value: object, place: str, seen: Counter[str], depth: int) -> None:
    if isinstance(value, dict) and depth < _DEPTH:
        seen[f"{place or '.'} object"] += 1
        for key, inner in value.items():
            known = key if all(word in _KNOWN for word in str(key).split()) else "a"
            _walk(inner, f"{place}.{known}", seen, depth + 1)
    elif isinstance(value, list) and depth < _DEPTH:
        seen[f"{place or '.'} list"] += 1
        for inner in value:
            _walk(inner, f"{place}[]", seen, depth + 1)
    else:
        seen[f"{place or '.'} {_TYPES.get(type(value).__name__, 'deep')}"] += 1


def _line(line: str) -> str:
    line = line[: _WIDTH * 20]
    line = _TAG.sub(
        lambda tag: f"<{tag.group(1).lower()}>" if tag.group(1).lower() in _KNOWN else "<x>", line
    )
    kept: list[str] = []

    def keep(key: re.Match[str]) -> str:
        known = all(word in _KNOWN for word in key.group(1).split())
        kept.append(key.group() if known else '"a"')
        return f"\x00{len(kept) - 1}\x00"

    marked = _KEY.sub(keep, line.replace("\x00", ""))
    parts = marked.split("\x00")
    shaped = [kept[int(part)] if place % 2 else _bare(part) for place, part in enumerate(parts)]
    return "".join(shaped)[:_WIDTH]


def _bare(text: str) -> str:
    """Only kinds of characters: letters, digits, spaces and the marks that formats are made of."""
    shaped = _WORD.sub(_counted, text)
    return "".join(
        letter if letter in "aA0_123456789[](){}<>:,.;/-–\"'=@#+| \u200e\u202f" else "?" for letter in shaped
    )


def _counted(match: re.Match[str]) -> str:
    run = match.group()
    letter = "0" if run[0].isdigit() else "_" if run[0] == "_" else "A" if run[0].isupper() else "a"
    return letter * min(len(run), 4)


def _rounded(size: int) -> str:
    """To a power of two: an exact size can name a file."""
    return f"about {1 << max(0, size.bit_length() - 1)} bytes"
