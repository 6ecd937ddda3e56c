"""No test talks to the world. Python starts this by itself in every child process that inherits PYTHONPATH.

An audit hook sees each connect, send, bind and name look-up before it happens (PEP 578) and cannot be removed.
"""

from __future__ import annotations

import ipaddress
import sys

#: What was tried and refused, for the fixture that fails the test even where the code swallowed the error.
REFUSED: list[str] = []
#: Events with a socket and an address, and events with a host name (docs.python.org, audit events table).
_TO_ADDRESS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_LOOK_UP = {"socket.getaddrinfo", "socket.gethostbyname"}


class OutsideConnection(OSError):
    """A test, or the program under test, tried to reach another computer."""


def is_inside(address: object) -> bool:
    """Loopback; a Unix socket (a path, not a tuple); or no address at all (a socket that is connected)."""
    if not isinstance(address, tuple) or not address:
        return True
    return not isinstance(address[0], str | bytes) or _is_loopback(address[0])


def _is_loopback(host: str | bytes) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if text == "localhost":
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def guard(event: str, args: tuple[object, ...]) -> None:
    """The audit hook."""
    if event in _TO_ADDRESS:
        target, fine = args[1], is_inside(args[1])
    elif event in _LOOK_UP:
        target, fine = args[0], not isinstance(args[0], str | bytes) or _is_loopback(args[0])
    else:
        return
    if not fine:
        REFUSED.append(f"{event} {target!r}")
        raise OutsideConnection(f"no test reaches beyond this computer: {event} {target!r}")


if __name__ == "sitecustomize":
    sys.addaudithook(guard)
