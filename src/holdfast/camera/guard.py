"""The port: what each system has to answer. Its three rooms are linux.py, windows.py and macos.py."""

from __future__ import annotations

from typing import Protocol

from holdfast.camera.values import Sight


class Guard(Protocol):
    """Looks at the cameras of one system. Never opens one."""

    def look(self) -> Sight:
        """Every camera now, who uses it, and what could not be seen. Raises nothing."""


class Waiter(Protocol):
    """Sleeps until something may have changed at a camera."""

    #: Seconds between looks where nothing wakes us.
    every: float

    def wait(self, seconds: float) -> bool:
        """True where something happened, False after ``seconds``."""

    def opened(self) -> frozenset[str]:
        """Devices whose last event was an opening. Empty where the system does not tell."""

    def close(self) -> None:
        """Lets go of what it holds."""
