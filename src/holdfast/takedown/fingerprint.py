"""A person's own files → fingerprints, on this computer. Nothing here opens a connection or keeps a picture.

A photo becomes a small set, because programs disagree: some squash it to 512x512 first (8.6 of 256 bits apart on
average, 26 at most), some ignore how the camera was held (126 to 132 bits apart).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from holdfast.takedown import photo, video
from holdfast.takedown.age import Adults, require
from holdfast.takedown.pdq import Pdq, Pixels, distance, pdq

if TYPE_CHECKING:
    from PIL import Image

#: Photos smaller than this on a side lose too much: a fifth of the 512 that other programs look at.
SMALL_SIDE = 100
#: Frames this near to one of the last few add nothing: a match reaches 31 bits.
SAME_SCENE, LAST_SCENES = 8, 16
_PIECE = 1 << 20
#: ``progress(done, total)``: bytes of a file, or seconds of a video.
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    return None


class Sort(StrEnum):
    """What the file is."""

    PHOTO = "photo"
    MOVING_PICTURE = "moving_picture"
    VIDEO = "video"


class Look(StrEnum):
    """How the pixels were taken before they were hashed; ``MIRRORED`` is made only where it is asked for."""

    ORIENTED = "oriented"
    RAW = "raw"
    SQUASHED = "squashed"
    RAW_SQUASHED = "raw_squashed"
    MIRRORED = "mirrored"
    FRAME = "frame"


class Note(StrEnum):
    """What the person should know about the result."""

    PLAIN = "plain"
    SMALL = "small"
    FIRST_PART_ONLY = "first_part_only"
    KEY_FRAMES_ONLY = "key_frames_only"


@dataclass(frozen=True)
class Mark:
    """One fingerprint of the set. ``second``: where in the video, from its start."""

    pdq: Pdq
    look: Look
    second: float | None = None


@dataclass(frozen=True)
class Fingerprint:
    """All that is known of one file. ``md5`` is told for videos: platforms compare whole files by it.

    ``marks`` are to be submitted as photos; ``frames`` are one for each second (vPDQ), in order.
    """

    sort: Sort
    md5: str
    marks: tuple[Mark, ...]
    frames: tuple[Mark, ...]
    notes: tuple[Note, ...]

    @property
    def quality(self) -> int:
        """The best of the set."""
        return max((mark.pdq.quality for mark in self.marks), default=0)


def fingerprint(
    file: BinaryIO, adults: Adults, *, mirrored: bool = False, progress: Progress = _silent
) -> Fingerprint:
    """The fingerprints of one seekable file of an adult's photo or video.

    Raises :class:`AgeNotSaid` without the proof, and every :class:`FingerprintError`.
    """
    require(adults)
    start = photo.start_of(file)
    if video.is_video(start):
        return _of_video(file, adults, progress)
    return _of_photo(file, adults, mirrored=mirrored)


def photo_marks(picture: Pixels, orientation: int, adults: Adults, *, mirrored: bool) -> tuple[Mark, ...]:
    """The small set for decoded pixels, each fingerprint once; what is too plain stands in it with its quality."""
    require(adults)
    meant = photo.turned(picture, orientation)
    looks = {Look.ORIENTED: meant, Look.SQUASHED: photo.squashed(meant)}
    if orientation != 1:
        looks |= {Look.RAW: picture, Look.RAW_SQUASHED: photo.squashed(picture)}
    if mirrored:
        looks[Look.MIRRORED] = photo.turned(meant, 2)
    marks: dict[bytes, Mark] = {}
    for look, pixels in looks.items():
        made = pdq(pixels)
        marks.setdefault(made.bits, Mark(made, look))
    return tuple(marks.values())


def _of_photo(file: BinaryIO, adults: Adults, *, mirrored: bool) -> Fingerprint:
    with photo.opened(file) as opened:
        orientation = photo.orientation(opened)
        moving = opened.format in ("GIF", "WEBP") and getattr(opened, "is_animated", False)
        pixels = photo.pixels(opened)
        frames = _moving(opened) if moving else ()
    marks = photo_marks(pixels, orientation, adults, mirrored=mirrored)
    notes = [Note.SMALL] if min(pixels.shape[:2]) < SMALL_SIDE else []
    notes += [Note.PLAIN] if all(mark.pdq.plain for mark in marks) else []
    sort = Sort.MOVING_PICTURE if moving else Sort.PHOTO
    marks = _scenes((*marks, *(frame for frame in frames if not frame.pdq.plain)))
    return Fingerprint(sort, md5_of(file), marks, frames, tuple(notes))


def _moving(opened: Image.Image) -> tuple[Mark, ...]:
    return tuple(Mark(pdq(shown), Look.FRAME, second) for second, shown in video.picture_frames(opened))


def _of_video(file: BinaryIO, adults: Adults, progress: Progress) -> Fingerprint:
    require(adults)
    film = video.Film(file)
    frames: list[Mark] = []
    keys: list[Mark] = []
    small = False
    for shown in film.frames(progress):
        frames.append(Mark(pdq(shown.pixels), Look.FRAME, shown.second))
        small |= min(shown.pixels.shape[:2]) < SMALL_SIDE
        if shown.key and not frames[-1].pdq.plain:
            keys.append(frames[-1])
            if shown.rotation % 360:
                keys.append(Mark(pdq(video.upright(shown)), Look.ORIENTED, shown.second))
    notes = [Note.KEY_FRAMES_ONLY] if film.key_frames_only else []
    notes += [] if film.whole else [Note.FIRST_PART_ONLY]
    notes += [Note.SMALL] if small else []
    notes += [] if keys else [Note.PLAIN]
    return Fingerprint(Sort.VIDEO, md5_of(file), _scenes(tuple(keys)), tuple(frames), tuple(notes))


def _scenes(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Without frames that show the same as one of the last few; photos' own looks differ by more, or are the same."""
    kept: list[Mark] = []
    for mark in marks:
        same = SAME_SCENE if mark.second is not None else 0
        if all(distance(mark.pdq.bits, other.pdq.bits) > same for other in kept[-LAST_SCENES:]):
            kept.append(mark)
    return tuple(kept)


def md5_of(file: BinaryIO) -> str:
    """32 hex digits over the whole file, read in pieces. MD5 because the feed carries it, not for safety."""
    file.seek(0)
    digest = hashlib.md5(usedforsecurity=False)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
