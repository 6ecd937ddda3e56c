"""``holdfast camera watch`` in a process of its own, for tests of what it tells and writes."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from holdfast.camera.diary import Diary
from holdfast.camera.loop import is_watched

#: Seconds after which a test gives up; nothing here asserts a time.
PATIENCE = 20.0


def environ(home: Path, device: Path) -> dict[str, str]:
    without_bus = {
        k: v for k, v in os.environ.items() if k not in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    }
    return {**without_bus, "HOLDFAST_HOME": str(home), "HOLDFAST_CAMERAS": str(device)}


class Guard:
    """``holdfast camera watch --json`` in a process of its own."""

    def __init__(self, home: Path, device: Path, *more: str) -> None:
        command = [sys.executable, "-m", "holdfast", "camera", "watch", "--json", *more]
        diary = Diary(home / "camera")
        before = len(diary.read().watched)
        self.process = subprocess.Popen(command, env=environ(home, device), stdout=subprocess.PIPE, text=True)
        until(lambda: is_watched(home / "camera") and len(diary.read().watched) > before)

    def news(self) -> Any:
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], PATIENCE)[0], "nothing was told"
        return json.loads(self.process.stdout.readline())

    def end(self, sign: int) -> int:
        self.process.send_signal(sign)
        code = self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@contextmanager
def guard(home: Path, device: Path, *more: str) -> Iterator[Guard]:
    started = Guard(home, device, *more)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end(signal.SIGKILL)


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.02)
