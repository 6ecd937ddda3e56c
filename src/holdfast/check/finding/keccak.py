"""Keccak-256 as Ethereum and Monero use it (padding 0x01; SHA-3 as NIST fixed it later pads with 0x06).

Source: "The Keccak reference" 3.0: state of 5 x 5 words of 64 bits, 24 rounds, rate 136 bytes. About 0.3 ms a block
in Python: only words that already look like an address come here.
"""

from __future__ import annotations

_RATE = 136
_MASK = (1 << 64) - 1
_TURNS = (
    (0, 36, 3, 41, 18),
    (1, 44, 10, 45, 2),
    (62, 6, 43, 15, 61),
    (28, 55, 25, 21, 56),
    (27, 20, 39, 8, 14),
)
_CELLS = tuple((x, y) for x in range(5) for y in range(5))


def _round_constants() -> tuple[int, ...]:
    """By the reference's own shift register (x^8 + x^6 + x^5 + x^4 + 1)."""
    out: list[int] = []
    register = 1
    for _ in range(24):
        constant = 0
        for bit in range(7):
            if register & 1:
                constant |= 1 << ((1 << bit) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        out.append(constant)
    return tuple(out)


_ROUNDS = _round_constants()


def keccak256(data: bytes) -> bytes:
    """The 32-byte digest of ``data``."""
    filled = bytearray(data) + b"\x01" + b"\0" * (-(len(data) + 1) % _RATE)
    filled[-1] |= 0x80
    state = [[0] * 5 for _ in range(5)]
    for start in range(0, len(filled), _RATE):
        for place in range(_RATE // 8):
            word = filled[start + 8 * place : start + 8 * place + 8]
            state[place % 5][place // 5] ^= int.from_bytes(word, "little")
        state = _permuted(state)
    return b"".join(state[place % 5][place // 5].to_bytes(8, "little") for place in range(4))


def _permuted(a: list[list[int]]) -> list[list[int]]:
    for constant in _ROUNDS:
        c = [row[0] ^ row[1] ^ row[2] ^ row[3] ^ row[4] for row in a]
        d = [c[x - 1] ^ _turned(c[(x + 1) % 5], 1) for x in range(5)]
        b = [[0] * 5 for _ in range(5)]
        for x, y in _CELLS:
            b[y][(2 * x + 3 * y) % 5] = _turned(a[x][y] ^ d[x], _TURNS[x][y])
        a = [[b[x][y] ^ (~b[(x + 1) % 5][y] & b[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        a[0][0] ^= constant
    return a


def _turned(word: int, by: int) -> int:
    return (word << by | word >> (64 - by)) & _MASK
