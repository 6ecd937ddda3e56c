"""Android "SMS Backup & Restore": XML with one element for each SMS and MMS.

Read by our own cutter of tags, which knows no declarations: an entity that a file declares stays as it is written and
nothing can grow while it is read. A cut or broken file gives what stands before and behind the break. The app writes
emoji as two halves (``&#55357;&#56832;``), which XML forbids: they are joined first.
"""

from __future__ import annotations

import re
from collections import defaultdict

from holdfast.check.readers import markup, times
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_BEGINS = re.compile(
    r"\s*(?:(?:<\?[^>]{0,300}\?>|<!--(?:[^-]|-(?!->)){0,2000}+-->|<!(?!--)[^>]{0,2000}>)\s*){0,8}<smses\b"
)
_HALVES = re.compile(r"&#(5[5-6]\d{3});&#(5[6-7]\d{3});")
_RECEIVED, _SENT = "1", "2"
#: What is read of an element. ``data``, a picture in base64, is not.
_KEPT = frozenset(
    ("address", "contact_name", "date", "type", "msg_box", "body", "sub", "ct", "text", "cl", "name")
)


class _Taker:
    """Collects messages as expat reads on: what came before a cut is kept."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, Said]] = []
        self._mms: dict[str, str] | None = None
        self._texts: list[str] = []
        self._files: list[tuple[str, str]] = []

    def start(self, name: str, tag: markup.Tag) -> None:
        if name == "sms":
            a = tag.attributes(_KEPT)
            self._take(a, _given(a.get("body", "")), a.get("type", ""), ())
        elif name == "mms":
            self.end("mms")
            self._mms, self._texts, self._files = tag.attributes(_KEPT), [], []
        elif name == "part" and self._mms is not None:
            self._part(tag.attributes(_KEPT))

    def end(self, name: str) -> None:
        if name == "mms" and self._mms is not None:
            subject = _given(self._mms.get("sub", ""))
            text = "\n".join(filter(None, (subject, *self._texts)))
            self._take(self._mms, text, self._mms.get("msg_box", ""), tuple(self._files))
            self._mms = None

    def _part(self, a: dict[str, str]) -> None:
        kind = a.get("ct", "")
        if kind == "text/plain":
            self._texts.append(_given(a.get("text", "")))
        elif kind != "application/smil":
            media = kind.partition("/")[0]
            name = _given(a.get("cl", "")) or _given(a.get("name", "")) or kind
            self._files.append((name[:200], media if media in ("image", "video", "audio") else "file"))

    def _take(self, a: dict[str, str], text: str, box: str, files: tuple[tuple[str, str], ...]) -> None:
        address = a.get("address", "")
        name = _given(a.get("contact_name", ""))
        other = name if name and name != "(Unknown)" else address
        mine = {_RECEIVED: False, _SENT: True}.get(box)
        speaker = "me" if mine else other
        when = times.from_epoch(a.get("date", ""))
        self.said.append((address, other, Said(speaker, text, when, mine, files)))


def begins(head: str) -> bool:
    return _BEGINS.match(head) is not None


def read(source: Source) -> tuple[Chat, ...]:
    """One chat for each number, oldest message first."""
    taker = _Taker()
    whole = False
    for event in markup.events(_HALVES.sub(_joined, source.words)):
        if isinstance(event, str):
            continue
        if event.closes:
            whole = whole or event.name == "smses"
            taker.end(event.name)
        else:
            taker.start(event.name, event)
    taker.end("mms")
    chats: dict[str, list[tuple[str, Said]]] = defaultdict(list)
    for address, other, said in taker.said:
        chats[address].append((other, said))
    notes = () if whole else (Note.CUT_OFF,)
    return tuple(_chat(address, pairs, notes) for address, pairs in chats.items())


def _chat(address: str, pairs: list[tuple[str, Said]], notes: tuple[Note, ...]) -> Chat:
    said = sorted((one for _, one in pairs), key=lambda one: one.when)
    accounts = tuple(
        Account(pairs[0][0], "", "phone", number)
        for number in address.split("~")
        if re.fullmatch(r"\+?[\d ()-]{6,20}", number)
    )
    return Chat(tuple(said), pairs[0][0], notes, (), accounts)


def _joined(match: re.Match[str]) -> str:
    high, low = int(match.group(1)), int(match.group(2))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return ""


def _given(value: str) -> str:
    return "" if value == "null" else value


READER = Reader(
    "sms-backup",
    begins,
    read,
    '<?xml version=\'1.0\'?>\n<smses count="1"><sms address="+15555550100" body="hi" /></smses>',
    "<?xml version='1.0'?><calls count='1'></calls>",
)
