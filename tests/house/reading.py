"""How hard a text is to read: words a sentence, and the Flesch-Kincaid grade.

Grade = 0.39 × words/sentence + 11.8 × syllables/word − 15.59 (Kincaid et al. 1975). Syllables are counted by the
hyphenation patterns of pyphen, which need no network. A line is at least one sentence: a heading or a list item
ends where its line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pyphen

_MARKS = re.compile(r"^\s*(?:>|[-*]|#{1,6}|\d+\.)\s*|\*\*|`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"[.!?…]+[”’\"')]*(?=\s|$)")
_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\w’'.,@/-]*\w|[A-Za-zÀ-ÿ0-9]")


@dataclass(frozen=True)
class Reading:
    """``sentences`` are lists of words."""

    sentences: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> int:
        return sum(len(sentence) for sentence in self.sentences)

    @property
    def mean(self) -> float:
        return self.words / len(self.sentences)

    @property
    def longest(self) -> tuple[str, ...]:
        return max(self.sentences, key=len)

    @property
    def grade(self) -> float:
        syllables = sum(syllables_in(word) for sentence in self.sentences for word in sentence)
        return 0.39 * self.mean + 11.8 * syllables / self.words - 15.59


def read(text: str) -> Reading:
    """The reading of a Markdown text with at least one word."""
    sentences = []
    for line in text.split("\n"):
        bare = _LINK.sub(r"\1", line)
        while bare != (bare := _MARKS.sub("", bare)):
            pass
        sentences += [tuple(_WORD.findall(part)) for part in _END.split(bare)]
    return Reading(tuple(sentence for sentence in sentences if sentence))


@lru_cache(maxsize=20_000)
def syllables_in(word: str) -> int:
    """At least one. A number counts as one, a word with a hyphen as its parts."""
    parts = [part for part in re.split(r"[-/.@’']", word) if part.isalpha()]
    return max(1, sum(len(_patterns().positions(part.lower())) + 1 for part in parts))


@lru_cache(maxsize=1)
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=1, right=1)
