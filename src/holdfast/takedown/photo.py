"""From a file to pixels: whole or not at all, turned as it is meant, see-through parts on white.

Pillow is imported when the first picture comes, so that the command line starts fast.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from holdfast.errors import CutPicture, NotAPicture, ReaderMissing, TooBigPicture, TooSmallPicture
from holdfast.takedown.pdq import LEAST_SIDE, Pixels

if TYPE_CHECKING:
    from PIL import Image

#: 110 million pixels: a phone of 108; decoded with its array this is about 800 MB, one picture at a time.
MOST_PIXELS = 110_000_000
#: What is opened; a list, because Pillow knows old formats with holes in them.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: The side of the square that the C++ and WASM programs squash larger pictures to first (pdqio.cpp, 2024).
SQUASHED = 512
#: How files begin that are pictures, whatever follows: JPEG, PNG, GIF, WebP.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")
#: EXIF tag 274: how the camera was held.
_ORIENTATION = 0x0112
#: Brands of HEIF after ``ftyp`` (ISO 14496-12, 23008-12; AVIF has its own decoder and is left out).
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def is_heic(start: bytes) -> bool:
    """By the first 12 bytes."""
    return start[4:8] == b"ftyp" and start[8:12] in _HEIC


@contextmanager
def opened(file: BinaryIO) -> Iterator[Image.Image]:
    """The picture in a file, its size within limits, not decoded yet.

    Raises :class:`NotAPicture`, :class:`TooBigPicture`, :class:`TooSmallPicture`, :class:`ReaderMissing`; and while it
    is decoded inside, :class:`CutPicture`.
    """
    from PIL import Image

    formats: tuple[str, ...] = FORMATS
    start = start_of(file)
    if is_heic(start):
        _learn_heic()
        formats = ("HEIF",)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(file, formats=formats)
        except Image.DecompressionBombError as bomb:
            raise TooBigPicture("bomb", limit=MOST_PIXELS // 1_000_000) from bomb
        except Exception as unknown:
            wrong = CutPicture if start.startswith(_BEGINNINGS) else NotAPicture
            raise wrong(f"opening: {type(unknown).__name__}") from unknown
        with picture:
            _check_size(picture.width, picture.height)
            try:
                yield picture
            except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError) as broken:
                raise CutPicture(f"decoding: {type(broken).__name__}") from broken


def start_of(file: BinaryIO) -> bytes:
    """The first 32 bytes; the file stands at its beginning afterwards."""
    file.seek(0)
    start = file.read(32)
    file.seek(0)
    return start


def _learn_heic() -> None:
    try:
        import pi_heif
    except ImportError as missing:
        raise ReaderMissing("pi_heif", extra="heic") from missing
    pi_heif.register_heif_opener(thumbnails=False)


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooBigPicture("pixels", limit=MOST_PIXELS // 1_000_000)
    if min(width, height) < LEAST_SIDE:
        raise TooSmallPicture(f"{width}x{height}")


def pixels(picture: Image.Image) -> Pixels:
    """(height, width, 3) R, G, B, as a screen on white paper would show it; colour profiles are not applied."""
    from PIL import Image

    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture).astype(np.int64)
        grey: Pixels = np.clip(deep >> 8, 0, 255).astype(np.uint8)
        return np.repeat(grey[..., None], 3, axis=2)
    if picture.has_transparency_data:
        above = picture.convert("RGBA")
        paper = Image.new("RGBA", above.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(paper, above).convert("RGB"))
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))


def orientation(picture: Image.Image) -> int:
    """1 to 8 (EXIF); 1 where nothing is said, or where the reader has turned it already (HEIF)."""
    try:
        said = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged notes turn nothing
        return 1
    return said if said in range(1, 9) else 1


def turned(picture: Pixels, how: int) -> Pixels:
    """The picture as it is meant to be seen, for an EXIF orientation of 1 to 8."""
    if how in (5, 6, 7, 8):
        picture = picture.transpose(1, 0, *range(2, picture.ndim))
    if how in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    if how in (3, 4, 7, 8):
        picture = picture[::-1]
    return np.ascontiguousarray(picture)


def squashed(picture: Pixels) -> Pixels:
    """512x512 by taking the pixel at ⌊i·size/512⌋, where a side is longer: what the C++ and WASM programs hash."""
    height, width = picture.shape[:2]
    if max(height, width) <= SQUASHED:
        return picture
    rows, columns = (np.arange(SQUASHED) * side // SQUASHED for side in (height, width))
    return np.ascontiguousarray(picture[rows][:, columns])


def grey(file: BinaryIO) -> Pixels:
    """(height, width) brightness, for looking up many pictures only: within 4 bits of the exact fingerprint.

    A JPEG holds its brightness as such; leaving the colours undecoded is most of the work saved. Raises as
    :func:`opened`.
    """
    with opened(file) as picture:
        if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
            picture.draft("L", None)
            if picture.mode == "L":
                return turned(np.asarray(picture), orientation(picture))
        return turned(pixels(picture), orientation(picture))
