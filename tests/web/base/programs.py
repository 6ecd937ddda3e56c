"""The web program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def surroundings(home: Path, **environ: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    return {**clean, "HOLDFAST_HOME": str(home), **environ}


@contextmanager
def started(home: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """Runs on any free port; the first line on stdout holds its address."""
    command = [sys.executable, "-m", "holdfast.web", "--json", "--port", "0"]
    program = subprocess.Popen(
        command,
        env=surroundings(home, **environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
    finally:
        program.terminate()
        program.communicate(timeout=30)
