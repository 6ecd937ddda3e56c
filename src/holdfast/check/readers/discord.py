"""Discord: the data package (``messages.json``, ``messages.csv``: one's own messages only) and DiscordChatExporter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source
from holdfast.errors import ChatBroken

_PACKAGE = re.compile(r'^\s*\[\s*\{\s*"ID"(?=.{0,4000}"Timestamp")(?=.{0,60000}"Contents")', re.DOTALL)
_TABLE = re.compile(r"^\ufeff?ID,Timestamp,Contents,Attachments")
_EXPORTER = re.compile(r'^\s*\{\s*"guild"\s*:\s*\{(?=.{0,60000}"channel")', re.DOTALL)
_NEW_MESSAGE = frozenset(("Default", "Reply", ""))


def begins(head: str) -> bool:
    return any(shape.match(head) for shape in (_PACKAGE, _TABLE, _EXPORTER))


def read(source: Source) -> tuple[Chat, ...]:
    """One channel, oldest message first."""
    if _TABLE.match(source.head):
        return _own(list(_table(source.words)), cut=False)
    value, cut = jsons.load(source.words)
    if isinstance(value, list):
        return _own(list(jsons.rows(value)), cut=cut)
    return _exported(jsons.row(value), cut=cut)


def _own(rows: list[jsons.Row], *, cut: bool) -> tuple[Chat, ...]:
    said = [
        Said(
            "me",
            jsons.text(row.get("Contents")),
            times.from_iso(row.get("Timestamp")),
            True,
            tuple(_links(row.get("Attachments"))),
        )
        for row in rows
    ]
    said.sort(key=lambda one: one.when)
    notes = (Note.ONLY_OWN_MESSAGES, Note.CUT_OFF) if cut else (Note.ONLY_OWN_MESSAGES,)
    return (Chat(tuple(said), notes=notes),) if said else ()


def _table(words: str) -> Iterator[jsons.Row]:
    try:
        for row in csv.DictReader(io.StringIO(words)):
            yield dict(row.items())
    except csv.Error as error:
        raise ChatBroken("a table that does not hold together") from error


def _exported(whole: jsons.Row, *, cut: bool) -> tuple[Chat, ...]:
    said: list[Said] = []
    accounts: dict[str, Account] = {}
    for row in jsons.rows(whole.get("messages")):
        author = jsons.row(row.get("author"))
        name = jsons.text(author.get("nickname")) or jsons.text(author.get("name"))
        number = jsons.text(author.get("id"))
        if number and number not in accounts:
            accounts[number] = Account(name, "discord", "numeric_id", number)
        text = jsons.text(row.get("content"))
        files = tuple(
            (jsons.text(file.get("fileName")), _media(jsons.text(file.get("fileName"))))
            for file in jsons.rows(row.get("attachments"))
        )
        if text or files or jsons.text(row.get("type")) in _NEW_MESSAGE:
            said.append(Said(name, text, times.from_iso(row.get("timestamp")), None, files))
    title = jsons.text(jsons.row(whole.get("channel")).get("name"))
    notes = (Note.CUT_OFF,) if cut else ()
    return (Chat(tuple(said), title, notes, (), tuple(accounts.values())),) if said else ()


def _links(value: object) -> Iterator[tuple[str, str]]:
    for link in jsons.text(value).split():
        name = link.partition("?")[0].rpartition("/")[2]
        yield name, _media(name)


def _media(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    if ending in ("png", "jpg", "jpeg", "webp", "gif"):
        return "image"
    return "video" if ending in ("mp4", "mov", "webm") else "file"


READER = Reader(
    "discord",
    begins,
    read,
    '[{"ID": 1, "Timestamp": "2026-03-01 10:00:00", "Contents": "hi", "Attachments": ""}]',
    '[{"ID": 1, "Price": 3}]',
)
