"""Google Chat: ``messages.json`` of Google Takeout."""

from __future__ import annotations

import re

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(r'^\s*\{\s*"messages"\s*:\s*\[(?=.{0,4000}"creator"|\s*\])', re.DOTALL)


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One conversation; the addresses of the speakers are kept as accounts."""
    value, cut = jsons.load(source.words)
    said: list[Said] = []
    accounts: dict[str, Account] = {}
    for row in jsons.rows(jsons.row(value).get("messages")):
        creator = jsons.row(row.get("creator"))
        name, address = jsons.text(creator.get("name")), jsons.text(creator.get("email"))
        if address:
            accounts.setdefault(address, Account(name or address, "google-chat-meet", "email", address))
        files = tuple(
            (jsons.text(file.get("original_name")), "image" if _is_picture(file) else "file")
            for file in jsons.rows(row.get("attached_files"))
        )
        when = times.from_words(jsons.text(row.get("created_date"))) or times.from_iso(
            row.get("created_date")
        )
        said.append(Said(name or address, jsons.text(row.get("text")), when, None, files))
    notes = (Note.CUT_OFF,) if cut else ()
    return (Chat(tuple(said), "", notes, (), tuple(accounts.values())),) if said else ()


def _is_picture(file: jsons.Row) -> bool:
    return jsons.text(file.get("original_name")).lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".gif"))


READER = Reader(
    "google-chat",
    begins,
    read,
    '{"messages": [{"creator": {"name": "a"}, "created_date": "Monday", "text": "hi"}]}',
    '{"messages": 3}',
)
