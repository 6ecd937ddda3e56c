"""Sealing bytes and rows. Format: docs/formats/case-1.md."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Protocol

from holdfast.case.code import Chance
from holdfast.case.keys import CaseKey

Bytes = bytes | bytearray | memoryview


class Sink(Protocol):
    """Where sealed bytes go. ``write`` takes all of it or raises."""

    def write(self, sealed: Bytes, /) -> object: ...


class Source(Protocol):
    """Where sealed bytes come from, in any order."""

    @property
    def size(self) -> int: ...

    def read_at(self, offset: int, length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SealedInfo:
    """Of the bytes that went in: ``size`` and SHA-256 in hex; ``sealed_size`` is what came out."""

    size: int
    sha256: str
    sealed_size: int


class Sealer:
    """Seals a stream: ``write`` any number of times, then ``finish`` once."""

    def __init__(self, sink: Sink, key: CaseKey, case_id: str, blob_id: str, *, chance: Chance) -> None:
        raise NotImplementedError

    def write(self, chunk: Bytes) -> None:
        """Takes plain bytes. Memory stays flat."""
        raise NotImplementedError

    def finish(self) -> SealedInfo:
        """Writes what is left and the last, marked chunk."""
        raise NotImplementedError


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed blob, seekable, in any order. Raises Tampered."""

    size: int

    def __init__(self, source: Source, key: CaseKey, case_id: str, blob_id: str) -> None:
        raise NotImplementedError


def seal_row(
    key: CaseKey, table: str, column: str, row_id: str, case_id: str, plaintext: bytes, *, chance: Chance
) -> bytes:
    """One sealed field."""
    raise NotImplementedError


def open_row(key: CaseKey, table: str, column: str, row_id: str, case_id: str, sealed: bytes) -> bytes:
    """Raises Tampered."""
    raise NotImplementedError
