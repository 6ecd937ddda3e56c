"""A text to be searched: its small letters once for all, and what stands near a place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property


def listed(words: str) -> frozenset[str]:
    """Words written one after another with spaces between."""
    return frozenset(words.split())


#: Letters of the longest word that is looked for near a place.
LONGEST = 24
_WORD = re.compile(r"\w+")


class Searched:
    """``text`` as given; ``small`` in small letters, every code point at the same place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._near: dict[re.Pattern[str], list[int]] = {}
        self._looked: Counter[re.Pattern[str]] = Counter()

    @cached_property
    def small(self) -> str:
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(small if len(small := letter.lower()) == 1 else letter for letter in self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word in small letters: tells in one pass which finders have anything to do."""
        return frozenset(_WORD.findall(self.small))

    @cached_property
    def longest(self) -> int:
        """Letters of the longest word."""
        return max(map(len, self.words), default=0)

    def any_word(self, begins: re.Pattern[str]) -> bool:
        """Whether some word in small letters begins so: far fewer words to look at than letters."""
        return any(map(begins.match, self.words))

    def near(self, words: re.Pattern[str], place: tuple[int, int], *, before: int, after: int = 0) -> bool:
        """True where ``words`` (written in small letters) match within these distances in code points.

        A match counts from its start. Around few places only these are searched; once that has cost as much as the
        whole text, the text is searched once for all.
        """
        first, last = max(0, place[0] - before), place[1] + after
        if words not in self._near:
            self._looked[words] += last - first + LONGEST
            if self._looked[words] < len(self.small):
                found = words.search(self.small, first, last + LONGEST)
                return found is not None and found.start() <= last
        starts = self.starts(words)
        index = bisect_left(starts, first)
        return index < len(starts) and starts[index] <= last

    def starts(self, words: re.Pattern[str]) -> list[int]:
        """Where ``words`` match in the small letters, in order."""
        if words not in self._near:
            self._near[words] = [match.start() for match in words.finditer(self.small)]
        return self._near[words]
