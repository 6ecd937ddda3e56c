"""Bech32 as age uses it (BIP 173 without its length limit): text to bytes, for recipients and identities."""

from __future__ import annotations

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def decode(text: str) -> tuple[str, bytes]:
    """The part before the last ``1``, lower case, and the bytes. ValueError where anything is off."""
    if text != text.lower() and text != text.upper():
        raise ValueError("mixed case")
    prefix, one, rest = text.lower().rpartition("1")
    if not (one and prefix and len(rest) >= 6):
        raise ValueError("no separator or too short")
    values = [_LETTERS.index(letter) for letter in rest]
    if _checksum(prefix, values) != 1:
        raise ValueError("checksum")
    return prefix, _bytes(values[:-6])


def encode(prefix: str, data: bytes) -> str:
    """The opposite of :func:`decode`, lower case."""
    bits, count, values = 0, 0, []
    for byte in data:
        bits, count = bits << 8 | byte, count + 8
        while count >= 5:
            count -= 5
            values.append(bits >> count & 31)
    if count:
        values.append(bits << (5 - count) & 31)
    total = _checksum(prefix, [*values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [total >> 5 * (5 - at) & 31 for at in range(6)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in values)


def _checksum(prefix: str, values: list[int]) -> int:
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    total = 1
    for value in spread + values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for at, step in enumerate(_STEPS):
            if top >> at & 1:
                total ^= step
    return total


def _bytes(values: list[int]) -> bytes:
    bits, count, out = 0, 0, bytearray()
    for value in values:
        bits, count = bits << 5 | value, count + 5
        if count >= 8:
            count -= 8
            out.append(bits >> count & 255)
    if count >= 5 or bits & ((1 << count) - 1):
        raise ValueError("padding")
    return bytes(out)
