"""PDQ in numpy: the operator of the blur, the reference's own order of sums, the transform, the quality."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIDE = 64
Floats = NDArray[np.float32]
#: Red, green, blue in the luma (ITU-R BT.601).
LUMA = (0.299, 0.587, 0.114)


def window_of(size: int) -> int:
    """Length of one box of the blur along an axis of ``size`` pixels."""
    return -(-size // (2 * SIDE))


def centres(size: int) -> NDArray[np.int64]:
    """The 64 places along an axis where the blurred picture is read."""
    return ((np.arange(SIDE) + 0.5) * size / SIDE).astype(np.int64)


@lru_cache(maxsize=64)
def bands(size: int) -> tuple[tuple[int, Floats], ...]:
    """For each of the 64 outputs: the first pixel it reads, and the weights from there on (two boxes in one)."""
    window = window_of(size)
    half = (window + 2) // 2
    found = []
    for place in centres(size):
        left, right = max(0, place + half - window), min(size - 1, place + half - 1)
        middles = np.arange(left, right + 1)
        starts, ends = np.maximum(0, middles + half - window), np.minimum(size - 1, middles + half - 1)
        shares = 1.0 / (len(middles) * (ends - starts + 1))
        steps = np.zeros(ends[-1] - starts[0] + 2)
        np.add.at(steps, starts - starts[0], shares)
        np.subtract.at(steps, ends + 1 - starts[0], shares)
        found.append((int(starts[0]), np.cumsum(steps)[:-1].astype(np.float32)))
    return tuple(found)


def banded(picture: NDArray[np.uint8]) -> Floats:
    """64x64 samples: down first, over bytes of all channels, then luma, then across.

    ``einsum`` and not a product of matrices: BLAS wakes threads for these, which wait longer than they work.
    """
    height, width = picture.shape[:2]
    flat = picture.reshape(height, -1)
    down = np.empty((SIDE, flat.shape[1]), np.float32)
    for i, (first, weights) in enumerate(bands(height)):
        np.einsum("r,rc->c", weights, flat[first : first + len(weights)].astype(np.float32), out=down[i])
    luma = down
    if picture.ndim == 3:
        luma = np.einsum("rwc,c->rw", down.reshape(SIDE, width, 3), np.array(LUMA, np.float32))
    out = np.empty((SIDE, SIDE), np.float32)
    for i, (first, weights) in enumerate(bands(width)):
        out[:, i] = np.einsum("rc,c->r", luma[:, first : first + len(weights)], weights)
    return out


def luma_of(picture: NDArray[np.uint8]) -> Floats:
    """Brightness, computed in double and rounded once, as the reference's Python binding does; some rows at a time."""
    luma = np.empty(picture.shape[:2], np.float32)
    for start in range(0, len(picture), SIDE):
        rows = picture[start : start + SIDE]
        red, green, blue = (rows[..., i] for i in range(3)) if rows.ndim == 3 else (rows,) * 3
        luma[start : start + SIDE] = red * LUMA[0] + green * LUMA[1] + blue * LUMA[2]
    return luma


def box(of: Floats, window: int) -> Floats:
    """One box blur along the first axis by running float32 sums: add the right edge, then take the left one off."""
    size, half, place = len(of), (window + 2) // 2, 0
    sums, out = np.zeros(of.shape[1:], np.float32), np.empty_like(of)
    for right in range(size):
        sums += of[right]
        if right >= window:
            sums -= of[right - window]
        if right >= half - 1:
            np.divide(sums, np.float32(min(right + 1, window)), out=out[place])
            place += 1
    for left in range(size - window, size - window + half - 1):
        sums -= of[left]
        np.divide(sums, np.float32(size - 1 - left), out=out[place])
        place += 1
    return out


def in_order(picture: NDArray[np.uint8]) -> Floats:
    """64x64 samples with every sum in the reference's order: slow, and the same to the last bit."""
    luma = luma_of(picture)
    height, width = luma.shape
    if (height, width) == (SIDE, SIDE):
        return luma
    across, down = window_of(width), window_of(height)
    once = box(np.ascontiguousarray(box(np.ascontiguousarray(luma.T), across).T), down)
    twice = box(np.ascontiguousarray(once.T), across)[centres(width)]
    return np.ascontiguousarray(box(np.ascontiguousarray(twice.T), down)[centres(height)])


@lru_cache(maxsize=1)
def cosines() -> Floats:
    """Rows 1 to 16 of the transform of 64: the first, which only says how bright the picture is, is left out."""
    row, column = np.arange(1, 17)[:, None], np.arange(SIDE)[None, :]
    scale = np.float64(np.float32(np.sqrt(2.0 / SIDE)))
    matrix: Floats = (scale * np.cos((np.pi / 2.0 / SIDE) * row * (2 * column + 1))).astype(np.float32)
    return matrix


def transform_quick(samples: Floats) -> Floats:
    """16x16 numbers by two products of matrices."""
    matrix = cosines()
    numbers: Floats = np.matmul(np.matmul(matrix, samples), matrix.T)
    return numbers


def transform_in_order(samples: Floats) -> Floats:
    """16x16 numbers with every float32 sum in the reference's order."""
    matrix = cosines()
    half = np.zeros((16, SIDE), np.float32)
    numbers = np.zeros((16, 16), np.float32)
    for k in range(SIDE):
        half += matrix[:, k, None] * samples[k]
    for k in range(SIDE):
        numbers += half[:, k, None] * matrix[:, k]
    return numbers


def bits(numbers: Floats) -> bytes:
    """One bit for each number above the lower median; the last number is the first bit of the hex."""
    median = np.partition(numbers, 127, axis=None)[127]
    return np.packbits((numbers > median).reshape(-1)[::-1]).tobytes()


def _gradients(samples: Floats) -> Floats:
    """Differences of neighbours in hundredths of the brightest."""
    down, across = samples[:-1] - samples[1:], samples[:, :-1] - samples[:, 1:]
    both = np.concatenate((down.reshape(-1), across.reshape(-1)))
    gradients: Floats = np.abs(both * np.float32(100) / np.float32(255))
    return gradients


def quality(samples: Floats) -> int:
    """0 to 100: how much there is to see (the reference's metric: whole hundredths, summed, over 90)."""
    return min(100, int(_gradients(samples).astype(np.int64).sum()) // 90)


def quality_if_certain(samples: Floats, slack: float) -> int | None:
    """The quality, or None where samples ``slack`` away could give another."""
    gradients, wide = _gradients(samples), np.float32(2 * slack * 100 / 255)
    least = int(np.maximum(gradients - wide, 0).astype(np.int64).sum()) // 90
    most = int((gradients + wide).astype(np.int64).sum()) // 90
    return min(100, least) if min(100, least) == min(100, most) else None
