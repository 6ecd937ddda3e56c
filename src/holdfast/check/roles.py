"""Whose identifier is it? Only what the blackmailer gives as their own is *theirs*; a chat names other people too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from holdfast.check.families import Family as F
from holdfast.check.judge import Judged
from holdfast.check.speakers import is_mine
from holdfast.check.values import Document, FoundIdentifier, Role, Verdict
from holdfast.identifiers import IdentifierKind

#: Where money is to go: these are always the blackmailer's.
_PAYEE = frozenset({IdentifierKind.COIN_ADDRESS, IdentifierKind.PAYMENT, IdentifierKind.BANK})
#: Sentences that are about the reader's own accounts, or about other people.
_ABOUT_YOU = (F.PASSWORD, F.OWN_SENDER, F.HACKED)
_ABOUT_THIRD = (F.EXPOSE, F.PEOPLE)
_BEFORE = 24
_YOURS = re.compile(
    r"\b(?:your|ur|tu|su|ton|votre|deine?|ihre?|seu|sua|teu|tua|il tuo|la tua|twoja?|jouw|uw)\b[^.!?\n]{0,18}$",
    re.I,
)


def with_roles(
    found: Iterable[FoundIdentifier], document: Document, judged: Judged, *, me: str = ""
) -> tuple[FoundIdentifier, ...]:
    """The identifiers with their roles, as far as the text tells; the rest stay unknown."""
    starts = [message.start for message in document.messages]
    return tuple(replace(one, role=_role(one, document, starts, judged, me)) for one in found)


def _role(one: FoundIdentifier, document: Document, starts: list[int], judged: Judged, me: str) -> Role:
    at = bisect_right(starts, one.start) - 1
    if at < 0:
        return Role.UNKNOWN
    message = document.messages[at]
    if one.end > message.end:
        return Role.UNKNOWN
    if judged.kind in (Verdict.ARTICLE, Verdict.NONE):
        return Role.UNKNOWN
    if is_mine(message, me):
        return Role.UNKNOWN if one.kind in _PAYEE else Role.YOURS
    if judged.kind is Verdict.OWN_ACCOUNT:
        return Role.THEIRS if one.kind in _PAYEE else Role.UNKNOWN
    if one.kind in _PAYEE:
        return Role.THEIRS
    before = document.text[max(message.start, one.start - _BEFORE) : one.start]
    if _YOURS.search(before) or _in(one, judged, _ABOUT_YOU):
        return Role.YOURS
    if _in(one, judged, _ABOUT_THIRD):
        return Role.THIRD
    return Role.THEIRS if message.speaker and message.speaker == judged.blackmailer else Role.UNKNOWN


def _in(one: FoundIdentifier, judged: Judged, families: Iterable[F]) -> bool:
    return any(
        hit.start <= one.start and one.end <= hit.end
        for family in families
        for hit in judged.against.get(family, ())
    )
