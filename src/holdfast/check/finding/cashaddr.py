"""CashAddr: addresses of Bitcoin Cash (``bitcoincash:q…``, ``bitcoincash:p…``).

Source: the Bitcoin Cash specification "Address format for Bitcoin Cash" (spec-cashaddr): a 40-bit BCH code over
groups of five bits; the version byte gives the kind and the length of the hash.
"""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.check.finding.bech32 import CHARSET, regroup

PREFIX = "bitcoincash"
_GENERATORS = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
#: Version byte, low three bits: length of the hash in bytes.
_LENGTHS = (20, 24, 28, 32, 40, 48, 56, 64)
LONGEST = 125


def decode(word: str, prefix: str = PREFIX) -> tuple[int, bytes] | None:
    """Kind (0 key hash, 1 script hash …) and hash of an address with or without its prefix, or None."""
    if len(word) > LONGEST or (word.lower() != word and word.upper() != word):
        return None
    head, colon, rest = word.lower().rpartition(":")
    if colon and head != prefix:
        return None
    data = [CHARSET.find(letter) for letter in rest]
    if len(data) < 9 or min(data) < 0 or _polymod((*_expanded(prefix), *data)) != 0:
        return None
    payload = regroup(data[:-8], 5, 8, pad=False)
    if not payload or payload[0] & 0x80 or len(payload) - 1 != _LENGTHS[payload[0] & 7]:
        return None
    return payload[0] >> 3, bytes(payload[1:])


def encode(kind: int, content: bytes, prefix: str = PREFIX) -> str:
    """The address with its prefix; ``content`` is 20, 24, 28, 32, 40, 48, 56 or 64 bytes long."""
    version = kind << 3 | _LENGTHS.index(len(content))
    data = regroup((version, *content), 8, 5, pad=True) or []
    found = _polymod((*_expanded(prefix), *data, 0, 0, 0, 0, 0, 0, 0, 0))
    tail = [found >> 5 * (7 - place) & 31 for place in range(8)]
    return f"{prefix}:" + "".join(CHARSET[five] for five in (*data, *tail))


def _expanded(prefix: str) -> tuple[int, ...]:
    return (*(ord(letter) & 31 for letter in prefix), 0)


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 35
        check = (check & 0x07FFFFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check ^ 1
