"""What goes into a reading and what comes out. Every ``start``/``end`` counts code points of the text beside it.

The JSON form of a :class:`Reading` is ``docs/formats/reading-1.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a text is. All but ``SEXTORTION`` are answers of their own, never "no threat found"."""

    SEXTORTION = "sextortion"
    OWN_ACCOUNT = "own_account"
    ARTICLE = "article"
    OTHER_EXTORTION = "other_extortion"
    TOO_EARLY = "too_early"
    NONE = "none"


class Stage(StrEnum):
    """How far it has gone. 0–7 are steps of a live contact; B, C and D are branches beside them."""

    CONTACT = "0"
    RAPPORT = "1"
    MOVING = "2"
    REQUEST = "3"
    REVEAL = "4"
    THREAT = "5"
    DEMAND = "6"
    AFTER_PAYING = "7"
    MASS_MAIL = "B"
    CHAT_BLUFF = "C"
    OTHER_BRANCH = "D"


class Bluff(StrEnum):
    YES = "yes"
    CANNOT_TELL = "cannot_tell"
    NO = "no"


class Sure(StrEnum):
    """How sure a reading is. The words for each are in ``content/<language>/check/words.toml``."""

    CLEAR = "clear"
    LIKELY = "likely"
    UNSURE = "unsure"


class Role(StrEnum):
    """Whose identifier it is, as far as the text tells."""

    THEIRS = "theirs"
    YOURS = "yours"
    THIRD = "third"
    UNKNOWN = "unknown"


class Other(StrEnum):
    """Which other kind of extortion or scam a text is."""

    RANSOMWARE = "ransomware"
    PHISHING = "phishing"
    HITMAN = "hitman"
    ACCUSATION = "accusation"
    BOMB = "bomb"
    DATA_LEAK = "data_leak"
    DEBT = "debt"
    LEGAL = "legal"
    MONEY_SCAM = "money_scam"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that came with a document and was not read. ``media``: image, video, audio, file or ""."""

    name: str
    media: str = ""
    #: Index into ``Document.messages``, -1 where it belongs to none.
    message: int = -1


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``text`` is ``Document.text[start:end]``.

    ``when`` is ISO 8601 or "". ``mine``: True sent by the person, False by the other side, None unknown.
    """

    speaker: str
    text: str
    start: int
    end: int
    when: str = ""
    mine: bool | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of a file. A plain paste is one message with the speaker "".

    ``format`` is the reader's id (``plain``, ``whatsapp``, ``eml``, …). ``notes`` are ids of words about what
    could not be read. ``facts`` are ``(name, value)`` pairs a reader knows beside the words, such as
    ``("subject", "…")`` and ``("from", "…")`` of an e-mail.
    """

    text: str
    messages: tuple[Message, ...]
    format: str = "plain"
    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def plain(cls, text: str) -> Document:
        """A paste: one message, nobody named."""
        return cls(text, (Message("", text, 0, len(text)),))


@dataclass(frozen=True, slots=True)
class SignHit:
    """A sign and where it stands in the text. ``reported``: somebody tells of it, it is not said to the reader."""

    id: str
    start: int
    end: int
    reported: bool = False


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """``kind`` is an :class:`~holdfast.identifiers.IdentifierKind` value; ``service`` a platform or payment id.

    ``valid`` is what the checksum or grammar says, None where there is none. ``repaired``: look-alike characters
    or line wraps were set right, and the checksum then held.
    """

    kind: str
    value: str
    service: str
    valid: bool | None
    role: Role
    start: int
    end: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class DemandRead:
    """What is asked for. "" and () mean: the text does not say.

    ``amount`` is a decimal number with a point ("1500"), the first one asked for; ``amounts`` are all of them in
    order; ``currency`` ISO 4217 or a coin's ticker. ``method`` is a payment id (``gift_card``, ``cashapp``,
    ``bitcoin`` …), ``deadline`` the words as written, ``audience`` ids (``family``, ``work`` …), ``wants`` ids:
    money, pictures, contact, obey. ``spans`` are the places of all of these.
    """

    amount: str = ""
    currency: str = ""
    amounts: tuple[str, ...] = ()
    method: str = ""
    deadline: str = ""
    deadline_hours: int | None = None
    audience: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.amount or self.method or self.deadline or self.audience or self.wants)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer. ``present``/``absent`` are ids of what speaks for a bluff and what is missing for a real threat.

    ``stage`` is None where a text has none (an article, another scam, nothing). ``steps`` are ids of the guide's
    steps, most urgent first. ``blackmailer`` is a speaker's name as in the document, "" where nobody is named or
    none is one. ``languages`` are the packs that read the text. ``crisis``: words about dying stand in it.
    """

    kind: Verdict
    stage: Stage | None
    bluff: Bluff
    sure: Sure
    text: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    signs: tuple[SignHit, ...] = ()
    identifiers: tuple[FoundIdentifier, ...] = ()
    demand: DemandRead = field(default_factory=DemandRead)
    steps: tuple[str, ...] = ()
    blackmailer: str = ""
    languages: tuple[str, ...] = ()
    crisis: bool = False
    other: Other | None = None
