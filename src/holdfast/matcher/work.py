"""Comparing beside the event loop: as many at once as there are cores, a bounded number waiting, the rest told so."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from holdfast.errors import TooManyWaiting

Answer = TypeVar("Answer")
#: Requests that may wait or run at once: at 100 hashes each and 10 million in the bank about a second of work.
MOST_WAITING = 64


class Work:
    """The one place where hashes are compared. ``figures`` counts what was done, for ``/metrics``."""

    def __init__(self, cores: int | None = None, most_waiting: int = MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(cores or os.cpu_count() or 1, thread_name_prefix="matcher")
        self._most = most_waiting
        self.waiting = 0
        self.figures: Counter[str] = Counter()
        self.seconds = 0.0

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """Runs ``work`` in a thread; the kernel lets go of the interpreter there. Raises :class:`TooManyWaiting`."""
        if self.waiting >= self._most:
            self.figures["turned_away"] += 1
            raise TooManyWaiting(f"{self.waiting} waiting")
        self.waiting += 1
        began = time.perf_counter()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self.waiting -= 1
            self.seconds += time.perf_counter() - began

    def close(self) -> None:
        """Waits for what runs, takes nothing more."""
        self._pool.shutdown()
