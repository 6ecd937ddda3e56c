"""Sealing bytes and rows (docs/formats/case-1.md).

A blob is a header, then chunks of 64 KiB under AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar,
Rogaway, Vizár 2015): the nonce carries a counter and a mark on the last chunk, so that nothing can be cut off,
moved or appended. Sizes are padded (Padmé; Nikitin et al. 2019), the true length stands in the last 8 bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from holdfast.case.canonical import canonical
from holdfast.case.code import Chance
from holdfast.case.keys import CaseKey
from holdfast.errors import Tampered

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Bytes = bytes | bytearray | memoryview

MAGIC = b"HFB1"
CHUNK = 65_536
TAG = 16
HEADER = 72
TRAILER = 8
#: No blob says that it holds less than this; no row less than the second figure.
SMALLEST_BLOB = 4_096
SMALLEST_ROW = 256
#: Chunks that are sealed and written, or read, together: 1 MiB.
SPAN_CHUNKS = 16
_SPAN = SPAN_CHUNKS * CHUNK
#: Pieces from this size on are hashed in a thread: below, handing over costs more than it gains.
_HASH_BESIDE = 256 * 1024
_SEALED_CHUNK = CHUNK + TAG
_PREFIX = 7
_NONCE = 12
_ROW_MARK = b"\x01"
_MOST_CHUNKS = 2**32


class Sink(Protocol):
    """Where sealed bytes go. ``write`` takes all of it before it returns, or raises; it keeps no view of it."""

    def write(self, sealed: Bytes, /) -> object: ...


class Source(Protocol):
    """Where sealed bytes come from, in any order."""

    @property
    def size(self) -> int: ...

    def read_at(self, offset: int, length: int) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SealedInfo:
    """Of the bytes that went in: ``size`` and SHA-256 in hex; ``sealed_size`` is what came out."""

    size: int
    sha256: str
    sealed_size: int


def padme(length: int) -> int:
    """The padded length: at most 12 % more, and no more than a handful of lengths per doubling."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


class Sealer:
    """Seals a stream: ``write`` any number of times, then ``finish`` once.

    Holds 1 MiB, and up to three of the caller's pieces while they are hashed in a thread beside.
    """

    def __init__(self, sink: Sink, key: CaseKey, case_id: str, blob_id: str, *, chance: Chance) -> None:
        """Writes the header. ``chance`` gives the file key, its nonce and the chunk nonces' first 7 bytes."""
        file_key, self._prefix = chance(32), chance(_PREFIX)
        header = _wrap_file_key(key, file_key, self._prefix, chance(_NONCE), case_id, blob_id)
        self._context = _chunk_context(header, case_id, blob_id)
        self._aead = _aead(file_key)
        self._sink = sink
        self._counter = 0
        self._rest = bytearray()
        self._sealed = memoryview(bytearray(SPAN_CHUNKS * _SEALED_CHUNK))
        self._hash = _Hash()
        self._size = 0
        sink.write(header)

    def write(self, piece: Bytes) -> None:
        """Takes plain bytes; pieces of 1 MiB are quickest. Raises what the sink raises."""
        self._size += len(piece)
        self._hash.add(piece)
        self._put(memoryview(piece))
        if not isinstance(piece, bytes):
            # The caller may fill the same memory again.
            self._hash.wait()

    def finish(self) -> SealedInfo:
        """Pads, marks the last chunk, and tells what was sealed."""
        inner = padme(max(self._size + TRAILER, SMALLEST_BLOB))
        missing = inner - self._size - TRAILER
        nothing = memoryview(bytes(min(missing, CHUNK)))
        while missing:
            self._put(nothing[:missing])
            missing -= min(missing, CHUNK)
        self._put(memoryview(self._size.to_bytes(TRAILER, "big")))
        self._seal(memoryview(self._rest), last=True)
        return SealedInfo(self._size, self._hash.finish(), HEADER + inner + TAG * self._counter)

    def _put(self, piece: memoryview) -> None:
        """Seals whole chunks once more is there, straight from the piece; keeps the rest, never an empty one."""
        if self._rest:
            taken = CHUNK - len(self._rest)
            self._rest += piece[:taken]
            piece = piece[taken:]
            if not piece:
                return
            self._seal(memoryview(self._rest), last=False)
            self._rest = bytearray()
        whole = max(0, len(piece) - 1) // CHUNK * CHUNK
        for start in range(0, whole, _SPAN):
            self._seal(piece[start : min(start + _SPAN, whole)], last=False)
        self._rest += piece[whole:]

    def _seal(self, plain: memoryview, *, last: bool) -> None:
        written = 0
        for start in range(0, len(plain), CHUNK):
            piece = plain[start : start + CHUNK]
            nonce = _nonce(self._prefix, self._counter, last=last)
            into = self._sealed[written : written + len(piece) + TAG]
            written += self._aead.encrypt_into(nonce, piece, self._context, into)
            self._counter += 1
        self._sink.write(self._sealed[:written])


