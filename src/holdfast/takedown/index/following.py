"""A bank that keeps up with a partner's mirror of an exchange: what was withdrawn is found no more."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from holdfast.errors import NoSuchMirror
from holdfast.takedown.client.mirror import Mirror
from holdfast.takedown.exchange.values import Kind
from holdfast.takedown.index.bank import Bank

#: Which change of which file the bank has; beside the bank's own files.
_FOLLOWED = "followed"


def bank_beside(mirror: Path) -> Path:
    """Where the bank of a mirror lies when nothing else is said."""
    return mirror.with_name(f"{mirror.name}.bank")


def follow(path: Path, folder: Path) -> Bank:
    """The bank in ``folder`` with every change that the mirror at ``path`` has; made where there is none.

    A process that is killed in the middle applies the same changes again, which changes nothing. A mirror that was made
    anew is read whole. Raises :class:`NoSuchMirror`, BankBusy, BankDamaged.
    """
    if not path.is_file():
        raise NoSuchMirror("no file")
    with closing(Mirror(path)) as mirror:
        known, number = _followed(folder), mirror.look().change
        if known is None or known[1] != path.stat().st_ino or known[0] > number:
            bank = Bank.make(folder, list(mirror.active(Kind.PHOTO)))
        else:
            bank = Bank(folder)
            if known[0] == number:
                return bank
            number = max(number, _apply(mirror, known[0], bank))
    _remember(folder, number, path.stat().st_ino)
    return bank


def whole_videos(path: Path) -> frozenset[bytes]:
    """MD5 (16 bytes) of every video that the mirror has. Raises :class:`NoSuchMirror`."""
    if not path.is_file():
        raise NoSuchMirror("no file")
    with closing(Mirror(path)) as mirror:
        return frozenset(mirror.active(Kind.VIDEO))


def _apply(mirror: Mirror, known: int, bank: Bank) -> int:
    """Brings in what changed after ``known``; the number of the last change."""
    changes = list(mirror.changes_after(known))
    photos = [change for change in changes if change.kind is Kind.PHOTO]
    bank.withdraw([change.value for change in photos if not change.active])
    bank.add([change.value for change in photos if change.active])
    return max((change.number for change in changes), default=known)


def _followed(folder: Path) -> tuple[int, int] | None:
    """Number and file of the last change, or None where it has to be read whole."""
    try:
        number, file = (folder / _FOLLOWED).read_text("ascii").split()
        return int(number), int(file)
    except (OSError, ValueError):
        return None


def _remember(folder: Path, number: int, file: int) -> None:
    part = folder / f"{_FOLLOWED}.part{os.getpid()}"
    part.write_text(f"{number} {file}\n", "ascii")
    part.replace(folder / _FOLLOWED)
