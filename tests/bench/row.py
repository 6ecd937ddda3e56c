"""One measurement, beside its peer in the same run where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``ours`` and ``peer`` in ``unit``; ``bar`` in the words of the promise; ``good`` whether it holds here."""

    name: str
    ours: float
    unit: str
    bar: str
    good: bool
    peer_name: str = ""
    peer: float | None = None

    @property
    def ratio(self) -> str:
        if not self.peer:
            return ""
        return f"{self.peer / self.ours if self.unit in ('s', 'ms') else self.ours / self.peer:.2f}x"

    def line(self) -> str:
        peer = f"{self.peer_name} {self.peer:.3g} {self.unit}" if self.peer is not None else "-"
        mark = "holds" if self.good else "MISSED"
        return f"{self.name:<52} {self.ours:>9.3g} {self.unit:<4} {peer:<24} {self.ratio:>7}  {self.bar:<28} {mark}"


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """``with stopwatch() as taken: …`` → seconds in ``taken[0]``."""
    taken = [0.0]
    start = time.perf_counter()
    yield taken
    taken[0] = time.perf_counter() - start
