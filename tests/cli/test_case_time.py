"""Trusted time on the command line: a real authority on this computer, asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from tests.case.authority import OpenSSLAuthority


class Handler(BaseHTTPRequestHandler):
    authority: OpenSSLAuthority

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/timestamp-query"
        answer = self.authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of an authority and the path of its root."""
    authority = OpenSSLAuthority(tmp_path_factory.mktemp("authority"))
    handler = type("Ours", (Handler,), {"authority": authority})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", str(authority.folder / "root.pem")
        server.shutdown()


def test_an_authority_confirms_the_log_and_the_pack_holds_it(line, served, tmp_path):
    address, root = served
    line.with_case()
    line("case", "add", "-", stdin="They want money by Friday.\n")
    asked = line("case", "time", "--authority", address, "--root", root, "--json")
    assert asked.code == 0, asked.err
    (stamp,) = asked.json["stamps"]
    assert (stamp["line"], stamp["authority"], stamp["why"]) == (2, address, None)
    assert stamp["time"].endswith("+00:00")
    assert line("case", "time", "--json").json["stamps"] == [stamp]
    packed = tmp_path / "pack.zip"
    assert line("case", "pack", "--output", str(packed)).code == 0
    verified = line("case", "verify", str(packed))
    assert verified.code == 0
    assert "An authority outside says so" in " ".join(verified.out.split())


def test_an_authority_that_cannot_be_reached_is_told_and_kept(line, served):
    line.with_case()
    asked = line("case", "time", "--authority", "http://127.0.0.1:9/", "--root", served[1])
    assert asked.code == 1
    assert "could not be reached" in " ".join(asked.out.split())
    assert line("case", "time", "--json").json["stamps"][0]["why"] == "unreachable"


def test_an_address_of_another_kind_is_never_opened(line, served):
    line.with_case()
    asked = line("case", "time", "--authority", f"file://{served[1]}", "--root", served[1], "--json")
    assert asked.json["stamps"][0]["why"] == "unreachable"


def test_without_its_root_no_authority_is_asked(line, served, tmp_path):
    line.with_case()
    assert line("case", "time", "--authority", served[0]).code == 2
    assert line("case", "time", "--authority", served[0], "--root", str(tmp_path / "none.pem")).code == 2
    assert line("case", "time", "--json").json["stamps"] == []
