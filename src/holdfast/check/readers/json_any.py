"""JSON of chats whose app has no reader of its own (TikTok, Skype, LINE, others): rows with words and a sender.

The names of such keys are few. Rows that lie in one list are one chat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Chat, Note, Reader, Said
from holdfast.check.readers.source import Source
from holdfast.errors import ArchiveTrap

_WORDS = ("text", "content", "Content", "message", "Message", "body", "Contents", "msg", "Text", "Body")
_SENDERS = (
    "from",
    "From",
    "sender",
    "Sender",
    "author",
    "user",
    "sender_name",
    "senderName",
    "displayName",
    "name",
    "username",
)
_TIMES = (
    "date",
    "Date",
    "time",
    "timestamp",
    "Timestamp",
    "originalarrivaltime",
    "created_at",
    "createdAt",
    "sent",
    "Created",
)
_BEGINS = re.compile(
    r'^\s*[\[{](?=.{0,60000}"(?:text|content|Content|message|Message|body|Contents|msg|Text|Body)"\s*:\s*")'
    r'(?=.{0,60000}"(?:from|From|sender|Sender|author|user|sender_name|senderName|displayName|username)"\s*:)',
    re.DOTALL,
)
#: Levels of lists inside lists that are walked.
_DEPTH = 60


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One chat for each list of messages."""
    value, cut = jsons.load(source.words)
    notes = (Note.CUT_OFF,) if cut else ()
    return tuple(Chat(said, title, notes) for title, said in _lists(value, "", 0))


def _lists(value: object, title: str, depth: int) -> Iterator[tuple[str, tuple[Said, ...]]]:
    if depth > _DEPTH:
        raise ArchiveTrap("brackets too deep")
    if isinstance(value, list):
        said = [one for row in jsons.rows(value) if (one := _said(row)) is not None]
        if said:
            if all(one.when for one in said):
                said.sort(key=lambda one: one.when)
            yield title, tuple(said)
            return
        for item in value:
            yield from _lists(item, title, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _lists(item, jsons.text(value.get("displayName")) or jsons.text(key), depth + 1)


def _said(row: jsons.Row) -> Said | None:
    words = next((row[key] for key in _WORDS if isinstance(row.get(key), str)), None)
    sender = next((found for key in _SENDERS if (found := _name(row.get(key)))), "")
    if words is None or not sender:
        return None
    when = next((found for key in _TIMES if (found := _time(row.get(key)))), "")
    return Said(sender, jsons.text(words), when)


def _name(value: object) -> str:
    if isinstance(value, dict):
        inner: jsons.Row = value
        return next(
            (
                found
                for key in ("name", "displayName", "username", "id")
                if (found := jsons.text(inner.get(key)))
            ),
            "",
        )
    return jsons.text(value)


def _time(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return times.from_epoch(value, per_second=1 if value < 100_000_000_000 else 1000)
    return times.from_iso(value)


READER = Reader(
    "json",
    begins,
    read,
    '[{"from": "a", "text": "hi", "date": "2026-03-01 10:00:00"}]',
    '[{"colour": "red", "text": "hi"}]',
)
