"""Reads a form with files as it arrives, so that no plaintext touches the disk on the way in.

Django parses a whole form before a view runs, and spools what is large. Here the fields come first (the page
puts them first), then each file's bytes are handed on while they arrive.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_protect
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from holdfast.errors import Broken

CHUNK = 256 * 1024
#: Bytes of all fields together, names included: they wait in memory, before anybody knows whose form it is.
FIELDS_LIMIT = 2_500_000
MOST_PARTS = 2000


class Arriving(NamedTuple):
    """One file on its way in: ``name`` as the browser gave it, ``chunks`` to be read once, in order."""

    field: str
    name: str
    chunks: Iterator[bytes]


class Upload:
    """A multipart form read from the socket. ``fields`` grows as ``files()`` goes on.

    Raises Broken where the form is cut off or is not a form.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.fields = QueryDict(mutable=True)
        self._events = self._read(request)
        self._waiting: MultipartSegment | None = None
        self._left = FIELDS_LIMIT
        self._to_first_file()

    @staticmethod
    def _read(request: HttpRequest) -> Iterator[MultipartSegment | bytes | bytearray | None]:
        kind, options = parse_options_header(request.headers.get("Content-Type", ""))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise Broken("not a multipart form")
        left = int(request.headers.get("Content-Length") or 0)
        try:
            with PushMultipartParser(
                options["boundary"], content_length=left, max_segment_count=MOST_PARTS
            ) as parser:
                while not parser.closed:
                    chunk = request.read(min(CHUNK, left)) if left else b""
                    left -= len(chunk)
                    yield from parser.parse(chunk)
        except (MultipartError, OSError) as error:
            raise Broken(f"form cut off: {type(error).__name__}") from None

    def _to_first_file(self) -> None:
        """Takes fields until a file begins or the form ends."""
        self._waiting = None
        name, taken = "", bytearray()
        for event in self._events:
            if isinstance(event, MultipartSegment):
                if event.filename is not None:
                    self._waiting = event
                    return
                name, taken = event.name or "", bytearray()
                self._count(len(name))
            elif event is None:
                self.fields.appendlist(name, taken.decode("utf-8", "replace"))
            else:
                taken += event
                self._count(len(event))

    def _count(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise Broken("the fields of a form are too long")

    def files(self) -> Iterator[Arriving]:
        """Each file in turn; what a caller leaves unread of one is skipped. Empty file inputs are not files."""
        while self._waiting is not None:
            segment = self._waiting
            body = self._body()
            if segment.filename:
                yield Arriving(segment.name or "", segment.filename, body)
            for _ in body:
                pass
            self._to_first_file()

    def _body(self) -> Iterator[bytes]:
        for event in self._events:
            if event is None:
                return
            yield bytes(event)

    def drain(self) -> None:
        """Reads on to the end and keeps nothing, so that a browser that is still sending gets its answer."""
        with contextlib.suppress(Broken):
            for _ in self._events:
                pass

    def check_form(self, request: HttpRequest) -> HttpResponse | None:
        """The check of the form's secret, on the fields read so far; a refusal, or None."""
        request._post = self.fields  # type: ignore[attr-defined]
        request._files = QueryDict()  # type: ignore[attr-defined]
        passed = HttpResponse()
        answer = csrf_protect(lambda _request: passed)(request)
        return None if answer is passed else answer
