"""Base58Check: addresses of Bitcoin, Litecoin, Dogecoin, Tron, XRP and kin.

Source: Bitcoin's base58 encoding; version bytes from each coin's chain parameters; XRP's own alphabet from the
XRP Ledger's "Address Encodings". The last four bytes are the first four of SHA-256 taken twice.
"""

from __future__ import annotations

import hashlib

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
#: No address that is read here is longer; longer words are not decoded.
LONGEST = 120
_DIGITS = {
    alphabet: {letter: digit for digit, letter in enumerate(alphabet)} for alphabet in (BITCOIN, RIPPLE)
}
#: Ten digits stay within a machine word.
_STEP = 10


def decode(word: str, alphabet: str = BITCOIN) -> bytes | None:
    """The bytes of a base58 word with its checksum still on, or None where a letter is not of the alphabet."""
    if not word or len(word) > LONGEST:
        return None
    digits = _DIGITS[alphabet]
    number = 0
    for start in range(0, len(word), _STEP):
        part = 0
        piece = word[start : start + _STEP]
        for letter in piece:
            digit = digits.get(letter, -1)
            if digit < 0:
                return None
            part = part * 58 + digit
        number = number * 58 ** len(piece) + part
    zeros = len(word) - len(word.lstrip(alphabet[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(data: bytes, alphabet: str = BITCOIN) -> str:
    """The base58 word of ``data``; the inverse of :func:`decode`."""
    number = int.from_bytes(data, "big")
    letters: list[str] = []
    while number:
        number, digit = divmod(number, 58)
        letters.append(alphabet[digit])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return alphabet[0] * zeros + "".join(reversed(letters))


def checked(word: str, alphabet: str = BITCOIN) -> bytes | None:
    """Version and payload of a word whose checksum passes, else None."""
    data = decode(word, alphabet)
    if data is None or len(data) < 5 or _sum(data[:-4]) != data[-4:]:
        return None
    return data[:-4]


def with_checksum(payload: bytes, alphabet: str = BITCOIN) -> str:
    """The word for version and payload, checksum added."""
    return encode(payload + _sum(payload), alphabet)


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
