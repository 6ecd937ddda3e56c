"""The small frozen values of a case. No logic that touches keys, files or the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.identifiers import Identifier


class Place(StrEnum):
    """Where this Holdfast runs. Decides how far the hard rule for children's pictures reaches."""

    OWN_COMPUTER = "own"
    HOSTED = "hosted"


class AgeInPicture(StrEnum):
    """Age of the person *in the picture, when it was taken*; skipped counts as perhaps a child."""

    ADULT = "adult"
    UNDER_18 = "under_18"
    UNKNOWN = "unknown"

    @property
    def maybe_child(self) -> bool:
        return self is not AgeInPicture.ADULT


class PictureAnswer(StrEnum):
    """The answer to "does this show a naked or sexual picture?", asked before each picture."""

    NOT_ASKED = "not_asked"
    NO = "no"
    COVERED = "covered"
    YES = "yes"


class Kind(StrEnum):
    """What an item is, by its bytes."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    PDF = "pdf"
    CHAT = "chat"
    EMAIL = "email"
    TEXT = "text"
    FILM = "film"
    SOUND = "sound"

    @property
    def is_recording(self) -> bool:
        """Screen recordings, films, voice notes: only where the person in the picture is an adult."""
        return self in (Kind.FILM, Kind.SOUND)

    @property
    def is_picture(self) -> bool:
        return self in (Kind.PNG, Kind.JPEG, Kind.WEBP)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something inside an export or e-mail that was not kept. ``size`` in bytes; ``sha256`` hex or ""."""

    name: str
    size: int
    place: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence.

    ``size`` and ``sha256`` describe the bytes that are kept. ``original_sha256`` is set where the kept bytes
    are not the original (a covered picture, an export whose media stayed outside), hex, else "".
    ``captured`` is what the person said, free text. ``added`` is UTC.
    """

    item_id: str
    number: int
    kind: Kind
    name: str
    size: int
    sha256: str
    added: datetime
    blob_id: str
    title: str = ""
    note: str = ""
    captured: str = ""
    platform: str = ""
    answer: PictureAnswer = PictureAnswer.NOT_ASKED
    original_sha256: str = ""
    left_out: tuple[LeftOut, ...] = ()
    copy_blob_id: str = ""
    copy_size: tuple[int, int] = (0, 0)
    version: int = 1
    struck: bool = False

    @property
    def exhibit(self) -> str:
        """The number an officer quotes, e.g. ``HF/003``."""
        return f"HF/{self.number:03d}"


class RecordKind(StrEnum):
    OFFENDER = "offender"
    DEMAND = "demand"
    PAYMENT = "payment"
    REPORT = "report"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Offender:
    """Who is behind it, as far as they told. Only identifiers the person confirms as *theirs*."""

    identifiers: tuple[Identifier, ...] = ()
    platform: str = ""
    says_about_self: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What they want, by when, or what they threaten. Times are as the person said them."""

    wants: str = ""
    amount: str = ""
    currency: str = ""
    method: str = ""
    deadline: str = ""
    audience: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money or goods that were sent."""

    amount: str = ""
    currency: str = ""
    method: str = ""
    paid_to: tuple[Identifier, ...] = ()
    when: str = ""
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was made: to whom, when, which number they gave."""

    to: str = ""
    when: str = ""
    reference: str = ""
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What happened, told once, in the person's own words, with what they wish for."""

    story: str = ""
    wishes: str = ""
    name: str = ""
    contact: str = ""
    own_accounts: tuple[Identifier, ...] = ()


Body = Offender | Demand | Payment | Report | Account


@dataclass(frozen=True, slots=True)
class Record:
    """One typed record. Editing makes a new ``version``; striking keeps it and says so."""

    record_id: str
    body: Body
    added: datetime
    version: int = 1
    struck: bool = False

    @property
    def kind(self) -> RecordKind:
        return RecordKind[type(self.body).__name__.upper()]


@dataclass(frozen=True, slots=True)
class About:
    """What a case knows about the person's situation; the plan's answers, and what the hard rule needs."""

    age_in_picture: AgeInPicture = AgeInPicture.UNKNOWN
    country: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    situation: dict[str, object] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the evidence log (docs/formats/case-1.md). Hashes and signature are hex."""

    number: int
    utc: str
    local: str
    action: str
    subject: str
    sha256: str
    who: str
    tool: str
    before: str
    signature: str
