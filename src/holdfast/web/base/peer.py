"""Is it another user of this computer who asks? Linux knows the owner of each end of a loopback connection.

A one-time address stands in the command line of the browser that is started with it, where every user of the computer
can read it, and cookies of 127.0.0.1 go to every port of it, whoever listens there.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TABLE = Path("/proc/net/tcp")
#: The table writes an address as the machine's own byte order reads it.
_LOOPBACK = f"{int.from_bytes(socket.inet_aton('127.0.0.1'), sys.byteorder):08X}"
#: A connection whose owner went away is listed as the administrator's.
_ESTABLISHED = "01"


def is_of_another(environ: Mapping[str, Any], table: Path = _TABLE) -> bool:
    """True where the asking program belongs to another user, the administrator excepted; False where nobody knows.

    ``environ`` is that of WSGI: REMOTE_ADDR, REMOTE_PORT, SERVER_PORT.
    """
    owner = _owner(environ, table)
    return owner is not None and owner not in (0, os.getuid())


def _owner(environ: Mapping[str, Any], table: Path) -> int | None:
    """User id of the program at the other end (proc(5), /proc/net/tcp); -1 where it has let go of its end."""
    if environ.get("REMOTE_ADDR") != "127.0.0.1":
        return None
    try:
        ends = tuple(f"{_LOOPBACK}:{int(environ[name]):04X}" for name in ("REMOTE_PORT", "SERVER_PORT"))
        lines = table.read_text("ascii").splitlines()[1:]
    except (OSError, ValueError, KeyError):
        return None
    for line in lines:
        _, here, there, state, _, _, _, owner, *_ = line.split()
        if (here, there) == ends:
            return int(owner) if state == _ESTABLISHED else -1
    return None
