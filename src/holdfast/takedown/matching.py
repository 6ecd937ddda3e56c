"""A platform's side: is this file in the bank? Looked up in all eight turns, a video by its seconds.

This never makes a fingerprint for submission: brightness alone is decoded (within 4 bits), and only hits come out.
Whose picture it is, nobody here can know; that is asked where fingerprints are made (decision 0087).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from holdfast.takedown import photo, video
from holdfast.takedown.index.bank import Bank, Match
from holdfast.takedown.pdq import MATCH, pdq
from holdfast.takedown.turns import Turn, all_turns


@dataclass(frozen=True)
class Asked:
    """One fingerprint to look up: how the picture was turned, where in a video it stands."""

    bits: bytes
    turn: Turn
    second: float | None = None


@dataclass(frozen=True)
class Found:
    """A hash of the bank that is near to one of a file's."""

    match: Match
    turn: Turn
    second: float | None = None


def asked_of(file: BinaryIO) -> tuple[Asked, ...]:
    """What to look up for one seekable file: nothing where it is too plain to be told from others.

    Raises every :class:`FingerprintError`.
    """
    if not video.is_video(photo.start_of(file)):
        turns = all_turns(photo.grey(file))
        return tuple(Asked(mark.bits, turn) for turn, mark in turns.items() if not mark.plain)
    frames = ((shown.second, pdq(video.upright(shown))) for shown in video.Film(file).frames(lambda *_: None))
    return tuple(Asked(mark.bits, Turn.AS_IT_IS, second) for second, mark in frames if not mark.plain)


def look_up(bank: Bank, asked: tuple[Asked, ...], radius: int = MATCH) -> tuple[Found, ...]:
    """Each hash of the bank once, with the turn and second where it is nearest; the nearest first."""
    best: dict[bytes, Found] = {}
    for one, matches in zip(asked, bank.lookup([one.bits for one in asked], radius), strict=True):
        for match in matches:
            known = best.get(match.hash)
            if known is None or match.distance < known.match.distance:
                best[match.hash] = Found(match, one.turn, one.second)
    return tuple(sorted(best.values(), key=lambda found: found.match))
