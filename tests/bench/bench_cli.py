"""The command line: how fast it answers. The peer of ``--help`` is ``pip --version`` in the same environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.row import Row, seconds

RUNS = 9
#: The bar of the house for ``--help``.
HELP = 0.15


def rows() -> Iterator[Row]:
    """What ``make bench`` prints."""
    program = str(Path(sys.executable).with_name("holdfast"))
    pip = best([sys.executable, "-m", "pip", "--version"])
    for argv in (["--help"], ["case", "add", "--help"]):
        taken = best([program, *argv])
        name = f"holdfast {' '.join(argv)}"
        yield Row(name, taken, "s", f"under {HELP} s", taken < HELP, "pip --version", pip)
    taken = best([program, "guide", "--country", "GB", "--happened", "threatened"])
    yield Row("holdfast guide, a whole plan", taken, "s", "under 1 s", taken < 1)


def best(argv: list[str]) -> float:
    """Seconds of the fastest of some runs: what the machine can do when nobody disturbs it."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "HOLDFAST_HOME": home}
        return min(
            seconds(lambda: subprocess.run(argv, env=environ, stdout=subprocess.DEVNULL, check=True))
            for _ in range(RUNS)
        )
