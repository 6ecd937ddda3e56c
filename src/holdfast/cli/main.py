"""Door 1: the command line. Starts fast: a command's module is imported only when it is used."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from holdfast import __version__
from holdfast.cli.command import Command, run
from holdfast.cli.commands import COMMANDS
from holdfast.cli.door import Door, real_door
from holdfast.cli.printing import safe
from holdfast.cli.words import _
from holdfast.errors import HoldfastError, NotSaved, NotUnderstood

EXAMPLES = _("""\
Examples:
  holdfast guide --country GB --happened threatened --platform instagram
  holdfast check chat.txt --country GB
  holdfast case new
  holdfast case add screenshot-1.png screenshot-2.png
  holdfast case pack --output for-police.zip
  holdfast case verify for-police.zip

In danger now? Call 999 (UK), 112 (Europe), 911 (USA).
Every command has --help. Exit codes: 0 good, 1 refused or not good, 2 wrong use, 3 the computer's fault.""")

#: What a shell reports for a program that Ctrl+C or a closed pipe ended: 128 and the signal's number.
INTERRUPTED, PIPE_CLOSED = 130, 141


class NoSuchCommand(NotUnderstood):
    for_person = "There is no command “{command}”. To see all of them, type: holdfast --help"


def usage(beginning: str = "") -> str:
    """The help of the whole program, or of the commands that begin with one word."""
    shown = [command for command in COMMANDS if command.name.startswith(beginning)]
    width = max(len(command.name) for command in shown)
    rows = "\n".join(f"  {command.name:<{width}}  {command.line}" for command in shown)
    head = _("holdfast: help for people who are being blackmailed with sexual pictures.")
    return f"{head}\n\n{_('Usage: holdfast COMMAND [options]')}\n\n{rows}\n\n{EXAMPLES}\n"


def main(argv: Sequence[str] | None = None, door: Door | None = None) -> int:
    """Run one command; returns the exit code. The one place where the command line catches errors."""
    argv = sys.argv[1:] if argv is None else argv
    door = real_door() if door is None else door
    try:
        code = _run(argv, door)
        # Python flushes at its own end, where nobody can say any more that the disk was full.
        door.stdout.flush()
        return code
    except HoldfastError as error:
        return say_error(error, door, as_json="--json" in argv)
    except BrokenPipeError:
        _stop_writing(door)
        return PIPE_CLOSED
    except OSError as error:
        return say_error(NotSaved(f"{type(error).__name__} {error.errno}"), door, as_json="--json" in argv)
    except KeyboardInterrupt:
        door.stderr.write("\n" + _("Stopped. What was saved before is safe.") + "\n")
        return INTERRUPTED


def _run(argv: Sequence[str], door: Door) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        (door.stdout if argv else door.stderr).write(usage())
        return 0 if argv else 2
    if argv[0] in ("-V", "--version"):
        door.stdout.write(f"holdfast {__version__}\n")
        return 0
    if command := _found(argv):
        return run(command, argv[len(command.name.split()) :], door)
    return _group(argv, door)


def _group(argv: Sequence[str], door: Door) -> int:
    """The commands that begin with the words given. Raises :class:`NoSuchCommand` where there are none."""
    asked = argv[-1] in ("-h", "--help")
    words = argv[:-1] if asked else argv
    beginning = " ".join(words) + " "
    if not any(command.name.startswith(beginning) for command in COMMANDS):
        raise NoSuchCommand("registry", command=" ".join(words[:3]))
    (door.stdout if asked else door.stderr).write(usage(beginning))
    return 0 if asked else 2


def _found(argv: Sequence[str]) -> Command | None:
    return next((c for c in COMMANDS if list(argv[: len(c.name.split())]) == c.name.split()), None)


def _stop_writing(door: Door) -> None:
    """What is left in the buffer goes nowhere, so that Python does not complain about it at its end."""
    if door.stdout is sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_error(error: HoldfastError, door: Door, *, as_json: bool) -> int:
    """Both voices: the person's on a line of its own, the log's only where asked (HOLDFAST_DEBUG)."""
    words = _(error.for_person).format(**error.words)
    try:
        if as_json:
            door.stdout.write(json.dumps({"error": type(error).__name__, "message": words}) + "\n")
        door.stdout.flush()
    except OSError:
        _stop_writing(door)
    door.stderr.write(safe(words) + "\n")
    if door.environ.get("HOLDFAST_DEBUG"):
        door.stderr.write(f"{type(error).__name__}: {safe(str(error))}\n")
    return error.exit_code
