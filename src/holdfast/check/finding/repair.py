"""An address that was misread or typed off: look-alikes are set right where the checksum then passes.

A checksum of 32 bits lets one wrong address in four thousand million through, and at most :data:`TRIES` are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from holdfast.check.finding import coins

#: Candidates tried for one word; about 12 microseconds each, Ethereum's 0.4 milliseconds.
TRIES = 400
TRIES_ETHEREUM = 8

_BASE58_NEVER = {"0": "oDQ", "O": "oQD", "I": "1ij", "l": "1iL"}
_BASE58_MAYBE = {
    **{"1": "i", "i": "1j", "j": "i", "5": "S", "S": "5s", "s": "S5", "2": "Zz", "Z": "2z", "z": "Z2"},
    **{
        "8": "B",
        "B": "8",
        "6": "Gb",
        "G": "6C",
        "b": "6",
        "9": "gq",
        "g": "9q",
        "q": "9g",
        "o": "c",
        "c": "Ce",
    },
    **{"C": "cG", "e": "c", "u": "vU", "v": "uV", "V": "v", "U": "u", "w": "W", "W": "w", "x": "X", "X": "x"},
    **{"k": "K", "K": "k", "p": "P", "P": "p", "y": "Y", "Y": "y", "n": "h", "h": "n", "D": "Q", "Q": "D"},
}
_BECH32_NEVER = {"o": "0", "i": "lj", "1": "l", "b": "68h", "O": "0", "I": "l", "B": "8"}
_BECH32_MAYBE = {
    **{"0": "q", "l": "jt", "j": "l", "5": "s", "s": "5", "2": "z", "z": "2", "8": "g6", "6": "8", "9": "gq"},
    **{
        "g": "9q",
        "q": "g9",
        "u": "v",
        "v": "u",
        "c": "e",
        "e": "c",
        "n": "h",
        "h": "n",
        "y": "v",
        "t": "f",
        "f": "t",
    },
}
_HEX_NEVER = {
    "O": "0",
    "o": "0",
    "I": "1",
    "l": "1",
    "i": "1",
    "S": "5",
    "s": "5",
    "Z": "2",
    "z": "2",
    "g": "9",
}


@lru_cache(maxsize=256)
def repaired(word: str) -> tuple[coins.Scheme, str] | None:
    """The scheme and the address that ``word`` stands for, or None. ``word`` itself does not pass."""
    for candidate in _candidates(word):
        for scheme in coins.schemes_of(candidate):
            if scheme.valid(candidate):
                return scheme, candidate
    return None


def _candidates(word: str) -> Iterator[str]:
    lower = word.lower()
    if lower.startswith(("bc1", "bcl", "bci", "ltc1", "ltcl", "ltci")):
        part = "ltc1" if lower.startswith("ltc") else "bc1"
        yield from islice(_variants(part, lower[len(part) :], _BECH32_NEVER, _BECH32_MAYBE), TRIES)
    elif lower.startswith(("0x", "ox")) and len(word) == 42:
        yield from islice(_variants("0x", word[2:], _HEX_NEVER, {}), TRIES_ETHEREUM)
    elif 26 <= len(word) <= 35:
        first = "1" if word[0] in "lI" else word[0]
        yield from islice(_variants(first, word[1:], _BASE58_NEVER, _BASE58_MAYBE), TRIES)


def _variants(head: str, rest: str, never: dict[str, str], maybe: dict[str, str]) -> Iterator[str]:
    """Letters that the alphabet does not have are always replaced; then one more letter at a time."""
    forced = [never.get(letter, letter) for letter in rest]
    straight = ["".join(letters) for letters in islice(product(*forced), TRIES)]
    for body in straight:
        yield head + body
    for body in straight[:4]:
        for place, letter in enumerate(body):
            for other in maybe.get(letter, ""):
                yield head + body[:place] + other + body[place + 1 :]
