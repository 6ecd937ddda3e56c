"""A child process that works on an open case: key in through a pipe, counts out through another."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.db import connection

from holdfast.case.room import Case
from holdfast.web.base.logs import describe

MODULE = "holdfast.case.pack.child"


log = logging.getLogger("holdfast.web")


def guarded(call: Callable[..., None]) -> Callable[..., None]:
    """``call`` for a thread of its own: an error is told to the log without its words, where Python would print them.

    The thread's database connection is let go at the end.
    """

    @wraps(call)
    def run(*args: object) -> None:
        try:
            call(*args)
        except Exception as error:
            log.error("in the background: %s", describe(error))
        finally:
            connection.close()

    return run


def in_background(call: Callable[..., None], *args: object) -> None:
    """Runs ``call`` in a thread that ends with the program."""
    threading.Thread(target=guarded(call), args=args, daemon=True).start()


class Child:
    """Starts the work. The child ends by itself when its input closes, so that none outlives the server."""

    def __init__(self, case: Case, work: dict[str, object]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )  # fmt: skip
        self._said: queue.SimpleQueue[dict[str, object] | None] = queue.SimpleQueue()
        order = {
            **work,
            **where(),
            "case": case.case_id,
            "key": case.key.to_bytes().hex(),
            "place": case.place.value,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        in_background(self._read)

    @property
    def pid(self) -> int:
        return self._process.pid

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                continue
            self._said.put(said if isinstance(said, dict) else {})
        self._said.put(None)

    def lines(self, *, every: float) -> Iterator[dict[str, object]]:
        """What the child says, line by line; an empty dict when nothing came for ``every`` seconds."""
        while True:
            try:
                said = self._said.get(timeout=every)
            except queue.Empty:
                yield {}
                continue
            if said is None:
                return
            yield said

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()

    def wait(self) -> int:
        """The exit code; negative where it was killed."""
        code = self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        return code


def where() -> dict[str, object]:
    """Where the store is, for a process of its own."""
    return {"folder": str(settings.HOME), "database": settings.DATABASE_ADDRESS}
