"""The compiled kernel, where it was built and is wanted; else None, and numpy serves with the same answers."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]


class Kernel(Protocol):
    """What ``_kernel.c`` offers. Hits are bytes: three uint32 each, number of the query, of the hash, distance."""

    def level(self, asked: int = -1, /) -> int:
        """0 plain C, 1 popcnt, 2 AVX2, 3 AVX-512; ``asked`` lowers it, for tests and benches."""

    def pdq_samples(
        self,
        picture: object,
        height: int,
        width: int,
        row: int,
        channels: int,
        how: int,
        out: object,
        /,
    ) -> None:
        """64x64 float32 samples of the blurred luma into ``out``; ``how`` 1 adds in the reference's order."""

    def scan(self, planes: Sequence[Words], gone: object, queries: object, radius: int, /) -> bytes:
        """Every query (32 bytes) against every hash."""

    def probe(
        self,
        planes: Sequence[Words],
        gone: object,
        starts: object,
        sketch: object,
        number: object,
        queries: object,
        radius: int,
        /,
    ) -> bytes:
        """The same by the lists of 16 chunks; ``radius`` 0 to 31."""

    def post(
        self, planes: Sequence[Words], chunk: int, starts: object, sketch: object, number: object, /
    ) -> None:
        """The lists of one chunk."""


def kernel() -> Kernel | None:
    """The kernel of this process. ``HOLDFAST_KERNEL=off`` does without, for tests and for doubt."""
    if os.environ.get("HOLDFAST_KERNEL", "") == "off":
        return None
    try:
        return cast(Kernel, importlib.import_module("holdfast.takedown._kernel"))
    except ImportError:
        return None
