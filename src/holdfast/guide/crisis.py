"""Words about dying, theirs or the blackmailer's goading, bring the crisis line above everything.

What is read here is stored nowhere and logged nowhere (decision 0049).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from holdfast.content.words import ENGLISH, languages, words

_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})
_BETWEEN = re.compile(r"[\s_*~.,;:!?\u2010-\u2015\-]+")


def crisis_words(text: str, language: str = ENGLISH) -> bool:
    """True where ``text`` speaks of dying or of hurting oneself, or tells somebody to.

    ``text`` is what anybody typed or pasted, of any length; ``language`` is the page's. English is always
    read too: people mix. A true answer means "show the crisis contacts first", never a verdict about a person.
    """
    folded = fold(text)
    return any(sign.search(folded) for code in _languages(language) for sign in _signs(code))


def fold(text: str) -> str:
    """Case, marks, entities, invisible characters, curly quotes, spacing and punctuation made alike."""
    text = html.unescape(text) if "&" in text else text
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    kept = "".join(sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Cf"))
    return _BETWEEN.sub(" ", kept)


def _languages(language: str) -> tuple[str, ...]:
    return (ENGLISH,) if language == ENGLISH or language not in languages() else (language, ENGLISH)


@lru_cache(maxsize=32)
def _signs(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(sign.pattern) for sign in words(language).crisis.signs)
