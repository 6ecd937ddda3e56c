"""What every reader takes and gives back.

A reader turns the bytes of one export into chats; :mod:`holdfast.check.readers.joining` makes documents of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.check.readers.source import Source


class DateOrder(StrEnum):
    """How dates of numbers are written in a file."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class Note(StrEnum):
    """What a person should know about how a file was read. The words are content."""

    CUT_OFF = "cut_off"
    DATE_ORDER_UNSURE = "date_order_unsure"
    ENCODING_GUESSED = "encoding_guessed"
    LETTERS_REPAIRED = "letters_repaired"
    MEDIA_NOT_READ = "media_not_read"
    SYSTEM_LINES_LEFT_OUT = "system_lines_left_out"
    DELETED_MESSAGES = "deleted_messages"
    ONLY_OWN_MESSAGES = "only_own_messages"
    ONE_SPEAKER = "one_speaker"
    ME_NOT_FOUND = "me_not_found"
    SEVERAL_CHATS = "several_chats"
    SOME_FILES_NOT_READ = "some_files_not_read"
    HIDDEN_TEXT_LEFT_OUT = "hidden_text_left_out"
    WORDS_ARE_A_PICTURE = "words_are_a_picture"
    ENCRYPTED_MAIL = "encrypted_mail"
    SENT_FROM_OWN_ADDRESS = "sent_from_own_address"
    READ_FROM_PICTURE = "read_from_picture"
    STRUCTURE_NOT_KNOWN = "structure_not_known"


def listed(words: str) -> frozenset[str]:
    """Words written one after another with spaces between."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Ask:
    """What the person set right by hand. ``me``: their own name in the chat."""

    me: str = ""
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a reader found it. ``attached`` are (name, media) pairs, see ``values.Attachment``."""

    speaker: str
    text: str
    when: str = ""
    mine: bool | None = None
    attached: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """An account that an export names beside the words: the numeric id of a speaker, an address of a sender."""

    speaker: str
    service: str
    kind: str
    value: str

    def as_fact(self) -> tuple[str, str]:
        return "account", "\t".join((self.service, self.kind, self.value, self.speaker))

    @classmethod
    def from_fact(cls, value: str) -> Account:
        service, kind, number, speaker = value.split("\t", 3)
        return cls(speaker, service, kind, number)


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation, oldest message first."""

    said: tuple[Said, ...]
    title: str = ""
    notes: tuple[Note, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. ``begins`` tells it from the first words of a file (64 KiB of them are enough), never by name.

    ``read`` gives the chats of a file, none where there is no message in it; it raises only HoldfastErrors.
    ``example`` is recognised, ``counter`` is not; both are tested.
    """

    id: str
    begins: Callable[[str], bool]
    read: Callable[[Source], tuple[Chat, ...]]
    example: str
    counter: str
