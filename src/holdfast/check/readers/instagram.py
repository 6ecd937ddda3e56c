"""Instagram and Messenger: "Download your information" as JSON, and Messenger's download of encrypted chats.

The first writes every letter beyond ASCII as UTF-8 read as Latin-1, newest message first. The second
(``senderName``, ``text``) is right as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Chat, Note, Reader, Said
from holdfast.check.readers.mojibake import repaired
from holdfast.check.readers.source import Source

_BEGINS = re.compile(
    r'^\s*\{(?=.{0,60000}"participants")(?=.{0,60000}(?:"sender_name"|"senderName"|"messages"\s*:\s*\[\s*\]))',
    re.DOTALL,
)
#: Key of a list of media in a message → what it is.
_MEDIA = (
    ("photos", "image"),
    ("videos", "video"),
    ("audio_files", "audio"),
    ("gifs", "image"),
    ("files", "file"),
    ("media", ""),
)


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One thread. In a chat of two, the thread's title is the other side's name."""
    value, cut = jsons.load(source.words)
    thread = jsons.row(value)
    right = "\\u00c3" in source.words or "\u00c3" in source.words or "\\u00f0\\u009f" in source.words
    rows = list(jsons.rows(thread.get("messages")))
    if "timestamp_ms" in (rows[0] if rows else {}) or _newest_first(rows):
        rows.reverse()
    title = repaired(jsons.text(thread.get("title")) or jsons.text(thread.get("threadName")))
    said = [_said(one) for one in rows]
    notes = [Note.CUT_OFF] if cut else []
    if right:
        notes.append(Note.LETTERS_REPAIRED)
    return (Chat(tuple(said), title, tuple(notes)),) if said else ()


def _newest_first(rows: list[jsons.Row]) -> bool:
    stamps = [stamp for row in (rows[:1] + rows[-1:]) if isinstance(stamp := row.get("timestamp"), int)]
    return len(stamps) == 2 and stamps[0] > stamps[1]


def _said(row: jsons.Row) -> Said:
    speaker = repaired(jsons.text(row.get("sender_name")) or jsons.text(row.get("senderName")))
    words = [repaired(jsons.text(row.get("content")) or jsons.text(row.get("text")))]
    share = jsons.row(row.get("share"))
    words += [repaired(jsons.text(share.get(key))) for key in ("share_text", "link")]
    when = times.from_epoch(row.get("timestamp_ms") or row.get("timestamp") or 0)
    unique = [word for place, word in enumerate(words) if word and word not in " ".join(words[:place])]
    return Said(speaker, "\n".join(unique), when if when[:4] != "1970" else "", None, tuple(_media(row)))


def _media(row: jsons.Row) -> Iterator[tuple[str, str]]:
    for key, media in _MEDIA:
        for one in jsons.rows(row.get(key)):
            name = jsons.text(one.get("uri")) or jsons.text(one.get("filename"))
            yield name.rpartition("/")[2], media or _kind(name)
    sticker = jsons.row(row.get("sticker"))
    if sticker:
        yield jsons.text(sticker.get("uri")).rpartition("/")[2], "image"


def _kind(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    known = {"jpg": "image", "jpeg": "image", "png": "image", "webp": "image", "mp4": "video", "mov": "video"}
    return {**known, "m4a": "audio", "aac": "audio", "wav": "audio"}.get(ending, "file")


READER = Reader(
    "instagram",
    begins,
    read,
    '{"participants": [{"name": "a"}], "messages": [{"sender_name": "a", "content": "hi"}]}',
    '{"participants": 12, "winner": "a"}',
)
