"""The head of an e-mail or of one of its parts: what it says about the body, and fields that carry a picture."""

from __future__ import annotations

import email
import email.errors
import email.header
import re
from dataclasses import dataclass
from email.message import Message

from holdfast.case import plainwords
from holdfast.case.names import clean_name

#: Fields that hold a picture of the sender: RFC 6376-style signatures do not.
_PORTRAITS = frozenset((b"face", b"x-face", b"x-image", b"bimi-indicator"))
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_IDENTITY = ("", "7bit", "8bit", "binary")


@dataclass(frozen=True, slots=True)
class Head:
    """``kind`` is the media type in lower case; ``boundary`` is empty where the part has no parts of its own."""

    kind: str
    charset: str
    transfer: str
    name: str
    boundary: bytes

    @property
    def has_parts(self) -> bool:
        return self.kind.startswith("multipart/") and bool(self.boundary)

    @property
    def is_message(self) -> bool:
        """A whole message inside, readable as it stands."""
        return self.kind in ("message/rfc822", "message/global") and self.transfer in _IDENTITY

    @property
    def says_words(self) -> bool:
        return self.kind.startswith("text/") or self.kind in (
            "message/delivery-status",
            "message/disposition-notification",
            "message/rfc822-headers",
            "message/feedback-report",
        )

    @property
    def is_plain(self) -> bool:
        return self.transfer in _IDENTITY


def read_head(block: bytes) -> Head:
    """What these header lines say. Damaged fields count as absent; raises nothing."""
    message = email.message_from_bytes(block)
    return Head(
        kind=_safely(message.get_content_type, "text/plain"),
        charset=_safely(message.get_content_charset, "") or "",
        transfer=_first_word(message, "Content-Transfer-Encoding"),
        name=_name(message),
        boundary=(_safely(message.get_boundary, "") or "").encode("utf-8", "surrogateescape"),
    )


def fields(block: bytes) -> list[bytes]:
    """The header lines grouped into fields: a field and the lines that continue it. Joined again they are ``block``."""
    grouped: list[bytes] = []
    for line in block.splitlines(keepends=True):
        if grouped and line[:1] in (b" ", b"\t") and line.strip():
            grouped[-1] += line
        else:
            grouped.append(line)
    return grouped


def carries_a_file(field: bytes) -> bool:
    """A sender's portrait, or a value with a row of letters longer than any signature."""
    name = field.partition(b":")[0].strip().lower()
    if name in _PORTRAITS:
        return True
    return plainwords.is_opaque(field.partition(b":")[2].decode("latin-1"))


def opaque_letters(field: bytes) -> int:
    """Letters of the field that could be a signature or a part of a file."""
    return plainwords.opaque_letters(field.partition(b":")[2].decode("latin-1"))


def field_name(field: bytes) -> str:
    found = _FIELD.match(field)
    return clean_name(found.group()[:-1].decode("latin-1")) if found else "header line"


def _safely(get: object, otherwise: str) -> str:
    try:
        value = get()  # type: ignore[operator]
    except (ValueError, LookupError, TypeError, AttributeError):
        return otherwise
    return value.lower() if isinstance(value, str) and otherwise else str(value or otherwise)


def _first_word(message: Message, field: str) -> str:
    value = str(message.get(field, "")).strip().lower()
    return re.split(r"[\s;(]", value)[0] if value else ""


def _name(message: Message) -> str:
    raw = _safely(message.get_filename, "")
    try:
        decoded = str(email.header.make_header(email.header.decode_header(raw)))
    except (ValueError, LookupError, TypeError, AttributeError, email.errors.HeaderParseError):
        decoded = raw
    return clean_name(decoded) if decoded else ""
