"""Where Holdfast keeps its files on this computer, and where it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from holdfast.errors import HoldfastError, NotSaved

#: Random bytes of the pepper, and the fewest characters of one that is set by hand.
PEPPER_BYTES = 32


class PepperTooShort(HoldfastError):
    """HOLDFAST_PEPPER is set and easy to guess, or the pepper file is cut."""

    for_person = "The pepper of this Holdfast is missing or too short. Whoever runs it must put it back."
    exit_code = 3
    http_status = 500


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
    """True where an organisation runs Holdfast for others (``HOLDFAST_PLACE=hosted``).

    Anything but ``own`` or nothing counts as hosted: a slip of the pen must not loosen the rule for children's
    pictures.
    """
    return environ.get("HOLDFAST_PLACE", "").strip().lower() not in ("", "own")


def pepper(environ: Mapping[str, str] = os.environ, chance: Callable[[int], bytes] = os.urandom) -> bytes:
    """What locators are made with, the same for every door: ``HOLDFAST_PEPPER``, else the file ``pepper``.

    The file lies in the data folder, is made at the first call and can be read by its owner only. Without it no
    case opens. Raises :class:`NotSaved` where the folder may not be written to, :class:`PepperTooShort`.
    """
    if chosen := environ.get("HOLDFAST_PEPPER"):
        return _long_enough(chosen.encode())
    folder = data_folder(environ)
    try:
        if not (folder / "pepper").exists():
            _make(folder, chance(PEPPER_BYTES).hex())
        return _long_enough((folder / "pepper").read_bytes().strip())
    except OSError as error:
        raise NotSaved(f"pepper: {error.strerror}") from error


def _long_enough(found: bytes) -> bytes:
    if len(found) < PEPPER_BYTES:
        raise PepperTooShort(f"a pepper of {len(found)} bytes")
    return found


def _make(folder: Path, text: str) -> None:
    """Whole or not at all, and never over another: two first starts at once end with one pepper."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"pepper.{os.urandom(6).hex()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, folder / "pepper")
    finally:
        part.unlink(missing_ok=True)


def _put_in_place(part: Path, final: Path) -> None:
    """A link never replaces what is there; file systems without links (FAT) get a rename."""
    try:
        os.link(part, final)
    except FileExistsError:
        return
    except OSError:
        if not final.exists():
            part.rename(final)
