"""E-mails: one (``.eml``) or many (``.mbox``), as they were sent or saved.

Headers and bodies are decoded by what they say, and where that fails (an unknown charset, bytes that do not fit)
by what fits: UTF-8, else Windows-1252. Attachments are listed, not read.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message as Part
from email.utils import getaddresses, parsedate_to_datetime

from holdfast.check.readers import markup
from holdfast.check.readers.interface import Account, Chat, Note, Reader, Said
from holdfast.check.readers.source import Source, decoded
from holdfast.errors import ArchiveTrap, ChatBroken, FormatNotRead, NothingToRead

_FIELD = re.compile(rb"^([!-9;-~]{1,76}):", re.MULTILINE)
_SURE = frozenset(
    (
        b"received",
        b"return-path",
        b"message-id",
        b"mime-version",
        b"delivered-to",
        b"dkim-signature",
        b"x-mailer",
    )
)
_LIKELY = frozenset((b"from", b"to", b"subject", b"date", b"cc", b"reply-to", b"sender", b"content-type"))
_MBOX = re.compile(rb"^From [^\r\n]{3,200}\d{4}\s*$", re.MULTILINE)
#: Parts of one mail, and levels of parts inside parts.
MAX_PARTS, MAX_DEPTH = 2000, 30
#: Mails of one mbox that are read; the parts of all of them.
MAX_MAILS = 20_000
_HEADER = 4000
#: Boundaries times lines: the standard library compares each line with every boundary that is open.
MAX_WALK = 30_000_000
#: A type or disposition longer than this is taken apart in quadratic time.
_LONG_TYPE = 8000
_TYPE = re.compile(
    rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE
)
_TAGS = re.compile(r"<(?:html|body|div|p|br|table|span)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Body:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    encrypted: bool = False
    hidden: bool = False


def is_mail(data: bytes) -> bool:
    """Headers before the first empty line: two that only mails have, or one and two that are likely; or an mbox."""
    head = data[:64_000].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    mbox = head.startswith(b"From ") and _MBOX.match(head) is not None
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if mbox:
        block = block.partition(b"\n")[2]
    if not _FIELD.match(block):
        return False
    fields = {name.lower() for name in _FIELD.findall(block)}
    sure, likely = len(fields & _SURE), len(fields & _LIKELY)
    return sure >= 2 or (sure >= 1 and likely >= 2) or likely >= 4 or (mbox and sure + likely >= 2)


def read(source: Source) -> tuple[Chat, ...]:
    """All mails of a file as one chat; a mail is its subject, an empty line and its words.

    Raises ChatBroken where no mail is in it, ArchiveTrap where parts nest without end.
    """
    said: list[Said] = []
    notes: dict[Note, None] = {}
    facts: list[tuple[str, str]] = []
    accounts: dict[str, Account] = {}
    for data in _mails(source.data):
        mail = _parsed(data)
        one, found, about = _mail(mail, accounts)
        said.append(one)
        notes.update(dict.fromkeys(found))
        facts += about
    if not any(one.text or one.attached for one in said):
        raise ChatBroken("no words in a mail")
    return (Chat(tuple(said), "", tuple(notes), tuple(facts[:200]), tuple(accounts.values())),)


def _mails(data: bytes) -> Iterator[bytes]:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _MBOX.match(data):
        yield data
        return
    starts = [match.start() for match in _MBOX.finditer(data) if _after_blank(data, match.start())]
    for count, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True)):
        if count == MAX_MAILS:
            raise ArchiveTrap("too many mails")
        body = data[start:end].partition(b"\n")[2]
        yield re.sub(rb"^>(>*From )", rb"\1", body, flags=re.MULTILINE)


def _after_blank(data: bytes, place: int) -> bool:
    return place == 0 or data[max(0, place - 4) : place].replace(b"\r", b"").endswith(b"\n\n")


def _parsed(data: bytes) -> Part:
    boundaries = data.lower().count(b"boundary=")
    if boundaries > MAX_PARTS or boundaries * data.count(b"\n") > MAX_WALK:
        raise ArchiveTrap("parts without end")
    if any(match.end() - match.start() > _LONG_TYPE for match in _TYPE.finditer(data)):
        raise ArchiveTrap("a type without end")
    try:
        return email.message_from_bytes(data)
    except (MessageError, ValueError, RecursionError, LookupError, AttributeError, TypeError) as error:
        raise ChatBroken("mail does not hold together") from error


def _mail(mail: Part, accounts: dict[str, Account]) -> tuple[Said, list[Note], list[tuple[str, str]]]:
    subject, sender = header(mail, "Subject"), header(mail, "From")
    body = _Body()
    _collect(mail, body, 0, [0])
    words = _words(body)
    name, address = _address(sender)
    to = {found for _, found in _addresses(header(mail, "To") + ", " + header(mail, "Delivered-To"))}
    text = f"{subject}\n\n{words}" if subject and words else subject or words
    notes: list[Note] = []
    if body.hidden:
        notes.append(Note.HIDDEN_TEXT_LEFT_OUT)
    if body.encrypted:
        notes.append(Note.ENCRYPTED_MAIL)
    if address and address in to:
        notes.append(Note.SENT_FROM_OWN_ADDRESS)
    if len(words) < 40 and any(media == "image" for _, media in body.files):
        notes.append(Note.WORDS_ARE_A_PICTURE)
    reply = _address(header(mail, "Reply-To"))[1]
    for found in (address, reply):
        if found and found not in to:
            accounts.setdefault(found, Account(name or address, "email", "email", found))
    facts = [("subject", subject), ("from", sender), ("to", header(mail, "To")), ("reply_to", reply)]
    speaker = name or address
    said = Said(speaker, text, _date(header(mail, "Date")), None, tuple(body.files))
    return said, notes, [fact for fact in facts if fact[1]]


def header(mail: Part, name: str) -> str:
    """A header decoded and on one line; "" where it is missing."""
    wanted = name.lower()
    given = next((value for key, value in mail.raw_items() if key.lower() == wanted), None)
    if given is None:
        return ""
    raw = _bytes_of(str(given))[:_HEADER]
    pieces = []
    try:
        found = decode_header(raw)
    except (HeaderParseError, ValueError, IndexError):
        found = [(raw, None)]
    for value, charset in found:
        pieces.append(value if isinstance(value, str) else _letters(value, charset or ""))
    return " ".join("".join(pieces).split())


def _bytes_of(raw: str) -> str:
    """Header bytes beyond ASCII came through as surrogates."""
    return decoded_or(raw.encode("utf-8", "surrogateescape")) if not raw.isascii() else raw


def decoded_or(data: bytes) -> str:
    """``data`` as words, whatever they are."""
    try:
        return decoded(data)[0]
    except FormatNotRead:
        return data.decode("cp1252", "replace")


def _letters(data: bytes, charset: str) -> str:
    """By the charset that is named, else by what fits."""
    charset = charset.strip("\"' ").lower()
    charset = {
        "unknown-8bit": "",
        "us-ascii": "",
        "ascii": "",
        "iso-8859-1": "cp1252",
        "gb2312": "gb18030",
    }.get(charset, charset)
    if charset in ("", "utf-8", "utf8"):
        return decoded_or(data)
    try:
        text = data.decode(charset)
    except (LookupError, ValueError, AssertionError):
        return decoded_or(data)
    return text if isinstance(text, str) else decoded_or(data)


def _collect(part: Part, body: _Body, depth: int, count: list[int]) -> None:
    count[0] += 1
    if depth > MAX_DEPTH or count[0] > MAX_PARTS:
        raise ArchiveTrap("parts without end")
    kind = part.get_content_type()
    if kind in ("multipart/encrypted", "application/pkcs7-mime"):
        body.encrypted = True
    if part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, Part):
                _collect(inner, body, depth + 1, count)
        return
    disposition = str(part.get("Content-Disposition", "")).lower()
    if kind.startswith("text/") and not disposition.lstrip().startswith("attachment"):
        text = _letters(_payload(part), _charset(part))
        (body.html if kind == "text/html" else body.plain).append(text.replace("\r\n", "\n"))
        return
    name = _file_name(part) or kind
    media = kind.partition("/")[0]
    body.files.append((name[:200], media if media in ("image", "video", "audio") else "file"))


def _payload(part: Part) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        data = None
    if isinstance(data, bytes):
        return data
    return b""


def _charset(part: Part) -> str:
    try:
        return str(part.get_content_charset("") or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _file_name(part: Part) -> str:
    try:
        return _bytes_of(str(part.get_filename("") or ""))
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _words(body: _Body) -> str:
    """The plain words; where the page says something else, what the page says too: a person sees the page."""
    plain = "\n\n".join(text.strip() for text in body.plain if text.strip())
    if _TAGS.search(plain[:2000]) and not body.html:
        plain, body.hidden = markup.visible(plain)
    shown = []
    for page in body.html:
        text, hidden = markup.visible(page)
        body.hidden = body.hidden or hidden
        shown.append(text)
    page_words = "\n\n".join(text for text in shown if text)
    if not page_words or not plain:
        return plain or page_words
    said = set(plain.lower().split())
    fresh = [word for word in page_words.lower().split() if word not in said]
    return (
        f"{plain}\n\n{page_words}" if len(fresh) > 8 and len(fresh) * 4 > len(page_words.split()) else plain
    )


def _addresses(raw: str) -> list[tuple[str, str]]:
    try:
        return [(name, address.lower()) for name, address in getaddresses([raw]) if "@" in address]
    except (ValueError, IndexError, TypeError):
        return []


def _address(raw: str) -> tuple[str, str]:
    found = _addresses(raw)
    if found:
        return found[0][0].strip(), found[0][1]
    return raw.strip(' "<>'), ""


def _date(raw: str) -> str:
    try:
        return parsedate_to_datetime(raw).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def begins(head: str) -> bool:
    try:
        return is_mail(head.encode("utf-8", "replace"))
    except NothingToRead:
        return False


READER = Reader(
    "email",
    begins,
    read,
    "From: a@example.org\nTo: b@example.org\nSubject: hi\nMessage-ID: <1@example.org>\n\nwords",
    "From: the baker\nSubject: bread\n\nwords",
)
