"""A real character device, and another program that holds it."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOLD = (
    "import sys, time; kept = open(sys.argv[1], 'rb', buffering=0); print('open', flush=True); time.sleep(60)"
)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Path]:
    """A character device named as a camera is: of one's own as administrator, else a terminal."""
    with real_device(tmp_path) as path:
        yield path


@contextmanager
def real_device(folder: Path) -> Iterator[Path]:
    """A device whose number is that of an endless row of zeros (1:5); only an administrator can make one."""
    path = folder / "video0"
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
        path.open("rb").close()
    except OSError:
        path.unlink(missing_ok=True)
        ours, theirs = pty.openpty()
        name = os.ttyname(theirs)
        os.close(theirs)
        yield Path(name)
        os.close(ours)
        return
    yield path


@contextmanager
def held(device: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program has the device open as long as this lasts; killed at the end."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(device)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "open\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
