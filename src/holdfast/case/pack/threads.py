"""The words of a saved chat, e-mail or text as plain lines for the report. The files themselves are in the pack.

Two JSON shapes are told as "time, sender: words" (Instagram and Messenger; Telegram); HTML loses its tags; all else
prints as it stands. Reading who is who is the ``check`` room's work.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import BinaryIO, cast

from holdfast.case import texts
from holdfast.case.pack.interface import Reader
from holdfast.case.values import Item, Kind

#: Of one item at most so much is read for printing; the whole is in the pack.
READ_BYTES = 32 << 20
#: And so much is printed: about 40 pages.
PRINT_CHARACTERS = 200_000
PRINT_LINES = 2_000
LINE_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """Lines to print. ``cut``: there is more in the file."""

    lines: tuple[str, ...]
    cut: bool


def tell(item: Item, reader: Reader, room: int = PRINT_CHARACTERS) -> Told:
    """The words of a chat, e-mail or text item, at most ``room`` characters. Bad content is told raw, never raises."""
    reader.seek(0)
    data = reader.read(READ_BYTES)
    parts = _unzipped(data) if item.kind is Kind.CHAT and data[:2] == b"PK" else [data]
    lines = (line for part in parts for line in _lines(item.kind, part))
    kept: list[str] = []
    left = min(room, PRINT_CHARACTERS)
    cut = len(data) == READ_BYTES
    for line in lines:
        if len(kept) == PRINT_LINES or left <= 0:
            return Told(tuple(kept), True)
        cut = cut or len(line) > LINE_CHARACTERS
        kept.append(line[:LINE_CHARACTERS] + ("…" if len(line) > LINE_CHARACTERS else ""))
        left -= len(kept[-1]) + 1
    return Told(tuple(kept), cut)


def _unzipped(data: bytes) -> list[bytes]:
    """The chat texts of an export with several files; the case stores them one by one without packing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.open(part).read(READ_BYTES) for part in archive.infolist() if not part.is_dir()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return []


def _lines(kind: Kind, data: bytes) -> Iterator[str]:
    if kind is Kind.EMAIL:
        yield from _email(data)
        return
    text = _decoded(data)
    start = text.lstrip("\ufeff \r\n\t")[:1]
    told = _messages(text) if kind is Kind.CHAT and start == "{" else None
    if told is not None:
        yield from told
    elif kind is Kind.CHAT and start == "<" and "<html" in text[:2000].lower():
        yield from _without_tags(text)
    else:
        yield from text.splitlines()


def _decoded(data: bytes) -> str:
    reader = cast(BinaryIO, io.BytesIO(data))
    encoding = texts.encoding_of(reader)
    if encoding is None:
        return data.decode("utf-8", "replace")
    reader.seek(0)
    return "".join(texts.pieces(reader, encoding)).removeprefix("\ufeff")


# --- chats in JSON -------------------------------------------------------------------------------------


def _messages(text: str) -> list[str] | None:
    """The messages of a JSON export, oldest first, or None where the shape is another."""
    try:
        export = json.loads(text.lstrip("\ufeff"))
        messages = export["messages"]
        if messages and all("sender_name" in message for message in messages):
            return [_meta(m) for m in sorted(messages, key=lambda m: int(m.get("timestamp_ms", 0)))]
        if messages and all(isinstance(m, dict) and "text" in m for m in messages):
            return [_telegram(message) for message in messages]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, OSError):
        return None
    return None


def _meta(message: dict[str, object]) -> str:
    when = datetime.fromtimestamp(int(str(message.get("timestamp_ms", 0))) / 1000, UTC)
    words = _repaired(str(message.get("content", "")))
    rest = [
        name
        for name in ("photos", "videos", "audio_files", "files", "share", "call_duration")
        if name in message
    ]
    return f"{when:%Y-%m-%d %H:%M:%S} UTC, {_repaired(str(message['sender_name']))}: {words}{_marks(rest)}"


def _telegram(message: dict[str, object]) -> str:
    words = message.get("text", "")
    if isinstance(words, list):
        words = "".join(str(part.get("text", "")) if isinstance(part, dict) else str(part) for part in words)
    rest = [name for name in ("photo", "file", "media_type", "action") if name in message]
    who = message.get("from") or message.get("actor") or "?"
    return f"{message.get('date', '?')}, {who}: {words}{_marks(rest)}"


def _marks(names: Sequence[str]) -> str:
    return f" [{', '.join(names)}]" if names else ""


def _repaired(text: str) -> str:
    """Meta writes UTF-8 bytes as if they were Latin-1; undone where that reads."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


# --- HTML and e-mail -----------------------------------------------------------------------------------


class _Words(HTMLParser):
    """Collects what a page shows, one line per piece of text."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.lines.append(" ".join(data.split()))


def _without_tags(text: str) -> list[str]:
    words = _Words()
    words.feed(text)
    words.close()
    return words.lines


def _email(data: bytes) -> Iterator[str]:
    """The headers that say who, whom and when, then the words."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        for name in ("From", "To", "Date", "Subject", "Reply-To", "Received", "Message-ID"):
            yield from (f"{name}: {' '.join(str(value).split())}" for value in message.get_all(name, []))
        body = message.get_body(("plain", "html"))
        words = body.get_content() if body is not None else ""
        html = body is not None and body.get_content_subtype() == "html"
        yield ""
        yield from _without_tags(str(words)) if html else str(words).splitlines()
    except (LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        yield from _decoded(data).splitlines()
