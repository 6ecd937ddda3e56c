"""A folder of fingerprints: an immutable base, the log of what changed since, and which of them is current.

One writer at a time, any number of readers in any number of processes. A change is on the disk before the call
returns and is seen by every reader at its next look-up. A new base is written beside the old one and becomes current
by one rename: a crash at any moment leaves the last good one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from holdfast.errors import BankBusy, BankDamaged, NoSuchBank
from holdfast.takedown.index import log
from holdfast.takedown.index.base import Base, write_base
from holdfast.takedown.index.log import What
from holdfast.takedown.index.look import Hits
from holdfast.takedown.index.tail import Tail
from holdfast.takedown.index.words import (
    MOST_RADIUS,
    Words,
    bytes_of,
    check_radius,
    in_order,
    words_of,
)

#: A base is written anew when the scanned tail is larger than this and than a twentieth of the base (7 µs a look-up).
TAIL_AT_LEAST, TAIL_SHARE, GONE_SHARE = 50_000, 20, 4
_CURRENT, _LOCK, _REBUILD = "current", "lock", "rebuild"
#: How often a reader looks again when a base is swapped under it.
_TRIES = 20


@dataclass(frozen=True, order=True)
class Match:
    """A hash of the bank within the radius; ordered by how near."""

    distance: int
    hash: bytes

    @property
    def hex(self) -> str:
        """64 lower-case digits."""
        return self.hash.hex()


class Bank:
    """An opened folder. Safe to use from several threads. Raises :class:`NoSuchBank`, :class:`BankDamaged`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = threading.RLock()
        self._generation = -1
        self._stamp: tuple[int, int] = (0, 0)
        self._read = 0
        self.refresh()

    @classmethod
    def make(cls, folder: Path, hashes: Sequence[bytes] | Words = ()) -> Bank:
        """A new bank of these hashes (or words, (n, 4)); one that is there already is replaced."""
        folder.mkdir(parents=True, exist_ok=True)
        words = hashes if isinstance(hashes, np.ndarray) else words_of(hashes)
        with log.writing(folder / _REBUILD), log.writing(folder / _LOCK):
            generation = _newest(folder) + 1
            _write(folder, generation, in_order(words), b"")
        return cls(folder)

    def __len__(self) -> int:
        """Hashes that are found."""
        self.refresh()
        return self._tail.alive

    @property
    def generation(self) -> int:
        """Which base is in use; grows by one with each that is written."""
        return self._generation

    @property
    def tail_count(self) -> int:
        """How many new hashes every look-up scans."""
        return self._tail.count

    # --- changing ------------------------------------------------------------------------------------

    def add(self, hashes: Sequence[bytes]) -> None:
        """Puts hashes in; on the disk when this returns. Raises BadHash, :class:`BankBusy`."""
        self._change(What.ADD, hashes)

    def withdraw(self, hashes: Sequence[bytes]) -> None:
        """Takes hashes out; on the disk when this returns, found by nobody after. Raises BadHash, :class:`BankBusy`."""
        self._change(What.WITHDRAW, hashes)

    def _change(self, what: What, hashes: Sequence[bytes]) -> None:
        words_of(hashes)
        if not hashes:
            return
        with self._turn, log.writing(self.folder / _LOCK):
            self.refresh()
            records = log.packed([(what, one) for one in hashes])
            log.append(self._log(self._generation), self._read, records)
            self.refresh()

    # --- looking up ----------------------------------------------------------------------------------

    def lookup(self, hashes: Sequence[bytes], radius: int = MOST_RADIUS) -> list[tuple[Match, ...]]:
        """For each hash all of the bank within ``radius`` (0 to 31), the nearest first. Raises BadHash, BadRadius."""
        queries = words_of(hashes)
        check_radius(radius)
        if not len(queries):
            return []
        self.refresh()
        with self._turn:
            base, tail = self._base, self._tail
        in_base, in_tail = tail.lookup(queries, radius)
        found: list[list[Match]] = [[] for _ in hashes]
        for hits, rows in ((in_base, base.rows), (in_tail, tail.rows)):
            _collect(found, hits, rows(hits.number) if len(hits.number) else None)
        return [tuple(sorted(matches)) for matches in found]

    # --- keeping up ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Takes in what other processes wrote. Two stat calls where nothing changed."""
        with self._turn:
            for _ in range(_TRIES):
                try:
                    self._open_current()
                    return
                except FileNotFoundError:
                    continue  # swapped between two of our calls: what is current now is whole
            raise BankDamaged("current names a base that is not there")

    def _open_current(self) -> None:
        try:
            state = (self.folder / _CURRENT).stat()
        except OSError as missing:
            raise NoSuchBank("no current") from missing
        stamp = (state.st_ino, state.st_mtime_ns)
        if stamp != self._stamp:
            generation = _current(self.folder)
            base = Base(_base(self.folder, generation))
            self._base, self._tail = base, Tail(base)
            self._generation, self._stamp, self._read = generation, stamp, 0
        path = self._log(self._generation)
        if path.stat().st_size > self._read:
            with path.open("rb") as file:
                file.seek(self._read)
                fresh = log.whole(file.read())
            if fresh:
                self._tail.apply(*log.changes_of(fresh))
                self._read += len(fresh)

    def _log(self, generation: int) -> Path:
        return self.folder / f"log-{generation}"

    def wants_rebuild(self) -> bool:
        """The tail or the gone part has grown enough to be worth a new base."""
        tail, base = self._tail, self._base
        return tail.count > max(TAIL_AT_LEAST, base.count // TAIL_SHARE) or (
            tail.gone_of_base > max(TAIL_AT_LEAST, base.count // GONE_SHARE)
        )

    def rebuild(self) -> bool:
        """Writes a new base of all that is found, beside the work of others; False where another process does it.

        Look-ups and changes go on meanwhile: what is written to the log after the copy was taken is carried over.
        """
        try:
            with log.writing(self.folder / _REBUILD, patience=0):
                self._rebuild()
        except BankBusy:
            return False
        return True

    def _rebuild(self) -> None:
        with self._turn:
            self.refresh()
            old, upto, living = self._generation, self._read, self._tail.living()
        new = _newest(self.folder) + 1
        part = self.folder / f"base-{new}.part"
        write_base(part, in_order(living))
        with self._turn, log.writing(self.folder / _LOCK):
            later = log.whole(self._log(old).read_bytes())[upto:]
            part.replace(_base(self.folder, new))
            _make_current(self.folder, new, later)
            self.refresh()
        _forget(self.folder, new)


def _collect(found: list[list[Match]], hits: Hits, rows: Words | None) -> None:
    if rows is None:
        return
    for query, distance, one in zip(hits.query.tolist(), hits.distance.tolist(), bytes_of(rows), strict=True):
        found[query].append(Match(distance, one))


# --- the files of the folder -------------------------------------------------------------------------


def _base(folder: Path, generation: int) -> Path:
    return folder / f"base-{generation}"


def _current(folder: Path) -> int:
    try:
        return int((folder / _CURRENT).read_text("ascii"))
    except ValueError as torn:
        raise BankDamaged("current is no number") from torn


def _newest(folder: Path) -> int:
    """The highest number that any file of the folder carries; 0 where there is none."""
    numbers = (path.name.partition("-")[2].partition(".")[0] for path in folder.glob("*-*"))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def _write(folder: Path, generation: int, ordered: Words, later: bytes) -> None:
    write_base(_base(folder, generation), ordered)
    _make_current(folder, generation, later)
    _forget(folder, generation)


def _make_current(folder: Path, generation: int, later: bytes) -> None:
    """The new log, then the one rename that counts."""
    _write_through(folder / f"log-{generation}", later)
    part = folder / "current.part"
    _write_through(part, f"{generation}\n".encode())
    part.replace(folder / _CURRENT)
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _forget(folder: Path, keep: int) -> None:
    """Removes what an older base or a crash left. Windows keeps what is still mapped, until the next time."""
    for path in folder.glob("*-*"):
        number = path.name.partition("-")[2]
        if path.name.startswith(("base-", "log-")) and number != str(keep):
            with suppress(OSError):
                path.unlink()
