"""Comparing: every pair (scan), or only what shares a near chunk (probe). Both find the same, all of it.

With numpy the probe is worth its lists from a few thousand hashes on; the kernel's scan is faster up to about 250,000.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.takedown.compiled import kernel
from holdfast.takedown.index.words import Planes, Words

CHUNKS, VALUES = 16, 65536
Numbers = NDArray[np.uint32]
Bits = NDArray[np.uint8]
#: Hashes that stay in the second cache while all queries pass over them.
_BLOCK = 16384
#: Queries that numpy works on at once; entries that it holds at once, about 100 bytes each.
_TOGETHER, _MOST_ENTRIES = 32, 2_000_000


@dataclass(frozen=True)
class Hits:
    """Three arrays of one length: which query, which hash of the bank, how many bits apart."""

    query: Numbers
    number: Numbers
    distance: Numbers


@dataclass(frozen=True)
class Postings:
    """The lists of 16 chunks of 16 bits. ``starts`` (16, 65537); ``sketch`` (16·n, 2), the half of the hash that the
    chunk is not in; ``number`` (16·n), which hash."""

    starts: Numbers
    sketch: Words
    number: Numbers


def _read(raw: bytes) -> Hits:
    rows = np.frombuffer(raw, np.uint32).reshape(-1, 3)
    return Hits(rows[:, 0], rows[:, 1], rows[:, 2])


def _join(parts: list[Hits]) -> Hits:
    if not parts:
        return _read(b"")
    return Hits(
        np.concatenate([part.query for part in parts]),
        np.concatenate([part.number for part in parts]),
        np.concatenate([part.distance for part in parts]),
    )


def scan(planes: Planes, gone: Bits | None, queries: Words, radius: int) -> Hits:
    """Every query (q, 4) with every hash; ``gone`` has a bit for each hash that is not found any more."""
    queries = np.ascontiguousarray(queries)
    compiled = kernel()
    if compiled is not None:
        return _read(compiled.scan(planes, gone, queries, radius))
    parts = []
    for start in range(0, len(planes[0]), _BLOCK):
        parts += _scan_block(planes, start, queries, radius)
    return _alive(_join(parts), gone)


def _scan_block(planes: Planes, start: int, queries: Words, radius: int) -> list[Hits]:
    first, second, third, fourth = (plane[start : start + _BLOCK] for plane in planes)
    apart, count = np.empty_like(first), np.empty(len(first), np.uint8)
    other = np.empty_like(count)
    found = []
    for number, query in enumerate(queries):
        np.bitwise_count(np.bitwise_xor(first, query[0], out=apart), out=count)
        np.bitwise_count(np.bitwise_xor(second, query[1], out=apart), out=other)
        np.add(count, other, out=count)
        if count.min() > radius:
            continue
        near = np.flatnonzero(count <= radius)
        rest = np.bitwise_count(third[near] ^ query[2]) + np.bitwise_count(fourth[near] ^ query[3])
        distance = count[near].astype(np.uint32) + rest
        kept = distance <= radius
        many = int(kept.sum())
        found.append(
            Hits(np.full(many, number, np.uint32), (near[kept] + start).astype(np.uint32), distance[kept])
        )
    return found


def _alive(hits: Hits, gone: Bits | None) -> Hits:
    if gone is None or not len(hits.number):
        return hits
    stays = ((gone[hits.number >> 3] >> (hits.number & 7)) & 1) == 0
    return Hits(hits.query[stays], hits.number[stays], hits.distance[stays])


def probe(planes: Planes, gone: Bits | None, postings: Postings, queries: Words, radius: int) -> Hits:
    """The same by the lists; exact for a radius of 0 to 31 (the proof stands in kernel/probe.c)."""
    queries = np.ascontiguousarray(queries)
    compiled = kernel()
    if compiled is not None:
        raw = compiled.probe(planes, gone, postings.starts, postings.sketch, postings.number, queries, radius)
        return _read(raw)
    parts = []
    for start in range(0, len(queries), _TOGETHER):
        parts += _probe_some(planes, postings, queries[start : start + _TOGETHER], start, radius)
    return _alive(_join(parts), gone)


def _chunks(words: Words) -> NDArray[np.int64]:
    """(n, 16) values of the chunks, the lowest of the first word first."""
    return np.ascontiguousarray(words, "<u8").view("<u2").reshape(-1, CHUNKS).astype(np.int64)


def _near_values(queries: Words, radius: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Chunk and value of every list to read: (lists,) and (q, lists)."""
    one_bit = max(0, radius - (CHUNKS - 1))
    masks = np.concatenate(([0], 1 << np.arange(CHUNKS)))
    chunk = np.concatenate((np.repeat(np.arange(one_bit), CHUNKS + 1), np.arange(one_bit, CHUNKS)))
    mask = np.concatenate((np.tile(masks, one_bit), np.zeros(CHUNKS - one_bit, np.int64)))
    return chunk, _chunks(queries)[:, chunk] ^ mask


