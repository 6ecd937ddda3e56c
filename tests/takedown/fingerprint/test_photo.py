"""Files: turned, see-through, deep, of few colours, moving, cut, huge, or no pictures at all."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.takedown.fingerprint.conftest import reference
from tests.takedown.fingerprint.drawings import chequers, file_of, landscape

from holdfast.errors import (
    AgeNotSaid,
    CutPicture,
    FingerprintError,
    NotAPicture,
    TooBigPicture,
    TooSmallPicture,
    Under18InPicture,
)
from holdfast.takedown import photo
from holdfast.takedown.age import Adults, adults_only
from holdfast.takedown.fingerprint import Look, Note, Sort, fingerprint, photo_marks
from holdfast.takedown.pdq import distance, pdq

PICTURE = landscape(300, 400, 21)


def bits_of(found, look=Look.ORIENTED):
    return next(mark.pdq.bits for mark in found.marks if mark.look is look)


@pytest.mark.parametrize("answer", ["under_18", "unknown"])
def test_nothing_is_made_of_a_child_s_picture(answer):
    with pytest.raises(Under18InPicture):
        adults_only(answer)


@pytest.mark.parametrize("answer", [None, "", "yes", "18", 18])
def test_nothing_is_made_where_nobody_said_how_old_the_person_is(answer):
    with pytest.raises(AgeNotSaid):
        adults_only(answer)


@pytest.mark.parametrize("proof", [None, True, "18_or_over"])
def test_the_library_makes_nothing_without_the_proof(proof):
    file = file_of(PICTURE, "PNG")
    with pytest.raises(AgeNotSaid):
        fingerprint(file, proof)
    with pytest.raises(AgeNotSaid):
        photo_marks(PICTURE, 1, proof, mirrored=False)
    assert file.tell() == 0


def test_the_proof_cannot_be_made_by_hand():
    with pytest.raises(AgeNotSaid):
        Adults()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_photo_has_the_bits_of_the_reference(form, adults, engine):
    file = file_of(PICTURE, form)
    found = fingerprint(file, adults)
    seen = np.asarray(Image.open(file).convert("RGB"))
    assert (bits_of(found), found.quality) == reference(seen)
    assert found.sort is Sort.PHOTO and found.notes == ()


def test_heic_is_read(adults):
    pillow_heif = pytest.importorskip("pillow_heif")
    pytest.importorskip("pi_heif")
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(PICTURE)).save(file, quality=90)
    found = fingerprint(file, adults)
    assert distance(bits_of(found), pdq(PICTURE).bits) <= 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_held_in_any_way_is_hashed_as_stored_and_as_shown(orientation, adults):
    notes = Image.Exif()
    notes[0x0112] = orientation
    file = file_of(PICTURE, "PNG", exif=notes)
    found = fingerprint(file, adults)
    shown = np.asarray(ImageOps.exif_transpose(Image.open(file)))
    assert bits_of(found) == reference(shown)[0]
    assert (reference(PICTURE)[0] in [mark.pdq.bits for mark in found.marks]) is True
    assert len(found.marks) == (1 if orientation == 1 else 2)


def test_a_large_photo_has_the_squashed_look_too(adults):
    picture = landscape(900, 1300, 5)
    found = fingerprint(file_of(picture, "PNG"), adults)
    rows, columns = np.arange(512) * 900 // 512, np.arange(512) * 1300 // 512
    assert bits_of(found, Look.SQUASHED) == reference(picture[np.ix_(rows, columns)])[0]
    assert [mark.look for mark in found.marks] == [Look.ORIENTED, Look.SQUASHED]


def test_the_mirrored_look_is_made_only_on_demand(adults):
    assert Look.MIRRORED not in [m.look for m in fingerprint(file_of(PICTURE, "PNG"), adults).marks]
    asked = fingerprint(file_of(PICTURE, "PNG"), adults, mirrored=True)
    assert bits_of(asked, Look.MIRRORED) == reference(PICTURE[:, ::-1])[0]


def on_white(picture: Image.Image) -> np.ndarray:
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return np.asarray(paper.convert("RGB"))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P"])
def test_see_through_parts_stand_on_white(mode, adults):
    clear = np.dstack([PICTURE, (chequers(300, 400, 40)[..., 0] > 100).astype(np.uint8) * 255])
    picture = Image.fromarray(clear)
    if mode == "LA":
        picture = picture.convert("LA")
    if mode in ("P", "PA"):
        picture = picture.convert("RGB").quantize(64)
        picture.info["transparency"] = 3
    file = file_of(picture, "PNG", **({"transparency": 3} if mode in ("P", "PA") else {}))
    assert bits_of(fingerprint(file, adults)) == reference(on_white(Image.open(file)))[0]


def test_sixteen_bits_of_grey_keep_their_upper_half(adults):
    deep = PICTURE[..., 1].astype(np.uint16) * 257
    assert (
        bits_of(fingerprint(file_of(Image.fromarray(deep), "PNG"), adults)) == reference(PICTURE[..., 1])[0]
    )


@pytest.mark.parametrize("mode", ["1", "L", "CMYK"])
def test_other_ways_of_colour_are_read_as_pillow_shows_them(mode, adults):
    file = file_of(Image.fromarray(PICTURE).convert(mode), "JPEG" if mode == "CMYK" else "PNG")
    shown = np.asarray(Image.open(file).convert("RGB"))
    assert bits_of(fingerprint(file, adults)) == reference(shown)[0]


def test_a_moving_gif_is_hashed_second_by_second(adults):
    frames = [Image.fromarray(landscape(120, 160, seed)) for seed in range(5)]
    file = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=500, loop=0)
    found = fingerprint(file, adults)
    assert found.sort is Sort.MOVING_PICTURE
    assert [mark.second for mark in found.frames] == [0.0, 1.0, 2.0]
    assert len(found.marks) == 3


def test_a_plain_picture_is_told_so(adults):
    assert Note.PLAIN in fingerprint(file_of(np.full((200, 200, 3), 90, np.uint8), "PNG"), adults).notes


def test_a_small_picture_is_told_so(adults):
    assert Note.SMALL in fingerprint(file_of(landscape(60, 80), "PNG"), adults).notes


@pytest.mark.parametrize("size", [(1, 1), (4, 4), (1, 400)])
def test_a_picture_under_five_pixels_is_refused(size, adults):
    with pytest.raises(TooSmallPicture):
        fingerprint(file_of(landscape(*size), "PNG"), adults)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"Dear diary, this is a text.\n" * 40,
        b"%PDF-1.7\n" + bytes(300),
        b"<svg></svg>",
        bytes(5000),
    ],
)
def test_a_renamed_text_is_no_picture(data, adults):
    with pytest.raises(NotAPicture):
        fingerprint(io.BytesIO(data), adults)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_cut_picture_is_told_so(form, adults):
    data = file_of(landscape(400, 500, 2), form).getvalue()
    with pytest.raises(CutPicture):
        fingerprint(io.BytesIO(data[: len(data) // 2]), adults)


def bomb(side: int) -> bytes:
    """A PNG of ``side`` squared pixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [11_000, 60_000])
def test_a_decompression_bomb_is_not_decoded(side, adults):
    with pytest.raises(TooBigPicture):
        fingerprint(io.BytesIO(bomb(side)), adults)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_files_raise_nothing_but_our_errors(form, adults):
    data = file_of(landscape(60, 70, 2), form).getvalue()
    chance = random.Random(form)
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(FingerprintError):
            fingerprint(io.BytesIO(bytes(broken[: chance.randint(1, len(broken))])), adults)


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_grey_way_is_within_four_bits_of_the_exact_one(orientation, adults):
    notes = Image.Exif()
    notes[0x0112] = orientation
    for seed in range(6):
        file = file_of(landscape(480, 640, seed), "JPEG", quality=80, exif=notes)
        near = pdq(photo.grey(file))
        assert distance(near.bits, bits_of(fingerprint(file, adults))) <= 4
