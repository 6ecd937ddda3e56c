"""Sealed blobs in PostgreSQL: pieces of 1 MiB, each committed while it is staged."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import psycopg

from holdfast.case.seal import Bytes
from holdfast.errors import HoldfastError, Tampered

PIECE = 1024 * 1024
#: Runs the statement and gives its rows; speaks in our errors.
Ask = Callable[..., list[Any]]


class PieceSink:
    """A blob being staged. Its row and the rows of its pieces stay unkept until the case's commit."""

    def __init__(self, ask: Ask, case_id: str, blob_id: str) -> None:
        self._ask = ask
        self._name = (case_id, blob_id)
        self._number = 0
        self._waiting = bytearray()
        ask(
            "INSERT INTO holdfast_case.blobs VALUES (%s, %s, false, date_trunc('hour', now(), 'UTC'))"
            " RETURNING true",
            *self._name,
        )

    def write(self, sealed: Bytes) -> None:
        """Takes all of it; whole pieces are committed at once. Raises NotSaved, CaseGone."""
        self._waiting += sealed
        while len(self._waiting) >= PIECE:
            self._put(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def finish(self) -> None:
        """Commits the last piece."""
        if self._waiting:
            self._put(bytes(self._waiting))
            self._waiting.clear()

    def abandon(self) -> None:
        """Drops the pieces, unless the blob was kept meanwhile."""
        with contextlib.suppress(HoldfastError, psycopg.Error):
            self._ask(
                "DELETE FROM holdfast_case.blobs WHERE case_id = %s AND blob_id = %s AND NOT kept RETURNING true",
                *self._name,
            )

    def _put(self, piece: bytes) -> None:
        self._ask(
            "INSERT INTO holdfast_case.pieces VALUES (%s, %s, %s, %b) RETURNING true",
            *self._name,
            self._number,
            piece,
        )
        self._number += 1


class PieceSource:
    """A blob's pieces, read anywhere. All but the last have 1 MiB."""

    def __init__(self, ask: Ask, case_id: str, blob_id: str, *, kept: bool) -> None:
        self._ask = ask
        self._name = (case_id, blob_id)
        found = ask(
            "SELECT count(*), coalesce(sum(octet_length(sealed)), 0)::bigint FROM holdfast_case.pieces"
            " JOIN holdfast_case.blobs USING (case_id, blob_id)"
            " WHERE case_id = %s AND blob_id = %s AND kept = %s",
            *self._name,
            kept,
        )
        if not found[0][0]:
            raise Tampered("a blob is missing")
        self.size: int = found[0][1]

    def read_at(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes from ``offset``; fewer only at the end."""
        read = bytearray()
        end = min(offset + length, self.size)
        while offset < end:
            number, skip = divmod(offset, PIECE)
            part = self._part(number, skip, min(PIECE - skip, end - offset))
            read += part
            offset += len(part)
        return bytes(read)

    def close(self) -> None:
        """Nothing is held."""

    def _part(self, number: int, skip: int, length: int) -> bytes:
        found = self._ask(
            "SELECT substring(sealed FROM %s FOR %s) FROM holdfast_case.pieces"
            " WHERE case_id = %s AND blob_id = %s AND number = %s",
            skip + 1,
            length,
            *self._name,
            number,
        )
        if not found or len(found[0][0]) != length:
            raise Tampered("a piece of a blob is missing")
        return bytes(found[0][0])
