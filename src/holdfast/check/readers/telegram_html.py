"""Telegram Desktop: "Export chat history" as HTML (``messages.html``, ``messages2.html`` …)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from holdfast.check.readers import markup
from holdfast.check.readers.interface import Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(r'<div class="page_wrap[^"]*">')
_HTML = re.compile(r"^[\s\ufeff]*<(?:!DOCTYPE|html)", re.IGNORECASE)
_TIME = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")
_MEDIA = (
    ("media_photo", "image"),
    ("photo_wrap", "image"),
    ("sticker_wrap", "image"),
    ("animated_wrap", "image"),
    ("media_video", "video"),
    ("video_file_wrap", "video"),
    ("media_voice_message", "audio"),
    ("media_audio_file", "audio"),
    ("media_file", "file"),
)


@dataclass(slots=True)
class _Message:
    speaker: str
    service: bool = False
    when: str = ""
    words: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """Open elements with what they hold: "name", "text", "title" or ""."""

    found: list[_Message] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    speaker: str = ""
    forwarded: int = 0


def begins(head: str) -> bool:
    return _HTML.match(head) is not None and _BEGINS.search(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One chat. A message without a name is of the speaker before."""
    walk = _Walk()
    for event in markup.events(source.words):
        if isinstance(event, str):
            _words(walk, event)
        elif event.name == "br":
            _words(walk, "\n", raw=True)
        elif event.name in markup.VOID:
            continue
        elif event.closes:
            _close(walk, event)
        elif not event.rest.endswith("/"):
            _open(walk, event)
    spoken = [one for one in walk.found if not one.service]
    said = tuple(
        Said(one.speaker, "".join(one.words).strip(), one.when, None, tuple(one.files)) for one in spoken
    )
    notes = (Note.SYSTEM_LINES_LEFT_OUT,) if len(spoken) < len(walk.found) else ()
    return (Chat(said, " ".join("".join(walk.title).split()), notes),) if said else ()


def _open(walk: _Walk, tag: markup.Tag) -> None:
    classes = tag.classes
    holds = walk.open[-1][1] if walk.open else ""
    message = walk.found[-1] if walk.found else None
    if "message" in classes:
        walk.found.append(_Message(walk.speaker, "service" in classes))
        holds = ""
    elif "page_header" in classes:
        holds = "title"
    elif message is not None and "forwarded" in classes and "body" in classes:
        holds = "text"
        message.words.append("\n" if message.words else "")
    elif "from_name" in classes and holds != "text":
        holds = "name"
        walk.name = []
    elif message is not None and "date" in classes and "details" in classes:
        message.when = message.when or _when(tag.attribute("title"))
        holds = ""
    elif "text" in classes and holds != "title":
        holds = "text"
    elif message is not None and (media := next((kind for name, kind in _MEDIA if name in classes), "")):
        message.files.append((tag.attribute("href").rpartition("/")[2], media))
    walk.open.append((tag.name, holds))


def _close(walk: _Walk, tag: markup.Tag) -> None:
    """An end closes the last element of its name; an end without a start closes nothing."""
    for place in range(len(walk.open) - 1, max(-1, len(walk.open) - 60), -1):
        name, holds = walk.open[place]
        if name == tag.name:
            del walk.open[place:]
            outer = walk.open[-1][1] if walk.open else ""
            if holds == "name" and outer != "name" and walk.found:
                walk.speaker = " ".join("".join(walk.name).split())
                walk.found[-1].speaker = walk.speaker
            return


def _words(walk: _Walk, words: str, *, raw: bool = False) -> None:
    holds = walk.open[-1][1] if walk.open else ""
    if not holds:
        return
    text = words if raw else re.sub(r"[ \t\r\n]+", " ", html.unescape(words))
    if holds == "title":
        walk.title.append(text)
    elif holds == "name":
        walk.name.append(text)
    elif walk.found:
        before = walk.found[-1].words
        before.append(text.lstrip(" ") if not before or before[-1].endswith("\n") else text)


def _when(title: str) -> str:
    match = _TIME.match(title)
    if match is None:
        return ""
    day, month, year, clock, zone = match.groups()
    return f"{year}-{month}-{day}T{clock}{zone or ''}"


READER = Reader(
    "telegram-html",
    begins,
    read,
    '<!DOCTYPE html><html><body><div class="page_wrap"><div class="from_name">x</div>',
    '<!DOCTYPE html><html><body><div class="wrap">',
)
