"""Pictures: is it whole, what may stay beside it, and a smaller copy for reports.

Pillow is imported when the first picture comes, so that the command line starts fast.
"""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from holdfast.case.picture_parts import Parts, bare, check_png_pixels, may_be_clear, take_apart
from holdfast.case.values import Kind, LeftOut
from holdfast.errors import Broken, Dangerous, MovingPicture, TooLarge, TwoInOne

if TYPE_CHECKING:
    from PIL import Image

#: 50 MB: a 50-megapixel phone photo is about 15 MB, a full-screen PNG of a 4K monitor about 10 MB.
MAX_PICTURE_BYTES = 50 * 1024 * 1024
#: 100 megapixels: twice a 50-megapixel phone; decoded at four bytes a pixel this is 400 MB, one at a time.
MAX_PIXELS = 100_000_000
#: No side longer than this: the longest that JPEG can hold.
MAX_SIDE = 65_535
#: Notes beside a picture (EXIF, profile, text). Above this it is more than notes: depth maps, films, archives.
MAX_BESIDE = 1024 * 1024
#: A copy for reports fits in this box: an A4 column at about 150 dots per inch (docs/decisions/0023).
COPY_BOX = (1000, 1600)
#: JPEG quality of copies: small type on chat bubbles stays readable and 20 copies stay near 4 MB.
COPY_QUALITY = 78
AFTER_THE_END = "after the end of the picture"
NOTES_BESIDE = "notes beside the picture"
UNDER_CLEAR_PARTS = "under clear parts of the picture"
_STRIP_ROWS = 512
_FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP"}
#: Large pictures are decoded one after another, so that memory is bounded by one picture and not by the visitors.
_turn = threading.Lock()
_LARGE = 12_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A picture that may stay. ``kept`` is None where every byte stays."""

    kept: bytes | None
    left_out: tuple[LeftOut, ...]


def check(kind: Kind, reader: BinaryIO, *, size: int, name: str, strip: bool, hashed: bool) -> Checked:
    """Look at a whole picture of ``size`` bytes.

    ``strip`` leaves away everything beside the pixels: notes can hold a small copy of what was covered or cut off.
    It also puts see-through pictures on white: an eraser often makes pixels clear and leaves their colours in the file.
    Bytes after the picture's end are always left away and listed; ``hashed`` says whether with their SHA-256.
    Raises :class:`TooLarge`, :class:`Broken`, :class:`Dangerous`, :class:`MovingPicture`, :class:`TwoInOne`.
    """
    if size > MAX_PICTURE_BYTES:
        raise TooLarge("picture bytes", limit="50 MB")
    reader.seek(0)
    data = reader.read(MAX_PICTURE_BYTES + 1)
    if len(data) != size:
        raise Broken("picture is not as long as was said")
    parts = take_apart(kind, data)
    if parts.moves:
        raise MovingPicture(f"{kind} with frames")
    _within_limits(parts)
    kept = data[: parts.end]
    if (strip and parts.beside) or parts.beside > MAX_BESIDE:
        kept = bare(kind, data, parts)
    if is_also_an_archive(kept):
        raise TwoInOne(f"{kind} that is an archive too")
    _decode(kind, kept, take_apart(kind, kept))
    left_out = _list(data, parts, kept, name, hashed)
    flat = _without_clear_parts(kind, kept, parts) if strip else None
    if flat is not None:
        return Checked(flat, (*left_out, LeftOut(name, 0, UNDER_CLEAR_PARTS)))
    return Checked(None if len(kept) == len(data) else kept, left_out)


def is_also_an_archive(data: bytes) -> bool:
    """True where a zip's end record (APPNOTE 4.3.16) closes exactly at the end of ``data``."""
    tail = data[-(65_535 + 22) :]
    at = tail.rfind(b"PK\5\6")
    while at >= 0:
        if len(tail) - at >= 22 and len(tail) == at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little"):
            return True
        at = tail.rfind(b"PK\5\6", 0, at)
    return False


def smaller_copy(reader: BinaryIO) -> tuple[bytes, tuple[int, int]]:
    """A JPEG of at most :data:`COPY_BOX` pixels, upright, on white, without notes; and its (width, height).

    The same picture gives the same bytes with the same Pillow. Never larger than the picture. Raises
    :class:`Broken` or :class:`Dangerous`.
    """
    reader.seek(0)
    data = reader.read(MAX_PICTURE_BYTES + 1)
    kind = _kind_of(data)
    parts = take_apart(kind, data)
    _within_limits(parts)
    with _in_turn(parts), _opened(kind, bare(kind, data, parts)) as picture:
        box = COPY_BOX[::-1] if parts.turn >= 5 else COPY_BOX
        small = _upright(_fitted(picture, box), parts.turn)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=COPY_QUALITY, subsampling=0, optimize=True)
        return out.getvalue(), small.size


