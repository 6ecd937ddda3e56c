"""The eight turns and mirrors of a picture, from one transform: turning a picture only swaps axes and flips signs."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from holdfast.takedown import plain_pdq
from holdfast.takedown.pdq import Pdq, Pixels, transform


class Turn(StrEnum):
    """How the picture was turned before it was looked at; degrees against the clock, as the reference names them."""

    AS_IT_IS = "as_it_is"
    LEFT = "90"
    OVER = "180"
    RIGHT = "270"
    UPSIDE_DOWN = "mirrored_top_to_bottom"
    MIRRORED = "mirrored_left_to_right"
    SWAPPED = "mirrored_along_the_diagonal"
    CROSSED = "mirrored_along_the_other_diagonal"


def _odd() -> NDArray[np.float32]:
    """−1 for the first row of the transform, +1 for the second, and so on."""
    signs: NDArray[np.float32] = np.where(np.arange(16) % 2 == 0, -1, 1).astype(np.float32)
    return signs


#: For each turn: are the axes swapped, are rows' signs flipped, are columns'. In the order of the reference program.
_HOW = {
    Turn.AS_IT_IS: (False, False, False),
    Turn.LEFT: (True, True, False),
    Turn.OVER: (False, True, True),
    Turn.RIGHT: (True, False, True),
    Turn.UPSIDE_DOWN: (False, True, False),
    Turn.MIRRORED: (False, False, True),
    Turn.SWAPPED: (True, False, False),
    Turn.CROSSED: (True, True, True),
}


def turn_numbers(numbers: NDArray[np.float32], turn: Turn) -> NDArray[np.float32]:
    """The 16x16 numbers of the turned picture."""
    swapped, rows, columns = _HOW[turn]
    out = numbers.T if swapped else numbers
    if rows:
        out = out * _odd()[:, None]
    if columns:
        out = out * _odd()[None, :]
    return out


def all_turns(picture: Pixels) -> dict[Turn, Pdq]:
    """The fingerprints of a picture in its eight turns and mirrors. Raises ValueError where the array is no picture."""
    numbers, quality = transform(picture)
    return {turn: Pdq(plain_pdq.bits(turn_numbers(numbers, turn)), quality) for turn in Turn}
