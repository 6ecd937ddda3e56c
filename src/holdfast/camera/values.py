"""What is said about cameras: small frozen values, the same on every system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Support(StrEnum):
    """How much can be seen on this system."""

    WORKS = "works"
    CANNOT_SEE = "cannot_see"
    NOT_SUPPORTED = "not_supported"


class State(StrEnum):
    """``CANNOT_SEE``: something opened it that we may not look at."""

    ON = "on"
    OFF = "off"
    SWITCHED_OFF = "switched_off"
    CANNOT_SEE = "cannot_see"


class Reason(StrEnum):
    """Why something could not be seen. The words stand at the doors."""

    OTHER_USERS = "other_users"
    BEHIND_PIPEWIRE = "behind_pipewire"
    NO_CAMERA = "no_camera"
    ONLY_APPS_THAT_ASK = "only_apps_that_ask"
    NO_RECORD = "no_record"
    LOG_NOT_READ = "log_not_read"
    LOG_MAY_CHANGE = "log_may_change"
    NO_SUCH_SYSTEM = "no_such_system"


@dataclass(frozen=True, slots=True)
class Program:
    """Who uses a camera. ``path`` and ``user`` are empty, ``pid`` 0 where the system does not tell.

    ``started``: when the program itself was started, aware UTC.
    """

    name: str
    path: str = ""
    pid: int = 0
    user: str = ""
    started: datetime | None = None

    @property
    def key(self) -> str:
        """What an allow-list and a diary know it by: the path, because anybody can take a name."""
        return self.path or self.name


@dataclass(frozen=True, slots=True)
class Use:
    """One program at one camera. ``since``: aware UTC, None where nobody was watching when it began."""

    program: Program
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Camera:
    """``camera_id`` is stable while it is plugged in; ``devices`` are paths, empty where a system has none."""

    camera_id: str
    name: str
    state: State
    devices: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that was not seen: why, how often, and whose it is (a user's name, a program)."""

    reason: Reason
    count: int = 0
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at all cameras."""

    system: str
    support: Support
    cameras: tuple[Camera, ...] = ()
    unseen: tuple[Unseen, ...] = ()

    @property
    def on(self) -> bool:
        return any(camera.state is State.ON for camera in self.cameras)


#: Stands for a program that nobody may look at.
NOBODY_SEEN = Program("?")
