"""What the case's tests open cases with: a clock that is set by hand, a stretcher that counts, a store or two."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from holdfast.case.code import CaseCode
from holdfast.case.room import Case, new_case, open_case, resume
from holdfast.case.store import Store
from holdfast.case.stretch import Parameters
from holdfast.case.values import About, AgeInPicture, Place

PEPPER = bytes(range(32))


class CountingStretcher:
    """Quick, and knows how often it was asked, with what."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, Parameters]] = []

    def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes:
        self.asked.append((salt, parameters))
        return hashlib.blake2b(secret, key=salt, digest_size=32).digest()


@dataclass
class HandClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2031, 5, 6, 21, 47, 13, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def moves(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class House:
    """One store with everything a door hands in."""

    store: Store
    place: Place = Place.OWN_COMPUTER
    clock: HandClock = field(default_factory=HandClock)
    stretcher: CountingStretcher = field(default_factory=CountingStretcher)

    def new(self, age: AgeInPicture = AgeInPicture.ADULT, **about: object) -> tuple[Case, CaseCode]:
        answers = About(age_in_picture=age, country="GB", time_zone="Europe/London", **about)  # type: ignore[arg-type]
        return new_case(
            self.store,
            place=self.place,
            about=answers,
            pepper=PEPPER,
            stretcher=self.stretcher,
            clock=self.clock,
            chance=os.urandom,
        )

    def case(self, age: AgeInPicture = AgeInPicture.ADULT) -> Case:
        return self.new(age)[0]

    def open(self, typed: str, pepper: bytes = PEPPER) -> Case:
        return open_case(
            self.store,
            typed,
            place=self.place,
            pepper=pepper,
            stretcher=self.stretcher,
            clock=self.clock,
            chance=os.urandom,
        )

    def again(self, case: Case, place: Place | None = None) -> Case:
        """The same case in another tab, or, with ``place``, on another kind of machine."""
        return resume(
            self.store, case.case_id, case.key, place=place or self.place, clock=self.clock, chance=os.urandom
        )


@dataclass
class Memory:
    """A sealed blob in memory: sink and source."""

    data: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        return len(self.data)

    def write(self, sealed: bytes | bytearray | memoryview) -> None:
        self.data += sealed

    def read_at(self, offset: int, length: int) -> bytes:
        return bytes(self.data[offset : offset + length])

    def close(self) -> None:
        """Nothing is held."""


def pieces(data: bytes, length: int = 50_000) -> Iterable[bytes]:
    """A file as a door hands it in."""
    for start in range(0, len(data), length):
        yield data[start : start + length]
