"""Screenshots of chats, read on this computer by the extra ``ocr`` (rapidocr, about 400 MB; nothing is sent).

Letters are read in a child process; here the lines become messages. Decision 0059.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec

from holdfast.check.readers.interface import Chat, Note, Said
from holdfast.check.readers.layout import Line, said
from holdfast.errors import CheckError, PictureNotRead, PictureReaderMissing, TooDarkToRead, TooLongToRead

#: One picture; a long screenshot as PNG has 8 MB.
MAX_PICTURE = 25 * 1024 * 1024
MOST = 50
#: Seconds to load (3 on 2 busy cores) and for each picture (2 to 3, a long one 10).
_LOADING, _EACH = 60, 30
#: Mean sureness under which the words are not worth reading.
_SURE = 0.5
PACKAGES = ("rapidocr", "onnxruntime")


def available() -> bool:
    """Is the extra installed?"""
    return all(find_spec(name) is not None for name in PACKAGES)


def command() -> str:
    """The line that installs the extra for this very program."""
    return f'"{sys.executable}" -m pip install "rapidocr>=3.10,<4" onnxruntime'


def require() -> None:
    """Raises PictureReaderMissing where the extra is not installed."""
    if not available():
        raise PictureReaderMissing("no rapidocr", command=command())


def read(pictures: Sequence[bytes]) -> Chat:
    """Screenshots of one chat, in their order, as one chat; what two of them both show is taken once.

    Raises PictureReaderMissing, PictureNotRead, TooDarkToRead, TooLongToRead.
    """
    require()
    if len(pictures) > MOST or any(len(picture) > MAX_PICTURE for picture in pictures):
        raise TooLongToRead("pictures over the limit", limit=f"{MAX_PICTURE // (1024 * 1024)} MB")
    found: list[Said] = []
    for answer in _answers(pictures):
        found += _fresh(found, _messages(answer))
    return Chat(tuple(found), notes=(Note.READ_FROM_PICTURE,))


def _messages(answer: dict[str, object]) -> list[Said]:
    size, rows = answer.get("size"), answer.get("lines")
    if not isinstance(size, list) or not isinstance(rows, list):
        raise PictureNotRead("a picture that does not open")
    lines = [
        Line(float(a), float(b), float(c), float(d), float(sure), str(text))
        for a, b, c, d, sure, text in rows
    ]
    if not lines or sum(line.sure for line in lines) / len(lines) < _SURE:
        raise TooDarkToRead(f"{len(lines)} lines")
    messages = said(lines, int(size[0]))
    if not messages:
        raise TooDarkToRead("only times and dates")
    return messages


def _fresh(before: list[Said], now: list[Said]) -> list[Said]:
    """``now`` without the messages at its start with which ``before`` ends."""
    for many in range(min(len(before), len(now), 30), 0, -1):
        if [one.text for one in before[-many:]] == [one.text for one in now[:many]]:
            return now[many:]
    return now


def read_each(pictures: Iterable[bytes]) -> Generator[tuple[Said, ...], None, None]:
    """The messages of each picture, one after another, in one child process; () where none could be read.

    Pictures are asked for one at a time, so that only one is in memory. Whoever closes the iterator ends the child.
    Raises PictureReaderMissing at the first, and PictureNotRead where the child ended.
    """
    require()
    with _child() as child:
        for place, picture in enumerate(pictures):
            if len(picture) > MAX_PICTURE:
                yield ()
                continue
            answer = _asked(child, picture, _EACH + (0 if place else _LOADING))
            try:
                yield tuple(_messages(answer))
            except CheckError:
                yield ()


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    run = [sys.executable, "-m", "holdfast.check.readers.screenshot_child"]
    child = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _asked(child: subprocess.Popen[bytes], picture: bytes, limit: float) -> dict[str, object]:
    assert child.stdin is not None and child.stdout is not None
    stopper = threading.Timer(limit, child.kill)
    stopper.start()
    try:
        child.stdin.write(struct.pack(">I", len(picture)) + picture)
        child.stdin.flush()
        line = child.stdout.readline()
    except OSError as error:
        raise PictureNotRead("the child ended") from error
    finally:
        stopper.cancel()
    if not line:
        raise PictureNotRead("the child ended")
    answer: dict[str, object] = json.loads(line)
    return answer


def _answers(pictures: Sequence[bytes]) -> list[dict[str, object]]:
    asked = b"".join(struct.pack(">I", len(picture)) + picture for picture in pictures)
    run = [sys.executable, "-m", "holdfast.check.readers.screenshot_child"]
    limit = _LOADING + _EACH * len(pictures)
    try:
        done = subprocess.run(run, input=asked, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureNotRead("the child took too long") from error
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != len(pictures):
        raise PictureNotRead(f"the child ended with {done.returncode}")
    return [json.loads(line) for line in lines]
