"""A second start finds the first, and nobody else who listens in its place."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from holdfast.web.base.again import NOTE, PATH, Outside, already_running, write_note
from holdfast.web.base.wire import Server

SECRET = "a secret of one program"
ADDRESS = "http://127.0.0.1:1/t/token"


def inside(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Length", "6")])
    return [b"inside"]


def one_address(_port: int) -> str:
    return ADDRESS


def noting(status: list[str]) -> Callable[..., None]:
    """A WSGI ``start_response`` that notes the status."""

    def start_response(said: str, _headers: object) -> None:
        status.append(said)

    return start_response


@contextmanager
def listening(application: Callable[..., Any]) -> Iterator[int]:
    server = Server(("127.0.0.1", 0), application, numthreads=2, server_name="web", timeout=5)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield server.bind_addr[1]
    server.stop()
    thread.join(10)


@pytest.fixture
def port() -> Iterator[int]:
    with listening(Outside(inside, SECRET, one_address)) as port:
        yield port


def test_a_second_start_is_told_a_new_address(port: int, tmp_path: Path) -> None:
    write_note(tmp_path, port, SECRET)
    assert already_running(tmp_path) == ADDRESS


def test_the_note_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    assert write_note(tmp_path, 1, SECRET).stat().st_mode & 0o777 == 0o600
    assert write_note(tmp_path, 2, SECRET).stat().st_mode & 0o777 == 0o600


def test_who_does_not_know_the_secret_is_told_nothing(port: int, tmp_path: Path) -> None:
    write_note(tmp_path, port, "another secret")
    assert already_running(tmp_path) is None


def test_a_stranger_who_took_over_the_port_learns_nothing_and_is_not_believed(tmp_path: Path) -> None:
    """As after a crash: the note is there, and another user of the computer listens on its port."""
    heard: list[str] = []

    def stranger(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        heard.append(json.dumps({name: str(value) for name, value in environ.items()}))
        lie = {"address": "http://127.0.0.1:1/t/mine", "proof": environ["HTTP_X_PROOF"]}
        body = json.dumps(lie).encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    with listening(stranger) as port:
        write_note(tmp_path, port, SECRET)
        assert already_running(tmp_path) is None
    assert heard and SECRET not in heard[0]


def test_what_was_overheard_once_opens_nothing_later(port: int, tmp_path: Path) -> None:
    from holdfast.web.base.again import _proof

    nonce = "0" * 32
    told = _proof(SECRET, "tells", nonce, ADDRESS)
    status: list[str] = []
    Outside(inside, SECRET, one_address)(
        {"PATH_INFO": PATH, "HTTP_X_NONCE": nonce, "HTTP_X_PROOF": told, "SERVER_PORT": "1"},
        noting(status),
    )
    assert status == ["404 Not Found"], "an answer is no question"


@pytest.mark.parametrize(
    "note", ["", "{}", "[]", '{"port": "x", "secret": ""}', '{"port": 99999999, "secret": "a"}', "null", "{"]
)
def test_a_note_that_means_nothing_starts_anew(tmp_path: Path, note: str) -> None:
    (tmp_path / NOTE).write_text(note)
    assert already_running(tmp_path) is None


def test_a_proof_in_any_letters_is_no_error(port: int) -> None:
    status: list[str] = []
    environ = {"PATH_INFO": PATH, "HTTP_X_NONCE": "é", "HTTP_X_PROOF": "ÿþ", "SERVER_PORT": "1"}
    Outside(inside, SECRET, one_address)(environ, noting(status))
    assert status == ["404 Not Found"]


def test_a_hosted_program_has_no_such_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_PLACE", "hosted")
    ask = Outside(inside, SECRET, one_address)
    assert ask({"PATH_INFO": PATH}, noting([])) == [b"inside"]
