"""Writing a file for the person: whole or not at all, theirs only, never over another one unasked."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from holdfast.errors import HoldfastError, NotSaved


class FileThere(HoldfastError):
    for_person = "“{name}” is there already. It was left as it is. Choose another name, or add --force."


class NoFolder(HoldfastError):
    for_person = "We cannot write to the folder of “{name}”. Choose another folder."


class NewFile:
    """A file that appears under its name when all of it is on the disk, readable by its owner only.

    >>> with NewFile(Path("pack.zip"), force=False) as sink:
    ...     sink.write(b"...")

    Until then it has another name beside it, which is removed when anything goes wrong. Raises
    :class:`FileThere`, :class:`NoFolder`, :class:`NotSaved`.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path = path
        self._force = force
        self._part = path.with_name(f".holdfast-{os.urandom(6).hex()}.part")

    def __enter__(self) -> BinaryIO:
        if self._path.is_dir() or (os.path.lexists(self._path) and not self._force):
            raise FileThere("output exists", name=self._path.name)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.fdopen(os.open(self._part, flags, 0o600), "w+b")
        except OSError as error:
            raise NoFolder(f"output folder: {error.strerror}", name=self._path.name) from error
        return cast(BinaryIO, self._file)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
            elif isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                raise NotSaved(f"output: {error.strerror}") from error
        finally:
            self._drop()

    def _finish(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._force:
                self._part.replace(self._path)
            else:
                self._link()
        except FileExistsError as error:
            raise FileThere("output appeared meanwhile", name=self._path.name) from error
        except OSError as error:
            raise NotSaved(f"output: {error.strerror}") from error

    def _link(self) -> None:
        """A link, unlike a rename, never replaces a file that came between; FAT has no links."""
        try:
            os.link(self._part, self._path)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(self._path):
                raise FileExistsError from None
            self._part.rename(self._path)

    def _drop(self) -> None:
        try:
            self._file.close()
        except OSError:
            pass  # the disk is full: what was buffered is not wanted any more
        finally:
            self._part.unlink(missing_ok=True)
