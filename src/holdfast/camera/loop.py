"""The guard's loop, and the lock that lets only one guard write."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from holdfast.camera.errors import AlreadyWatching
from holdfast.camera.guard import Waiter
from holdfast.camera.watch import Watch

LOCK = "watch.lock"
#: Seconds between two looks at least: a program that opens a camera a thousand times a second costs no more.
AT_LEAST = 0.1
#: Somebody who only asks :func:`is_watched` holds the lock for some microseconds: tried again so often, seconds apart.
TRIES, ASKED = 2, 0.03


def run(watch: Watch, waiter: Waiter, sleep: Callable[[float], None], go_on: Callable[[], bool]) -> None:
    """Looks, waits, looks again, until ``go_on`` says no or something is raised; then closes the diary calmly."""
    watch.begin()
    try:
        while go_on():
            patience = watch.step(waiter.opened())
            if waiter.wait(waiter.every if patience is None else min(patience, waiter.every)):
                sleep(AT_LEAST if patience is None else min(patience, AT_LEAST))
    finally:
        watch.end()
        waiter.close()


@contextmanager
def only_one(folder: Path, wait: Callable[[], None] | None = None) -> Iterator[None]:
    """The lock of the one guard; the system lets go of it when the guard is killed.

    ``wait`` is called between two tries; without it raises AlreadyWatching.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        tries = 0
        while not _locked(descriptor):
            tries += 1
            if wait is not None:
                wait()
            elif tries > TRIES:
                raise AlreadyWatching("the lock is held")
            else:
                time.sleep(ASKED)
        yield
    finally:
        os.close(descriptor)


def is_watched(folder: Path) -> bool:
    """Whether a guard is at work now."""
    if not (folder / LOCK).exists():
        return False
    descriptor = os.open(folder / LOCK, os.O_RDWR)
    try:
        return not _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
