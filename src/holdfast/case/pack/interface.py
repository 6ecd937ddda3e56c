"""What a pack needs from a case, what the person chose, and what came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from holdfast.case.pack.readers import Reader as PackReader
from holdfast.case.trusted_time import Stamp
from holdfast.case.values import About, Item, LogEntry, Place, Record, RecordKind

#: Gives aware UTC.
Clock = Callable[[], datetime]
#: So many random bytes, as ``os.urandom``.
Chance = Callable[[int], bytes]
#: Steps done, steps in all.
Progress = Callable[[int, int], None]
#: A readable picture to the bytes of a JPEG of at most 1000 x 1600 and its (width, height).
SmallerCopy = Callable[["Reader"], tuple[bytes, tuple[int, int]]]


class Reader(Protocol):
    """The part of a binary file that is used here; the case's own readers have it."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...

    def close(self) -> None: ...


class PackSource(Protocol):
    """The part of an open case that a pack reads."""

    @property
    def case_id(self) -> str: ...

    @property
    def about(self) -> About: ...

    @property
    def place(self) -> Place: ...

    def items(self) -> tuple[Item, ...]:
        """All items, oldest first, struck ones too."""

    def open_item(self, item: Item) -> Reader:
        """The kept bytes, seekable, to be closed by the caller."""

    def open_copy(self, item: Item) -> Reader:
        """The smaller copy; only where ``item.copy_blob_id`` is set."""

    def records(self, kind: RecordKind | None = None) -> tuple[Record, ...]:
        """The typed records, oldest first, without struck ones."""

    def blocked_items(self) -> tuple[Item, ...]:
        """Items that may go into no pack (docs/formats/case-1.md)."""

    def log_entries(self) -> tuple[LogEntry, ...]:
        """The whole evidence log, first line first."""

    def stamps(self) -> tuple[Stamp, ...]:
        """What time authorities said about lines of the log."""

    def log_public_key(self) -> bytes:
        """32 bytes, raw Ed25519."""

    def note_in_log(self, action: str, subject: str, sha256: str = "") -> LogEntry:
        """Append one signed line and give it back. ``sha256`` is hex."""


@dataclass(frozen=True, slots=True)
class Section:
    """Words that a door adds to the report, e.g. the plan or a letter. Plain text, never markup.

    A paragraph that begins with ``- `` prints as a line of a list.
    """

    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into the pack. ``items`` are ids; None means all that may go.

    ``risk`` is what the door knows from the plan, for page 1: ids of the report's own sentences (``risk.said.…``),
    or sentences. ``reader`` decides what may go in at all; ``contact`` gives a platform the person's name and contact.
    """

    items: frozenset[str] | None = None
    records: bool = True
    sections: tuple[Section, ...] = ()
    language: str = "en"
    include_log: bool = True
    risk: tuple[str, ...] = ()
    reader: PackReader = PackReader.OFFICER
    contact: bool = False


@dataclass(frozen=True, slots=True)
class PackMade:
    """What was written. ``sha256`` (hex) and ``size`` (bytes) are of the bytes that reached the sink.

    ``items`` and ``held_back`` count exhibits inside and items that may go into no pack;
    ``replaced_characters`` were printed by number in the report; ``volumes`` are PDF files.
    """

    sha256: str
    size: int
    items: int
    held_back: int
    key_fingerprint: str
    manifest_sha256: str
    replaced_characters: int
    volumes: int
    sealed: bool
