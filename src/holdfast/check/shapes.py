"""One written word → its normal words: look-alike letters, figures for letters, elision, scripts without spaces."""

from __future__ import annotations

import re
from collections.abc import Callable

from holdfast.check.folding import IGNORED, open_up

Parts = tuple[tuple[str, int, int], ...]

_CYRILLIC = dict(zip("асеорхуіјѕһԁԛԝвнктмгпзӏьгди", "aceopxyijshdqwbhktmrn3lbrdu", strict=True))
_GREEK = dict(zip("αβγεηικμνορστυχωκζϲϳλθπδ", "abyenikuvopotuxwkzcjaond", strict=True))
_LOOK_ALIKE = str.maketrans(_CYRILLIC | _GREEK)
#: Letters that pass for Latin ones in any fount: a word of these alone may be a Latin word in disguise.
_TWINS = frozenset("асеорхуіјѕһԁԛԝкмтвнαορενικτυχ")
_ANY_OTHER = re.compile("[\u0370-\u052f]")
_FIGURES = (
    str.maketrans("0134578@$!", "oieastbasi"),
    str.maketrans("01345678@$!9", "oleasgtbaslg"),
)
_SOFT_SIGNS = re.compile("[@$!]")
#: French and Italian: what stands before the apostrophe is a word of its own.
_ELISION = re.compile(
    r"(?:j|l|d|t|m|n|s|c|v|qu|jusqu|lorsqu|puisqu|quelqu|presqu|un|nessun|tutt|all|dell|nell|sull|dall|quell|"
    r"quest|com|dov|cos|gl|ch)(?=')"
)
_VOWELS = frozenset("aeiouhy")
_EACH_ALONE = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff]")
_RUNS = re.compile(f"{_EACH_ALONE.pattern}|[^{_EACH_ALONE.pattern[1:-1]}\x00]+")
_COUNTED = re.compile(r"(\d{1,6})([^\W\d_]{1,12})")
_COIN = re.compile(
    r"[13][1-9a-z]{25,34}|bc1[a-z0-9]{11,87}|ltc1[a-z0-9]{11,87}|0x[0-9a-f]{40}|[lmdtrqx4p][1-9a-z]{25,105}"
)


def normal_word(raw: str, length: int, knows: Callable[[str], bool], native: bool) -> Parts:
    """``raw`` is a folded word, ``length`` its length in the text; ``native``: Cyrillic letters stay as they are.

    Gives ``(normal form, start, end)`` for each word it holds, places counted from its start; never nothing.
    """
    if raw.isascii() and raw.isalpha():
        return ((_coin_or_word(raw), 0, length),)
    if _EACH_ALONE.search(raw):
        return _one_by_one(raw, length)
    word = open_up(raw)
    if not native and not word.isascii():
        word = unmask(word)
    if word.isalpha() or word.isdigit():
        return ((_coin_or_word(word), 0, length),)
    if "'" in word:
        return _at_apostrophes(raw, word, length)
    return _with_figures(raw, word, length, knows)


def _coin_or_word(word: str) -> str:
    return "<coin>" if len(word) >= 26 and _COIN.fullmatch(word) and re.search(r"\d", word) else word[:60]


def unmask(word: str) -> str:
    """Greek and Cyrillic letters read as the Latin ones they look like, where the word is a disguise."""
    other = _ANY_OTHER.findall(word)
    if other and (len(other) < sum(sign.isalpha() for sign in word) or all(sign in _TWINS for sign in other)):
        return word.translate(_LOOK_ALIKE)
    return word


def _one_by_one(raw: str, length: int) -> Parts:
    """Japanese and Chinese: each letter a word; what stands between in other letters stays together."""
    parts: list[tuple[str, int, int]] = []
    for found in _RUNS.finditer(raw):
        parts.append((open_up(found[0]), found.start(), found.end()))
    last = parts[-1]
    return (*parts[:-1], (last[0], last[1], max(last[2], length)))


def _at_apostrophes(raw: str, word: str, length: int) -> Parts:
    """``j'ai`` → ``j ai``, ``don't`` → ``dont``."""
    elided = _ELISION.match(word)
    if elided and elided.end() + 1 < len(word) and word[elided.end() + 1] in _VOWELS:
        cut = raw.index("'") if "'" in raw else elided.end()
        rest = word[elided.end() + 1 :].replace("'", "")
        return ((elided[0], 0, cut), (rest, cut + 1, length))
    return ((word.replace("'", ""), 0, length),)


def _with_figures(raw: str, word: str, length: int, knows: Callable[[str], bool]) -> Parts:
    """``v1deo`` → ``video`` where that is a word of some pattern; else ``48h`` → ``48 h``; else as it is."""
    if _COIN.fullmatch(word):
        return (("<coin>", 0, length),)
    for table in _FIGURES:
        said = word.translate(table)
        if said.isalpha() and knows(said):
            return ((said, 0, length),)
    if _SOFT_SIGNS.search(word) and len(raw) == length:
        pieces = [
            (found[0].replace(IGNORED, ""), found.start(), found.end())
            for found in re.finditer("[^@$!]+", raw)
        ]
        return tuple(piece for piece in pieces if piece[0]) or ((word, 0, length),)
    counted = _COUNTED.fullmatch(word)
    if counted:
        cut = min(len(counted[1]), length)
        return ((counted[1], 0, cut), (counted[2], cut, length))
    return ((word[:60], 0, length),)
