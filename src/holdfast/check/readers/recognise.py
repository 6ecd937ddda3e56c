"""Which format is this? By content; a registry that is asked from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.check.readers import (
    discord,
    google_chat,
    instagram,
    instagram_html,
    json_any,
    lines,
    mails,
    pasted,
    plain,
    sms_backup,
    snapchat,
    telegram,
    telegram_html,
    whatsapp,
    x,
)
from holdfast.check.readers.interface import Reader
from holdfast.check.readers.source import Source
from holdfast.errors import UnknownFormat

#: The sure shapes first, then what looks like a chat, then words.
READERS: tuple[Reader, ...] = (
    mails.READER,
    whatsapp.READER,
    telegram.READER,
    instagram.READER,
    snapchat.READER,
    discord.READER,
    x.READER,
    google_chat.READER,
    sms_backup.READER,
    telegram_html.READER,
    instagram_html.READER,
    json_any.READER,
    pasted.READER,
    lines.READER,
    plain.PAGE,
    plain.READER,
)
#: Formats that only words in a chat's own export can have: what is looked for inside an archive.
EXPORTS = frozenset(
    reader.id for reader in READERS if reader.id not in ("json", "pasted", "lines", "page", "plain")
)


def candidates(source: Source) -> Iterator[Reader]:
    """Readers that know the beginning of ``source``, the best first; the last one takes any words.

    A mail is told from its bytes: its words may be in any encoding. Raises what ``Source.words`` raises.
    """
    if mails.is_mail(source.data):
        yield mails.READER
    for reader in READERS:
        if reader is not mails.READER and reader.begins(source.head):
            yield reader


def named(format_id: str) -> Reader:
    """The reader of this id. Raises UnknownFormat."""
    for reader in READERS:
        if reader.id == format_id:
            return reader
    raise UnknownFormat("format", known=", ".join(reader.id for reader in READERS))
