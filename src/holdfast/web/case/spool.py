"""A file that is read anywhere though it never stands on the disk in clear: sealed under a key that only lives here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from holdfast.case.keys import CaseKey
from holdfast.case.seal import Bytes, SealedReader, Sealer
from holdfast.case.store import saying_not_saved
from holdfast.errors import EmptyFile, TooLarge
from holdfast.web.base import rooms

_CASE, _BLOB = "spool", "spooled"


class _Sink:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, sealed: Bytes, /) -> None:
        left = memoryview(sealed)
        with saying_not_saved():
            while left:
                left = left[os.write(self._descriptor, left) :]


@contextmanager
def sealed_spool(chunks: Iterable[bytes], *, limit: int) -> Iterator[SealedReader]:
    """All of ``chunks`` as one seekable reader; gone afterwards. Raises TooLarge, EmptyFile, NotSaved."""
    key = CaseKey.new(rooms.chance)
    with saying_not_saved():
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (its errors have their own words)
    with file:
        sealer = Sealer(_Sink(file.fileno()), key, _CASE, _BLOB, chance=rooms.chance)
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge("spooled file", limit=f"{limit // 1024**2} MB")
            sealer.write(chunk)
        if not size:
            raise EmptyFile("nothing came")
        sealer.finish()
        yield SealedReader(_Source(file.fileno()), key, _CASE, _BLOB)


class _Source:
    """The open file, read anywhere; it has no name any more, so it is not opened again."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        found = b""
        while len(found) < length and (more := os.read(self._descriptor, length - len(found))):
            found += more
        return found

    def close(self) -> None:
        """The spool closes its file itself."""
