"""``holdfast site``: the guide as static pages. The pages are the web's, so the web program writes them."""

from __future__ import annotations

import argparse
import subprocess
import sys

from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.words import _


def site(args: argparse.Namespace, door: Door) -> int:
    """Hands its options to the program that writes the pages, and waits for it."""
    door.stdout.flush()
    return subprocess.call([sys.executable, "-m", "holdfast.web.site", *args.rest])


def _options(parser: Parser) -> None:
    """Its options are read by the program that writes the pages (holdfast/web/site/__main__.py)."""


LEAVES = (
    Leaf(
        "site",
        _("Write the whole guide as pages that need no server, with a poster to print."),
        (
            "holdfast site public --operator 'Example Helpline' --country GB --address https://help.example.org",
        ),
        _options,
        site,
        raw=True,
    ),
)