class _Hash:
    """SHA-256 of a stream, large pieces in a thread beside the caller: hashlib frees the interpreter lock."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def add(self, piece: Bytes) -> None:
        """A large piece may not change until :meth:`wait` returns."""
        if len(piece) < _HASH_BESIDE:
            self.wait()
            self._hash.update(piece)
            return
        self._thread = self._thread or ThreadPoolExecutor(max_workers=1)
        self._waiting.append(self._thread.submit(self._hash.update, piece))
        if len(self._waiting) > 2:
            self._waiting.popleft().result()

    def wait(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()

    def finish(self) -> str:
        self.wait()
        if self._thread:
            self._thread.shutdown()
        return self._hash.hexdigest()


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed blob, seekable, in any order; nothing unproven is ever given out.

    ``size`` is the true length in bytes. Opening proves the header, the end and the length; reading proves each
    chunk. Raises :class:`Tampered`. Holds one chunk, and 1 MiB while a large read runs.
    """

    def __init__(self, source: Source, key: CaseKey, case_id: str, blob_id: str) -> None:
        super().__init__()
        self._source = source
        body = source.size - HEADER
        self._last = max(0, -(-body // _SEALED_CHUNK) - 1)
        if body - self._last * _SEALED_CHUNK < TRAILER + TAG or self._last >= _MOST_CHUNKS:
            raise Tampered("a blob too short")
        self._body = body
        header = source.read_at(0, HEADER)
        self._aead = _aead(_unwrap_file_key(key, header, case_id, blob_id))
        self._prefix = header[5 : 5 + _PREFIX]
        self._context = _chunk_context(header, case_id, blob_id)
        self._position = 0
        self._chunk_index, self._chunk = -1, b""
        self.size = self._proven_length()

    def _proven_length(self) -> int:
        inner = self._body - TAG * (self._last + 1)
        size = int.from_bytes(self._open_chunk(self._last)[-TRAILER:], "big")
        if padme(max(size + TRAILER, SMALLEST_BLOB)) != inner:
            raise Tampered("a blob of another length")
        return size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As any file; a place before the start raises ValueError."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Bytes) -> int:  # type: ignore[override]
        """Fills the buffer unless the end comes first: never a short read in the middle."""
        if self.closed:
            raise ValueError("closed")
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self.size - self._position))
        done = 0
        while done < wanted:
            step = self._fill(view[done:wanted])
            self._position += step
            done += step
        return wanted

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; fewer only at the end; all that is left for -1."""
        if size < 0:
            return self.readall()
        read = bytearray(min(size, max(0, self.size - self._position)))
        self.readinto(read)
        return bytes(read)

    def readall(self) -> bytes:
        """The rest, in one piece of memory."""
        rest = bytearray(max(0, self.size - self._position))
        self.readinto(rest)
        return bytes(rest)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _fill(self, view: memoryview) -> int:
        index, skip = divmod(self._position, CHUNK)
        whole = min(len(view) // CHUNK, SPAN_CHUNKS)
        if skip or not whole:
            piece = memoryview(self._open_chunk(index))[skip : skip + len(view)]
            view[: len(piece)] = piece
            return len(piece)
        # The last chunk ends with the length, so that a full 64 KiB of data never comes out of it.
        sealed = memoryview(self._source.read_at(HEADER + index * _SEALED_CHUNK, whole * _SEALED_CHUNK))
        for number in range(whole):
            piece = sealed[number * _SEALED_CHUNK : (number + 1) * _SEALED_CHUNK]
            into = view[number * CHUNK : (number + 1) * CHUNK]
            self._decrypt(index + number, piece, into)
        return whole * CHUNK

    def _open_chunk(self, index: int) -> bytes:
        if index != self._chunk_index:
            start = index * _SEALED_CHUNK
            sealed = self._source.read_at(HEADER + start, min(_SEALED_CHUNK, self._body - start))
            plain = bytearray(max(0, len(sealed) - TAG))
            self._decrypt(index, memoryview(sealed), memoryview(plain))
            self._chunk_index, self._chunk = index, bytes(plain)
        return self._chunk

    def _decrypt(self, index: int, sealed: memoryview, into: memoryview) -> None:
        from cryptography.exceptions import InvalidTag

        nonce = _nonce(self._prefix, index, last=index == self._last)
        try:
            self._aead.decrypt_into(nonce, sealed, self._context, into)
        except (InvalidTag, ValueError) as refused:
            raise Tampered(f"chunk {index} does not open") from refused


# --- the header -------------------------------------------------------------------------------------------


def _wrap_file_key(
    key: CaseKey, file_key: bytes, prefix: bytes, nonce: bytes, case_id: str, blob_id: str
) -> bytes:
    start = MAGIC + bytes([CHUNK.bit_length() - 1]) + prefix
    context = _key_context(start, case_id, blob_id)
    return start + nonce + _aead(key.blob_key).encrypt(nonce, file_key, context)


def _unwrap_file_key(key: CaseKey, header: bytes, case_id: str, blob_id: str) -> bytes:
    start, nonce, wrapped = header[: 5 + _PREFIX], header[5 + _PREFIX : 24], header[24:]
    if start[:5] != MAGIC + bytes([CHUNK.bit_length() - 1]):
        raise Tampered("not a blob of format 1")
    return _opened(key.blob_key, nonce, wrapped, _key_context(start, case_id, blob_id))


def _key_context(start: bytes, case_id: str, blob_id: str) -> bytes:
    return canonical(["holdfast/blob/1", start.hex(), case_id, blob_id])


def _chunk_context(header: bytes, case_id: str, blob_id: str) -> bytes:
    return hashlib.sha256(header + canonical([case_id, blob_id])).digest()


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([last])


# --- rows ---------------------------------------------------------------------------------------------------


def seal_row(
    key: CaseKey, table: str, column: str, row_id: str, case_id: str, plaintext: bytes, *, chance: Chance
) -> bytes:
    """One field, padded (Padmé, 256 bytes at least) and sealed under the row sub-key for exactly this place."""
    inner = padme(max(len(plaintext) + 4, SMALLEST_ROW))
    padded = len(plaintext).to_bytes(4, "big") + plaintext + bytes(inner - 4 - len(plaintext))
    nonce = chance(_NONCE)
    context = _row_context(table, column, row_id, case_id)
    return _ROW_MARK + nonce + _aead(key.row_key).encrypt(nonce, padded, context)


def open_row(key: CaseKey, table: str, column: str, row_id: str, case_id: str, sealed: bytes) -> bytes:
    """The field back. Raises :class:`Tampered` for any other bytes, place, case or key."""
    if sealed[:1] != _ROW_MARK:
        raise Tampered("not a row of format 1")
    context = _row_context(table, column, row_id, case_id)
    padded = _opened(key.row_key, sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], context)
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def _row_context(table: str, column: str, row_id: str, case_id: str) -> bytes:
    return canonical(["holdfast/row/1", table, column, row_id, case_id])


def _aead(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _opened(key: bytes, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return _aead(key).decrypt(nonce, sealed, context)
    except (InvalidTag, ValueError) as refused:
        raise Tampered("does not open") from refused
