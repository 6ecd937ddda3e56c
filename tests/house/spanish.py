"""How hard a Spanish text is to read: the scale of Fernández Huerta (1959), 100 is easy, 0 is hard.

206.84 − 60 × syllables/word − 1.02 × words/sentence. Syllables are counted by the rules of Spanish spelling: one for
each group of vowels that is spoken together. Sentences are those of ``reading.py``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tests.house.reading import read

_STRONG, _WEAK = "aeoáéó", "iuü"
_LOUD_WEAK = "íú"


def ease_of(text: str) -> float:
    """The ease of a Markdown text with at least one word."""
    found = read(text)
    syllables = sum(syllables_of(word) for sentence in found.sentences for word in sentence)
    return 206.84 - 60 * syllables / found.words - 1.02 * found.mean


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """At least one. A number counts as one. ``qu``, ``gu`` before e and i have a silent u."""
    plain = unicodedata.normalize("NFC", word.lower())
    plain = re.sub(r"qu|gu(?=[eéií])", "q", plain)
    plain = re.sub(r"y(?![aeiouáéíóú])", "i", plain)
    return max(1, sum(_nuclei(group) for group in re.findall(r"[aeiouáéíóúü]+", plain)))


def _nuclei(group: str) -> int:
    """Syllables in a group of vowels: two strong ones part, an accented í or ú stands alone."""
    parts, before = 1, group[0]
    for vowel in group[1:]:
        both_strong = before in _STRONG and vowel in _STRONG
        alone = (before in _LOUD_WEAK and vowel in _STRONG) or (vowel in _LOUD_WEAK and before in _STRONG)
        parts += both_strong or alone
        before = vowel
    return parts
