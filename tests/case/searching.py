"""Looking for bytes in everything a store has written."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path


def everything_in(folder: Path) -> dict[Path, bytes]:
    """Every file under a folder, with its name as part of what can be found."""
    return {
        path: str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spellings(mark: str) -> set[bytes]:
    """How a word could stand in a file that forgot to seal it."""
    plain = mark.encode()
    return {
        plain,
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        mark[::-1].encode(),
        # Base 64 of the word at each of the three places a group can start, without its uncertain ends.
        *(base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)),
    }


def present(folder: Path, wanted: Iterable[bytes]) -> set[bytes]:
    """Which of the wanted bytes stand anywhere."""
    files = list(everything_in(folder).values())
    return {mark for mark in wanted if any(mark in data for data in files)}


def found_in(folder: Path, wanted: Iterable[bytes]) -> list[str]:
    """Which of the wanted bytes stand where."""
    files = everything_in(folder)
    return [f"{mark!r} in {path}" for mark in wanted for path, data in files.items() if mark in data]
