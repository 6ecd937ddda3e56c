"""Sealing a pack in the age format (age-encryption.org/v1), written and read here so that it streams both ways.

A pack is pushed into a sink that cannot seek, and checked without a readable copy on any disk. The library on hand
pulls from a reader and takes passphrases only for whole byte strings (decision 0033). Only the two recipient kinds
that a person or an officer types are written: X25519 and scrypt. Any age program opens them.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from holdfast.case.pack import bech32
from holdfast.errors import BadRecipient, SealDoesNotOpen

VERSION = b"age-encryption.org/v1"
CHUNK = 64 * 1024
TAG = 16
#: 2**18 is what the age program writes: 256 MiB and about a second.
WORK_FACTOR = 18
#: More than 2**20 (1 GiB) is refused, so that a hostile file cannot take the machine.
LARGEST_WORK_FACTOR = 20
_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_INFO = b"age-encryption.org/v1/scrypt"


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


# --- writing -----------------------------------------------------------------------------------------


def seal_to_passphrase(
    sink: Sink,
    passphrase: str,
    *,
    chance: Callable[[int], bytes] = os.urandom,
    work_factor: int = WORK_FACTOR,
) -> SealedWriter:
    """A writer that seals to ``passphrase``; its bytes go to ``sink`` in pieces of 64 KiB. Close it.

    Raises :class:`BadRecipient` on an empty passphrase.
    """
    if not passphrase:
        raise BadRecipient("empty passphrase")
    file_key, salt = chance(16), chance(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, work_factor)).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt %s %d\n%s\n" % (_b64(salt), work_factor, _b64(wrapped))
    return SealedWriter(sink, file_key, stanza, chance(16))


def seal_to_age(sink: Sink, recipient: str, *, chance: Callable[[int], bytes] = os.urandom) -> SealedWriter:
    """A writer that seals to an ``age1…`` recipient. Close it. Raises :class:`BadRecipient`."""
    their = X25519PublicKey.from_public_bytes(_key_bytes(recipient, "age"))
    file_key, once = chance(16), X25519PrivateKey.from_private_bytes(chance(32))
    share = once.public_key().public_bytes_raw()
    try:
        secret = once.exchange(their)
    except ValueError as weak:
        raise BadRecipient("low order point") from weak
    wrap_key = _derive(secret, share + their.public_bytes_raw(), _X25519_INFO)
    wrapped = ChaCha20Poly1305(wrap_key).encrypt(bytes(12), file_key, None)
    return SealedWriter(sink, file_key, b"-> X25519 %s\n%s\n" % (_b64(share), _b64(wrapped)), chance(16))


class SealedWriter:
    """Takes plain bytes, writes sealed ones. ``close`` writes the last piece; without it the file does not open."""

    def __init__(self, sink: Sink, file_key: bytes, stanza: bytes, nonce: bytes) -> None:
        head = VERSION + b"\n" + stanza + b"---"
        sink.write(head + b" " + _b64(_head_mac(file_key, head)) + b"\n" + nonce)
        self._sink = sink
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes, /) -> int:
        self._waiting += data
        # The last piece is marked, so a full piece waits until more follows.
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Pieces are written when they are full; nothing to push."""

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._sink.write(self._cipher.encrypt(_piece_nonce(self._number, last), piece, None))
        self._number += 1


# --- reading -----------------------------------------------------------------------------------------


def is_sealed(start: bytes) -> bool:
    """Do these first bytes begin an age file?"""
    return start.startswith(VERSION + b"\n")


def open_sealed(
    reader: BinaryIO, *, passphrase: str | None = None, identity: str | None = None
) -> io.BufferedReader:
    """The plain bytes of a sealed file as a seekable reader that keeps one piece in memory.

    ``reader`` is seekable and stands at the file's start. Raises :class:`SealDoesNotOpen` where neither the passphrase
    nor the identity (``AGE-SECRET-KEY-1…``) fits, and later, while reading, where a piece was changed or cut off.
    """
    head, stanzas, mac = _read_head(reader)
    file_key = None
    for kind, arguments, body in stanzas:
        if kind == b"scrypt" and passphrase and len(stanzas) == 1:
            file_key = _with_passphrase(passphrase, arguments, body)
        elif kind == b"X25519" and identity:
            file_key = file_key or _with_identity(identity, arguments, body)
    if file_key is None or not hmac.compare_digest(_head_mac(file_key, head), mac):
        raise SealDoesNotOpen("no passphrase or identity fits")
    nonce = reader.read(16)
    pieces = SealedReader(reader, ChaCha20Poly1305(_derive(file_key, nonce, b"payload")))
    return io.BufferedReader(pieces, CHUNK)


