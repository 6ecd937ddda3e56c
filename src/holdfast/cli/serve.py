"""``holdfast serve``: starts the web program, which is another program: this one never loads Django."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.words import _


def serve(args: argparse.Namespace, door: Door) -> int:
    """Becomes the web program; on Windows, which cannot, waits for it."""
    command = [sys.executable, "-m", "holdfast.web", *args.rest]
    door.stdout.flush()
    if sys.platform != "win32":
        os.execv(sys.executable, command)  # noqa: S606
    return subprocess.call(command)


def _options(parser: Parser) -> None:
    """Its options are read by the web program itself (holdfast/web/serve.py)."""


LEAVES = (
    Leaf(
        "serve",
        _("Start the pages. On your own computer they are for your browser only."),
        ("holdfast serve --open", "holdfast serve --port 8000"),
        _options,
        serve,
        raw=True,
    ),
)
