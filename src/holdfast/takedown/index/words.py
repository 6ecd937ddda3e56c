"""Fingerprints as numbers: 256 bits are four uint64, in the byte order of the hex."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import BadHash, BadRadius

#: (n, 4): one row a fingerprint. Files are little-endian on every machine.
Words = NDArray[np.uint64]
#: Four arrays of n: what the kernel sweeps over.
Planes = tuple[Words, Words, Words, Words]
#: The distance up to which the lists of 16 chunks are exact, and the published threshold of a match.
MOST_RADIUS = 31
_HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


def hash_of(text: str, number: int = 1) -> bytes:
    """32 bytes of 64 hex digits in either case; ``number`` is told where it is wrong. Raises :class:`BadHash`."""
    if not _HEX.fullmatch(text):
        raise BadHash("not 64 hex digits", number=number)
    return bytes.fromhex(text)


def hashes_of(texts: Iterable[str]) -> list[bytes]:
    """All of them. Raises :class:`BadHash` with the number of the first that is wrong, counted from 1."""
    return [hash_of(text, number) for number, text in enumerate(texts, 1)]


def words_of(hashes: Sequence[bytes]) -> Words:
    """(n, 4) words of n times 32 bytes. Raises :class:`BadHash`."""
    for number, one in enumerate(hashes, 1):
        if len(one) != 32:
            raise BadHash("not 32 bytes", number=number)
    return np.frombuffer(b"".join(hashes), "<u8").astype(np.uint64).reshape(-1, 4)


def bytes_of(words: Words) -> list[bytes]:
    """32 bytes for each row."""
    whole = np.ascontiguousarray(words, "<u8").tobytes()
    return [whole[start : start + 32] for start in range(0, len(whole), 32)]


def planes_of(words: Words) -> Planes:
    """The same by columns, each contiguous."""
    first, second, third, fourth = (np.ascontiguousarray(words[:, p]) for p in range(4))
    return first, second, third, fourth


def in_order(words: Words) -> Words:
    """Each row once, sorted by its four words."""
    order = np.argsort(words[:, 0], kind="stable")
    first = words[order, 0]
    same = np.zeros(len(order), bool)
    if len(order) > 1:
        twice = first[1:] == first[:-1]
        same[1:] |= twice
        same[:-1] |= twice
    tied = order[same]
    if len(tied):
        rows = words[tied]
        order[same] = tied[np.lexsort((rows[:, 3], rows[:, 2], rows[:, 1], rows[:, 0]))]
    ordered = words[order]
    new = np.ones(len(ordered), bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered if new.all() else ordered[new]


def check_radius(radius: int) -> int:
    """0 to 31. Raises :class:`BadRadius`."""
    if isinstance(radius, bool) or not isinstance(radius, int) or not 0 <= radius <= MOST_RADIUS:
        raise BadRadius("radius")
    return radius
