"""The packs, made ready to read with: which signs stand in a text, and where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import lcm
from weakref import WeakSet

from holdfast.check.automaton import Automaton, Hit
from holdfast.check.families import Family
from holdfast.check.folding import IGNORED, fold, turn, turned
from holdfast.check.patterns import PatternBroken, Row, open_pattern
from holdfast.check.shapes import unmask
from holdfast.check.tokens import Tokeniser
from holdfast.content.signs import ENGLISH, SignPack, sign_languages, sign_pack

#: A language is read when its common words make up this share of a text, or where the text is too short to tell.
SHARE, SHORT = 0.04, 25

#: A word for counting: Japanese and Chinese letters one by one.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W\\d_\u3040-\u30ff\u3400-\u9fff]+")


class PackReader:
    """One pack, compiled. ``sign`` gives the words of a sign by its id."""

    def __init__(self, pack: SignPack) -> None:
        self.pack = pack
        self.signs = {sign.sign_id: sign for sign in pack.signs}
        self.families = {sign.sign_id: Family(sign.family) for sign in pack.signs}
        barred = [norm for word in pack.negations for norm in _plain().tokens(word, cyrillic=True).norms]
        self._automaton = Automaton(self._rows(_labelled(pack)), barred)

    def _rows(self, patterns: Iterable[tuple[str, str]]) -> list[tuple[str, Row]]:
        rows, broken = [], []
        opened: dict[str, list[Row]] = {}
        for label, text in patterns:
            try:
                rows += [(label, row) for row in open_pattern(text, self.pack.sets, opened)]
            except PatternBroken as fault:
                broken.append(f"{label}: {fault}")
        if broken:
            raise PatternBroken(f"{self.pack.language}: " + "; ".join(broken))
        return rows

    def knows(self, word: str) -> bool:
        return self._automaton.knows(word)

    def forget(self) -> None:
        self._automaton.forget()

    def run(self, norms: Sequence[str], without: int = 0) -> list[Hit]:
        """Every place of every sign, by the end of the place, but for the labels in ``without``."""
        return self._automaton.run(norms, without)

    def bits_of(self, label: str) -> int:
        return self._automaton.bits_of(label)


def _labelled(pack: SignPack) -> Iterator[tuple[str, str]]:
    """``(label, pattern)``: a sign's id, or ``methods:gift_card`` for a thing that a demand names."""
    for sign in pack.signs:
        yield from ((sign.sign_id, text) for text in sign.patterns)
    for one in dict.fromkeys((pack.language, ENGLISH)):
        for (table, name), text in (
            sign_pack(one).named.items() if one != pack.language else pack.named.items()
        ):
            yield f"{table}:{name}", text


def forget_texts() -> None:
    """Drops every word of a text that was kept to read the next one faster, for a door that promises to forget."""
    for reader in _READERS:
        reader.forget()
    for one in tuple(_TOKENISERS):
        one.forget()


_READERS: list[PackReader] = []
_TOKENISERS: WeakSet[Tokeniser] = WeakSet()


@lru_cache(maxsize=32)
def pack_reader(language: str) -> PackReader:
    """The pack of one language, compiled once. Raises FactsBroken where there is none or it is broken."""
    reader = PackReader(sign_pack(language))
    _READERS.append(reader)
    return reader


@lru_cache(maxsize=1)
def _plain() -> Tokeniser:
    return Tokeniser()


@lru_cache(maxsize=64)
def tokeniser(languages: tuple[str, ...]) -> Tokeniser:
    """The tokeniser that mends broken words into the words of these packs."""
    readers = [pack_reader(language) for language in languages]
    found = Tokeniser(lambda word: any(reader.knows(word) for reader in readers))
    _TOKENISERS.add(found)
    return found


@lru_cache(maxsize=1)
def _common() -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """Each common word of any pack with the weight it has for each pack: shared by three, it counts a third.

    Weights are whole numbers; the first value is the weight of a whole word. No pack is compiled for that.
    """
    words = {
        code: {norm for word in sign_pack(code).common for norm in _plain().tokens(word, cyrillic=True).norms}
        for code in sign_languages()
    }
    one = lcm(*range(1, len(words) + 1))
    packs: dict[str, list[str]] = defaultdict(list)
    for code, norms in words.items():
        for norm in norms:
            packs[norm].append(code)
    return one, {norm: tuple((code, one // len(codes)) for code in codes) for norm, codes in packs.items()}


def find_signs(text: str, language: str) -> list[tuple[str, int, int]]:
    """``(sign id, start, end)`` of each sign of one language in a text, in code points; the same place once."""
    tokens, reader = tokeniser((language,)).tokens(text), pack_reader(language)
    hits = [hit for hit in reader.run(tokens.norms) if hit.label in reader.signs]
    return sorted(
        {(hit.label, tokens.starts[hit.first], tokens.ends[hit.last]) for hit in hits}, key=lambda h: h[1:]
    )


def languages_of(text: str) -> tuple[str, ...]:
    """The languages whose packs are to read a text, most of its common words first.

    ``text`` is all of a short text, or a sample of a long one.
    """
    norms = _WORD.findall(turn(fold(text), turned(text)).replace(IGNORED, ""))
    seen: Counter[str] = Counter()
    for word, times in Counter(norms).items():
        seen[word] += times
        if not word.isascii() and (bare := unmask(word)) != word:
            seen[bare] += times
    one, common = _common()
    counts = dict.fromkeys(sign_languages(), 0)
    for norm in seen.keys() & common.keys():
        for code, weight in common[norm]:
            counts[code] += seen[norm] * weight
    ranked = tuple(sorted(counts, key=lambda code: -counts[code]))
    most = counts[ranked[0]]
    if not most:
        return ranked
    if len(norms) < SHORT:
        return tuple(code for code in ranked if 2 * counts[code] >= most)
    least = one * max(1.5, SHARE * len(norms))
    return tuple(code for code in ranked if counts[code] >= least) or ranked[:2]
