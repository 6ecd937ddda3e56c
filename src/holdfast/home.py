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


class SecretTooShort(HoldfastError):
    """HOLDFAST_SECRET is set and easy to guess."""

    for_person = "The secret of this Holdfast is too short. Whoever runs it must set a longer one."
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
            if _holds_cases(folder / "cases.db"):
                raise PepperTooShort("no pepper beside cases that need it")
            _make(folder, "pepper", chance(PEPPER_BYTES).hex())
        return _long_enough((folder / "pepper").read_bytes().strip())
    except OSError as error:
        raise NotSaved(f"pepper: {error.strerror}") from error


def secret(environ: Mapping[str, str] = os.environ, chance: Callable[[int], bytes] = os.urandom) -> str:
    """What the pages sign and seal cookies with: ``HOLDFAST_SECRET``, else the file ``secret`` in the data folder.

    The file is made at the first call. One that was cut is made anew: that ends sessions and loses no case. Raises
    :class:`SecretTooShort`, OSError.
    """
    if chosen := environ.get("HOLDFAST_SECRET"):
        if len(chosen) < PEPPER_BYTES:
            raise SecretTooShort(f"a secret of {len(chosen)} characters")
        return chosen
    folder = data_folder(environ)
    kept = folder / "secret"
    if kept.exists() and len(kept.read_bytes().strip()) < PEPPER_BYTES:
        kept.unlink(missing_ok=True)
    if not kept.exists():
        _make(folder, "secret", chance(48).hex())
    return kept.read_text("ascii").strip()


def _holds_cases(database: Path) -> bool:
    """Whether codes of an old pepper wait in this file: a new pepper would open none of them."""
    if not database.exists():
        return False
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT 1 FROM wraps LIMIT 1").fetchone() is not None
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def _long_enough(found: bytes) -> bytes:
    if len(found) < PEPPER_BYTES:
        raise PepperTooShort(f"a pepper of {len(found)} bytes")
    return found


def _make(folder: Path, name: str, text: str) -> None:
    """Whole or not at all, and never over another: two first starts at once end with one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.{os.urandom(6).hex()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, folder / name)
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
