"""The anatomy of PNG, JPEG and WebP: where the picture ends, what lies beside it, and what may be left away.

Nothing is decoded here. Walks follow the formats' own structure: PNG (ISO/IEC 15948 chunks), JPEG (ITU-T T.81
markers), WebP (RFC 9649 RIFF chunks). :class:`holdfast.errors.Broken` is raised where the structure does not hold.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from holdfast.case.values import Kind
from holdfast.errors import Broken


@dataclass(frozen=True, slots=True)
class Parts:
    """One picture file taken apart.

    ``width``, ``height`` in pixels as stored; ``end`` is where the picture's own bytes end; ``core`` are the spans
    (start, stop) that a picture needs to be shown, in order; ``beside`` counts the bytes of everything else
    before ``end``; ``moves`` says that there is more than one frame; ``turn`` is the EXIF orientation, 1 to 8.
    """

    width: int
    height: int
    end: int
    core: tuple[tuple[int, int], ...]
    beside: int
    moves: bool = False
    turn: int = 1


def take_apart(kind: Kind, data: bytes) -> Parts:
    """Walk through the whole of ``data``. Raises :class:`Broken`."""
    try:
        return _WALKS[kind](data)
    except (struct.error, IndexError) as error:
        raise Broken("picture ends inside a part") from error


def bare(kind: Kind, data: bytes, parts: Parts) -> bytes:
    """The picture with nothing beside it: no EXIF, thumbnail, text or place. Pixels and turn stay the same."""
    return _BARE[kind](data, parts)


def may_be_clear(kind: Kind, data: bytes, parts: Parts) -> bool:
    """Does the file say that pixels can be clear?"""
    if kind is Kind.PNG:
        return data[25] in (4, 6) or any(data[start + 4 : start + 8] == b"tRNS" for start, _ in parts.core)
    return kind is Kind.WEBP and any(_webp_clear(data[start:stop]) for start, stop in parts.core[1:])


def _webp_clear(chunk: bytes) -> bool:
    return (chunk.startswith(b"VP8X") and chunk[8] & 0x10 != 0) or (
        chunk.startswith(b"VP8L") and chunk[12] & 0x10 != 0
    )


# --- PNG -------------------------------------------------------------------------------------------------

#: Chunks that decide what the pixels look like.
_PNG_CORE = b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI".split()


def _walk_png(data: bytes) -> Parts:
    position, core, beside, moves, turn = 8, [(0, 8)], 0, False, 1
    width = height = 0
    seen_pixels = False
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise Broken("PNG is cut off")
        body = memoryview(data)[position + 4 : end - 4]
        if zlib.crc32(body) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Broken("PNG chunk has a wrong checksum")
        if position == 8:
            if name != b"IHDR" or length != 13:
                raise Broken("PNG does not begin with its header")
            width, height = struct.unpack_from(">II", data, 16)
        seen_pixels = seen_pixels or name == b"IDAT"
        moves = moves or name in (b"acTL", b"fdAT")
        if name in _PNG_CORE:
            core.append((position, end))
        else:
            beside += end - position
            turn = _exif_turn(bytes(body[4:])) if name == b"eXIf" else turn
        position = end
        if name == b"IEND":
            break
    if not seen_pixels:
        raise Broken("PNG without pixels")
    return Parts(width, height, position, tuple(core), beside, moves, turn)


def _bare_png(data: bytes, parts: Parts) -> bytes:
    spans = [data[start:stop] for start, stop in parts.core]
    if parts.turn != 1:
        body = b"eXIf" + _turn_tiff(parts.turn)
        spans.insert(2, struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
    return b"".join(spans)


#: Colour type → samples a pixel (ISO/IEC 15948, table 11.1).
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
#: The seven passes of an interlaced picture: first column and row, steps (section 8.2).
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_STEP = 256 * 1024


def check_png_pixels(data: bytes, parts: Parts) -> None:
    """Unpack all pixels in steps and throw them away: as many bytes as the header promises, every row with a known
    filter, the checksum right. Raises :class:`Broken`. Memory stays under a megabyte, whatever the size."""
    rows = _png_rows(data[24:29], parts)
    unpacked = b""
    unpacker = zlib.decompressobj()
    try:
        for packed in _packed_pixels(data, parts):
            while packed:
                if unpacker.eof:
                    raise Broken("PNG with bytes behind its pixels")
                unpacked = _past_rows(unpacked + unpacker.decompress(packed, _STEP), rows)
                packed = unpacker.unconsumed_tail or unpacker.unused_data
        unpacked = _past_rows(unpacked + unpacker.flush(), rows)
    except zlib.error as error:
        raise Broken("PNG pixels do not unpack") from error
    if rows or unpacked or not unpacker.eof:
        raise Broken("PNG has not the pixels it promises")


def _packed_pixels(data: bytes, parts: Parts) -> Iterator[bytes]:
    for start, stop in parts.core:
        if data[start + 4 : start + 8] == b"IDAT":
            for at in range(start + 8, stop - 4, _STEP):
                yield data[at : min(at + _STEP, stop - 4)]


def _png_rows(header: bytes, parts: Parts) -> list[list[int]]:
    """[bytes in a row with its filter, how many rows], pass by pass."""
    depth, colour, packing, filtering, interlace = header
    if colour not in _SAMPLES or depth not in (1, 2, 4, 8, 16) or packing or filtering or interlace > 1:
        raise Broken("PNG header that means nothing")
    bits = depth * _SAMPLES[colour]
    passes = _PASSES if interlace else ((0, 0, 1, 1),)
    sizes = (
        (-(-(parts.width - left) // across), -(-(parts.height - top) // down))
        for left, top, across, down in passes
    )
    return [[1 + (width * bits + 7) // 8, height] for width, height in sizes if width > 0 and height > 0]


def _past_rows(unpacked: bytes, rows: list[list[int]]) -> bytes:
    """Take whole rows off ``unpacked`` and off what is expected; what is left of the last row comes back."""
    at = 0
    while rows:
        length, count = rows[0]
        here = min(count, (len(unpacked) - at) // length)
        if not here:
            return unpacked[at:]
        if max(unpacked[at : at + here * length : length]) > 4:
            raise Broken("PNG row with an unknown filter")
        at += here * length
        rows[0][1] -= here
        if not rows[0][1]:
            del rows[0]
    if at < len(unpacked):
        raise Broken("PNG with more pixels than it promises")
    return b""


# --- JPEG ------------------------------------------------------------------------------------------------

_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: In the entropy-coded part only FF 00, the restart marks and fill bytes may follow FF (T.81, B.1.1.5).
_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _walk_jpeg(data: bytes) -> Parts:
    position, core, beside, turn = 2, [(0, 2)], 0, 1
    size: tuple[int, int] | None = None
    seen_scan = False
    while True:
        if data[position] != 0xFF:
            raise Broken("JPEG has no mark where one must stand")
        mark = data[position + 1]
        if mark == 0xFF:
            position += 1
            continue
        if mark == 0xD9:
            core.append((position, position + 2))
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise Broken("JPEG is cut off")
        if mark in _SIZES and size is None:
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = (width, height)
        if mark == 0xDA:
            seen_scan, end = True, _end_of_scan(data, end)
        if _jpeg_needs(mark, data[position + 4 : end]):
            core.append((position, end))
        else:
            beside += end - position
            turn = _jpeg_turn(mark, data[position + 4 : end], turn)
        position = end
    if size is None or not seen_scan:
        raise Broken("JPEG without a picture")
    return Parts(*size, position + 2, tuple(core), beside, False, turn)


def _end_of_scan(data: bytes, start: int) -> int:
    found = _NEXT_MARK.search(data, start)
    if found is None:
        raise Broken("JPEG is cut off")
    return found.end() - 2


def _jpeg_needs(mark: int, body: bytes) -> bool:
    """JFIF without its thumbnail, the colour profile and Adobe's colour note; no comment, no other APPn."""
    if mark == 0xE0:
        return body.startswith(b"JFIF\0") and len(body) == 14
    if mark == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if mark == 0xEE:
        return body.startswith(b"Adobe") and len(body) == 12
    return not (0xE0 <= mark <= 0xEF or mark == 0xFE)


