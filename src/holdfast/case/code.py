"""The case code (seven words) and the recovery code (ten): made, shown, and read back forgivingly.

Both are words of the EFF large list. The first words are the *locator*, which finds the case; the others are
the *secret*, which opens it. Seven words: 2 + 5 (64.6 bits of secret). Ten words: 3 + 7 (90.5 bits).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar, Self

from holdfast.errors import CodeNotReadable

Chance = Callable[[int], bytes]

LIST_LENGTH = 7776
#: Both stand in the list and are typed alike once hyphens do not count: neither is ever drawn.
_TYPED_ALIKE = "yoyo"
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_NOT_A_DIGIT = re.compile(r"[\s.,\-\u2010-\u2015]+")
#: Four letters are enough where only one word starts so (2,272 of 7,776 words); never fewer.
_SHORTEST_START = 4


@dataclass(frozen=True, slots=True, repr=False)
class _Code:
    """Positions of the words in the list. ``repr`` shows none of them."""

    LOCATOR_WORDS: ClassVar[int]
    SECRET_WORDS: ClassVar[int]
    LOCATOR_DIGITS: ClassVar[int]
    SECRET_DIGITS: ClassVar[int]
    KIND: ClassVar[str]

    positions: tuple[int, ...]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"

    @classmethod
    def new(cls, chance: Chance) -> Self:
        """A fresh code. ``chance(n)`` gives n random bytes."""
        return cls(tuple(_draw(chance) for _ in range(cls.LOCATOR_WORDS + cls.SECRET_WORDS)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """What was typed, as words or digits. Raises :class:`CodeNotReadable`."""
        folded = unicodedata.normalize("NFKC", text).casefold().strip()
        digits = _NOT_A_DIGIT.sub("", folded)
        if digits.isdecimal():
            # Keyboards of other scripts type other digits with the same values.
            return cls(cls._positions_of_digits("".join(str(int(digit)) for digit in digits)))
        return cls(_positions_of_words(folded, cls.LOCATOR_WORDS + cls.SECRET_WORDS))

    @classmethod
    def _positions_of_digits(cls, digits: str) -> tuple[int, ...]:
        if len(digits) != cls.LOCATOR_DIGITS + cls.SECRET_DIGITS:
            raise CodeNotReadable(f"{len(digits)} digits")
        locator = _split(int(digits[: cls.LOCATOR_DIGITS]), cls.LOCATOR_WORDS)
        return locator + _split(int(digits[cls.LOCATOR_DIGITS :]), cls.SECRET_WORDS)

    @property
    def words(self) -> tuple[str, ...]:
        """The words as printed."""
        return tuple(_words()[position] for position in self.positions)

    @property
    def text(self) -> str:
        """The words with one space between."""
        return " ".join(self.words)

    @property
    def digits(self) -> str:
        """The same code as digits in groups of four, locator first."""
        locator = _join(self.positions[: self.LOCATOR_WORDS])
        secret = _join(self.positions[self.LOCATOR_WORDS :])
        digits = f"{locator:0{self.LOCATOR_DIGITS}d}{secret:0{self.SECRET_DIGITS}d}"
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))

    @property
    def locator_words(self) -> tuple[str, ...]:
        """The words that find the case."""
        return self.words[: self.LOCATOR_WORDS]

    @property
    def secret_words(self) -> tuple[str, ...]:
        """The words that open it."""
        return self.words[self.LOCATOR_WORDS :]

    @property
    def locator_bytes(self) -> bytes:
        """What the store's locator is made of: kind and words."""
        return f"{self.KIND}\0{' '.join(self.locator_words)}".encode()

    @property
    def secret_bytes(self) -> bytes:
        """What is stretched."""
        return f"{self.KIND}\0{' '.join(self.secret_words)}".encode()

    @classmethod
    def check_positions(cls, chance: Chance) -> tuple[int, int]:
        """Which two words are to be typed back: places counted from 0, in order, both in the secret."""
        first = cls.LOCATOR_WORDS + _below(cls.SECRET_WORDS, chance)
        second = cls.LOCATOR_WORDS + _below(cls.SECRET_WORDS - 1, chance)
        second += second >= first
        return min(first, second), max(first, second)

    def has_word(self, position: int, typed: str) -> bool:
        """Whether ``typed`` is the word at ``position`` (from 0), as forgivingly as :meth:`parse`."""
        try:
            return _positions_of_words(typed.casefold(), 1) == (self.positions[position],)
        except CodeNotReadable:
            return False


