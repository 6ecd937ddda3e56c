"""House test 8: tests open no socket but loopback. Addresses are of RFC 5737 and RFC 2606: nobody answers there."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading

import pytest

OUTSIDE = ("192.0.2.1", 9)


def test_a_connection_to_another_computer_is_refused(no_network):
    with socket.socket() as plug, pytest.raises(OSError, match="beyond this computer"):
        plug.connect(OUTSIDE)
    no_network.clear()


def test_connect_ex_and_datagrams_are_refused_too(no_network):
    with socket.socket() as plug, pytest.raises(OSError, match="beyond this computer"):
        plug.connect_ex(OUTSIDE)
    with socket.socket(type=socket.SOCK_DGRAM) as plug, pytest.raises(OSError, match="beyond this computer"):
        plug.sendto(b"x", OUTSIDE)
    no_network.clear()


def test_a_name_is_not_looked_up(no_network):
    with pytest.raises(OSError, match="beyond this computer"):
        socket.getaddrinfo("example.org", 443)
    no_network.clear()


def test_listening_for_other_computers_is_refused(no_network):
    with socket.socket() as plug, pytest.raises(OSError, match="beyond this computer"):
        plug.bind(("0.0.0.0", 0))
    no_network.clear()


def test_a_swallowed_attempt_is_remembered(no_network):
    with socket.socket() as plug, contextlib.suppress(OSError):
        plug.connect(OUTSIDE)
    assert len(no_network) == 1
    no_network.clear()


def test_a_child_process_inherits_the_guard():
    code = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "OutsideConnection" in done.stderr


def test_loopback_works():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(b"hello"), daemon=True).start()
        with socket.create_connection(server.getsockname()[:2], timeout=10) as plug:
            assert plug.recv(5) == b"hello"
