"""Pictures: whole or refused, nothing hidden beside them, and smaller copies that can be read."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.case import drawn
from tests.case.doors import ADULT, CHILD, COVERED, HOSTED, NO, OWN, SKIPPED, Inside, bring

from holdfast import errors
from holdfast.case import pictures
from holdfast.case.picture_parts import check_png_pixels, take_apart
from holdfast.case.values import Kind

KINDS = {"PNG": Kind.PNG, "JPEG": Kind.JPEG, "WEBP": Kind.WEBP}
MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def in_mode(mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.frombytes("I;16", (40, 30), drawn.noise(40 * 30 * 2))
    return drawn.screen((300, 400)).convert(mode)


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind in MODES for mode in MODES[kind]])
def test_a_whole_picture_is_kept_byte_for_byte(kind: str, mode: str) -> None:
    data = drawn.saved(in_mode(mode), kind)
    inside = bring(data)
    assert (inside.kind, inside.same) == (KINDS[kind], True)


#: 9 by 9 pixels of grey noise, interlaced: seven passes, each row behind its filter.
INTERLACED = b"".join(
    (b"\0" + drawn.noise(across)) * down
    for across, down in ((2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 4))
)


def interlaced() -> bytes:
    header = drawn.png_chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 1))
    pixels = drawn.png_chunk(b"IDAT", zlib.compress(INTERLACED))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + drawn.png_chunk(b"IEND", b"")


def test_a_progressive_jpeg_and_an_interlaced_png_are_kept() -> None:
    assert opened(interlaced()).size == (9, 9)
    assert bring(interlaced()).same
    assert bring(drawn.saved(drawn.screen(), "JPEG", progressive=True)).same
    assert bring(drawn.saved(drawn.screen(), "WEBP", lossless=True)).same


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_cut_picture_is_broken(kind: str, share: float) -> None:
    data = drawn.picture(kind)
    with pytest.raises(errors.Broken):
        bring(data[: max(20, int(len(data) * share))])


def test_a_changed_png_is_broken() -> None:
    data = bytearray(drawn.picture("PNG"))
    data[len(data) // 2] ^= 1
    with pytest.raises(errors.Broken):
        bring(bytes(data))


def test_a_png_that_ends_well_but_holds_no_pixels_is_broken() -> None:
    with pytest.raises(errors.Broken):
        bring(drawn.png_of(300, 300, zlib.compress(b"\0" * 500)))


@pytest.mark.parametrize(
    "pixels",
    [
        zlib.compress(bytes(301 * 300) + b"\0"),
        zlib.compress(bytes(301 * 300 - 1)),
        zlib.compress(b"\5" + bytes(301 * 300 - 1)),
        zlib.compress(bytes(301 * 300)) + b"more",
        zlib.compress(bytes(301 * 300))[:-4],
        zlib.compress(bytes(301 * 300))[:-4] + b"\0\0\0\0",
    ],
    ids=[
        "a byte too many",
        "a byte too few",
        "unknown filter",
        "bytes behind",
        "no checksum",
        "wrong checksum",
    ],
)
def test_pixels_that_are_not_what_the_header_promises_are_broken(pixels: bytes) -> None:
    assert bring(drawn.png_of(300, 300, zlib.compress(bytes(301 * 300)))).same
    with pytest.raises(errors.Broken):
        bring(drawn.png_of(300, 300, pixels))


def test_a_large_png_is_checked_in_little_memory() -> None:
    """81 megapixels: decoded they would be 81 MB."""
    data = drawn.png_of(9000, 9000, zlib.compress(bytes(9001 * 9000)))
    tracemalloc.start()
    parts = take_apart(Kind.PNG, data)
    check_png_pixels(data, parts)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 1024 * 1024


def test_a_bomb_is_refused_before_a_pixel_is_decoded() -> None:
    with pytest.raises(errors.Dangerous):
        bring(drawn.png_of(60_000, 60_000, zlib.compress(b"\0" * 1_000_000)))
    with pytest.raises(errors.Dangerous):
        bring(drawn.png_of(2_000_000, 1, zlib.compress(b"\0" * 2_000_001)))
    huge = drawn.picture("JPEG").replace(struct.pack(">HH", 844, 390), struct.pack(">HH", 65_500, 65_500))
    with pytest.raises(errors.Dangerous):
        bring(huge)


def test_text_in_a_png_that_unpacks_to_very_much_does_no_harm() -> None:
    packed = drawn.png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9))
    with pytest.raises((errors.Broken, errors.Dangerous)):
        bring(drawn.png_of(1, 1, zlib.compress(b"\0\0"), packed))


def test_a_picture_over_50_mb_is_too_large() -> None:
    with pytest.raises(errors.TooLarge):
        bring(drawn.picture("PNG") + bytes(pictures.MAX_PICTURE_BYTES))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    with pytest.raises(errors.MovingPicture):
        bring(drawn.moving(kind))


# --- what lies after and beside --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", [drawn.whatsapp_zip(), drawn.film(), drawn.picture("JPEG"), b"x"])
def test_what_stands_after_a_picture_stays_outside(kind: str, after: bytes) -> None:
    data = drawn.picture(kind)
    inside = bring(data + after, "two.png")
    assert inside.data == data
    assert inside.original_sha256 == drawn.sha256(data + after)
    (left,) = inside.left_out
    assert (left.size, left.sha256) == (len(after), drawn.sha256(after))


def test_with_a_child_what_is_left_out_has_no_hash() -> None:
    for age in (CHILD, SKIPPED):
        inside = bring(drawn.picture("PNG") + drawn.film(), age=age, place=OWN)
        assert inside.data == drawn.picture("PNG")
        assert inside.original_sha256 == "" and inside.left_out[0].sha256 == ""


def test_the_second_picture_of_a_phone_stays_outside() -> None:
    first = drawn.corners()
    data = drawn.saved(first, "MPO", save_all=True, append_images=[drawn.screen((80, 80))])
    inside = bring(data)
    assert len(inside.data) < len(data) and inside.left_out
    assert opened(inside.data).size == first.size


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", [1, 3, 6])
def test_covered_pictures_lose_their_notes_and_keep_pixels_and_turn(kind: str, turn: int) -> None:
    data = drawn.photo_with_notes(kind, turn)
    inside = bring(data, answer=COVERED, age=ADULT, place=HOSTED)
    assert b"comment that must not stay" not in inside.data and b"Drawn Camera" not in inside.data
    before, after = opened(data), opened(inside.data)
    assert before.tobytes() == after.tobytes()
    assert after.getexif().get(0x0112, 1) == turn
    assert inside.original_sha256 == drawn.sha256(data)


def test_notes_stay_with_an_adults_picture() -> None:
    assert bring(drawn.photo_with_notes(), answer=NO, age=ADULT).same


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_an_eraser_made_clear_is_gone_from_a_covered_picture(kind: str) -> None:
    secret = (17, 113, 201)
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 255))
    image.paste((*secret, 0), (0, 0, 30, 40))
    data = drawn.saved(image, kind, lossless=True, exact=True)
    assert opened(data).getpixel((5, 5)) == (*secret, 0)
    for inside in (bring(data, answer=COVERED), bring(data, age=CHILD)):
        assert opened(inside.data).convert("RGBA").getpixel((5, 5)) == (255, 255, 255, 255)
        assert opened(inside.data).convert("RGBA").getpixel((50, 5)) == (0, 0, 0, 255)
        assert [left.place for left in inside.left_out] == [pictures.UNDER_CLEAR_PARTS]
    assert bring(data).same


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_covered_picture_with_an_alpha_channel_of_full_pixels_stays(kind: str) -> None:
    assert bring(drawn.saved(drawn.screen(mode="RGBA"), kind, lossless=True), answer=COVERED).same


def test_a_thumbnail_in_the_jpeg_header_goes_with_the_notes() -> None:
    data = drawn.picture("JPEG")
    small = drawn.picture("JPEG", (60, 40))
    hidden = drawn.jpeg_segment(0xE1, b"Exif\0\0" + small) + drawn.jpeg_segment(
        0xED, b"Photoshop 3.0\0" + small
    )
    noted = data[:2] + hidden + drawn.jpeg_segment(0xFE, b"made by somebody") + data[2:]
    inside = bring(noted, answer=COVERED)
    assert inside.data == data
    assert bring(noted, age=CHILD).data == data


def test_more_than_notes_beside_a_picture_goes() -> None:
    large = b"".join(
        drawn.jpeg_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + drawn.noise(60_000))
        for _ in range(20)
    )
    data = drawn.picture("JPEG")
    inside = bring(data[:2] + large + data[2:])
    assert inside.data == data and inside.left_out[0].size == len(large)


def test_a_picture_that_is_an_archive_inside_is_refused() -> None:
    comment = drawn.archive({"a.txt": b"a"})
    end = comment[-22:-2] + struct.pack("<H", 12 + 4)
    hidden = drawn.png_chunk(b"zzZz", comment[:-22] + end)
    data = drawn.png_of(1, 1, zlib.compress(b"\0\0"), b"")
    polyglot = data[:-12] + hidden[:-4] + hidden[-4:] + data[-12:]
    assert pictures.is_also_an_archive(polyglot)
    with pytest.raises(errors.TwoInOne):
        bring(polyglot)
    inside: Inside = bring(polyglot, age=CHILD)
    assert inside.data == data


# --- smaller copies --------------------------------------------------------------------------------------


BOXES = [
    ((1170, 2532), (739, 1600)),
    ((4000, 3000), (1000, 750)),
    ((300, 200), (300, 200)),
    ((90, 9000), (16, 1600)),
    ((9000, 9), (1000, 1)),
]


@pytest.mark.parametrize(("size", "fits"), BOXES)
def test_a_copy_fits_the_box_and_never_grows(size: tuple[int, int], fits: tuple[int, int]) -> None:
    copy, said = pictures.smaller_copy(io.BytesIO(drawn.saved(drawn.corners(size), "PNG")))
    assert opened(copy).size == said == fits
    assert copy.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind in MODES for mode in MODES[kind]])
def test_every_mode_has_a_copy(kind: str, mode: str) -> None:
    image = in_mode(mode)
    copy, size = pictures.smaller_copy(io.BytesIO(drawn.saved(image, kind)))
    assert size == image.size
    assert opened(copy).mode == "RGB"


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_copy_stands_upright(kind: str, turn: int) -> None:
    from PIL import ImageOps

    data = drawn.photo_with_notes(kind, turn)
    wanted = ImageOps.exif_transpose(opened(data)).convert("RGB")
    copy, size = pictures.smaller_copy(io.BytesIO(data))
    got = opened(copy)
    assert size == wanted.size
    for at in ((20, 20), (size[0] - 20, 20), (20, size[1] - 20)):
        assert all(abs(a - b) < 40 for a, b in zip(got.getpixel(at), wanted.getpixel(at), strict=True))


def test_a_copy_carries_no_notes_and_is_the_same_each_time() -> None:
    data = drawn.photo_with_notes()
    copy, _ = pictures.smaller_copy(io.BytesIO(data))
    assert b"Exif" not in copy and b"Drawn" not in copy and b"ICC" not in copy
    assert copy == pictures.smaller_copy(io.BytesIO(data))[0]


def test_what_is_clear_becomes_white_also_in_large_pictures() -> None:
    clear = Image.new("RGBA", (2500, 4000), (255, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 2500, 40))
    copy, size = pictures.smaller_copy(io.BytesIO(drawn.saved(clear, "PNG")))
    got = opened(copy)
    assert size == (1000, 1600)
    assert min(got.getpixel((500, 800))) > 250 and max(got.getpixel((500, 5))) < 10


def test_small_words_on_bubbles_stay_apart_from_their_ground() -> None:
    """The words' darkest and lightest points of a 1170 × 2532 chat keep most of their contrast in the copy."""
    sharp = drawn.screen((1170, 2532))
    copy, size = pictures.smaller_copy(io.BytesIO(drawn.saved(sharp, "PNG")))
    shrunk = sharp.resize(size, Image.Resampling.LANCZOS).convert("L").crop((15, 165, 400, 230))
    low, high = opened(copy).convert("L").crop((15, 165, 400, 230)).getextrema()
    assert high - low > 0.9 * (shrunk.getextrema()[1] - shrunk.getextrema()[0]) > 100


@settings(max_examples=120, deadline=None)
@given(
    seed=st.sampled_from([drawn.photo_with_notes(kind) for kind in KINDS]),
    at=st.integers(0),
    what=st.binary(min_size=1, max_size=8),
)
def test_a_damaged_picture_has_a_copy_or_an_error_in_words(seed: bytes, at: int, what: bytes) -> None:
    place = at % len(seed)
    damaged = seed[:place] + what + seed[place + len(what) :]
    try:
        copy, size = pictures.smaller_copy(io.BytesIO(damaged))
    except errors.NotAdmitted as refused:
        assert refused.says()
    else:
        assert opened(copy).size == size


@given(st.binary(max_size=300), st.sampled_from(list(KINDS.values())))
def test_taking_apart_never_fails_in_another_way(data: bytes, kind: Kind) -> None:
    start = {Kind.PNG: b"\x89PNG\r\n\x1a\n", Kind.JPEG: b"\xff\xd8", Kind.WEBP: b"RIFF\x40\0\0\0WEBP"}[kind]
    try:
        parts = take_apart(kind, start + data)
    except errors.Broken:
        return
    assert parts.end <= len(start + data)
