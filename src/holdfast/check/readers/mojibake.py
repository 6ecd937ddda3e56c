"""Letters that were UTF-8 and were read as Latin-1: Instagram's and Messenger's JSON writes every é as Ã©."""

from __future__ import annotations

import re

#: UTF-8 sequences (RFC 3629) as Latin-1 shows them.
_WRONG = re.compile(
    "[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}"
)


def repaired(text: str) -> str:
    """``text`` with every such sequence set right; letters that were right stay."""
    if text.isascii():
        return text
    return _WRONG.sub(_right, text)


def _right(match: re.Match[str]) -> str:
    try:
        return match.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match.group()
