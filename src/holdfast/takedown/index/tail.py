"""The changing part of a bank, in this process: new hashes that are scanned, and bits for hashes that are gone."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from holdfast.takedown.index.base import Base
from holdfast.takedown.index.log import What
from holdfast.takedown.index.look import Bits, Hits, scan
from holdfast.takedown.index.words import Planes, Words

_FIRST_ROOM = 1024


def _bits(count: int) -> Bits:
    return np.zeros(-(-count // 8), np.uint8)


class Tail:
    """New hashes beside a base, and what is gone from both. Made again from the log by every process."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._base_gone = _bits(base.count)
        self.gone_of_base = 0
        self._rows = np.empty((4, _FIRST_ROOM), np.uint64)
        self._gone = _bits(_FIRST_ROOM)
        self._where: dict[bytes, int] = {}
        self._gone_of_tail = 0

    @property
    def count(self) -> int:
        """New hashes, gone ones too: what every look-up reads."""
        return len(self._where)

    @property
    def alive(self) -> int:
        """Hashes that are found, base and tail."""
        alive: int = self._base.count - self.gone_of_base + self.count - self._gone_of_tail
        return alive

    def apply(self, what: NDArray[np.uint32], words: Words) -> None:
        """Changes in their order: ``what`` (n,), ``words`` (n, 4). The last one for a hash holds."""
        found = self._base.find(words)
        for change, number, row in zip(what.tolist(), found.tolist(), words, strict=True):
            if number >= 0:
                self.gone_of_base += self._set(self._base_gone, number, change == What.WITHDRAW)
            else:
                self._apply_new(change == What.WITHDRAW, row)

    def _apply_new(self, withdrawn: bool, row: Words) -> None:
        key = row.tobytes()
        number = self._where.get(key)
        if number is None:
            if withdrawn:
                return
            number = self._put(row)
            self._where[key] = number
        self._gone_of_tail += self._set(self._gone, number, withdrawn)

    def _put(self, row: Words) -> int:
        number = len(self._where)
        if number == self._rows.shape[1]:
            self._rows = np.concatenate((self._rows, np.empty_like(self._rows)), axis=1)
            self._gone = np.concatenate((self._gone, np.zeros_like(self._gone)))
        self._rows[:, number] = row
        return number

    @staticmethod
    def _set(bits: Bits, number: int, gone: bool) -> int:
        """Sets or clears one bit; by how much the number of those gone changed."""
        mask = np.uint8(1 << (number & 7))
        was = bool(bits[number >> 3] & mask)
        if gone:
            bits[number >> 3] |= mask
        else:
            bits[number >> 3] &= ~mask
        return int(gone) - int(was)

    def lookup(self, queries: Words, radius: int) -> tuple[Hits, Hits]:
        """Hits in the base and hits in the tail, each with its own numbers."""
        in_base = self._base.lookup(queries, radius, self._base_gone if self.gone_of_base else None)
        return in_base, scan(self._planes(), self._gone if self._gone_of_tail else None, queries, radius)

    def _planes(self) -> Planes:
        count = self.count  # first the number, then the rows: another thread may be adding
        return cast(Planes, tuple(plane[:count] for plane in self._rows))

    def rows(self, numbers: NDArray[np.uint32]) -> Words:
        """Hashes of the tail as (k, 4)."""
        return np.ascontiguousarray(self._rows[:, numbers].T)

    def living(self) -> Words:
        """Every hash that is found, (n, 4), in no order; a copy."""
        base = self._base.words()[self._stays(self._base_gone, self._base.count)]
        tail = self._rows[:, : self.count].T[self._stays(self._gone, self.count)]
        return np.concatenate((base, tail))

    @staticmethod
    def _stays(gone: Bits, count: int) -> NDArray[np.bool_]:
        stays: NDArray[np.bool_] = np.unpackbits(gone, bitorder="little")[:count] == 0
        return stays
