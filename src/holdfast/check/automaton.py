"""All rows of a pack run at once over the words of a text, bit by bit.

The method is Shift-And with optional positions (Navarro & Raffinot, Flexible Pattern Matching in Strings, 2002,
chapter 4): one whole number holds the state of every row, and a word of the text costs the same few operations on
it, whatever the text is. There is no backtracking, so hostile text takes no longer than a letter from a friend.
A phrase (``going to``) fills one position from the state before its first word.

No match crosses a STOP. A sentence in which every row misses some word it must have is passed over after one OR a
word: most sentences of most chats, however many rows there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from holdfast.check.patterns import Row
from holdfast.check.tokens import COINS, MONEY, NUMBER, STOP

#: So many places of one sign are kept; a text that repeats one threat 10,000 times says nothing new.
MOST_HITS = 24
_KEPT = 60_000
#: A sum in coins is a sum.
_ALSO = {COINS: (MONEY,)}


@dataclass(frozen=True, slots=True)
class Hit:
    """Row's label, and the first and last token."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``before`` are the words before the last two; ``bits`` the positions that the whole phrase fills."""

    before: tuple[str, ...]
    bits: int

    @property
    def length(self) -> int:
        return len(self.before) + 2


class Automaton:
    """``rows`` are ``(label, row)``; ``barred`` are words that no gap may hold (negations)."""

    def __init__(self, rows: Sequence[tuple[str, Row]], barred: Iterable[str] = ()) -> None:
        self._words: dict[str, list[int]] = defaultdict(list)
        self._phrases: dict[str, list[int]] = defaultdict(list)
        self._row_at: dict[int, tuple[str, int]] = {}
        self._size = sum(len(row) for _, row in rows)
        starts, finals, optional, before, block = [], [], [], [], []
        inner: list[int] = []
        single: list[int] = []
        first = 0
        for label, row in rows:
            for bit, position in enumerate(row, first):
                for word in position.words:
                    (self._phrases if " " in word else self._words)[word].append(bit)
                if position.optional:
                    optional.append(bit)
                    before += [] if row[bit - first - 1].optional else [bit - 1]
                    block += [] if row[bit - first + 1].optional else [bit]
            starts.append(first)
            first += len(row)
            finals.append(first - 1)
            inner += range(first - len(row), first - 1)
            single += [first - 1] if len(row) == 1 else []
            self._row_at[first - 1] = (label, first - len(row))
        self._start, self._final, self._optional, self._before, self._block, self._inner, self._single = (
            self._number(bits) for bits in (starts, finals, optional, before, block, inner, single)
        )
        self._any = self._number(self._words.pop("~", []))
        self._barred = frozenset(barred)
        self._stems, self._stem_lengths = _by_length(self._words, self._phrases, stems=True)
        self._endings, self._ending_lengths = _by_length(self._words, self._phrases, stems=False)
        self._ends_of_phrases: dict[str, list[str]] = defaultdict(list)
        for phrase in self._phrases:
            self._ends_of_phrases[phrase.rpartition(" ")[2]].append(phrase)
        self._alone = frozenset(part for text in (*self._words, *self._phrases) for part in text.split(" "))
        self._masks: dict[str, tuple[int, bool]] = {STOP: (0, False)}
        self._pairs: dict[tuple[str, str], tuple[_Phrase, ...]] = {}
        self._forms = lru_cache(maxsize=_KEPT)(self._find_forms)

    def _number(self, bits: Iterable[int]) -> int:
        raw = bytearray(self._size // 8 + 1)
        for bit in bits:
            raw[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(raw, "little")

    def knows(self, word: str) -> bool:
        """Whether some row asks for this very word, or for a stem of it of five letters or more."""
        return word in self._alone or any(len(form) > 5 and form[-1] == "*" for form in self._forms(word))

    def _find_forms(self, word: str) -> frozenset[str]:
        """All that this word can be in a pattern: itself, stems, endings, its class."""
        found = {word, *_ALSO.get(word, ())} | ({NUMBER} if word.isdigit() else set())
        if word[0] != "<":
            for length in self._stem_lengths:
                if length <= len(word) and word[:length] in self._stems:
                    found.add(word[:length] + "*")
            for length in self._ending_lengths:
                if length <= len(word) and word[-length:] in self._endings:
                    found.add("*" + word[-length:])
        return frozenset(found)

    def _mask(self, word: str) -> tuple[int, bool]:
        """The bits of all positions that this word fills, and whether it ends any phrase."""
        found = self._masks.get(word)
        if found is None:
            forms = self._forms(word)
            own = [bit for form in forms for bit in self._words.get(form, ())]
            gaps = 0 if word in self._barred else self._any
            # Most words stand in no pattern: they share one number.
            bits = self._number(own) | gaps if own else gaps
            found = bits, any(form in self._ends_of_phrases for form in forms)
            if len(self._masks) < _KEPT:
                self._masks[word] = found
        return found

    def _whole(self, norms: Sequence[str], first: int, last: int) -> int:
        """The last bits of the rows all of whose needed words stand in ``norms[first:last]``, in whatever order.

        What is missing, added to all ones below a row's last bit, carries into that bit.
        """
        filled, masks, pairs = self._optional, self._masks, self._pairs
        for place in range(first, last):
            bits, ends_phrases = masks.get(norms[place]) or self._mask(norms[place])
            filled |= bits
            if ends_phrases and place > first:
                pair = norms[place - 1], norms[place]
                for phrase in pairs[pair] if pair in pairs else self._pair(*pair):
                    filled |= phrase.bits
        missing = ~filled & (self._inner | self._final)
        return self._final & ~(missing | ((missing & self._inner) + self._inner))

    def _pair(self, one: str, two: str) -> tuple[_Phrase, ...]:
        """The phrases whose last two words these are."""
        found = self._pairs.get((one, two))
        if found is None:
            firsts = self._forms(one) if one != STOP else frozenset()
            phrases = [phrase for form in self._forms(two) for phrase in self._ends_of_phrases.get(form, ())]
            found = tuple(
                _Phrase(tuple(words[:-2]), self._number(self._phrases[phrase]))
                for phrase in sorted(phrases, key=lambda phrase: (phrase.count(" "), phrase))
                if (words := phrase.split(" "))[-2] in firsts
            )
            if len(self._pairs) < _KEPT:
                self._pairs[one, two] = found
        return found

    def _phrases_at(self, norms: Sequence[str], place: int) -> Iterator[_Phrase]:
        """The phrases that end with this token."""
        for phrase in self._pair(norms[place - 1], norms[place]) if place else ():
            first = place - 1 - len(phrase.before)
            if first >= 0 and all(
                word in self._forms(norm)
                for word, norm in zip(phrase.before, norms[first : place - 1], strict=True)
            ):
                yield phrase

    def bits_of(self, label: str) -> int:
        """What :meth:`run` is given to leave this label out."""
        return self._number(last for last, (other, _) in self._row_at.items() if other == label)

    def run(self, norms: Sequence[str], without: int = 0) -> list[Hit]:
        """Every row's places in ``norms``, in the order of their ends; at most MOST_HITS of a label."""
        live = self._final & ~without
        ends: list[tuple[int, int]] = []
        counts: dict[str, int] = defaultdict(int)
        first, size = 0, len(norms)
        while first < size:
            try:
                last = norms.index(STOP, first)
            except ValueError:
                last = size
            whole = self._whole(norms, first, last) & live if last > first else 0
            if whole & ~self._single:
                live = self._run(norms, first, last, live, ends, counts)
            elif whole:
                live = self._run_single(norms, first, last, live, ends, counts)
            first = last + 1
        return [self._placed(norms, bit, place) for bit, place in ends]

    def forget(self) -> None:
        """Drops what was kept of texts. The rows stay, so that the next reading is only a little slower."""
        self._masks, self._pairs = {STOP: (0, False)}, {}
        self._forms.cache_clear()

    def _run(
        self, norms: Sequence[str], first: int, last: int, live: int,
        ends: list[tuple[int, int]], counts: dict[str, int],
    ) -> int:  # fmt: skip
        """One sentence, ``norms[first:last]``; gives the bits of the labels not yet found often enough."""
        start, optional, before, block = self._start, self._optional, self._before, self._block
        masks, pairs = self._masks, self._pairs
        # The states after the last five words: a phrase goes on from the state before its first word.
        one = two = three = four = five = 0
        for place in range(first, last):
            norm = norms[place]
            bits, ends_phrases = masks.get(norm) or self._mask(norm)
            state = ((one << 1) | start) & bits
            if ends_phrases and place > first:
                pair = norms[place - 1], norm
                if pair not in pairs or pairs[pair]:
                    earlier = (one, two, three, four, five)
                    for phrase in self._phrases_at(norms, place):
                        state |= ((earlier[phrase.length - 1] << 1) | start) & phrase.bits
            if state:
                filled = state | block
                state |= optional & (~(filled - before) ^ filled)
                done = state & live
                if done:
                    live &= ~self._note(done, place, ends, counts)
            one, two, three, four, five = state, one, two, three, four
        return live

    def _run_single(
        self, norms: Sequence[str], first: int, last: int, live: int,
        ends: list[tuple[int, int]], counts: dict[str, int],
    ) -> int:  # fmt: skip
        """Like :meth:`_run` where only rows of one position can match: no state is carried on."""
        for place in range(first, last):
            bits, ends_phrases = self._masks.get(norms[place]) or self._mask(norms[place])
            done = bits & self._single
            if ends_phrases and place > first:
                for phrase in self._phrases_at(norms, place):
                    done |= phrase.bits & self._single
            if done := done & live:
                live &= ~self._note(done, place, ends, counts)
        return live

    def _note(self, done: int, place: int, ends: list[tuple[int, int]], counts: dict[str, int]) -> int:
        """Write down what ends here; gives the bits of the labels that have been found often enough."""
        tired = 0
        while done:
            low = done & -done
            done ^= low
            bit = low.bit_length() - 1
            ends.append((bit, place))
            label = self._row_at[bit][0]
            counts[label] += 1
            if counts[label] == MOST_HITS:
                tired |= self.bits_of(label)
        return tired

    def _placed(self, norms: Sequence[str], final: int, last: int) -> Hit:
        """Walks back from the end of a match to its nearest beginning. Bits are counted from the row's first."""
        label, first = self._row_at[final]
        if first == final and self._mask(norms[last])[0] >> final & 1:
            return Hit(label, last, last)
        width = (1 << (final - first + 1)) - 1
        optional = (self._optional >> first) & width
        waiting = {last: 1 << (final - first)}
        for token in range(last, -1, -1):
            wanted = waiting.pop(token, 0)
            if not wanted:
                continue
            bits, ends_phrases = self._mask(norms[token])
            lengths = [(0, wanted & (bits >> first) & width)]
            if ends_phrases:
                lengths += [
                    (phrase.length - 1, wanted & (phrase.bits >> first) & width)
                    for phrase in self._phrases_at(norms, token)
                ]
            for length, filled in lengths:
                if filled & 1:
                    return Hit(label, token - length, last)
                if filled:
                    waiting[token - length - 1] = waiting.get(token - length - 1, 0) | _before(
                        filled, optional
                    )
        return Hit(label, last, last)


def _before(filled: int, optional: int) -> int:
    """The positions that may come right before these, those that may be absent stepped over."""
    found = step = filled >> 1
    while step := (step & optional) >> 1:
        found |= step
    return found


def _by_length(
    words: Iterable[str], phrases: Iterable[str], *, stems: bool
) -> tuple[frozenset[str], tuple[int, ...]]:
    """All stems (``record*``) or endings (``*video``) without their star, and the lengths they have."""
    every = {part for text in (*words, *phrases) for part in text.split(" ")}
    found = frozenset(part[:-1] for part in every if part.endswith("*"))
    if not stems:
        found = frozenset(part[1:] for part in every if part.startswith("*"))
    return found, tuple(sorted({len(part) for part in found}))
