"""Ethereum addresses: 0x and 40 hexadecimal digits; mixed case carries a checksum (EIP-55)."""

from __future__ import annotations

import re

from holdfast.check.finding.keccak import keccak256

_SHAPE = re.compile(r"0[xX][0-9a-fA-F]{40}")


def has_shape(word: str) -> bool:
    return _SHAPE.fullmatch(word) is not None


def valid(word: str) -> bool | None:
    """True or False by EIP-55; None for an address in one case, which carries no checksum."""
    digits = word[2:]
    if digits in (digits.lower(), digits.upper()):
        return None
    return checksummed(word) == "0x" + digits


def checksummed(word: str) -> str:
    """The same address with EIP-55 capitals."""
    digits = word[2:].lower()
    marks = keccak256(digits.encode()).hex()
    return "0x" + "".join(
        digit.upper() if mark >= "8" else digit for digit, mark in zip(digits, marks, strict=False)
    )
