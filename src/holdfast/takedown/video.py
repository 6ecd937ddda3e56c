"""Videos and moving pictures → one frame for each second, and which of them began a new scene for the encoder.

PyAV (FFmpeg) is imported when the first video comes. Only the two containers that phones and sites make are opened,
each by its own reader, so that no file can send the reader to another file or to the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from holdfast.errors import CutPicture, NoFrames, ReaderMissing, TooBigPicture
from holdfast.takedown.pdq import Pixels
from holdfast.takedown.photo import MOST_PIXELS, pixels, start_of

if TYPE_CHECKING:
    from PIL import Image

#: Five and a half hours at one a second.
MOST_FRAMES = 20_000
#: Longer videos are read by their key frames alone: an hour of 1080p takes minutes to decode whole.
KEYS_ONLY_SECONDS = 30 * 60
#: Brands after ``ftyp`` that are pictures, not videos.
_STILL = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
#: First atoms of an ISO or QuickTime file; the old ones have no ``ftyp``.
_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_MATROSKA = b"\x1a\x45\xdf\xa3"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Shown:
    """One frame: when, its pixels as stored, and what a quarter turn is needed to show it upright (degrees)."""

    second: float
    pixels: Pixels
    key: bool
    rotation: int


def is_video(start: bytes) -> bool:
    """By the first 12 bytes."""
    return start.startswith(_MATROSKA) or (start[4:8] in _ATOMS and start[8:12] not in _STILL)


class Film:
    """An opened video. Raises CutPicture, NoFrames, ReaderMissing, TooBigPicture."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            import av
        except ImportError as missing:
            raise ReaderMissing("av", extra="video") from missing
        self._broken = av.error.FFmpegError
        form = "matroska" if start_of(file).startswith(_MATROSKA) else "mov"
        try:
            container: Any = av.open(file, format=form)
        except (self._broken, ValueError, OSError) as error:
            raise CutPicture(f"container: {type(error).__name__}") from error
        self._container = container
        if not container.streams.video:
            raise NoFrames("no video stream")
        self._stream = container.streams.video[0]
        if self._stream.width * self._stream.height > MOST_PIXELS:
            raise TooBigPicture("video", limit=MOST_PIXELS // 1_000_000)
        self.seconds = int((container.duration or 0) / 1_000_000)
        self.key_frames_only = self.seconds > KEYS_ONLY_SECONDS
        self.whole = True

    def frames(self, progress: Progress) -> Iterator[Shown]:
        """A frame for each second that has one, at most :data:`MOST_FRAMES`; ``whole`` is False where more followed."""
        self._stream.thread_type = "AUTO"
        if self.key_frames_only:
            self._stream.codec_context.skip_frame = "NONKEY"
        due, made = 0.0, 0
        try:
            for frame in self._container.decode(self._stream):
                second = float(frame.time or 0.0)
                if made and second < due:
                    continue
                if made == MOST_FRAMES:
                    self.whole = False
                    break
                due, made = float(int(second) + 1), made + 1
                progress(int(second), max(self.seconds, int(second)))
                yield Shown(
                    second, frame.to_ndarray(format="rgb24"), bool(frame.key_frame), int(frame.rotation)
                )
        except (self._broken, ValueError, OSError) as error:
            if not made:
                raise CutPicture(f"frames: {type(error).__name__}") from error
            self.whole = False
        finally:
            self._container.close()
        if not made:
            raise NoFrames("nothing decoded")


def upright(shown: Shown) -> Pixels:
    """The frame as a player shows it."""
    return np.ascontiguousarray(np.rot90(shown.pixels, shown.rotation // 90 % 4))


def picture_frames(picture: Image.Image) -> Iterator[tuple[float, Pixels]]:
    """The same for a moving GIF or WebP: ``(second, pixels)``, the first frame of each second."""
    from PIL import ImageSequence

    second, due = 0.0, 0.0
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number >= MOST_FRAMES:
            return
        if second >= due:
            due = float(int(second) + 1)
            yield second, pixels(frame)
        second += max(int(frame.info.get("duration", 100) or 100), 10) / 1000
