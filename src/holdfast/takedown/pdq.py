"""PDQ: 256 bits for a photo, the same bits as the reference program gives (PyPI ``pdqhash`` 0.2.8).

Luma, two box blurs along each axis, 64x64 samples, a cosine transform to 16x16, one bit for each number above their
median. Described in "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm" (Facebook, 2019).

Blur and sampling are computed as one linear operator, for the 64x64 samples alone. The reference adds up in float32
along whole rows; where a bit or the quality could hang on that rounding, the samples are made once more in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from holdfast.takedown import plain_pdq
from holdfast.takedown.compiled import kernel

#: One picture: (height, width, 3) R, G, B or (height, width) grey, uint8.
Pixels = NDArray[np.uint8]
Samples = NDArray[np.float32]

#: The reference refuses smaller pictures: all bits 0, quality 0.
LEAST_SIDE = 5
#: Below this the picture is too plain: the threshold that Meta's own matcher uses.
LEAST_QUALITY = 50
#: Photos match up to this distance (the published threshold).
MATCH = 31

#: How far samples of the two ways may lie apart. Measured on 724 pictures from 5 px to 48 MP: at most 0.0041.
SLACK_SAMPLE = 0.012
#: How far apart two of the 256 numbers have to be to keep their order. Measured: a number moves by at most 0.0118.
SLACK_NUMBER = 0.03


@dataclass(frozen=True)
class Pdq:
    """A fingerprint: ``bits`` 32 bytes as the hex is read, ``quality`` 0 to 100."""

    bits: bytes
    quality: int

    @property
    def hex(self) -> str:
        """64 lower-case digits, as the hash feed carries it."""
        return self.bits.hex()

    @cached_property
    def ones(self) -> int:
        """How many bits are set: 128 for any ordinary picture, because the median divides them."""
        return int.from_bytes(self.bits).bit_count()

    @property
    def plain(self) -> bool:
        """Too little in the picture to tell it from others."""
        return self.quality < LEAST_QUALITY


def distance(one: bytes, other: bytes) -> int:
    """In how many of the 256 bits two fingerprints differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def pdq(picture: Pixels) -> Pdq:
    """The fingerprint of one picture. Raises ValueError where the array is no picture."""
    numbers, quality = transform(picture)
    return Pdq(plain_pdq.bits(numbers), quality)


def transform(picture: Pixels) -> tuple[NDArray[np.float32], int]:
    """The 16x16 numbers and the quality; all zero for a picture under 5 pixels a side."""
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or picture.shape[2:] not in ((), (3,)):
        raise ValueError("a picture is uint8, grey or with three channels")
    if min(picture.shape[:2]) < LEAST_SIDE:
        return np.zeros((16, 16), np.float32), 0
    return decided(quick(picture)) or exact(samples(picture, exactly=True))


def quick(picture: Pixels) -> Samples:
    """64x64 samples by the banded operator."""
    return samples(picture, exactly=False)


def samples(picture: Pixels, *, exactly: bool) -> Samples:
    """64x64 samples of the blurred luma, float32, by the kernel where there is one."""
    compiled = kernel()
    if compiled is None:
        return plain_pdq.in_order(picture) if exactly else plain_pdq.banded(picture)
    lies = np.ascontiguousarray(picture)
    out = np.empty((64, 64), np.float32)
    height, width = lies.shape[:2]
    channels = 3 if lies.ndim == 3 else 1
    compiled.pdq_samples(lies, height, width, width * channels, channels, int(exactly), out)
    return out


def exact(of: Samples) -> tuple[NDArray[np.float32], int]:
    """Numbers and quality, added up in the order of the reference."""
    return plain_pdq.transform_in_order(of), plain_pdq.quality(of)


def decided(of: Samples) -> tuple[NDArray[np.float32], int] | None:
    """Numbers and quality, or None where the other way of adding could give another bit or another quality."""
    numbers = plain_pdq.transform_quick(of)
    # A bit is set above the median, the 128th of 256: only a change of places between it and the next changes bits.
    around = np.partition(numbers, (127, 128), axis=None)
    if around[128] - around[127] < SLACK_NUMBER:
        return None
    quality = plain_pdq.quality_if_certain(of, SLACK_SAMPLE)
    return None if quality is None else (numbers, quality)
