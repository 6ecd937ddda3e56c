"""The hard rule at the door of every fingerprint: adults' pictures only, and only where somebody said so.

Nothing that makes a person's fingerprint runs without an :class:`Adults`, and only :func:`adults_only` gives one out.
"""

from __future__ import annotations

from enum import StrEnum

from holdfast.errors import AgeNotSaid, Under18InPicture


class AgeInPicture(StrEnum):
    """How old the person in the picture was when it was made."""

    ADULT = "18_or_over"
    CHILD = "under_18"
    UNKNOWN = "unknown"


class Adults:
    """The answer "18 or over", given for everything that is handed over together with it."""

    __slots__ = ()

    def __new__(cls, *, said_by: object = None) -> Adults:
        if said_by is not _door:
            raise AgeNotSaid("an answer that nobody gave")
        return super().__new__(cls)


_door = object()


def adults_only(answer: AgeInPicture | str | None) -> Adults:
    """The proof that the question was asked and answered. Raises :class:`Under18InPicture`, :class:`AgeNotSaid`."""
    if answer == AgeInPicture.ADULT:
        return Adults(said_by=_door)
    if answer in (AgeInPicture.CHILD, AgeInPicture.UNKNOWN):
        raise Under18InPicture("under 18 or unknown")
    raise AgeNotSaid("no answer")


def require(proof: Adults) -> None:
    """The first line of everything that makes a fingerprint for a person. Raises :class:`AgeNotSaid`."""
    if not isinstance(proof, Adults):
        raise AgeNotSaid("no proof of the answer")
