"""What the tests of the exchange share: fingerprints of no picture, a clock to turn, an exchange on a store."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from holdfast.takedown.exchange.exchange import Exchange
from holdfast.takedown.exchange.partners import IssuedKeys, Partner, Wish, partner_named
from holdfast.takedown.exchange.persons import NewTakedown
from holdfast.takedown.exchange.rules import Item
from holdfast.takedown.exchange.store import Database
from holdfast.takedown.exchange.values import AgeInPicture, Kind, Scope

PEPPER = b"the pepper of the tests, 32 bytes"
ALL = (Scope.FETCH, Scope.FEEDBACK, Scope.SUBMIT)


def pdq(seed: object) -> str:
    """64 hex digits with 128 bits set."""
    chosen = random.Random(str(seed)).sample(range(256), 128)
    return f"{sum(1 << place for place in chosen):064x}"


def md5(seed: object) -> str:
    return random.Random(f"md5 {seed}").randbytes(16).hex()


def photo(*seeds: object, quality: int = 90) -> Item:
    return Item(Kind.PHOTO, tuple(pdq(seed) for seed in seeds), quality)


def request_key() -> str:
    return os.urandom(20).hex()


class Turned:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Site:
    """An exchange with its clock and partners."""

    def __init__(self, database: Database, clock: Turned, pepper: bytes = PEPPER) -> None:
        self.clock = clock
        self.exchange = Exchange(database, pepper, clock=clock, chance=os.urandom)
        self.keys: dict[str, IssuedKeys] = {}

    def partner(self, name: str, **wish: object) -> Partner:
        self.keys[name] = self.exchange.create_partner(Wish(name, ALL, **wish), "tests")  # type: ignore[arg-type]
        return self.look(name)

    def look(self, name: str) -> Partner:
        return partner_named(self.exchange.database, name)

    def submit(self, *seeds: object, network: str = "") -> NewTakedown:
        """One item for each seed."""
        items = tuple(photo(seed) for seed in seeds)
        return self.exchange.submit(items, age=AgeInPicture.ADULT, request_key=request_key(), network=network)

    def fetched(self, name: str, start: int = 0, size: int = 800) -> dict[str, str]:
        """All pages: hash → status. The clock is turned past the current second first."""
        self.clock.turn(1)
        token, found = "", {}
        while True:
            page = self.exchange.fetch(self.look(name), start, token, size)
            found |= {r.fingerprint.value.hex(): r.status.in_feed for r in page.records}
            token = page.next_token
            if not token:
                return found

    def says(self, name: str, seed: object, value: str) -> int:
        told = {"count": 1, "hashFeedbacks": [{"hashValue": pdq(seed), "feedbackValue": value, "tags": []}]}
        return self.exchange.feedback(self.look(name), told)

    def states(self, made: NewTakedown) -> list[tuple[str, list[str]]]:
        """For each item its state, and the state at each platform."""
        found = self.exchange.status(made.number, made.secret)
        return [(item.state.value, [one.state.value for one in item.platforms]) for item in found.items]


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
