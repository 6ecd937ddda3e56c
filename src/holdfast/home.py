"""Where Holdfast keeps its files on this computer, and where it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder: ``HOLDFAST_HOME``, else the user's own data folder of this system. Not made here."""
    if chosen := environ.get("HOLDFAST_HOME"):
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Holdfast"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Holdfast"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "holdfast"


def is_hosted(environ: Mapping[str, str] = os.environ) -> bool:
    """True where an organisation runs Holdfast for others (``HOLDFAST_PLACE=hosted``)."""
    return environ.get("HOLDFAST_PLACE", "own") == "hosted"
