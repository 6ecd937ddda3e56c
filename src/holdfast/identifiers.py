"""When are two identifiers the same? One normal form per kind.

An :class:`Identifier` is compared by its normal form; ``value`` keeps what was typed for the person's eyes.
Checksums and the reading of identifiers out of text belong to the ``check`` room.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from holdfast.errors import NotUnderstood


class IdentifierKind(StrEnum):
    """What an identifier is, in the words of the police form."""

    NAME = "name"
    HANDLE = "handle"
    LINK = "link"
    NUMERIC_ID = "numeric_id"
    PHONE = "phone"
    EMAIL = "email"
    PAYMENT = "payment"
    BANK = "bank"
    COIN_ADDRESS = "coin_address"
    GIFT_CARD = "gift_card"
    OTHER = "other"


#: Kinds that only mean something together with a platform or payment service.
NEEDS_SERVICE = frozenset({IdentifierKind.HANDLE, IdentifierKind.NUMERIC_ID, IdentifierKind.PAYMENT})

_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"[\s().\-\u2010-\u2015/]+")


class BadIdentifier(NotUnderstood):
    for_person = "“{value}” does not look like a {kind}. Please check it, or save it as “other”."


@dataclass(frozen=True, slots=True)
class Identifier:
    """One way to find a person or an account.

    ``service`` is a platform id (``instagram``) or payment service (``cashapp``), lower case, or "".
    Two identifiers are equal when kind, service and normal form are equal.
    """

    kind: IdentifierKind
    value: str = field(compare=False)
    service: str = ""
    normal: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "service", self.service.strip().lower())
        object.__setattr__(self, "normal", normal_form(self.kind, self.value))

    def __str__(self) -> str:
        return f"{self.service}:{self.value}" if self.service else self.value


def normal_form(kind: IdentifierKind, value: str) -> str:
    """The form in which two identifiers of one kind are compared.

    Raises :class:`BadIdentifier` where nothing of the value is left.
    """
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", value)).strip()
    shaped = _SHAPES.get(kind, str.casefold)(text)
    if not shaped:
        raise BadIdentifier(f"empty {kind}", value=value, kind=kind.value.replace("_", " "))
    return shaped


def _handle(text: str) -> str:
    return text.removeprefix("@").casefold().replace(" ", "")


def _phone(text: str) -> str:
    """E.123 spelling without separators: ``+`` and digits. ``(0)`` after a country code is dropped."""
    text = text.replace("(0)", "") if text.startswith("+") else text
    digits = _LOOSE.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return digits if re.fullmatch(r"\+?[0-9*#]{3,20}", digits) else ""


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    return f"{local.casefold()}@{domain.casefold()}" if at and local and "." in domain else ""


def _link(text: str) -> str:
    """Scheme and ``www.`` do not tell two profiles apart; the path's case may (kept), the host's does not."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text, flags=re.I)
    host, slash, rest = bare.partition("/")
    return (host.casefold().removeprefix("www.").removeprefix("m.") + slash + rest).rstrip("/")


def _paid(text: str) -> str:
    """Cash App writes ``$name``, Venmo ``@name``: the mark does not tell two accounts apart."""
    return _handle(text.removeprefix("$"))


def _coin(text: str) -> str:
    """Segwit, CashAddr and hexadecimal addresses mean the same in either case (BIP 173, EIP-55); base58 does not."""
    bare = re.sub(r"^bitcoincash:", "", _tight(text), flags=re.IGNORECASE)
    one_case = re.fullmatch(r"(?:bc1|ltc1|0x)\w+|[qp][a-z0-9]{41}", bare, re.IGNORECASE)
    return bare.lower() if one_case else bare


def _number(text: str) -> str:
    return re.sub(r"\D", "", text)


def _tight(text: str) -> str:
    return _LOOSE.sub("", text)


def _iban_like(text: str) -> str:
    return _LOOSE.sub("", text).upper()


_SHAPES = {
    IdentifierKind.HANDLE: _handle,
    IdentifierKind.PHONE: _phone,
    IdentifierKind.EMAIL: _email,
    IdentifierKind.LINK: _link,
    IdentifierKind.NUMERIC_ID: _number,
    IdentifierKind.BANK: _iban_like,
    IdentifierKind.COIN_ADDRESS: _coin,
    IdentifierKind.GIFT_CARD: _iban_like,
    IdentifierKind.PAYMENT: _paid,
}
