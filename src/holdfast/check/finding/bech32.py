"""Bech32 and Bech32m: segwit addresses (bc1…, ltc1…).

Source: BIP 173 (bech32), BIP 350 (bech32m for witness version 1 and up), BIP 141 (program lengths).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
LONGEST = 90
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class Form(IntEnum):
    """The constant that the checksum is taken against."""

    BECH32 = 1
    BECH32M = 0x2BC830A3


def decode(word: str) -> tuple[str, tuple[int, ...], Form] | None:
    """Human-readable part, data (five bits each, checksum taken off) and form; None where it does not hold."""
    if len(word) > LONGEST or (word.lower() != word and word.upper() != word):
        return None
    word = word.lower()
    part, one, rest = word.rpartition("1")
    if not one or not part or len(rest) < 6 or not all(33 <= ord(letter) <= 126 for letter in part):
        return None
    data = tuple(CHARSET.find(letter) for letter in rest)
    if min(data) < 0:
        return None
    found = _polymod((*_expanded(part), *data))
    forms = [form for form in Form if form == found]
    return (part, data[:-6], forms[0]) if forms else None


def encode(part: str, data: Sequence[int], form: Form) -> str:
    """The inverse of :func:`decode`."""
    found = _polymod((*_expanded(part), *data, 0, 0, 0, 0, 0, 0)) ^ form
    tail = tuple((found >> 5 * (5 - place)) & 31 for place in range(6))
    return part + "1" + "".join(CHARSET[five] for five in (*data, *tail))


def witness(word: str, part: str) -> tuple[int, bytes] | None:
    """Witness version and program of a segwit address of the network ``part`` (``bc``), or None."""
    decoded = decode(word)
    if decoded is None or decoded[0] != part or not decoded[1]:
        return None
    version, form = decoded[1][0], decoded[2]
    program = regroup(decoded[1][1:], 5, 8, pad=False)
    if program is None or version > 16 or not 2 <= len(program) <= 40:
        return None
    if version == 0 and len(program) not in (20, 32):
        return None
    if form is not (Form.BECH32 if version == 0 else Form.BECH32M):
        return None
    return version, bytes(program)


def regroup(data: Sequence[int], wide: int, into: int, *, pad: bool) -> list[int] | None:
    """Groups of ``wide`` bits as groups of ``into`` bits; None where bits are left over that are not padding."""
    held = bits = 0
    out: list[int] = []
    for value in data:
        held = (held << wide | value) & ((1 << (wide + into)) - 1)
        bits += wide
        while bits >= into:
            bits -= into
            out.append(held >> bits & ((1 << into) - 1))
    left = held << (into - bits) & ((1 << into) - 1)
    if pad:
        return [*out, left] if bits else out
    return None if bits >= wide or left else out


def _expanded(part: str) -> tuple[int, ...]:
    return (*(ord(letter) >> 5 for letter in part), 0, *(ord(letter) & 31 for letter in part))


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check
