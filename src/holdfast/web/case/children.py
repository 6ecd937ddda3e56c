"""A child process that works on an open case: key in through a pipe, counts out through another."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator

from django.conf import settings

from holdfast.case.room import Case

MODULE = "holdfast.case.pack.child"


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
        threading.Thread(target=self._read, daemon=True).start()

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
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and pipe is not self._process.stdout:
                pipe.close()
        return code


def where() -> dict[str, object]:
    """Where the store is, for a process of its own."""
    return {"folder": str(settings.HOME), "database": settings.DATABASE_ADDRESS}
