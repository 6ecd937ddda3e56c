"""Videos: a frame a second, key frames as photos, turned ones, and those that are damaged, empty or very long."""

from __future__ import annotations

import hashlib
import io
import struct
from fractions import Fraction

import av
import numpy as np
import pytest
from tests.takedown.fingerprint.drawings import file_of, landscape

from holdfast.errors import AgeNotSaid, CutPicture, FingerprintError, NoFrames, NotAPicture
from holdfast.takedown import video
from holdfast.takedown.fingerprint import Look, Note, Sort, fingerprint
from holdfast.takedown.pdq import distance, pdq

#: Container, codec: what phones and sites make.
KINDS = [("mp4", "mpeg4"), ("mov", "mpeg4"), ("webm", "libvpx")]


def film(form: str, codec: str, pictures: list[np.ndarray], rate: int = 1, group: int = 12) -> bytes:
    """A video of these pictures, ``rate`` a second."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.gop_size, stream.bit_rate = "yuv420p", group, 2_000_000
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


SCENES = [landscape(240, 320, seed) for seed in (1, 2, 3)]


@pytest.mark.parametrize(("form", "codec"), KINDS)
def test_a_video_has_a_frame_for_each_second_near_to_its_picture(form, codec, adults):
    data = film(form, codec, [scene for scene in SCENES for _ in range(10)], rate=5)
    found = fingerprint(io.BytesIO(data), adults)
    assert found.sort is Sort.VIDEO and found.md5 == hashlib.md5(data).hexdigest()
    assert [round(mark.second) for mark in found.frames] == [0, 1, 2, 3, 4, 5]
    for mark, scene in zip(found.frames[::2], SCENES, strict=True):
        assert distance(mark.pdq.bits, pdq(scene).bits) <= 31


def test_key_frames_are_to_be_submitted_as_photos_each_scene_once(adults):
    data = film("mp4", "mpeg4", [scene for scene in SCENES for _ in range(8)], rate=1, group=4)
    found = fingerprint(io.BytesIO(data), adults)
    assert len(found.marks) == 3 and {mark.look for mark in found.marks} == {Look.FRAME}


def test_nothing_is_made_of_a_video_without_the_proof():
    file = io.BytesIO(film("mp4", "mpeg4", SCENES))
    with pytest.raises(AgeNotSaid):
        fingerprint(file, None)
    assert file.tell() == 0


def test_a_plain_video_is_told_so(adults):
    dark = [np.full((120, 160, 3), 20, np.uint8)] * 4
    found = fingerprint(io.BytesIO(film("mp4", "mpeg4", dark)), adults)
    assert Note.PLAIN in found.notes and found.marks == () and len(found.frames) == 4


def test_four_hours_are_read_by_their_key_frames(adults):
    pictures = [landscape(48, 64, seed) for seed in range(20)]
    many = [pictures[second // 60 % 20] for second in range(4 * 3600)]
    told: list[tuple[int, int]] = []
    data = film("mp4", "mpeg4", many, group=120)
    found = fingerprint(io.BytesIO(data), adults, progress=lambda done, total: told.append((done, total)))
    assert Note.KEY_FRAMES_ONLY in found.notes
    assert 100 <= len(found.frames) < 1000
    assert found.frames[-1].second > 14_000
    assert told[-1][1] == 4 * 3600


def test_a_video_without_pictures_is_told_so(adults):
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        sound = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), format="fltp", layout="stereo")
        sound.rate, sound.time_base, sound.pts = 44100, Fraction(1, 44100), 0
        container.mux(stream.encode(sound))
        container.mux(stream.encode())
    with pytest.raises(NoFrames):
        fingerprint(io.BytesIO(file.getvalue()), adults)


@pytest.mark.parametrize(("form", "codec"), KINDS)
def test_a_cut_video_gives_its_first_part_or_is_told_as_cut(form, codec, adults):
    data = film(form, codec, [scene for scene in SCENES for _ in range(10)], rate=5)
    for part in (0.02, 0.5, 0.9):
        try:
            found = fingerprint(io.BytesIO(data[: int(len(data) * part)]), adults)
        except (CutPicture, NoFrames):
            continue
        assert len(found.frames) <= 6


def test_damaged_videos_raise_nothing_but_our_errors(adults):
    data = film("mp4", "mpeg4", SCENES)
    chance = np.random.default_rng(3)
    for _ in range(40):
        broken = bytearray(data)
        for place in chance.integers(12, len(data), 20).tolist():
            broken[place] = int(chance.integers(256))
        try:
            fingerprint(io.BytesIO(bytes(broken)), adults)
        except FingerprintError:
            continue


@pytest.mark.parametrize("start", [b"\x00\x00\x00\x18ftypmp42" + bytes(40), b"\x1a\x45\xdf\xa3" + bytes(60)])
def test_a_beginning_without_a_video_is_told_as_cut(start, adults):
    with pytest.raises(CutPicture):
        fingerprint(io.BytesIO(start), adults)


def test_a_playlist_is_no_video(adults):
    with pytest.raises(NotAPicture):
        fingerprint(io.BytesIO(b"#EXTM3U\n#EXTINF:1,\nhttp://192.0.2.1/a.ts\n"), adults)


def test_a_turned_frame_is_shown_upright():
    shown = video.Shown(0.0, SCENES[0], True, 90)
    assert (video.upright(shown) == np.rot90(SCENES[0])).all()


def test_pictures_are_no_videos():
    for form in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        assert not video.is_video(file_of(SCENES[0], form).getvalue()[:32])


def held_sideways(data: bytes) -> bytes:
    """The same MP4 with a track matrix that tells players to turn it right by 90 degrees (ISO 14496-12, 8.3.2)."""
    place = data.index(b"tkhd") + 4 + 40
    matrix = (0, 0x10000, 0, -0x10000, 0, 0, 240 << 16, 0, 0x40000000)
    return data[:place] + struct.pack(">9i", *matrix) + data[place + 36 :]


def test_a_video_held_sideways_is_hashed_as_stored_and_as_shown(adults):
    data = held_sideways(film("mp4", "mpeg4", SCENES[:1] * 3))
    found = fingerprint(io.BytesIO(data), adults)
    shown = np.ascontiguousarray(np.rot90(SCENES[0], -1))
    near = {mark.look: distance(mark.pdq.bits, pdq(shown).bits) for mark in found.marks}
    assert near[Look.ORIENTED] <= 31 < near[Look.FRAME]