@dataclass(frozen=True, slots=True, repr=False)
class CaseCode(_Code):
    """Seven words, or 28 digits (8 + 20)."""

    LOCATOR_WORDS = 2
    SECRET_WORDS = 5
    LOCATOR_DIGITS = 8
    SECRET_DIGITS = 20
    KIND = "code"


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryCode(_Code):
    """The second, independent secret of a case: ten words, or 40 digits (12 + 28), for a printed sheet."""

    LOCATOR_WORDS = 3
    SECRET_WORDS = 7
    LOCATOR_DIGITS = 12
    SECRET_DIGITS = 28
    KIND = "recovery"


def parse_code(text: str) -> CaseCode | RecoveryCode:
    """Whichever of the two was typed, told apart by its length. Raises :class:`CodeNotReadable`."""
    try:
        return CaseCode.parse(text)
    except CodeNotReadable:
        return RecoveryCode.parse(text)


def words_of(digest: bytes, count: int) -> tuple[str, ...]:
    """``count`` words of the list that stand for the start of a hash, for people to compare: 12.9 bits each."""
    number = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - 14 * count)
    positions = []
    for _ in range(count):
        number, position = divmod(number, LIST_LENGTH)
        positions.append(position)
    return tuple(_words()[position] for position in positions)


@cache
def _words() -> tuple[str, ...]:
    listed = files("holdfast.case").joinpath("words/eff_large.txt").read_text("ascii").split()
    return tuple(listed)


@cache
def _by_letters() -> dict[str, int]:
    return {_letters(word): position for position, word in enumerate(_words())}


@cache
def _by_start() -> dict[str, int]:
    """Starts of four letters and more that only one word has."""
    starts: dict[str, int | None] = {}
    for letters, position in _by_letters().items():
        for end in range(_SHORTEST_START, len(letters)):
            starts[letters[:end]] = None if letters[:end] in starts else position
    return {start: position for start, position in starts.items() if position is not None}


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", text)


def _positions_of_words(folded: str, count: int) -> tuple[int, ...]:
    found = _whole_words(_letters(folded)) or _word_by_word(_NOT_A_LETTER.split(folded))
    if len(found) != count:
        raise CodeNotReadable(f"{len(found)} words")
    return found


def _whole_words(letters: str) -> tuple[int, ...]:
    """No word of the list is the start of another, so letters without any gaps have one reading at most."""
    found: list[int] = []
    start = 0
    for end in range(1, len(letters) + 1):
        position = _by_letters().get(letters[start:end])
        if position is not None:
            found.append(position)
            start = end
    return tuple(found) if start == len(letters) else ()


def _word_by_word(tokens: list[str]) -> tuple[int, ...]:
    """Each token is a word, or a start that only one word has; a word with a hyphen may come in two tokens."""
    found: list[int] = []
    rest = [token for token in tokens if token]
    while rest:
        pair = "".join(rest[:2])
        if len(rest) > 1 and rest[0] not in _by_letters() and pair in _by_letters():
            found.append(_by_letters()[pair])
            rest = rest[2:]
            continue
        position = _by_letters().get(rest[0], _by_start().get(rest[0]))
        if position is None:
            raise CodeNotReadable(f"word {len(found) + 1} is not in the list, or its start fits several")
        found.append(position)
        rest = rest[1:]
    return tuple(found)


def _below(limit: int, chance: Chance) -> int:
    """A whole number under ``limit`` (at most 65,536), all equally likely: what does not fit is drawn again."""
    while True:
        drawn = int.from_bytes(chance(2), "big")
        if drawn < 65_536 - 65_536 % limit:
            return drawn % limit


def _draw(chance: Chance) -> int:
    while True:
        position = _below(LIST_LENGTH, chance)
        if _letters(_words()[position]) != _TYPED_ALIKE:
            return position


def _join(positions: tuple[int, ...]) -> int:
    number = 0
    for position in positions:
        number = number * LIST_LENGTH + position
    return number


def _split(number: int, count: int) -> tuple[int, ...]:
    positions: list[int] = []
    for _ in range(count):
        number, position = divmod(number, LIST_LENGTH)
        positions.append(position)
    if number:
        raise CodeNotReadable("digits that no words have")
    return tuple(reversed(positions))
