"""One message on the session bus: a notification of the desktop. No library, no answer waited for longer than a second.

Freedesktop's "Desktop Notifications Specification" 1.2 and the D-Bus specification (marshalling, SASL EXTERNAL).
"""

from __future__ import annotations

import os
import re
import socket
import struct
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

PATIENCE = 1.0
_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_BUS = "org.freedesktop.DBus"
#: Header fields: path, interface, member, destination, signature.
_HELLO = ((1, "o", "/org/freedesktop/DBus"), (2, "s", _BUS), (3, "s", "Hello"), (6, "s", _BUS))
_NOTIFY = ((1, "o", _PATH), (2, "s", _NAME), (3, "s", "Notify"), (6, "s", _NAME), (8, "g", "susssasa{sv}i"))
_CALL, _ANSWER = 1, 2
#: Milliseconds it is shown.
SHOWN = 15_000


def address(environ: Mapping[str, str]) -> str | bytes | None:
    """Where the session bus listens, as a socket's name; None where there is none. ``unix:`` addresses only."""
    told = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    for part in told.split(";"):
        if found := re.match(r"unix:(?:.*,)?(path|abstract)=([^,]+)", part):
            name = unquote_to_bytes(found[2])
            return b"\0" + name if found[1] == "abstract" else name
    folder = environ.get("XDG_RUNTIME_DIR")
    return f"{folder}/bus" if folder and os.path.exists(f"{folder}/bus") else None  # noqa: PTH110


def notify(title: str, body: str, sound: str, environ: Mapping[str, str]) -> bool:
    """Shows a notification; ``sound`` is a name of the sound theme, or nothing. False where nobody showed it."""
    where = address(environ)
    if where is None:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
            plug.settimeout(PATIENCE)
            plug.connect(where)
            return _say(plug, title, body, sound)
    except (OSError, ValueError, struct.error):
        return False


def _say(plug: socket.socket, title: str, body: str, sound: str) -> bool:
    plug.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
    if not plug.recv(512).startswith(b"OK "):
        return False
    hello, call = _call(1, _HELLO, b""), _call(2, _NOTIFY, _body(title, body, sound))
    plug.sendall(b"BEGIN\r\n" + hello + call)
    reader = plug.makefile("rb")
    while True:
        kind, serial = _next(reader)
        if serial == 2:
            return kind == _ANSWER


def _next(reader: object) -> tuple[int, int]:
    """Type of the next message, and the serial it answers (0 where it is no answer)."""
    read = reader.read  # type: ignore[attr-defined]
    head = read(16)
    if len(head) < 16:
        raise OSError("the bus hung up")
    order = "<" if head[:1] == b"l" else ">"
    length, _, fields = struct.unpack(order + "III", head[4:16])
    found = read(fields + -fields % 8)
    read(length)
    place, answers = 0, 0
    while place < fields:
        place += -place % 8
        code, size = found[place], found[place + 1]
        kind = found[place + 2 : place + 2 + size]
        place += 3 + size
        if kind == b"g":
            place += found[place] + 2
            continue
        place += -place % 4
        (value,) = struct.unpack_from(order + "I", found, place)
        answers = value if code == 5 else answers
        place += 4 + (value + 1 if kind in (b"s", b"o") else 0)
    return head[1], answers


def _call(serial: int, fields: tuple[tuple[int, str, str], ...], body: bytes) -> bytes:
    packed = b""
    for code, kind, value in fields:
        packed += b"\0" * (-len(packed) % 8)
        packed += bytes((code, 1)) + kind.encode() + b"\0"
        if kind == "g":
            packed += bytes((len(value),)) + value.encode() + b"\0"
        else:
            packed += b"\0" * (-len(packed) % 4) + _string(value)
    head = struct.pack("<cBBBIII", b"l", _CALL, 0, 1, len(body), serial, len(packed)) + packed
    return head + b"\0" * (-len(head) % 8) + body


def _string(text: str) -> bytes:
    raw = text.replace("\0", "").encode("utf-8", "replace")
    return struct.pack("<I", len(raw)) + raw + b"\0"


def _body(title: str, body: str, sound: str) -> bytes:
    """Arguments of Notify: program, replaces, icon, title, body, actions, hints, milliseconds."""
    out = b""
    for part in ("Holdfast", 0, "camera-web", title, body):
        out += b"\0" * (-len(out) % 4)
        out += struct.pack("<I", part) if isinstance(part, int) else _string(part)
    out += b"\0" * (-len(out) % 4) + struct.pack("<I", 0)
    hints = _hint("sound-name", sound) if sound else b""
    out += struct.pack("<I", len(hints))
    out += b"\0" * (-len(out) % 8) + hints
    return out + b"\0" * (-len(out) % 4) + struct.pack("<i", SHOWN)


def _hint(name: str, value: str) -> bytes:
    entry = _string(name) + b"\1s\0"
    return entry + b"\0" * (-len(entry) % 4) + _string(value)
