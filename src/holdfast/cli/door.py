"""What comes in by the command line's door: streams, clock, chance, surroundings. Tests hand in their own."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

if TYPE_CHECKING:
    from holdfast.case.stretch import Stretcher

#: Taken out of the surroundings at the start, so that no child process gets them.
SECRETS = ("HOLDFAST_CODE", "HOLDFAST_PASSPHRASE")


class Door(NamedTuple):
    """Everything a command may use that is not its options.

    ``clock`` gives aware UTC; ``chance(n)`` n random bytes; ``read_secret(prompt)`` what a person typed unseen,
    or raises; ``time_zone`` the IANA name of this computer's zone; ``stretcher`` makes guessing slow.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    clock: Callable[[], datetime]
    chance: Callable[[int], bytes]
    environ: Mapping[str, str]
    read_secret: Callable[[str], str]
    time_zone: Callable[[], str]
    stretcher: Callable[[], Stretcher]

    @property
    def person_is_here(self) -> bool:
        """Someone can be asked a question and answer it."""
        return self.stdin.isatty() and self.stderr.isatty()

    @property
    def width(self) -> int:
        """Columns to wrap to: COLUMNS, else the terminal's, else 80; never under 24 or over 100."""
        told = self.environ.get("COLUMNS", "")
        if told.isdecimal() and int(told):
            return max(24, min(100, int(told)))
        try:
            return max(24, min(100, os.get_terminal_size(self.stdout.fileno()).columns))
        except (OSError, ValueError):
            return 80

    @property
    def colour(self) -> bool:
        """Bold headings: only on a terminal, and not where NO_COLOR is set (no-color.org) or it cannot."""
        able = not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
        return able and self.stdout.isatty()


def real_door() -> Door:
    """The door to this process. Characters that the terminal cannot show are printed as numbers, never an error."""
    stdin, stdout, stderr = (
        _or_nothing(sys.stdin, "r"),
        _or_nothing(sys.stdout, "w"),
        _or_nothing(sys.stderr, "w"),
    )
    for stream, errors in ((stdin, "replace"), (stdout, "backslashreplace"), (stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)
    environ = dict(os.environ)
    for name in SECRETS:
        os.environ.pop(name, None)
    return Door(
        stdin,
        stdout,
        stderr,
        clock=lambda: datetime.now(UTC),
        chance=os.urandom,
        environ=environ,
        read_secret=_read_secret,
        time_zone=lambda: _time_zone(environ),
        stretcher=_argon2,
    )


def _or_nothing(stream: TextIO | None, mode: str) -> TextIO:
    """A closed stream (``>&-``) is None in Python."""
    return cast(TextIO, open(os.devnull, mode, encoding="utf-8")) if stream is None else stream


def _read_secret(prompt: str) -> str:
    """From the terminal itself, unseen, even where stdin is a pipe. Raises EOFError where there is no terminal."""
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning as no_terminal:
            raise EOFError from no_terminal


def _time_zone(environ: Mapping[str, str]) -> str:
    """``TZ`` or where /etc/localtime points to; UTC where neither names a zone."""
    from zoneinfo import ZoneInfo

    told = environ.get("TZ", "").removeprefix(":")
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (told, linked):
        try:
            if name and not Path(name).is_absolute():
                return ZoneInfo(name).key
        except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
            continue
        except KeyError:
            continue
    return "UTC"


def _argon2() -> Stretcher:
    from holdfast.case.stretch import Argon2

    return Argon2()