def _read_head(reader: BinaryIO) -> tuple[bytes, list[tuple[bytes, list[bytes], bytes]], bytes]:
    head, stanzas = reader.readline(64), list[tuple[bytes, list[bytes], bytes]]()
    if head != VERSION + b"\n":
        raise SealDoesNotOpen("not an age file")
    while len(stanzas) <= 20:
        line = reader.readline(1024)
        if line.startswith(b"--- ") and line.endswith(b"\n"):
            return head + b"---", stanzas, _unb64(line[4:-1])
        if not (line.startswith(b"-> ") and line.endswith(b"\n")):
            break
        head += line
        kind, *arguments = line[3:-1].split(b" ")
        body = part = reader.readline(66)
        while len(part) == 65:
            part = reader.readline(66)
            body += part
        head += body
        stanzas.append((kind, arguments, _unb64(body.replace(b"\n", b""))))
    raise SealDoesNotOpen("the head does not read")


def _with_passphrase(passphrase: str, arguments: list[bytes], body: bytes) -> bytes | None:
    if len(arguments) != 2 or not arguments[1].isdigit() or len(arguments[1]) > 2:
        raise SealDoesNotOpen("scrypt arguments")
    if int(arguments[1]) > LARGEST_WORK_FACTOR:
        raise SealDoesNotOpen("scrypt work factor too large")
    return _unwrap(_stretched(passphrase, _unb64(arguments[0]), int(arguments[1])), body)


def _with_identity(identity: str, arguments: list[bytes], body: bytes) -> bytes | None:
    mine = X25519PrivateKey.from_private_bytes(_key_bytes(identity, "age-secret-key-"))
    share = _unb64(arguments[0]) if arguments else b""
    if len(share) != 32:
        raise SealDoesNotOpen("X25519 share")
    try:
        secret = mine.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        return None
    return _unwrap(_derive(secret, share + mine.public_key().public_bytes_raw(), _X25519_INFO), body)


class SealedReader(io.RawIOBase):
    """Read-only and seekable; a read gives at most the rest of one piece, so a buffer stands before it."""

    def __init__(self, reader: BinaryIO, cipher: ChaCha20Poly1305) -> None:
        super().__init__()
        self._reader, self._cipher, self._at = reader, cipher, 0
        self._start = reader.tell()
        sealed = reader.seek(0, os.SEEK_END) - self._start
        self._pieces = max(1, -(-sealed // (CHUNK + TAG)))
        self._size = sealed - self._pieces * TAG
        self._piece: tuple[int, bytes] = (-1, b"")
        # The last piece says where the end is: opening it first means a cut file is refused before any use.
        if not self._open_piece(self._pieces - 1) and self._pieces > 1:
            raise SealDoesNotOpen("an empty last piece")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, inside = divmod(self._at, CHUNK)
        part = self._open_piece(number)[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _open_piece(self, number: int) -> bytes:
        if self._piece[0] != number:
            self._reader.seek(self._start + number * (CHUNK + TAG))
            sealed = self._reader.read(CHUNK + TAG)
            nonce = _piece_nonce(number, number == self._pieces - 1)
            try:
                self._piece = (number, self._cipher.decrypt(nonce, sealed, None))
            except (InvalidTag, ValueError) as changed:
                raise SealDoesNotOpen(f"piece {number} of {self._pieces}") from changed
        return self._piece[1]


# --- small parts -------------------------------------------------------------------------------------


def _piece_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _stretched(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    n = 2**work_factor
    room = 128 * 8 * n + 2**20
    secret = passphrase.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=_SCRYPT_INFO + salt, n=n, r=8, p=1, maxmem=room, dklen=32)


def _derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _head_mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), head, "sha256")


def _unwrap(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), body, None) if len(body) == 32 else None
    except InvalidTag:
        return None


def _key_bytes(text: str, prefix: str) -> bytes:
    try:
        found, key = bech32.decode(text.strip())
    except ValueError as bad:
        raise BadRecipient("not bech32") from bad
    if found != prefix or len(key) != 32:
        raise BadRecipient("another kind of key")
    return key


def _b64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    """Unpadded base64, canonical only: spare bits that are not zero are refused (age specification)."""
    try:
        data = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as bad:
        raise SealDoesNotOpen("base64") from bad
    if _b64(data) != text:
        raise SealDoesNotOpen("base64 that is not canonical")
    return data
