"""Screenshots of chats, read on this computer by the extra ``ocr`` (rapidocr, about 400 MB; nothing is sent).

Letters are read in a child process; here the lines become messages. Decision 0059.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from holdfast.check.readers.interface import Chat, Note, Said
from holdfast.check.readers.layout import Line, said
from holdfast.errors import PictureNotRead, PictureReaderMissing, TooDarkToRead, TooLongToRead

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


def read(pictures: Sequence[bytes]) -> Chat:
    """Screenshots of one chat, in their order, as one chat; what two of them both show is taken once.

    Raises PictureReaderMissing, PictureNotRead, TooDarkToRead, TooLongToRead.
    """
    if not available():
        raise PictureReaderMissing("no rapidocr", command=command())
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
