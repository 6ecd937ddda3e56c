"""Banks of the three kinds that the index is measured on, and what comparing every pair finds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]


def from_bits(bits: NDArray[np.bool_]) -> Words:
    """(n, 256) bits as (n, 4) words."""
    return np.packbits(bits, axis=1).view("<u8").astype(np.uint64)


def uniform(count: int, seed: int = 0) -> Words:
    """Every bit by chance."""
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), dtype=np.uint64)


def rough(count: int, seed: int = 0) -> Words:
    """As photographs are: strong low frequencies that many share, weak high ones, half of the bits set."""
    chance = np.random.default_rng(seed)
    row, column = np.mgrid[1:17, 1:17]
    strength = (1 / np.hypot(row, column)).reshape(-1)
    scenes = chance.normal(size=(24, 256)) * strength
    numbers = scenes[chance.integers(0, 24, count)] * 0.8 + chance.normal(size=(count, 256)) * strength
    return from_bits(numbers > np.median(numbers, axis=1, keepdims=True))


def clustered(count: int, seed: int = 0, most: int = 24) -> Words:
    """Copies of few pictures: some clusters hold hundreds, each copy up to ``most`` bits from its middle."""
    chance = np.random.default_rng(seed)
    middles = uniform(max(count // 12, 1), seed + 1)
    size = chance.pareto(1.1, len(middles)) + 1
    owner = chance.choice(len(middles), count, p=size / size.sum())
    words = middles[owner].copy()
    for row, flips in zip(words, chance.integers(0, most + 1, count), strict=True):
        flip(row, chance.choice(256, flips, replace=False))
    return words


def flip(row: Words, places: NDArray[np.int64]) -> None:
    """Turns bits of one row over, in place."""
    for place in places.tolist():
        row[place // 64] ^= np.uint64(1 << (place % 64))


def near(words: Words, distance: int, chance: np.random.Generator) -> Words:
    """A copy of every row, exactly ``distance`` bits away."""
    out = words.copy()
    for row in out:
        flip(row, chance.choice(256, distance, replace=False))
    return out


def every_pair(bank: Words, queries: Words, radius: int) -> set[tuple[int, int, int]]:
    """(query, number, distance) of all that are near, by comparing each with each."""
    found = set()
    for number, query in enumerate(queries):
        distance = np.bitwise_count(bank ^ query).sum(axis=1)
        found |= {(number, int(i), int(distance[i])) for i in np.flatnonzero(distance <= radius)}
    return found


KINDS = {"uniform": uniform, "rough": rough, "clustered": clustered}


def chance(seed: int) -> np.random.Generator:
    """The same chance on every run."""
    return np.random.default_rng(seed)


def words_of(one: bytes) -> Words:
    """One hash as (1, 4); a copy."""
    return np.frombuffer(one, "<u8").astype(np.uint64).reshape(1, 4)
