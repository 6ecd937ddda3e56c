"""Telegram Desktop: "Export chat history" of one chat and "Export Telegram data" of all, as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(
    r'^\s*\{(?=.{0,64000}(?:"from_id"\s*:\s*"(?:user|channel|chat)\d'
    r'|"type"\s*:\s*"(?:personal_chat|bot_chat|private_\w+|public_\w+|saved_messages)"))',
    re.DOTALL,
)
_FILES = ("photo", "file", "contact_vcard")
_MEDIA = {
    **{"voice_message": "audio", "audio_file": "audio", "video_file": "video", "video_message": "video"},
    **{"animation": "image", "sticker": "image"},
}


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """Every chat that has a message. In the export of all chats, one's own numeric id tells who is who."""
    value, cut = jsons.load(source.words)
    whole = jsons.row(value)
    own = jsons.text(jsons.row(whole.get("personal_information")).get("user_id"))
    chats: list[jsons.Row] = [whole] if "messages" in whole else []
    for key in ("chats", "left_chats"):
        chats += jsons.rows(jsons.row(whole.get(key)).get("list"))
    notes = (Note.CUT_OFF,) if cut else ()
    found = (_chat(chat, own, notes) for chat in chats)
    return tuple(chat for chat in found if chat.said)


def _chat(row: jsons.Row, own: str, notes: tuple[Note, ...]) -> Chat:
    rows = list(jsons.rows(row.get("messages")))
    spoken = [one for one in rows if one.get("type") != "service" or jsons.text(one.get("text"))]
    title = jsons.text(row.get("name"))
    number = jsons.text(row.get("id"))
    other = f"user{number}" if row.get("type") == "personal_chat" and number else ""
    ids = {jsons.text(one.get("from_id")) for one in spoken}
    if not own and other not in ids:
        other = ""
    names = {jsons.text(one.get("from_id")): name for one in spoken if (name := jsons.text(one.get("from")))}
    said = tuple(_said(one, names, own, other) for one in spoken)
    if len(spoken) < len(rows):
        notes += (Note.SYSTEM_LINES_LEFT_OUT,)
    return Chat(said, title, notes, (), tuple(_accounts(names, own)))


def _said(row: jsons.Row, names: dict[str, str], own: str, other: str) -> Said:
    when = times.from_epoch(row.get("date_unixtime"), per_second=1) or times.from_iso(row.get("date"))
    sender = jsons.text(row.get("from_id"))
    mine = None
    if own and sender.startswith("user"):
        mine = sender == f"user{own}"
    elif other:
        mine = sender != other
    speaker = jsons.text(row.get("from")) or names.get(sender, sender.removeprefix("user"))
    return Said(speaker, _words(row), when, mine, tuple(_attached(row)))


def _words(row: jsons.Row) -> str:
    """Text is a string, or a list of strings and marked pieces; a hidden link's address stands behind its words."""
    text = row.get("text")
    pieces: list[str] = []
    for piece in text if isinstance(text, list) else [text]:
        if isinstance(piece, dict):
            pieces.append(jsons.text(piece.get("text")))
            if piece.get("type") == "text_link":
                pieces.append(f" ({jsons.text(piece.get('href'))})")
        else:
            pieces.append(jsons.text(piece))
    card = jsons.row(row.get("contact_information"))
    pieces += [" " + jsons.text(value) for value in card.values() if value]
    return "".join(pieces).strip()


def _attached(row: jsons.Row) -> Iterator[tuple[str, str]]:
    for key in _FILES:
        if name := jsons.text(row.get(key)):
            media = "image" if key == "photo" else _MEDIA.get(jsons.text(row.get("media_type")), "file")
            yield name.rpartition("/")[2][:200], media


def _accounts(names: dict[str, str], own: str) -> Iterator[Account]:
    """The numeric id of every speaker but oneself: it stays when a name is changed."""
    for sender, name in names.items():
        number = sender.removeprefix("user")
        if number not in (own, sender) and number.isdigit():
            yield Account(name, "telegram", "numeric_id", number)


READER = Reader(
    "telegram",
    begins,
    read,
    '{"name": "x", "type": "personal_chat", "id": 7, "messages": []}',
    '{"name": "x", "type": "person", "id": 7}',
)