def _jpeg_turn(mark: int, body: bytes, before: int) -> int:
    return _exif_turn(body[6:]) if mark == 0xE1 and body.startswith(b"Exif\0\0") else before


def _bare_jpeg(data: bytes, parts: Parts) -> bytes:
    spans = [data[start:stop] for start, stop in parts.core]
    if parts.turn != 1:
        body = b"Exif\0\0" + _turn_tiff(parts.turn)
        spans.insert(1, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"".join(spans)


# --- WebP ------------------------------------------------------------------------------------------------

_WEBP_CORE = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP")


def _walk_webp(data: bytes) -> Parts:
    (riff,) = struct.unpack_from("<I", data, 4)
    end = 8 + riff + (riff & 1)
    if end > len(data) or riff < 12:
        raise Broken("WebP is cut off")
    position, core, beside, moves, turn = 12, [(0, 12)], 0, False, 1
    size: tuple[int, int] | None = None
    seen_pixels = False
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, position)
        stop = position + 8 + length + (length & 1)
        if stop > end:
            raise Broken("WebP part is cut off")
        body = data[position + 8 : position + 8 + length]
        size = size or _webp_size(name, body)
        seen_pixels = seen_pixels or name in (b"VP8 ", b"VP8L")
        moves = moves or name in (b"ANIM", b"ANMF")
        if name in _WEBP_CORE:
            core.append((position, stop))
        else:
            beside += stop - position
            turn = _exif_turn(body.removeprefix(b"Exif\0\0")) if name == b"EXIF" else turn
        position = stop
    if size is None or not (seen_pixels or moves):
        raise Broken("WebP without a picture")
    return Parts(*size, end, tuple(core), beside, moves, turn)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int] | None:
    if name == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _bare_webp(data: bytes, parts: Parts) -> bytes:
    spans = [data[start:stop] for start, stop in parts.core[1:]]
    turned = b""
    if parts.turn != 1:
        tiff = _turn_tiff(parts.turn)
        turned = b"EXIF" + struct.pack("<I", len(tiff)) + tiff
    if spans and spans[0].startswith(b"VP8X"):
        flags = spans[0][8] & ~0x0E | (0x08 if turned else 0)
        spans[0] = spans[0][:8] + bytes([flags]) + spans[0][9:]
        spans.append(turned)
    body = b"WEBP" + b"".join(spans)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- which way up ----------------------------------------------------------------------------------------


def _exif_turn(tiff: bytes) -> int:
    """Tag 0x0112 of the first directory (TIFF 6.0, section 8), 1 where there is none or it is damaged."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * number)
            if tag == 0x0112 and kind == 3:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turn_tiff(turn: int) -> bytes:
    """A TIFF block that says nothing but the turn: one directory, one tag."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)


_WALKS: dict[Kind, Callable[[bytes], Parts]] = {
    Kind.PNG: _walk_png,
    Kind.JPEG: _walk_jpeg,
    Kind.WEBP: _walk_webp,
}
_BARE: dict[Kind, Callable[[bytes, Parts], bytes]] = {
    Kind.PNG: _bare_png,
    Kind.JPEG: _bare_jpeg,
    Kind.WEBP: _bare_webp,
}
