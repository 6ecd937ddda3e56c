"""The child process that reads letters in pictures: gives its 500 MB back when it ends.

Standard input: for each picture its length in four bytes (big endian) and its bytes. Standard output: for each picture
one line of JSON, ``{"size": [width, height], "lines": [[left, top, right, bottom, sure, text], …]}``, or
``{"refused": true}`` where it is not opened. Run by :mod:`holdfast.check.readers.screenshot` only.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from typing import Any, BinaryIO

#: 12,000 x 3,000: a long screenshot of a phone.
MAX_PIXELS = 40_000_000
#: Wider pictures are made smaller first: half the time of 1,080, the same letters read right on drawn chats.
WIDEST = 760
#: Windows of a long picture, as parts of its width, and how much two of them share.
TILE, SHARED = 2.2, 0.15


def main() -> int:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine: Any = None
    while picture := _next(sys.stdin.buffer):
        image = _opened(picture)
        if image is not None and engine is None:
            engine = _engine()
        answer = (
            {"refused": True} if image is None else {"size": list(image.size), "lines": _lines(engine, image)}
        )
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return 0


def _next(stream: BinaryIO) -> bytes:
    head = stream.read(4)
    return stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""


def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False})


def _opened(data: bytes) -> Any:
    """The picture upright, in colours, at most :data:`WIDEST` wide; None where it cannot be opened."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    image: Any
    try:  # Pillow raises errors of many kinds, and this process holds nothing but this picture
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        if image.width * image.height > MAX_PIXELS or min(image.size) < 8:
            return None
        image = ImageOps.exif_transpose(image)
        if image.mode in ("RGBA", "LA", "P"):
            ground = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(ground, image.convert("RGBA"))
        image = image.convert("RGB")
    except Exception:
        return None
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(8, image.height * WIDEST // image.width)))
    return image


def _lines(engine: Any, image: Any) -> list[list[float | str]]:
    """Lines of all windows; a line that two windows see is taken from the one whose middle it lies nearer to."""
    import numpy

    found: list[list[float | str]] = []
    for top, bottom, keep_from, keep_to in _windows(*image.size):
        window = numpy.asarray(image.crop((0, top, image.width, bottom)))[:, :, ::-1]
        result = engine(window)
        if result.boxes is None:
            continue
        for box, text, sure in zip(result.boxes, result.txts, result.scores, strict=True):
            xs, ys = [float(point[0]) for point in box], [float(point[1]) + top for point in box]
            if keep_from <= (min(ys) + max(ys)) / 2 < keep_to:
                found.append([min(xs), min(ys), max(xs), max(ys), float(sure), text])
    return found


def _windows(width: int, height: int) -> list[tuple[int, int, float, float]]:
    """Top and bottom of each window, and the stretch of it whose lines count."""
    tall = max(64, int(width * TILE))
    if height <= tall * 1.2:
        return [(0, height, 0.0, float(height))]
    shared = int(tall * SHARED)
    tops = list(range(0, height - shared, tall - shared))
    edges = [0.0, *(top + shared / 2 for top in tops[1:]), float(height)]
    return [(top, min(height, top + tall), edges[place], edges[place + 1]) for place, top in enumerate(tops)]


if __name__ == "__main__":
    sys.exit(main())
