"""Chats → documents.

``Document.text`` is the texts of all messages in order with one line break between them, and nothing else: names and
times stand in the messages. So every place in the text belongs to one message, or is the break between two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from holdfast.check.readers.interface import Ask, Chat, Note, Said
from holdfast.check.values import Attachment, Document, Message

_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)


def document(chats: Sequence[Chat], format_id: str, ask: Ask) -> Document:
    """All ``chats`` one after another as one document."""
    notes = list(dict.fromkeys(note for chat in chats for note in chat.notes))
    if len(chats) > 1:
        notes.append(Note.SEVERAL_CHATS)
    pieces: list[str] = []
    messages: list[Message] = []
    attachments: list[Attachment] = []
    facts: list[tuple[str, str]] = []
    place = 0
    for chat in chats:
        said, more = _with_me(chat, ask)
        notes += more
        if len(chats) > 1:
            facts.append(("chat_begins", str(len(messages))))
        if chat.title:
            facts.append(("title", chat.title))
        for one in said:
            end = place + len(one.text)
            attachments += [Attachment(name, media, len(messages)) for name, media in one.attached]
            messages.append(Message(one.speaker, one.text, place, end, one.when, one.mine))
            pieces.append(one.text)
            place = end + 1
        facts += chat.facts
        facts += [account.as_fact() for account in chat.accounts]
    if attachments:
        notes.append(Note.MEDIA_NOT_READ)
    if _one_speaker(messages):
        notes.append(Note.ONE_SPEAKER)
    return Document(
        "\n".join(pieces),
        tuple(messages),
        format_id,
        tuple(note.value for note in dict.fromkeys(notes)),
        tuple(attachments),
        tuple(facts),
    )


def same_name(name: str) -> str:
    """The form in which two spellings of one speaker are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_UNSEEN).casefold().split())


def clean_name(name: str) -> str:
    """A speaker's name without marks of direction and outer spaces."""
    return name.translate(_UNSEEN).strip() if not name.isascii() else name.strip()


def _with_me(chat: Chat, ask: Ask) -> tuple[Iterable[Said], list[Note]]:
    """Who is the person? By the name given, else by the title: a chat of two bears the name of the other side."""
    if not ask.me:
        return _by_title(chat), []
    me = same_name(ask.me)
    named = dict.fromkeys(one.speaker for one in chat.said)
    speakers = {speaker: same_name(speaker) == me for speaker in named}
    if not any(speakers.values()):
        return chat.said, [Note.ME_NOT_FOUND]
    marked = (
        Said(
            one.speaker,
            one.text,
            one.when,
            speakers[one.speaker] if one.speaker else one.mine,
            one.attached,
        )
        for one in chat.said
    )
    return marked, []


def _by_title(chat: Chat) -> Iterable[Said]:
    speakers = {one.speaker for one in chat.said if one.speaker}
    if chat.title not in speakers or len(speakers) > 2 or any(one.mine is not None for one in chat.said):
        return chat.said
    return (
        Said(
            one.speaker, one.text, one.when, one.speaker != chat.title if one.speaker else None, one.attached
        )
        for one in chat.said
    )


def _one_speaker(messages: list[Message]) -> bool:
    return (
        len(messages) > 1
        and len({message.speaker for message in messages}) == 1
        and bool(messages[0].speaker)
    )
