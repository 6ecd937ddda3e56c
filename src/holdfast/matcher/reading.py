"""What a request asks, read with limits: parameters, many hashes at once, one uploaded file."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

from multipart import MultipartError, MultipartParser, parse_options_header
from starlette.requests import Request

from holdfast.errors import NotAskedRight, RequestTooLong
from holdfast.takedown.index.words import MOST_RADIUS, hash_of, hashes_of

#: Hashes in one request, bytes of a list and of a file.
MOST_HASHES, MOST_LIST, MOST_FILE = 10_000, 2_000_000, 100_000_000
SIGNAL_TYPE = "pdq"


@dataclass(frozen=True)
class Question:
    """Hashes (32 bytes each) and how far apart they may be."""

    hashes: tuple[bytes, ...]
    radius: int = MOST_RADIUS


def one(request: Request) -> Question:
    """``signal_type`` and ``signal`` of the address. Raises :class:`NotAskedRight`, BadHash."""
    if request.query_params.get("url"):
        raise NotAskedRight("url", what="addresses are never fetched; send the file or its hash")
    _check_type(request.query_params.get("signal_type"))
    signal = request.query_params.get("signal")
    if not signal:
        raise NotAskedRight("no signal", what="“signal” is missing")
    return Question((hash_of(signal),))


def _check_type(name: object) -> None:
    if name != SIGNAL_TYPE:
        raise NotAskedRight("signal type", what="“signal_type” has to be pdq")


async def many(request: Request) -> Question:
    """A list of hashes, as JSON or as bytes. Raises :class:`NotAskedRight`, :class:`RequestTooLong`, BadHash."""
    body = await body_of(request, MOST_LIST, "10,000 hashes")
    if request.headers.get("content-type", "").startswith("application/octet-stream"):
        if len(body) % 32:
            raise NotAskedRight("length", what="each hash has 32 bytes")
        return _few_enough(Question(tuple(body[at : at + 32] for at in range(0, len(body), 32))))
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as broken:
        raise NotAskedRight("JSON", what="the body is no JSON") from broken
    signals = asked.get("signals") if isinstance(asked, dict) else None
    if not isinstance(signals, list) or not all(isinstance(signal, str) for signal in signals):
        raise NotAskedRight("signals", what="“signals” has to be a list of hashes")
    _check_type(asked.get("signal_type"))
    return _few_enough(Question(tuple(hashes_of(signals)), asked.get("radius", MOST_RADIUS)))


def _few_enough(question: Question) -> Question:
    if len(question.hashes) > MOST_HASHES:
        raise RequestTooLong("hashes", limit="10,000 hashes")
    return question


async def body_of(request: Request, most: int, limit: str) -> bytes:
    """The whole body, at most ``most`` bytes. Raises :class:`RequestTooLong`."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise RequestTooLong("body", limit=limit)
    return bytes(body)


async def file_of(request: Request) -> io.BytesIO:
    """The uploaded file: the field ``photo`` of a form, or the whole body. Raises :class:`NotAskedRight`."""
    body = await body_of(request, MOST_FILE, "100 MB")
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data":
        return io.BytesIO(body)
    try:
        parts = MultipartParser(
            io.BytesIO(body),
            options.get("boundary", ""),
            spool_limit=MOST_FILE,
            memory_limit=MOST_FILE,
            disk_limit=0,
        ).parts()
    except (MultipartError, ValueError) as broken:
        raise NotAskedRight("form", what="the form is broken") from broken
    files = [part for part in parts if part.filename is not None]
    if len(files) != 1:
        raise NotAskedRight("files", what="the form needs one file, in the field “photo”")
    return io.BytesIO(files[0].raw)
