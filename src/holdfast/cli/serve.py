"""``holdfast serve``: starts the web program, which is another program: this one never loads Django."""

from __future__ import annotations

import os
import subprocess
import sys


def run(argv: list[str]) -> int:
    command = [sys.executable, "-m", "holdfast.web", *argv]
    if sys.platform != "win32":
        os.execv(sys.executable, command)  # noqa: S606
    return subprocess.call(command)
