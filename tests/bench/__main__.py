"""``make bench``: prints every measurement of this project, each beside its peer in the same run."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Runs ``bench_*.py`` (or only those named); returns 1 when a bar is missed."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = [n for n in names if not wanted or n.removeprefix("bench_") in wanted]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'what':<52} {'ours':>9} {'':<4} {'peer':<24} {'ratio':>7}  {'bar':<28}")
    missed = 0
    for name in chosen:
        for row in importlib.import_module(f"tests.bench.{name}").rows():
            print(row.line(), flush=True)
            missed += not row.good
    print(f"{missed} bars missed" if missed else "every bar holds")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
