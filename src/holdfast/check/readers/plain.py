"""Words as they are: one message of nobody. A saved web page is taken as the words a person sees on it."""

from __future__ import annotations

import re

from holdfast.check.readers import markup
from holdfast.check.readers.interface import Chat, Note, Reader, Said
from holdfast.check.readers.source import Source

_PAGE = re.compile(
    r"^[\s\ufeff]*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!DOCTYPE html|html|head|body)\b", re.IGNORECASE
)
#: JSON or markup, by its first signs.
_BUILT = re.compile(
    r'\s*(?:\{\s*"[^"\n]{0,80}"\s*:|\[\s*(?:\{|\[|"[^"\n]{0,80}"\s*,)|<\?xml|<[a-zA-Z][\w:-]{0,40}(?:\s[^<>]{0,400})?/?>)'
)


def begins_page(head: str) -> bool:
    return _PAGE.match(head) is not None


def read_page(source: Source) -> tuple[Chat, ...]:
    text, hidden = markup.visible(source.words)
    return (Chat((Said("", text),), notes=(Note.HIDDEN_TEXT_LEFT_OUT,) if hidden else ()),) if text else ()


def begins(_head: str) -> bool:
    return True


def read(source: Source) -> tuple[Chat, ...]:
    """The words. Where they look built for a machine, and no reader knew them, that is said."""
    notes = (Note.STRUCTURE_NOT_KNOWN,) if _BUILT.match(source.head) else ()
    return (Chat((Said("", source.words),), notes=notes),)


PAGE = Reader("page", begins_page, read_page, "<!DOCTYPE html><html><body>hi", "I like <b>html</b>")
READER = Reader("plain", begins, read, "hello", "")
