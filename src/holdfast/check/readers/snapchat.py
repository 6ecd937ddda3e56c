"""Snapchat: "My Data", ``chat_history.json``, of both shapes: by friend, and (older) by received and sent."""

from __future__ import annotations

import re
from collections import defaultdict

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(
    r'^\s*\{(?=.{0,60000}(?:"From"|"To"))(?=.{0,60000}"Media Type")(?=.{0,60000}"Created")', re.DOTALL
)
_MEDIA = {
    "IMAGE": "image",
    "VIDEO": "video",
    "NOTE": "audio",
    "MEDIA": "",
    "STICKER": "image",
    "SHARE": "file",
}


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One chat for each friend or group. Saved messages only: Snapchat does not keep the others."""
    value, cut = jsons.load(source.words)
    whole = jsons.row(value)
    notes = (Note.CUT_OFF,) if cut else ()
    chats: dict[str, list[tuple[str, Said]]] = defaultdict(list)
    for key, rows in whole.items():
        for row in jsons.rows(rows):
            other, said, order = _said(row, key)
            chats[other].append((order, said))
    found = []
    for other, said_rows in chats.items():
        rows_oldest_first = list(reversed(said_rows))
        ordered = [one for _, one in sorted(rows_oldest_first, key=lambda pair: pair[0])]
        found.append(Chat(tuple(ordered), other, notes, (), _accounts(ordered)))
    return tuple(found)


def _said(row: jsons.Row, key: str) -> tuple[str, Said, str]:
    """The friend, the message, and what it is sorted by."""
    sender, receiver = jsons.text(row.get("From")), jsons.text(row.get("To"))
    older = key.lower().endswith("chat history")
    own = row.get("IsSender")
    mine = own if isinstance(own, bool) else (key.lower().startswith("sent") if older else None)
    other = (sender or receiver) if older else (jsons.text(row.get("Conversation Title")) or key)
    speaker = sender or ("" if not older else "me")
    text = jsons.text(row.get("Content")) or jsons.text(row.get("Text"))
    when = times.from_iso(row.get("Created"))
    kind = jsons.text(row.get("Media Type")).upper()
    attached: tuple[tuple[str, str], ...] = ()
    if kind in _MEDIA:
        attached = ((jsons.text(row.get("Media IDs")) or kind.lower(), _MEDIA[kind]),)
    order = jsons.text(row.get("Created(microseconds)")).rjust(20, "0") if not older else when
    return other, Said(speaker, text, when, mine, attached), order if order.strip("0") else when


def _accounts(said: list[Said]) -> tuple[Account, ...]:
    """Snapchat names speakers by their user names, which do not change with the shown name."""
    names = dict.fromkeys(one.speaker for one in said if one.mine is False and one.speaker)
    return tuple(Account(name, "snapchat", "handle", name) for name in names)


READER = Reader(
    "snapchat",
    begins,
    read,
    '{"friend": [{"From": "a", "Media Type": "TEXT", "Created": "2026-03-01 10:00:00 UTC", "Content": "hi"}]}',
    '{"From": "a", "To": "b"}',
)
