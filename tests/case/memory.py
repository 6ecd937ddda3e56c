"""How much memory a program took at most."""

from __future__ import annotations

import os
import subprocess
import sys

#: VmHWM starts anew with each program; ``ru_maxrss`` is never under what the parent had when it started the child
#: (getrusage(2) counts the moment between fork and exec), so that it would hide every difference here.
_TELL = """
import resource, sys
from pathlib import Path
told = Path("/proc/self/status")
if told.exists():
    peak = int(told.read_text().split("VmHWM:")[1].split()[0]) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(peak, file=sys.stderr)
"""


def peak_mib(code: str, *args: str) -> float:
    """Peak resident memory in MiB of a fresh Python that runs ``code`` with ``args``."""
    done = subprocess.run(
        [sys.executable, "-c", code + _TELL, *args],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    return float(done.stderr.strip().splitlines()[-1])
