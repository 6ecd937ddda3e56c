"""``holdfast serve``: starts the web program. It is another program on purpose: this one never loads Django."""

from __future__ import annotations

import os
import subprocess
import sys


def run(argv: list[str]) -> int:
    command = [sys.executable, "-m", "holdfast.web", *argv]
    if sys.platform == "win32":
        return subprocess.call(command)
    os.execv(sys.executable, command)  # noqa: S606
