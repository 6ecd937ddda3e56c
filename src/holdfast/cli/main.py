"""Door 1: the command line. Starts fast: a command's module is imported only when it is used."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import NamedTuple

from holdfast import __version__
from holdfast.errors import HoldfastError


class Command(NamedTuple):
    name: str
    module: str
    line: str


COMMANDS = (
    Command("guide", "holdfast.cli.guide", "what to do now, in the right order"),
    Command("case", "holdfast.cli.case", "keep proof sealed, make a pack for the police, verify one"),
    Command("facts", "holdfast.cli.facts", "which facts are stale, unverified or missing"),
    Command("serve", "holdfast.cli.serve", "start the pages on this computer, or for a helpline"),
)

EXAMPLES = """\
Examples:
  holdfast guide --country GB --happened threatened --platform instagram
  holdfast case new
  holdfast case add screenshot-1.png screenshot-2.png --no-sexual-picture
  holdfast case pack --output for-police.zip
  holdfast case verify for-police.zip

In danger now? Call 999 (UK), 112 (Europe), 911 (USA).
Every command has --help. Exit codes: 0 good, 1 refused or not good, 2 wrong use, 3 the computer's fault."""


def usage() -> str:
    width = max(len(c.name) for c in COMMANDS)
    rows = "\n".join(f"  {c.name:<{width}}  {c.line}" for c in COMMANDS)
    return (
        "holdfast: help for people who are being blackmailed with sexual pictures.\n\n"
        f"Usage: holdfast COMMAND [options]\n\n{rows}\n\n{EXAMPLES}"
    )


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code. The one place where the command line catches errors."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if argv else 2
    if argv[0] in ("-V", "--version"):
        print(f"holdfast {__version__}")
        return 0
    command = next((c for c in COMMANDS if c.name == argv[0]), None)
    if command is None:
        print(f"There is no command “{argv[0]}”.\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return int(importlib.import_module(command.module).run(argv[1:]))
    except HoldfastError as error:
        return say_error(error, as_json="--json" in argv)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nStopped. What was saved before is safe.", file=sys.stderr)
        return 130


def say_error(error: HoldfastError, *, as_json: bool) -> int:
    """Both voices: the person's on a line of its own, the log's only where asked (HOLDFAST_DEBUG)."""
    if as_json:
        print(json.dumps({"error": type(error).__name__, "message": error.says()}, ensure_ascii=False))
    print(error.says(), file=sys.stderr)
    if os.environ.get("HOLDFAST_DEBUG"):
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    return error.exit_code