# --- inside ----------------------------------------------------------------------------------------------


def _within_limits(parts: Parts) -> None:
    if parts.width < 1 or parts.height < 1:
        raise Broken("picture without size")
    if parts.width * parts.height > MAX_PIXELS or max(parts.width, parts.height) > MAX_SIDE:
        raise Dangerous("picture has too many pixels")


def _decode(kind: Kind, data: bytes, parts: Parts) -> None:
    """Go through every pixel once and throw it away. A JPEG is decoded at an eighth: all its data is still read."""
    with _in_turn(parts), _opened(kind, data) as picture:
        if picture.size != (parts.width, parts.height):
            raise Broken("picture has two sizes")
        if kind is Kind.PNG:
            check_png_pixels(data, parts)
            return
        picture.draft("RGB", (max(1, parts.width // 8), max(1, parts.height // 8)))
        picture.load()


def _without_clear_parts(kind: Kind, data: bytes, parts: Parts) -> bytes | None:
    """The same picture on white, without loss, or None where every pixel covers its ground."""
    from PIL import Image

    if not may_be_clear(kind, data, parts):
        return None
    with _in_turn(parts), _opened(kind, data) as picture:
        picture.load()
        if picture.convert("RGBA").getchannel("A").getextrema() == (255, 255):
            return None
        turned = Image.Exif()
        turned[0x0112] = parts.turn
        notes = {"exif": turned} if parts.turn != 1 else {}
        out = io.BytesIO()
        profile = picture.info.get("icc_profile")
        _on_white(picture).save(out, _FORMATS[kind], lossless=True, icc_profile=profile, **notes)
        return out.getvalue()


@contextmanager
def _opened(kind: Kind, data: bytes) -> Iterator[Image.Image]:
    from PIL import Image

    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            yield picture
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
    ) as error:
        raise Broken(f"{kind} does not decode") from error
    except Image.DecompressionBombError as error:
        raise Dangerous(f"{kind} has too many pixels") from error


@contextmanager
def _in_turn(parts: Parts) -> Iterator[None]:
    if parts.width * parts.height < _LARGE:
        yield
        return
    with _turn:
        yield


def _list(data: bytes, parts: Parts, kept: bytes, name: str, hashed: bool) -> tuple[LeftOut, ...]:
    found: list[LeftOut] = []
    after = data[parts.end :]
    if after:
        digest = hashlib.sha256(after).hexdigest() if hashed else ""
        found.append(LeftOut(name, len(after), AFTER_THE_END, digest))
    if len(kept) < parts.end:
        found.append(LeftOut(name, parts.end - len(kept), NOTES_BESIDE))
    return tuple(found)


def _kind_of(data: bytes) -> Kind:
    from holdfast.case.kinds import recognise

    kind = recognise(data[:64]).kind
    if kind is None or not kind.is_picture:
        raise Broken("no picture")
    return kind


def _fitted(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """Fit into ``box`` as RGB on white, holding one full picture and one strip of it at most."""
    from PIL import Image

    picture.draft("RGB", (box[0] * 2, box[1] * 2))
    width, height = picture.size
    step = max(1, min(width // (box[0] * 2), height // (box[1] * 2)))
    rows = _STRIP_ROWS * step
    small = Image.new("RGB", (-(-width // step), -(-height // step)), "white")
    picture.load()
    for top in range(0, height, rows):
        strip = _on_white(picture.crop((0, top, width, min(top + rows, height))))
        small.paste(strip.reduce(step) if step > 1 else strip, (0, top // step))
    small.thumbnail(box, Image.Resampling.LANCZOS)
    return small


def _on_white(strip: Image.Image) -> Image.Image:
    from PIL import Image

    if strip.mode.startswith("I;16"):
        strip = strip.point(lambda value: value / 256).convert("L")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    clear = strip.convert("RGBA")
    white = Image.new("RGB", strip.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def _upright(picture: Image.Image, turn: int) -> Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return picture.transpose(turns[turn]) if turn in turns else picture
