"""X: ``direct-messages.js`` and ``direct-messages-group.js`` of the archive.

The newest message stands first, and texts have ``&amp;`` for ``&``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial

from holdfast.check.readers import jsons, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(r"^\s*window\.YTD\.direct_messages?(?:_group)?\.part\d+\s*=\s*(?=\[)")
#: X writes every link of a message short, and the whole one beside it.
_SHORT = re.compile(r"https?://t\.co/\w{1,40}")


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """Every conversation. Speakers are numeric ids: the archive does not hold their names."""
    value, cut = jsons.load(_BEGINS.sub("", source.words, count=1).rstrip().removesuffix(";"))
    notes = (Note.CUT_OFF,) if cut else ()
    chats = []
    for row in jsons.rows(value):
        talk = jsons.row(row.get("dmConversation"))
        said = list(_said(talk))
        said.reverse()
        if said:
            numbers = dict.fromkeys(one.speaker for one in said)
            accounts = tuple(Account(number, "x", "numeric_id", number) for number in numbers if number)
            chats.append(Chat(tuple(said), jsons.text(talk.get("conversationId")), notes, (), accounts))
    return tuple(chats)


def _said(talk: jsons.Row) -> Iterator[Said]:
    for event in jsons.rows(talk.get("messages")):
        created = jsons.row(event.get("messageCreate") or event.get("welcomeMessageCreate"))
        if not created:
            continue
        text = html.unescape(jsons.text(created.get("text")))
        urls = {
            jsons.text(url.get("url")): jsons.text(url.get("expanded"))
            for url in jsons.rows(created.get("urls"))
        }
        text = _SHORT.sub(partial(_whole, urls), text)
        media = created.get("mediaUrls")
        names = [jsons.text(url).rpartition("/")[2] for url in media] if isinstance(media, list) else []
        attached = tuple((name, "video" if name.endswith(".mp4") else "image") for name in names)
        yield Said(
            jsons.text(created.get("senderId")),
            text,
            times.from_iso(created.get("createdAt")),
            None,
            attached,
        )


def _whole(urls: dict[str, str], match: re.Match[str]) -> str:
    return urls.get(match.group()) or match.group()


READER = Reader(
    "x",
    begins,
    read,
    'window.YTD.direct_messages.part0 = [ { "dmConversation" : {} } ]',
    "window.YTD.tweets.part0 = []",
)