def _probe_some(planes: Planes, postings: Postings, queries: Words, first: int, radius: int) -> list[Hits]:
    chunk, value = _near_values(queries, radius)
    starts, ends = postings.starts[chunk, value], postings.starts[chunk, value + 1]
    lengths = (ends - starts).astype(np.int64)
    entries = lengths.sum(axis=1)
    found = []
    crowded = entries > max(len(planes[0]) // 2, 1)
    group: list[int] = []
    held = 0
    for row in range(len(queries)):
        if crowded[row]:
            hits = scan(planes, None, queries[row : row + 1], radius)
            found.append(Hits(hits.query + np.uint32(first + row), hits.number, hits.distance))
            continue
        if group and held + entries[row] > _MOST_ENTRIES:
            found.append(_sweep(planes, postings, queries, chunk, starts, lengths, group, first, radius))
            group, held = [], 0
        group.append(row)
        held += int(entries[row])
    if group:
        found.append(_sweep(planes, postings, queries, chunk, starts, lengths, group, first, radius))
    return found


def _sweep(
    planes: Planes,
    postings: Postings,
    queries: Words,
    chunk: NDArray[np.int64],
    starts: Numbers,
    lengths: NDArray[np.int64],
    group: list[int],
    first: int,
    radius: int,
) -> Hits:
    """Reads all lists of a group of queries; keeps what is near in its sketch, then near as a whole."""
    many = lengths[group].reshape(-1)
    begins = (starts[group].astype(np.int64) + chunk * len(planes[0])).reshape(-1)
    place = np.repeat(begins - (np.cumsum(many) - many), many) + np.arange(many.sum())
    asked = np.repeat(np.repeat(np.array(group), lengths.shape[1]), many)
    upper = np.repeat(np.tile(chunk >= CHUNKS // 2, len(group)), many)
    sketch = postings.sketch[place]
    apart = np.bitwise_count(sketch[:, 0] ^ np.where(upper, queries[asked, 0], queries[asked, 2]))
    apart = apart + np.bitwise_count(sketch[:, 1] ^ np.where(upper, queries[asked, 1], queries[asked, 3]))
    near = np.flatnonzero(apart <= radius)
    pairs = np.unique(np.stack((asked[near], postings.number[place[near]].astype(np.int64)), axis=1), axis=0)
    distance = np.zeros(len(pairs), np.uint32)
    for plane, column in zip(planes, queries.T, strict=True):
        distance += np.bitwise_count(plane[pairs[:, 1]] ^ column[pairs[:, 0]])
    kept = distance <= radius
    return Hits((pairs[kept, 0] + first).astype(np.uint32), pairs[kept, 1].astype(np.uint32), distance[kept])


def post(planes: Planes, chunk: int, starts: Numbers, sketch: Words, number: Numbers) -> None:
    """Fills the lists of one chunk: ``starts`` (65537), ``sketch`` (n, 2), ``number`` (n)."""
    compiled = kernel()
    if compiled is not None:
        compiled.post(planes, chunk, starts, sketch, number)
        return
    values = ((planes[chunk // 4] >> np.uint64(16 * (chunk % 4))) & np.uint64(0xFFFF)).astype(np.uint16)
    order = np.argsort(values, kind="stable")
    starts[0] = 0
    np.cumsum(np.bincount(values, minlength=VALUES), out=starts[1:])
    half = 0 if chunk >= CHUNKS // 2 else 2
    sketch[:, 0], sketch[:, 1] = planes[half][order], planes[half + 1][order]
    number[:] = order
