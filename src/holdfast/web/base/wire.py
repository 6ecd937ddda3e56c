"""What comes over the wire, before any page sees it: how large, how slow, and where one request ends.

cheroot alone reads a body that no page wanted into memory in one piece, reads the body of a chunked request that no
page wanted as the next request, and takes headers of any size.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from cheroot import wsgi
from cheroot.server import HeaderReader, HTTPConnection, HTTPRequest, KnownLengthRFile

from holdfast.case.intake import MAX_EXPORT, MB
from holdfast.web.base.logs import describe

log = logging.getLogger("holdfast.web")

#: The longest cookies of ours are 4 KiB; browsers send a few more headers of a few hundred bytes.
MOST_HEADERS = 64 * 1024
#: The largest chat export and the form around it.
MOST_BODY = MAX_EXPORT + 16 * MB
#: Of a body that no page wanted so much is read and thrown away, so that the browser gets its answer; then the
#: connection ends.
MOST_UNWANTED = 64 * MB
#: A body may come as slowly as over a bad mobile line: bytes a second, after a first time of grace in seconds.
SLOWEST = 2048
GRACE = 30.0
#: Seconds between two bytes.
SILENCE = 30
_STEP = 64 * 1024
#: RFC 9110, 5.6.2. A name with an underscore is another name's double in a WSGI environment: such headers are dropped.
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: Two of these mean that two programs may read the request in two ways (RFC 9112, 11.2).
_ONCE = frozenset({b"Content-Length", b"Transfer-Encoding", b"Host", b"X-Forwarded-Proto"})


class TooSlow(OSError):
    """A body that holds a thread and hardly moves."""


class Body(KnownLengthRFile):
    """The body of a request: never more than was announced, never slower than :data:`SLOWEST`.

    Only the time that is spent waiting for bytes counts.
    """

    def __init__(self, stream: BinaryIO, length: int, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream, length)
        self._clock = clock
        self._length = length
        self._waited = 0.0

    def read(self, size: int | None = None) -> bytes:
        """``size`` bytes, fewer only at the end. Raises :class:`TooSlow`."""
        wanted = self.remaining if size is None or size < 0 else min(size, self.remaining)
        found = bytearray()
        while len(found) < wanted:
            piece = self._next(wanted - len(found))
            if not piece:
                break
            found += piece
        return bytes(found)

    def _next(self, most: int) -> bytes:
        begun = self._clock()
        piece: bytes = self.rfile.read1(most)
        self._waited += self._clock() - begun
        self.remaining -= len(piece)
        if self._waited > GRACE + (self._length - self.remaining) / SLOWEST:
            raise TooSlow("a body that hardly moves")
        return piece

    def throw_away(self) -> bool:
        """Reads on to the end and keeps nothing. False where that is too much."""
        left = MOST_UNWANTED
        try:
            while self.remaining and left > 0:
                read = len(self.read(_STEP))
                left -= read
                if not read:
                    return False
        except OSError:
            return False
        return not self.remaining


class _Headers(dict[bytes, bytes]):
    def __setitem__(self, name: bytes, value: bytes) -> None:
        if b"_" in name:
            return
        if name in _ONCE and name in self:
            raise ValueError("A header stands twice.")
        super().__setitem__(name, value)


class _Reader(HeaderReader):
    def _transform_key(self, name: bytes) -> bytes:
        if not _NAME.fullmatch(name):
            raise ValueError("Illegal header name.")
        return name.title()


class Request(HTTPRequest):
    """One request: refused where its end is not certain, closed where its body is more than anybody wants."""

    header_reader = _Reader()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.inheaders = _Headers()

    def read_request_headers(self) -> bool:
        if not super().read_request_headers():  # type: ignore[no-untyped-call]
            return False
        # Django reads no chunked body, and browsers never send one.
        if b"Transfer-Encoding" in self.inheaders:
            self.simple_response("411 Length Required")
            return False
        if not self._length().isdigit():
            self.simple_response("400 Bad Request", "Malformed Content-Length.")
            return False
        return True

    def respond(self) -> None:
        self.rfile = Body(self.conn.rfile, int(self._length()))
        self.server.gateway(self).respond()
        self.ensure_headers_sent()
        if self.chunked_write:
            self.conn.wfile.write(b"0\r\n\r\n")

    def send_headers(self) -> None:
        if not self.rfile.throw_away():
            self.close_connection = True
        super().send_headers()

    def _length(self) -> bytes:
        length: bytes = self.inheaders.get(b"Content-Length", b"0")
        return length


class Connection(HTTPConnection):
    """A body comes in pieces of this many bytes at most."""

    RequestHandlerClass = Request
    rbufsize = _STEP


class Server(wsgi.Server):
    """cheroot with limits. Its log carries no words: the text of an error may quote what was typed."""

    ConnectionClass = Connection
    max_request_header_size = MOST_HEADERS
    max_request_body_size = MOST_BODY

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:  # noqa: ARG002
        error = sys.exception()
        if error is not None:
            log.log(level, "server: %s", describe(error))
