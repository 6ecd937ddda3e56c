"""The exchange's face in a process of its own, on SQLite or PostgreSQL, and the public client before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.takedown.exchange.kit import ALL, md5, pdq, photo, request_key
from tests.web.base.programs import surroundings
from threatexchange.exchanges.clients.stopncii.api import StopNCIIAPI, StopNCIIEndpoint

from holdfast.home import pepper
from holdfast.takedown.exchange.exchange import Exchange, open_exchange
from holdfast.takedown.exchange.partners import IssuedKeys, Wish
from holdfast.takedown.exchange.persons import NewTakedown
from holdfast.takedown.exchange.values import AgeInPicture, Scope


@dataclass
class Running:
    """A running exchange, reached over HTTP, and the same store from within."""

    address: str
    home: Path
    database: str
    pid: int
    exchange: Exchange
    keys: dict[str, IssuedKeys] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"{self.address}v1"

    def partner(self, name: str, **wish: object) -> IssuedKeys:
        self.keys[name] = self.exchange.create_partner(Wish(name, ALL, **wish), "tests")  # type: ignore[arg-type]
        return self.keys[name]

    def client(self, name: str) -> StopNCIIAPI:
        return client_of(self.base, self.keys[name])

    def submit(self, *seeds: object) -> NewTakedown:
        items = tuple(photo(seed) for seed in seeds)
        return self.exchange.submit(items, age=AgeInPicture.ADULT, request_key=request_key())

    def fill(self, count: int, batch: int = 10_000) -> None:
        """So many videos of a partner, in the quickest way there is."""
        name = f"Filler {count}"
        self.partner(name)
        partner = next(p for p, _ in self.exchange.partners_now() if p.name == name)
        for start in range(0, count, batch):
            records = [
                {"signalType": "ImagePDQ", "hashValue": pdq(f"fill {n}")}
                for n in range(start, min(start + batch, count))
            ]
            self.exchange.partner_hashes(partner, {"hashRecords": records})


def client_of(base: str, keys: IssuedKeys) -> StopNCIIAPI:
    """The public client, unmodified, with a partner's keys."""
    more = {
        StopNCIIEndpoint.SubmitFeedback: keys.function(Scope.FEEDBACK),
        StopNCIIEndpoint.SubmitHashes: keys.function(Scope.SUBMIT),
    }
    return StopNCIIAPI(keys.subscription, keys.function(Scope.FETCH), more, base)


def next_second() -> None:
    """The current second of the feed is hidden: waits it out."""
    time.sleep(1.02 - time.time() % 1)


@contextmanager
def exchange_at(home: Path, database: str = "", **environ: str) -> Iterator[Running]:
    """Started on any free port, stopped when the block ends."""
    home.mkdir(exist_ok=True, mode=0o700)
    environ = {"HOLDFAST_DATABASE": database, **environ}
    command = [sys.executable, "-m", "holdfast.web", "--json", "--face", "exchange", "--port", "0"]
    inside = open_exchange(
        database,
        home,
        pepper({"HOLDFAST_HOME": str(home)}),
        clock=lambda: datetime.now(UTC),
        chance=os.urandom,
    )
    with (home / "err.txt").open("w") as err:
        program = subprocess.Popen(
            command, env=surroundings(home, **environ), stdout=subprocess.PIPE, stderr=err, text=True
        )
    try:
        told = program.stdout.readline() if program.stdout else ""
        assert told, (home / "err.txt").read_text()
        yield Running(json.loads(told)["address"], home, database, program.pid, inside)
    finally:
        program.terminate()
        program.communicate(timeout=30)
        inside.database.close()


__all__ = ["Running", "client_of", "exchange_at", "md5", "next_second", "pdq"]
