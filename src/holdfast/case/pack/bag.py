"""A BagIt 1.0 bag (RFC 8493) written as a zip into a sink that cannot seek.

Every file is hashed on its way, so nothing is read twice. Entries carry one fixed date, come in one fixed order and
are deflated without compression: pictures do not shrink, and every unzip program reads streamed deflate entries,
which is not so for streamed stored ones (decision 0034).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol, cast

#: The one folder in the zip.
ROOT = "pack"
#: Entries above this get 64-bit sizes from the start, as their size must be known when they begin.
_LARGE = 2**31 - 2**20
#: The first date a zip can say; ours are always this, the true times stand in the manifest and the log.
_DATE = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class CountingSink:
    """Passes bytes on and keeps their count and SHA-256. Has no ``tell``, so that a zip is streamed into it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        self._sink.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """The sink's owner flushes it."""

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class BagFile:
    """A file in the bag: its path from the bag's folder, bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class BagWriter:
    """Adds files to the bag, then ``finish`` writes its lists and closes the zip."""

    def __init__(self, sink: Sink) -> None:
        self._zip = zipfile.ZipFile(cast(IO[bytes], sink), "w")
        self._files: list[BagFile] = []
        self._add("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])

    def add(self, path: str, data: bytes) -> BagFile:
        """Add a small file under ``data/``."""
        return self._add(f"data/{path}", [data])

    def stream(self, path: str, pieces: Iterable[bytes], size: int) -> BagFile:
        """Add a file of about ``size`` bytes under ``data/`` as its pieces come."""
        return self._add(f"data/{path}", pieces, size)

    @property
    def payload(self) -> tuple[BagFile, ...]:
        """The files under ``data/`` so far."""
        return tuple(file for file in self._files if file.path.startswith("data/"))

    def finish(self, info: tuple[tuple[str, str], ...], made: datetime) -> None:
        """Write the tag files and close the zip; the sink stays open. ``info`` goes into ``bag-info.txt``."""
        octets, count = sum(file.size for file in self.payload), len(self.payload)
        lines = (*info, ("Bagging-Date", made.date().isoformat()), ("Payload-Oxum", f"{octets}.{count}"))
        self._add("bag-info.txt", [b"".join(f"{name}: {value}\n".encode() for name, value in lines)])
        self._add("manifest-sha256.txt", [_list(self.payload)])
        tags = [file for file in self._files if not file.path.startswith("data/")]
        self._add("tagmanifest-sha256.txt", [_list(tags)])
        self._zip.close()

    def _add(self, path: str, pieces: Iterable[bytes], size: int = 0) -> BagFile:
        digest, written = hashlib.sha256(), 0
        with self._entry(path, size) as entry:
            for piece in pieces:
                digest.update(piece)
                entry.write(piece)
                written += len(piece)
        self._files.append(BagFile(path, written, digest.hexdigest()))
        return self._files[-1]

    def _entry(self, path: str, size: int) -> AbstractContextManager[IO[bytes]]:
        about = zipfile.ZipInfo(f"{ROOT}/{path}", _DATE)
        about.compress_type = zipfile.ZIP_DEFLATED
        # The only way to give one entry its level in Python 3.11 and 3.12; 3.13 keeps the name.
        about._compresslevel = 0  # type: ignore[attr-defined]
        about.create_system = 3
        about.external_attr = 0o100644 << 16
        return self._zip.open(about, "w", force_zip64=size > _LARGE)


def _list(files: Iterable[BagFile]) -> bytes:
    """The lines of a BagIt manifest, which are those of ``sha256sum`` too."""
    return b"".join(f"{file.sha256}  {file.path}\n".encode() for file in sorted(files, key=lambda f: f.path))


class Reader(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


@contextmanager
def closing(reader: Reader) -> Iterator[Reader]:
    """Closes what a case opened."""
    try:
        yield reader
    finally:
        reader.close()


def pieces_of(reader: Reader) -> Iterator[bytes]:
    """The rest of a reader, a MiB at a time."""
    while piece := reader.read(PIECE):
        yield piece
