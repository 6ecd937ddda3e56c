"""The server against clients that send too much, too slowly, or in a way that two programs read differently."""

from __future__ import annotations

import io
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from holdfast.web.base.wire import (
    GRACE,
    MOST_BODY,
    MOST_HEADERS,
    MOST_UNWANTED,
    SLOWEST,
    Body,
    Server,
    TooSlow,
)

MB = 1024 * 1024
HOST = b"Host: 127.0.0.1\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


@dataclass
class Running:
    port: int
    asked: list[str]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def say(self, *parts: bytes) -> bytes:
        """Sends, and reads until the server ends the connection or says no more for a while."""
        with self.connect() as line:
            answer = b""
            try:
                for part in parts:
                    line.sendall(part)
                line.settimeout(0.5)
                while found := line.recv(65_536):
                    answer += found
            except OSError:
                pass
            return answer


@pytest.fixture
def running() -> Iterator[Running]:
    """A program that answers every request and reads no body."""
    asked: list[str] = []

    def application(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/breaks":
            raise KeyError("words that somebody typed")
        start_response("200 OK", [("Content-Length", "2")])
        return [environ.get("HTTP_X_FORWARDED_FOR", "ok")[:2].encode()]

    server = Server(("127.0.0.1", 0), application, numthreads=4, server_name="web", timeout=5)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield Running(server.bind_addr[1], asked)
    server.stop()
    thread.join(10)


def test_a_body_that_nobody_wants_never_fills_the_memory(running: Running) -> None:
    tracemalloc.start()
    try:
        head = b"POST / HTTP/1.1\r\n" + HOST + f"Content-Length: {40 * MB}\r\n\r\n".encode()
        answer = running.say(head, *([bytes(MB)] * 40))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.startswith(b"HTTP/1.1 200")
    assert peak < 8 * MB


def test_a_far_too_large_body_that_nobody_wants_ends_the_connection(running: Running) -> None:
    length = MOST_UNWANTED + 200 * MB
    with running.connect() as line:
        line.sendall(b"POST / HTTP/1.1\r\n" + HOST + f"Content-Length: {length}\r\n\r\n".encode())
        with pytest.raises(OSError):
            for _ in range(length // MB):
                line.sendall(bytes(MB))


def test_after_a_body_that_was_thrown_away_the_next_request_is_read_from_its_start(running: Running) -> None:
    body = SMUGGLED * 100
    first = b"POST / HTTP/1.1\r\n" + HOST + f"Content-Length: {len(body)}\r\n\r\n".encode()
    answer = running.say(first, body, b"GET /next HTTP/1.1\r\n" + HOST + b"\r\n")
    assert answer.count(b"HTTP/1.1 200") == 2
    assert running.asked == ["/", "/next"]


DOUBTFUL = {
    "chunked": b"Transfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
    "chunked and a length": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunked, spelled otherwise": b"transfer-encoding: Chunked\r\n\r\n" + SMUGGLED,
    "two lengths": b"Content-Length: 60\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
    "a length in two lines": b"Content-Length: 60\r\n 0\r\n\r\n" + SMUGGLED,
    "a negative length": b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    "a length with a sign": b"Content-Length: +0\r\n\r\n" + SMUGGLED,
    "a length with a line below": b"Content-Length: 0_0\r\n\r\n" + SMUGGLED,
    "a length in other digits": "Content-Length: ٠\r\n\r\n".encode() + SMUGGLED,
    "a space before the colon": b"Content-Length : 0\r\n\r\n" + SMUGGLED,
    "two hosts": b"Host: evil.example\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
    "line ends of one sign": b"Content-Length: 0\nX: y\r\n\r\n" + SMUGGLED,
    "far too long a body": f"Content-Length: {MOST_BODY + 1}\r\n\r\n".encode() + SMUGGLED,
}


@pytest.mark.parametrize("how", DOUBTFUL)
def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_behind_it_is_read(
    running: Running, how: str
) -> None:
    answer = running.say(b"POST / HTTP/1.1\r\n" + HOST + DOUBTFUL[how])
    assert answer[9:10] == b"4" and answer.count(b"HTTP/1.1 ") == 1, answer
    assert running.asked == []


def test_endless_headers_are_refused(running: Running) -> None:
    many = b"X-A: " + b"a" * 1000 + b"\r\n"
    assert b" 200 " not in running.say(
        b"GET / HTTP/1.1\r\n" + HOST, many * (MOST_HEADERS // 1000 + 10), b"\r\n"
    )
    assert b" 200 " not in running.say(
        b"GET /?" + b"a" * (2 * MOST_HEADERS) + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    )
    assert running.asked == []


def test_a_header_with_an_underscore_is_not_taken_for_the_one_with_a_hyphen(running: Running) -> None:
    ask = b"GET / HTTP/1.1\r\n" + HOST + b"X_Forwarded_For: 10\r\n\r\n"
    assert running.say(ask).endswith(b"ok")


def test_an_error_behind_the_program_is_logged_without_its_words(
    running: Running, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", "holdfast.web")
    assert b" 500 " in running.say(b"GET /breaks HTTP/1.1\r\n" + HOST + b"\r\n")
    out, err = capfd.readouterr()
    assert "KeyError" in caplog.text
    assert "words that somebody typed" not in caplog.text + out + err


class Trickle(io.BytesIO):
    """Gives one byte at a time; each takes ``pause`` seconds of a clock that stands still otherwise."""

    def __init__(self, data: bytes, pause: float) -> None:
        super().__init__(data)
        self.now = 0.0
        self._pause = pause

    def read1(self, size: int | None = -1, /) -> bytes:
        self.now += self._pause
        return super().read1(1)


def test_a_body_that_hardly_moves_is_ended() -> None:
    slow = Trickle(bytes(1000), pause=1.0)
    with pytest.raises(TooSlow):
        Body(slow, 1000, clock=lambda: slow.now).read()
    assert slow.now < GRACE + 5


def test_a_bad_mobile_line_is_fast_enough() -> None:
    slow = Trickle(bytes(100_000), pause=1 / (SLOWEST * 1.1))
    assert len(Body(slow, 100_000, clock=lambda: slow.now).read()) == 100_000
    assert slow.now > GRACE


def test_time_that_the_program_takes_is_not_the_client_s() -> None:
    quick = Trickle(bytes(10), pause=0)
    body = Body(quick, 10, clock=lambda: quick.now)
    body.read(5)
    quick.now += 10 * GRACE
    assert body.read() == bytes(5)


def test_a_body_ends_where_it_was_said_to_end() -> None:
    body = Body(io.BytesIO(b"0123456789"), 4)
    assert (body.read(3), body.read(3), body.read()) == (b"012", b"3", b"")
    assert Body(io.BytesIO(b"cut"), 10).read() == b"cut"
    assert not Body(io.BytesIO(b"cut"), 10).throw_away()
    assert Body(io.BytesIO(bytes(5)), 5).throw_away()
