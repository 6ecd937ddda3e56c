"""What changed since the base was written: an append-only file of 40-byte records, and one writer at a time."""

from __future__ import annotations

import os
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import BankBusy

#: One change: what, CRC-32 of what and the hash, the hash. 40 bytes, so that a torn end is seen.
RECORD = np.dtype([("what", "<u4"), ("crc", "<u4"), ("hash", "S32")])
_SIZE = RECORD.itemsize
#: How long a writer waits for another one, and how often it looks.
_PATIENCE, _PAUSE = 10.0, 0.02
Records = NDArray[np.void]


class What(IntEnum):
    """The two changes there are."""

    ADD = 1
    WITHDRAW = 2


def packed(changes: list[tuple[What, bytes]]) -> bytes:
    """Records of changes, in their order."""
    out = bytearray()
    for what, one in changes:
        body = struct.pack("<I", what) + one
        out += body[:4] + struct.pack("<I", zlib.crc32(body)) + body[4:]
    return bytes(out)


def whole(raw: bytes) -> bytes:
    """The records from the beginning up to the first that is torn."""
    for start in range(0, len(raw) - _SIZE + 1, _SIZE):
        what, crc = struct.unpack_from("<II", raw, start)
        if what not in (What.ADD, What.WITHDRAW):
            return raw[:start]
        if zlib.crc32(raw[start : start + 4] + raw[start + 8 : start + _SIZE]) != crc:
            return raw[:start]
    return raw[: len(raw) // _SIZE * _SIZE]


def changes_of(raw: bytes) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Whole records as arrays: what (n,), words (n, 4)."""
    rows = np.frombuffer(raw, np.uint32).reshape(-1, _SIZE // 4)
    return rows[:, 0].copy(), np.ascontiguousarray(rows[:, 2:]).view("<u8").reshape(-1, 4).copy()


def append(path: Path, good: int, records: bytes) -> None:
    """Writes records at ``good``, the end of what is whole, and brings them to the disk. Only under :func:`writing`."""
    with path.open("r+b") as file:
        file.seek(good)
        file.truncate()
        file.write(records)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def writing(path: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Holds the lock file; it falls with the process. Raises :class:`BankBusy` after ``patience`` seconds."""
    with path.open("a+b") as file:
        until = time.monotonic() + patience
        while not _locked(file.fileno()):
            if time.monotonic() >= until:
                raise BankBusy("lock")
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _unlock(file.fileno())


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
