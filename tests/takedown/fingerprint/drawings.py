"""Our own pictures: drawn landscapes, patterns and noise, the same ones on every run."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def landscape(height: int, width: int, seed: int = 0) -> Pixels:
    """Hills under a sky, with 1/f roughness as photographs have it. (height, width, 3)."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    u, v = x / max(width, 2), y / max(height, 2)
    picture = np.stack([140 - 60 * v, 170 - 40 * v, 230 - 90 * v], axis=-1)
    for _ in range(6):
        low, swing, speed, shift = chance.uniform((0.2, 0.02, 2, 0), (0.9, 0.15, 12, 6))
        ground = v > low + swing * np.sin(speed * u + shift)
        picture[ground] = chance.uniform(20, 220, 3)
    picture += roughness(height, width, chance)[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8)


def roughness(
    height: int, width: int, chance: np.random.Generator, power: float = 1.0
) -> NDArray[np.float64]:
    """Noise with a spectrum of 1/f**power, deviation 18."""
    tall, wide = min(height, 256), min(width, 256)
    f = np.hypot(np.fft.fftfreq(tall)[:, None] * tall, np.fft.fftfreq(wide)[None] * wide)
    f[0, 0] = 1
    noise = np.fft.ifft2(np.exp(2j * np.pi * chance.random((tall, wide))) / f**power).real
    spread = noise.std() or 1.0
    rows, columns = np.arange(height) * tall // height, np.arange(width) * wide // width
    out: NDArray[np.float64] = ((noise - noise.mean()) / spread * 18)[np.ix_(rows, columns)]
    return out


def chequers(height: int, width: int, field: int = 9) -> Pixels:
    """A chessboard of two colours."""
    y, x = np.mgrid[0:height, 0:width]
    odd = ((x // field + y // field) % 2).astype(bool)
    return np.where(odd[..., None], (230, 200, 40), (30, 60, 150)).astype(np.uint8)


def file_of(picture: Pixels | Image.Image, form: str, **options: object) -> io.BytesIO:
    """The picture as a file in memory."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = io.BytesIO()
    image.save(file, form, **options)
    file.seek(0)
    return file
