"""What is made once for a form: a double press, or a request sent again by the network, gets the same answer.

A new case's words exist only in the answer to the form that made it. A browser that sends the form twice shows
the second answer, so the first must be given again. It is held in memory for some seconds, and never after.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

#: Seconds that an answer is held. A double press comes within one, a network's second try within about five.
HOLD = 10.0


class Fresh(Generic[T]):
    """Results by token. Safe for threads; ``after`` runs a call later (``threading.Timer`` in the program)."""

    def __init__(self, after: Callable[[float, Callable[[], object]], object] | None = None) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, Future[T]] = {}
        self._after = after or _timer

    def once(self, token: str, make: Callable[[], T], *, wait: float = 60) -> T:
        """``make()`` for the first caller with this token; its result or error for those who come meanwhile."""
        with self._lock:
            mine = token not in self._made
            promise: Future[T] = self._made.setdefault(token, Future())
        if not mine:
            return promise.result(timeout=wait)
        try:
            promise.set_result(make())
        except BaseException as error:
            promise.set_exception(error)
            self.forget(token)
            raise
        self._after(HOLD, lambda: self.forget(token))
        return promise.result()

    def forget(self, token: str) -> None:
        """The result is held no longer."""
        with self._lock:
            self._made.pop(token, None)

    def __len__(self) -> int:
        return len(self._made)


def _timer(seconds: float, call: Callable[[], object]) -> None:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
