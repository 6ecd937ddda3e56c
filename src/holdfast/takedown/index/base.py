"""The file that is searched: sorted fingerprints in four planes, and above 32,000 the lists of their chunks.

Written once, then only read; every process maps the same pages of it. Form of the file: docs/takedown-index.md.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from pathlib import Path
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import BankDamaged
from holdfast.takedown.compiled import kernel
from holdfast.takedown.index import look
from holdfast.takedown.index.look import CHUNKS, VALUES, Bits, Hits, Postings
from holdfast.takedown.index.words import Planes, Words

MAGIC = b"HOLDFASTINDEX01\n"
_HEAD: Final = struct.Struct("<16sQQI")
_PAGE = 4096
#: Above this the lists are written: 320 bytes a hash more.
LISTS_FROM = 32_000
#: With the kernel, reading all of it is faster up to here (bench_takedown prints both).
SCAN_UP_TO = 64_000


def _sizes(count: int, lists: bool) -> tuple[int, int, int, int]:
    """Bytes of planes, starts, sketches, numbers."""
    if not lists:
        return 32 * count, 0, 0, 0
    return 32 * count, 4 * CHUNKS * (VALUES + 1), 16 * CHUNKS * count, 4 * CHUNKS * count


def _places(count: int, lists: bool) -> tuple[list[int], int]:
    """Where each part begins, on whole pages, and where the file ends."""
    places, at = [], _PAGE
    for size in _sizes(count, lists):
        places.append(at)
        at += -(-size // _PAGE) * _PAGE
    return places, at


class Base:
    """An opened base file. Raises :class:`BankDamaged` where it is not as it was written, OSError where it is gone."""

    count: int

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(_HEAD.size)
            try:
                magic, self.count, flags, crc = _HEAD.unpack(head)
            except struct.error as short:
                raise BankDamaged("base: no head") from short
            places, size = _places(self.count, bool(flags))
            if magic != MAGIC or zlib.crc32(head[:-4]) != crc or os.fstat(file.fileno()).st_size != size:
                raise BankDamaged("base: head or size")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.planes: Planes = cast(
            Planes,
            tuple(self._part("<u8", places[0] + 8 * self.count * p, self.count) for p in range(4)),
        )
        self.postings = self._lists(places) if flags else None

    def _part(self, kind: str, place: int, count: int) -> NDArray[np.uint64]:
        part: NDArray[np.uint64] = np.frombuffer(self._map, kind, count, place)
        return part

    def _lists(self, places: list[int]) -> Postings:
        starts = np.frombuffer(self._map, "<u4", CHUNKS * (VALUES + 1), places[1]).reshape(CHUNKS, -1)
        rising = (starts[:, 1:] >= starts[:, :-1]).all()
        if not (rising and (starts[:, 0] == 0).all() and (starts[:, -1] == self.count).all()):
            raise BankDamaged("base: lists")
        sketch = np.frombuffer(self._map, "<u8", 2 * CHUNKS * self.count, places[2]).reshape(-1, 2)
        return Postings(starts, sketch, np.frombuffer(self._map, "<u4", CHUNKS * self.count, places[3]))

    def lookup(self, queries: Words, radius: int, gone: Bits | None) -> Hits:
        """Every hash within ``radius`` of each query (q, 4), by whichever way is faster here."""
        few = self.count <= (SCAN_UP_TO if kernel() is not None else LISTS_FROM)
        if self.postings is None or few:
            return look.scan(self.planes, gone, queries, radius)
        return look.probe(self.planes, gone, self.postings, queries, radius)

    def words(self) -> Words:
        """All of it as (n, 4); a copy."""
        return np.stack(self.planes, axis=1)

    def rows(self, numbers: NDArray[np.uint32]) -> Words:
        """Some of it as (k, 4)."""
        return np.stack([plane[numbers] for plane in self.planes], axis=1)

    def find(self, words: Words) -> NDArray[np.int64]:
        """For each row of (k, 4) its number, or −1."""
        place = np.searchsorted(self.planes[0], words[:, 0]).astype(np.int64)
        found = np.full(len(words), -1, np.int64)
        open_ = np.arange(len(words))
        while len(open_ := open_[place[open_] < self.count]):
            rows = self.rows(place[open_].astype(np.uint32))
            hit = (rows == words[open_]).all(axis=1)
            found[open_[hit]] = place[open_[hit]]
            open_ = open_[~hit & (rows[:, 0] == words[open_, 0])]
            place[open_] += 1
        return found


def write_base(path: Path, ordered: Words, *, lists: bool | None = None) -> None:
    """Writes (n, 4) sorted rows, each once, and brings them to the disk. ``lists`` None: where they are worth it."""
    count = len(ordered)
    with_lists = count > LISTS_FROM if lists is None else lists
    places, size = _places(count, with_lists)
    head = struct.pack("<16sQQ", MAGIC, count, int(with_lists))
    with path.open("w+b") as file:
        file.truncate(size)
        file.write(head + struct.pack("<I", zlib.crc32(head)))
        file.flush()
        with mmap.mmap(file.fileno(), size) as room:
            _fill(room, places, ordered, with_lists)
            room.flush()
        os.fsync(file.fileno())


def _fill(room: mmap.mmap, places: list[int], ordered: Words, with_lists: bool) -> None:
    count = len(ordered)
    planes = cast(
        Planes, tuple(np.frombuffer(room, "<u8", count, places[0] + 8 * count * p) for p in range(4))
    )
    for p in range(4):
        planes[p][:] = ordered[:, p]
    for chunk in range(CHUNKS if with_lists else 0):
        starts = np.frombuffer(room, "<u4", VALUES + 1, places[1] + 4 * (VALUES + 1) * chunk)
        sketch = np.frombuffer(room, "<u8", 2 * count, places[2] + 16 * count * chunk).reshape(-1, 2)
        number = np.frombuffer(room, "<u4", count, places[3] + 4 * count * chunk)
        look.post(planes, chunk, starts, sketch, number)
        del starts, sketch, number
    del planes
