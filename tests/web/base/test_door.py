"""The door of one's own computer, against pages of other names and other users of the computer."""

from __future__ import annotations

import http.client
import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.web.base.programs import started

from holdfast.web.base.peer import is_of_another

ASKING = {"REMOTE_ADDR": "127.0.0.1", "REMOTE_PORT": "40000", "SERVER_PORT": "4127"}
HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
HERE, THERE = "0100007F:9C40", "0100007F:101F"


@pytest.mark.parametrize("place", ["own", "hosted"])
@pytest.mark.parametrize("path", ["/", "/bye", "/t/token", "/n/", "/s/x", "/leave"])
def test_a_page_of_another_name_meets_nothing(
    request: pytest.FixtureRequest, new_client, place: str, path: str
) -> None:
    """DNS rebinding: the browser believes that evil.example is 127.0.0.1."""
    if place == "hosted":
        request.getfixturevalue("hosted")
    answer = new_client().get(path, headers={"host": "evil.example"})
    assert answer.status_code == 400 and not answer.cookies
    assert b"evil" not in answer.content


def table(folder: Path, *lines: str) -> Path:
    path = folder / "tcp"
    path.write_text(HEADER + "".join(lines))
    return path


def line(owner: int, state: str = "01", here: str = HERE, there: str = THERE) -> str:
    return f"   1: {here} {there} {state} 00000000:00000000 00:00000000 00000000  {owner}  0 1 1 0 20 4 30 10 -1\n"


def test_who_is_at_the_other_end_is_read_from_the_kernel_s_table(tmp_path: Path) -> None:
    mine, other = os.getuid(), os.getuid() + 1001
    server_s_own_end = line(mine, here=THERE, there=HERE)
    assert not is_of_another(ASKING, table(tmp_path, server_s_own_end, line(mine)))
    assert is_of_another(ASKING, table(tmp_path, server_s_own_end, line(other)))
    assert not is_of_another(ASKING, table(tmp_path, line(0))), "the administrator can do everything anyway"
    assert is_of_another(ASKING, table(tmp_path, line(0, state="05"))), "left behind by whoever it was"


def test_where_nobody_knows_the_other_end_the_cookie_decides(tmp_path: Path) -> None:
    assert not is_of_another(ASKING, table(tmp_path))
    assert not is_of_another(ASKING, tmp_path / "none")
    assert not is_of_another({"REMOTE_ADDR": "127.0.0.1"}, table(tmp_path, line(77)))
    assert not is_of_another({**ASKING, "REMOTE_ADDR": "192.0.2.1"}, table(tmp_path, line(77)))


def status_for(user: int, port: int, path: str) -> int:
    """What a program of that user is answered."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setuid(user)
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asking.request("GET", path)
            os.write(writing, str(asking.getresponse().status).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        return int(told.read() or 0)


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only an administrator can be two users"
)
def test_another_user_of_the_computer_is_kept_out_with_the_very_token(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        address = urlsplit(json.loads(program.stdout.readline())["address"])
        assert status_for(65534, address.port, address.path) == 403
        assert status_for(0, address.port, address.path) == 302, "the token is still good"
