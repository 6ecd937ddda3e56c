"""Fingerprints from a text file, one a line: the hex first, what follows after a comma or a space is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.errors import BadHash
from holdfast.takedown.index.words import hash_of

_END = re.compile(r"[,;\s]")


@dataclass(frozen=True)
class Listed:
    """What a list holds; ``left_out`` are those that would match every plain picture."""

    hashes: tuple[bytes, ...]
    left_out: int


def is_flat(one: bytes) -> bool:
    """All bits the same: what a picture of one colour gives."""
    return one.count(one[0]) == 32 and one[0] in (0, 255)


def listed(lines: Iterable[str]) -> Listed:
    """Every fingerprint of the lines; empty lines and a first line of column names are passed over.

    Raises :class:`BadHash` with the number of the line; nothing is used then.
    """
    hashes: list[bytes] = []
    left_out = 0
    for number, line in enumerate(lines, 1):
        text = _END.split(line.strip(), maxsplit=1)[0].strip("\"'")
        if not text:
            continue
        try:
            one = hash_of(text, number)
        except BadHash:
            if number == 1 and not re.search(r"\d", text):
                continue
            raise
        if is_flat(one):
            left_out += 1
        else:
            hashes.append(one)
    return Listed(tuple(hashes), left_out)
