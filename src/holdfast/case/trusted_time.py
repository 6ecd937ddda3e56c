"""Trusted time (RFC 3161): authorities outside say that the log's head existed by a moment. Only a hash goes there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from holdfast.case.ledger import TIME, new_id
from holdfast.case.log import Action, entry_bytes
from holdfast.case.room import Case
from holdfast.errors import RootNotReadable, Tampered

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: An answer with its certificates takes 2 to 8 KiB; what is longer is not read.
LONGEST_ANSWER = 64 * 1024

#: Sends a request (DER) to an address and gives back the answer (DER). Raises OSError.
Post = Callable[[str, bytes], bytes]


class NoTime(StrEnum):
    """Why there is no trusted time yet."""

    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True, slots=True)
class Authority:
    """A time authority: its address, and the root certificate (PEM) that its answers must lead to."""

    address: str
    root: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one authority said about one line of the log; ``time`` (aware UTC) is None where it said nothing good.

    ``line`` and ``head``: number and SHA-256 (hex) of the log's last line then. ``answer``: DER as it came.
    """

    stamp_id: str
    line: int
    head: str
    authority: Authority
    asked: datetime
    answer: bytes
    time: datetime | None
    why: str


def ask_for_time(case: Case, authorities: Iterable[Authority], post: Post) -> tuple[Stamp, ...]:
    """Asks each authority about the log's newest line; every outcome is kept, with a line of the log of its own.

    ``post`` is the only way out, and gets a hash and a random number. What cannot be had now is kept as "no trusted
    time yet": asking again later covers the same lines, because each line holds the hash of those before. Raises
    :class:`RootNotReadable` before anything is asked, Tampered where the log does not open.
    """
    wanted = tuple(authorities)
    for authority in wanted:
        root_of(authority)
    entries = case.log_entries()
    if not entries:
        raise Tampered("no line of the log opens")
    message = entry_bytes(entries[-1])
    return tuple(_kept(case, entries[-1].number, message, authority, post) for authority in wanted)


def stamps(case: Case) -> tuple[Stamp, ...]:
    """Every outcome, oldest first; one that is damaged is left out."""
    found = case._ledger.all_newest(TIME, stamp_from)
    return tuple(sorted(found, key=lambda one: (one.line, one.asked, one.authority.address)))


def root_of(authority: Authority) -> Certificate:
    """The certificate that was named. Raises :class:`RootNotReadable`."""
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(authority.root.encode())
    except ValueError as broken:
        raise RootNotReadable("not a PEM certificate") from broken


def time_in(answer: bytes, message: bytes, root: Certificate, nonce: int | None = None) -> datetime | NoTime:
    """When, by an answer (DER), ``message`` existed: signed, leading to ``root``, for these very bytes.

    Each verifier is built from its roots at once: adding one to a builder changes the builder it came from.
    """
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(answer)
    except ValueError:
        return NoTime.UNREADABLE
    try:
        if response.status not in (0, 1):
            return NoTime.REFUSED
        VerifierBuilder(roots=[root], nonce=nonce).build().verify_message(response, message)
        return response.tst_info.gen_time.astimezone(UTC)
    except (VerificationError, ValueError):
        return NoTime.NOT_PROVEN


def stamp_from(found: Mapping[str, Any]) -> Stamp:
    """From a sealed row. Raises Tampered where a field is missing or means nothing."""
    try:
        return Stamp(
            stamp_id=found["stamp_id"],
            line=int(found["line"]),
            head=found["head"],
            authority=Authority(found["address"], found["root"]),
            asked=datetime.fromisoformat(found["asked"]),
            answer=base64.b64decode(found["answer"], validate=True),
            time=datetime.fromisoformat(found["time"]) if found["time"] else None,
            why=found["why"],
        )
    except (KeyError, ValueError, TypeError) as broken:
        raise Tampered("a row of another shape") from broken


def _kept(case: Case, line: int, message: bytes, authority: Authority, post: Post) -> Stamp:
    ledger = case._ledger
    answer, told = _asked(message, authority, post)
    time, why = (told, "") if isinstance(told, datetime) else (None, told.value)
    with ledger.change() as change:
        head = hashlib.sha256(message).hexdigest()
        stamp_id = new_id(ledger.sealing.chance)
        stamp = Stamp(stamp_id, line, head, authority, change.now.replace(microsecond=0), answer, time, why)
        row = change.put(TIME, stamp_id, 1, _plain(stamp))
        change.log(Action.TIME_STAMPED if time else Action.TIME_NONE, stamp_id, row.sha256)
    return stamp


def _asked(message: bytes, authority: Authority, post: Post) -> tuple[bytes, datetime | NoTime]:
    """The answer, kept only when it proves something, and what it says."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(data=message, hash_algorithm=HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    try:
        answer = post(authority.address, request.as_bytes())
    except OSError:
        return b"", NoTime.UNREACHABLE
    told = time_in(answer, message, root_of(authority), request.nonce)
    return (answer if isinstance(told, datetime) else b""), told


def _plain(stamp: Stamp) -> dict[str, object]:
    return {
        "stamp_id": stamp.stamp_id,
        "line": stamp.line,
        "head": stamp.head,
        "address": stamp.authority.address,
        "root": stamp.authority.root,
        "asked": stamp.asked.astimezone(UTC).isoformat(),
        "answer": base64.b64encode(stamp.answer).decode(),
        "time": stamp.time.isoformat() if stamp.time else "",
        "why": stamp.why,
    }
