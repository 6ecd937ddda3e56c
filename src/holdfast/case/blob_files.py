"""Sealed blobs as files: staged beside their place, renamed into it, each step forced to the disk."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

from holdfast.case.seal import Bytes
from holdfast.case.store import STAGED_FOR, checked_id, saying_not_saved
from holdfast.errors import CaseGone, Tampered

_STAGED = ".part"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _time_of(path: Path) -> float:
    """When a file was last written; for ever where it went away meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def sync_folder(folder: Path) -> None:
    """Forces the names in a folder to the disk; Windows has no call for it and needs none."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class FileSource:
    """A blob's file, read anywhere."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb", buffering=0)
        except FileNotFoundError as missing:
            raise Tampered("a blob is missing") from missing
        self.size = os.fstat(self._file.fileno()).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes from ``offset``; fewer only at the end."""
        try:
            self._file.seek(offset)
            read = self._file.read(length)
            while len(read) < length and (more := self._file.read(length - len(read))):
                read += more
        except OSError as broken:
            raise Tampered("the disk does not give a blob back") from broken
        return read

    def close(self) -> None:
        self._file.close()


class FileSink:
    """A blob being written under its staged name, mode 0600."""

    def __init__(self, staged: Path) -> None:
        self._staged = staged
        try:
            with saying_not_saved():
                self._handle = os.open(staged, _FLAGS, 0o600)
        except FileNotFoundError as gone:
            raise CaseGone("the case has no folder") from gone
        self._open = True

    def write(self, sealed: Bytes) -> None:
        """All of it. Raises NotSaved."""
        left = memoryview(sealed)
        with saying_not_saved():
            while left:
                left = left[os.write(self._handle, left) :]

    def finish(self) -> None:
        """Forces the bytes to the disk."""
        with saying_not_saved():
            os.fsync(self._handle)
        self._close()

    def abandon(self) -> None:
        """Drops the staged file, if it is still there."""
        with contextlib.suppress(OSError):
            self._close()
        with contextlib.suppress(OSError):
            self._staged.unlink()

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._handle)


class BlobFolder:
    """``blobs/<case id>/<blob id>``; folders 0700."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with saying_not_saved():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)

    def make_room(self, case_id: str) -> None:
        """The folder of a new case."""
        with saying_not_saved():
            self._of(case_id).mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)

    def stage(self, case_id: str, blob_id: str) -> FileSink:
        return FileSink(self._staged(case_id, blob_id))

    def open_staged(self, case_id: str, blob_id: str) -> FileSource:
        return FileSource(self._staged(case_id, blob_id))

    def drop_staged(self, case_id: str, blob_id: str) -> None:
        with saying_not_saved():
            self._staged(case_id, blob_id).unlink(missing_ok=True)

    def open(self, case_id: str, blob_id: str) -> FileSource:
        return FileSource(self._of(case_id) / checked_id(blob_id))

    def keep(self, case_id: str, blob_id: str, hour: datetime) -> None:
        """From staged to kept. The file's time is the hour, not the minute."""
        staged, kept = self._staged(case_id, blob_id), self._of(case_id) / checked_id(blob_id)
        with saying_not_saved():
            os.utime(staged, (hour.timestamp(), hour.timestamp()))
            staged.rename(kept)
            sync_folder(kept.parent)

    def drop(self, case_id: str, blob_id: str) -> None:
        """Takes a kept blob away whose row is not saved. Never raises."""
        with contextlib.suppress(OSError):
            (self._of(case_id) / checked_id(blob_id)).unlink(missing_ok=True)

    def left_over(self, case_id: str, kept: frozenset[str], now: datetime) -> tuple[Path, ...]:
        """Files that no row speaks of: a crash came between the rename and the commit, or while staging."""
        folder = self._of(case_id)
        if not folder.is_dir():
            return ()
        oldest = (now - STAGED_FOR).timestamp()
        unknown = (path for path in folder.iterdir() if path.name not in kept)
        return tuple(path for path in unknown if path.suffix != _STAGED or _time_of(path) < oldest)

    def remove_all(self, case_id: str) -> None:
        """The case's folder with all that is in it; a file staged meanwhile goes too."""
        folder = self._of(case_id)
        for _ in range(100):
            if not folder.exists():
                return
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                folder.rmdir()
        with saying_not_saved():
            folder.rmdir()

    def _of(self, case_id: str) -> Path:
        return self._folder / checked_id(case_id)

    def _staged(self, case_id: str, blob_id: str) -> Path:
        return self._of(case_id) / (checked_id(blob_id) + _STAGED)
