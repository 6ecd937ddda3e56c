"""The packs, made ready to read with: which signs stand in a text, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from holdfast.check.automaton import Automaton, Hit
from holdfast.check.families import Family
from holdfast.check.patterns import PatternBroken, Row, open_pattern
from holdfast.check.tokens import Tokeniser, Tokens
from holdfast.content.signs import Sign, SignPack, sign_languages, sign_pack

#: A language is read when its common words make up this share of a text, or where the text is too short to tell.
SHARE, SHORT = 0.04, 25


class PackReader:
    """One pack, compiled. ``sign`` gives the words of a sign by its id."""

    def __init__(self, pack: SignPack) -> None:
        self.pack = pack
        self.signs = {sign.sign_id: sign for sign in pack.signs}
        self.families = {sign.sign_id: Family(sign.family) for sign in pack.signs}
        plain = Tokeniser()
        self.common = frozenset(norm for word in pack.common for norm in plain.tokens(word, cyrillic=True).norms)
        barred = [norm for word in pack.negations for norm in plain.tokens(word, cyrillic=True).norms]
        self._automaton = Automaton(self._rows(pack.signs), barred)

    def _rows(self, signs: Iterable[Sign]) -> list[tuple[str, Row]]:
        rows, broken = [], []
        for sign in signs:
            for text in sign.patterns:
                try:
                    rows += [(sign.sign_id, row) for row in open_pattern(text, self.pack.sets)]
                except PatternBroken as fault:
                    broken.append(f"{sign.sign_id}: {fault}")
        if broken:
            raise PatternBroken(f"{self.pack.language}: " + "; ".join(broken))
        return rows

    def knows(self, word: str) -> bool:
        return self._automaton.knows(word)

    def run(self, norms: Sequence[str]) -> list[Hit]:
        """Every place of every sign, by the end of the place."""
        return self._automaton.run(norms)


@lru_cache(maxsize=32)
def pack_reader(language: str) -> PackReader:
    """The pack of one language, compiled once. Raises FactsBroken where there is none or it is broken."""
    return PackReader(sign_pack(language))


@lru_cache(maxsize=1)
def tokeniser() -> Tokeniser:
    """The tokeniser that mends broken words into the words of any pack."""
    readers = [pack_reader(language) for language in sign_languages()]
    return Tokeniser(lambda word: any(reader.knows(word) for reader in readers))


def find_signs(text: str, language: str) -> list[tuple[str, int, int]]:
    """``(sign id, start, end)`` of each sign of one language in a text, in code points; the same place once."""
    tokens = tokeniser().tokens(text)
    hits = pack_reader(language).run(tokens.norms)
    return sorted({(hit.label, tokens.starts[hit.first], tokens.ends[hit.last]) for hit in hits}, key=lambda h: h[1:])


def languages_of(tokens: Tokens) -> tuple[str, ...]:
    """The languages whose packs read these tokens, most of its common words first."""
    counts = {code: 0 for code in sign_languages()}
    norms = tokens.norms if len(tokens.norms) <= 4000 else tokens.norms[:: len(tokens.norms) // 4000 + 1]
    for code in counts:
        common = pack_reader(code).common
        counts[code] = sum(norm in common for norm in norms)
    if len(norms) < SHORT:
        return tuple(sorted(counts, key=lambda code: -counts[code]))
    least = max(2, SHARE * len(norms))
    found = [code for code in sorted(counts, key=lambda code: -counts[code]) if counts[code] >= least]
    return tuple(found) or tuple(counts)
