"""The exchange's words: kinds of fingerprint, states, feedback, and what a page of the feed is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum

#: Gives aware UTC.
Clock = Callable[[], datetime]
#: Gives so many random bytes.
Chance = Callable[[int], bytes]


class Kind(IntEnum):
    """What a fingerprint is of. Numbers stand in the store, names in the feed."""

    PHOTO = 1
    VIDEO = 2

    @property
    def signal_type(self) -> str:
        """Its name in the feed."""
        return _SIGNAL_TYPES[self]

    @property
    def size(self) -> int:
        """Bytes: PDQ has 256 bits, MD5 128."""
        return 32 if self is Kind.PHOTO else 16


_SIGNAL_TYPES = {Kind.PHOTO: "ImagePDQ", Kind.VIDEO: "VideoMD5"}


class Status(IntEnum):
    """``hashStatus`` of the feed."""

    RECEIVED = 1
    ACTIVE = 2
    WITHDRAWN = 3

    @property
    def in_feed(self) -> str:
        return self.name.capitalize()


class Feedback(Enum):
    """``feedbackValue`` of the feed, by its name there."""

    UNKNOWN = "Unknown"
    NONE = "None"
    QUALITY_UNKNOWN = "QualityUnknown"
    PENDING_REVIEW = "PendingReview"
    BLOCKED = "Blocked"
    NOT_BLOCKED = "NotBlocked"
    WITHDRAWN = "Withdrawn"
    DELETED = "Deleted"


class Hold(IntEnum):
    """Why a fingerprint waits for the operator, and what the operator said."""

    NONE = 0
    MANY_CASES = 1
    NOT_BLOCKED = 2
    RELEASED = 8
    REFUSED = 9

    @property
    def stops(self) -> bool:
        """Partners are not asked to match it."""
        return self in (Hold.MANY_CASES, Hold.NOT_BLOCKED, Hold.REFUSED)


class Scope(Enum):
    """An endpoint of the feed; each has a key of its own. The value is its name on the wire."""

    FETCH = "FetchHashes"
    FEEDBACK = "SubmitFeedback"
    SUBMIT = "SubmitHashes"


class AgeInPicture(Enum):
    """Who is in the picture, as the person said. Only ``ADULT`` goes on."""

    ADULT = "adult"
    UNDER_18 = "under_18"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True, repr=False)
class Fingerprint:
    """``value``: 32 bytes of a PDQ, 16 of an MD5. Never shown by ``repr``, so that no log gets it."""

    kind: Kind
    value: bytes

    def __repr__(self) -> str:
        return f"Fingerprint({self.kind.name}, hidden)"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the feed: second of the last change (Unix time), then the number of the change."""

    last_mod: int
    sequence: int


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Said:
    """What one partner said about one fingerprint."""

    source: str
    feedback: Feedback
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """A fingerprint's full state, as the feed carries it."""

    position: Position
    fingerprint: Fingerprint
    status: Status
    case_ids: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, repr=False)
class FeedPage:
    """``next_token`` is "" at the end. ``next_set``: Unix seconds to ask from the next time."""

    records: tuple[Record, ...]
    next_token: str
    next_set: int
