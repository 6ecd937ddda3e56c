"""All rows of a pack run at once over the words of a text, bit by bit.

The method is Shift-And with optional positions (Navarro & Raffinot, Flexible Pattern Matching in Strings, 2002,
chapter 4): one whole number holds the state of every row, and a word of the text costs the same few operations on
it, whatever the text is. There is no backtracking, so hostile text takes no longer than a letter from a friend.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.check.patterns import Row
from holdfast.check.tokens import NUMBER, STOP

#: So many places of one sign are kept; a text that repeats one threat 10,000 times says nothing new.
MOST_HITS = 60
_MASKS_KEPT = 60_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Row's label, and the first and last token."""

    label: str
    first: int
    last: int


class Automaton:
    """``rows`` are ``(label, row)``; ``barred`` are words that no gap may hold (negations)."""

    def __init__(self, rows: Sequence[tuple[str, Row]], barred: Iterable[str] = ()) -> None:
        self._exact: dict[str, int] = defaultdict(int)
        self._stems: dict[str, int] = defaultdict(int)
        self._endings: dict[str, int] = defaultdict(int)
        self._any = self._start = self._final = self._optional = self._before = self._block = 0
        self._row_at: dict[int, tuple[str, int, int]] = {}
        self._of_label: dict[str, int] = defaultdict(int)
        bit = 0
        for label, row in rows:
            self._lay(label, row, bit)
            bit += len(row)
        self._barred = frozenset(barred)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._ending_lengths = sorted({len(ending) for ending in self._endings})
        self._masks: dict[str, int] = {STOP: 0}

    def _lay(self, label: str, row: Row, first: int) -> None:
        for offset, position in enumerate(row):
            bit = 1 << (first + offset)
            for word in position.words:
                self._note(word, bit)
            if position.optional:
                self._optional |= bit
                self._before |= 0 if row[offset - 1].optional else bit >> 1
                self._block |= 0 if row[offset + 1].optional else bit
        last = first + len(row) - 1
        self._start |= 1 << first
        self._final |= 1 << last
        self._of_label[label] |= 1 << last
        self._row_at[last] = (label, first, last)

    def _note(self, word: str, bit: int) -> None:
        if word == "~":
            self._any |= bit
        elif word.endswith("*"):
            self._stems[word[:-1]] |= bit
        elif word.startswith("*"):
            self._endings[word[1:]] |= bit
        else:
            self._exact[word] |= bit

    def knows(self, word: str) -> bool:
        """Whether some row asks for this very word, or for a stem of it of five letters or more."""
        if word in self._exact:
            return True
        return any(word[:n] in self._stems for n in self._stem_lengths if 5 <= n <= len(word))

    def mask(self, word: str) -> int:
        """The bits of all positions that this word fills."""
        found = self._masks.get(word)
        if found is None:
            found = self._mask(word)
            if len(self._masks) < _MASKS_KEPT:
                self._masks[word] = found
        return found

    def _mask(self, word: str) -> int:
        found = 0 if word in self._barred else self._any
        found |= self._exact.get(word, 0)
        if word.isdigit():
            found |= self._exact.get(NUMBER, 0)
        for length in self._stem_lengths:
            if length > len(word):
                break
            found |= self._stems.get(word[:length], 0)
        for length in self._ending_lengths:
            if length > len(word):
                break
            found |= self._endings.get(word[-length:], 0)
        return found

    def run(self, norms: Sequence[str]) -> list[Hit]:
        """Every row's places in ``norms``, in the order of their ends; at most MOST_HITS of a label."""
        start, optional, before, block, live = self._start, self._optional, self._before, self._block, self._final
        masks, mask, state = self._masks, self.mask, 0
        ends: list[tuple[int, int]] = []
        counts: dict[str, int] = defaultdict(int)
        for place, norm in enumerate(norms):
            bits = masks.get(norm)
            if bits is None:
                bits = mask(norm)
            state = ((state << 1) | start) & bits
            if not state:
                continue
            filled = state | block
            state |= optional & (~(filled - before) ^ filled)
            done = state & live
            while done:
                low = done & -done
                done ^= low
                bit = low.bit_length() - 1
                ends.append((bit, place))
                label = self._row_at[bit][0]
                counts[label] += 1
                if counts[label] >= MOST_HITS:
                    live &= ~self._of_label[label]
        return [self._placed(norms, bit, place) for bit, place in ends]

    def _placed(self, norms: Sequence[str], final: int, last: int) -> Hit:
        """Walks back from the end of a match to its nearest beginning."""
        label, first, _ = self._row_at[final]
        waiting, token = {final}, last
        while True:
            bits = self.mask(norms[token])
            filled = {bit for bit in waiting if bits >> bit & 1}
            if first in filled or token == 0:
                return Hit(label, token, last)
            waiting = set()
            for bit in filled:
                bit -= 1
                waiting.add(bit)
                while self._optional >> bit & 1:
                    bit -= 1
                    waiting.add(bit)
            token -= 1
