"""Stretching: making each guess at a code's secret cost memory and time (Argon2id, RFC 9106)."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Protocol

from holdfast.errors import Busy, Tampered

#: The floor: 64 MiB and three passes cost 0.15 to 0.22 s on a 2-core machine. Nothing weaker is used.
FLOOR_MEMORY_KIB = 65_536
FLOOR_ITERATIONS = 3
#: The ceiling: a changed row may not make a server take all its memory.
CEILING_MEMORY_KIB = 1_048_576
CEILING_ITERATIONS = 32
CEILING_LANES = 8


class WeakParameters(Tampered):
    """Stretching parameters outside the floor and ceiling; never used."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How hard one guess is. Raises :class:`WeakParameters` under the floor or over the ceiling."""

    memory_kib: int = FLOOR_MEMORY_KIB
    iterations: int = FLOOR_ITERATIONS
    lanes: int = 1

    def __post_init__(self) -> None:
        fits = (
            FLOOR_MEMORY_KIB <= self.memory_kib <= CEILING_MEMORY_KIB
            and FLOOR_ITERATIONS <= self.iterations <= CEILING_ITERATIONS
            and 1 <= self.lanes <= CEILING_LANES
        )
        if not fits:
            raise WeakParameters(f"{self.memory_kib} KiB, {self.iterations} passes, {self.lanes} lanes")


class Stretcher(Protocol):
    """Anything that turns a secret and a salt (16 bytes) into 32 bytes, slowly."""

    def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes: ...


class Argon2:
    """Argon2id as `cryptography` does it; the interpreter lock is free meanwhile."""

    def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        return Argon2id(
            salt=salt,
            length=32,
            iterations=parameters.iterations,
            lanes=parameters.lanes,
            memory_cost=parameters.memory_kib,
        ).derive(secret)


class Bounded:
    """At most ``at_once`` stretches at a time in this process: 500 at once would take 32 GB.

    Who waits longer than ``wait_seconds`` gets :class:`Busy`.
    """

    def __init__(self, stretcher: Stretcher, at_once: int = 2, wait_seconds: float = 20) -> None:
        self._stretcher = stretcher
        self._places = BoundedSemaphore(at_once)
        self._wait_seconds = wait_seconds

    def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes:
        """As the stretcher inside. Raises :class:`Busy`."""
        if not self._places.acquire(timeout=self._wait_seconds):
            raise Busy(f"no place after {self._wait_seconds} s")
        try:
            return self._stretcher.stretch(secret, salt, parameters)
        finally:
            self._places.release()
