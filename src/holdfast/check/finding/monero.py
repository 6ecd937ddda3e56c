"""Monero addresses: base58 in blocks of 8 bytes (11 letters), the last four bytes Keccak-256 of the rest.

Source: Monero's address format (CryptoNote standard 007 and the network bytes of mainnet): 18 standard, 19 with
payment id, 42 subaddress.
"""

from __future__ import annotations

from holdfast.check.finding.base58 import BITCOIN
from holdfast.check.finding.keccak import keccak256

#: Letters of a block by its length in bytes.
_LETTERS = (0, 2, 3, 5, 6, 7, 9, 10, 11)
#: First byte of an address and the length of the whole in bytes.
NETWORKS = {18: 69, 19: 77, 42: 69}
LENGTHS = (95, 106)


def checked(word: str) -> bytes | None:
    """Network byte and keys of an address whose checksum passes, else None."""
    data = _decoded(word)
    if data is None or NETWORKS.get(data[0]) != len(data) or keccak256(data[:-4])[:4] != data[-4:]:
        return None
    return data[:-4]


def with_checksum(payload: bytes) -> str:
    """The address of network byte and keys."""
    data = payload + keccak256(payload)[:4]
    return "".join(_block(data[start : start + 8]) for start in range(0, len(data), 8))


def _decoded(word: str) -> bytes | None:
    if len(word) not in LENGTHS:
        return None
    out: list[bytes] = []
    for start in range(0, len(word), 11):
        letters = word[start : start + 11]
        number = 0
        for letter in letters:
            digit = BITCOIN.find(letter)
            if digit < 0:
                return None
            number = number * 58 + digit
        size = _LETTERS.index(len(letters))
        if number >> 8 * size:
            return None
        out.append(number.to_bytes(size, "big"))
    return b"".join(out)


def _block(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    letters = ""
    for _ in range(_LETTERS[len(data)]):
        number, digit = divmod(number, 58)
        letters = BITCOIN[digit] + letters
    return letters
