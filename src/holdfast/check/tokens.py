"""Words in their normal form, each with its place in the original text.

A pattern of a sign pack is compared with these and with nothing else (docs/signs.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from holdfast.check.folding import IGNORED, fold, turn, turned
from holdfast.check.shapes import Parts, normal_word

#: Ends a sentence. No gap of a pattern crosses it.
STOP = "."
NUMBER, MONEY, COINS, COIN, URL, EMAIL, HANDLE = (
    "<number>", "<money>", "<btc>", "<coin>", "<url>", "<email>", "<handle>",
)  # fmt: skip
CLASSES = frozenset({NUMBER, MONEY, COINS, COIN, URL, EMAIL, HANDLE})
#: A token longer than this is no word of any language; it is kept, cut, so that it costs nothing.
LONGEST_WORD = 60
#: A word broken into more pieces than this is left as it is.
MOST_PIECES = 16
_KEPT = 60_000
#: Messages up to this length ("ok", "good night") come again and again; their tokens are kept.
SHORT = 32
#: Two pieces are joined into no shorter word than this.
SHORTEST_MENDED = 5

CURRENCY_SIGNS = "$€£¥₽₴₿₹₩₺₪₫₱₦"
_UNITS = (
    r"us\$|usd|dollars?|dolares|dolar(?:ow|y)?|dollari|bucks|eur|euros?|gbp|pounds?|quid|libras|btc|bitcoins?|xbt|eth|ltc|"
    r"usdt|xmr|zl|pln|zlotych|zlote|zloty|sek|kr|kronor|kroner|nok|dkk|kc|czk|korun|rub|rublei|рублеи|руб|долларов|"
    r"евро|chf|francs?|franken|cad|aud|mxn|pesos?|brl|reais|reales|real|inr|rupees|ngn|naira|yen|jpy"
)
_FIGURE = r"\d{1,12}(?:[.,' \x00]\d{2,8}){0,4}(?:[.,]\d{1,8})?"
_URL = r"""(?P<url>(?:https?|hxxps?|ftp)://[^\s<>"]+|www\.[^\s<>"]+)"""
_EMAIL = r"(?P<email>[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})"
_REST = rf"""(?P<money>[{CURRENCY_SIGNS}]\s?{_FIGURE}(?:\s?(?:k|usd|btc|eur)(?![^\W\d_]))?
      |{_FIGURE}\s?k?\s?(?:(?:{_UNITS})(?![^\W\d_])|[万千]?円|ドル|ユーロ|[$€£¥₽₿₹]))
    |(?P<handle>(?<!\w)@[^\W_][\w.]{{1,30}})
    |(?P<stop>[!?。！？]|(?<!\.)\.(?=[\s"')\]]|$)|\n[\ \t\r>\x00]*\n)
    |(?P<laugh>[😂🤣😆😹😜🤪]+)
    |(?P<word>[^\W_](?:[^\W_]|[\x00'@$!](?=[^\W_]|\x00))*)"""
_IN_COINS = re.compile(r"btc|bitcoin|xbt|eth|ltc|usdt|xmr|[₿]")
_MASTER = re.compile("|".join((_URL, _REST)), re.X)
_MASTER_WITH_EMAIL = re.compile("|".join((_URL, _EMAIL, _REST)), re.X)
#: A laughing face is laughter in words.
_NORMS = {"stop": STOP, "laugh": "haha"}
#: Two pieces of a word with one odd sign between them, or four letters standing alone.
_BROKEN = re.compile(
    r"[^\W\d_][.*_|~^·•\-/][^\W\d_]|(?<![^\W_])[^\W\d_](?:[ .*_|~^·•\-/][^\W\d_](?![^\W_])){3}"
)
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .*_|~^·•\-/][^\W\d_](?![^\W_])){3,30}")
#: Messages in which no word can be in disguise, and what stands in them.
_PLAIN = re.compile(r"[a-z ,]*[.?!]?\Z")
_PLAIN_WORD = re.compile(r"[a-z]+|[.?!]")
_ENDS = frozenset(".?!")
#: So many letters that stand alone may be a word in pieces.
MOST_ALONE = 4
#: From so many words in single letters on, short words are taken to be written so too.
MANY = 3


@dataclass(slots=True)
class Tokens:
    """Parallel lists, not to be changed by who gets them: normal form, and first and last+1 code point in the text."""

    norms: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, norm: str, start: int, end: int) -> None:
        self.norms.append(norm)
        self.starts.append(start)
        self.ends.append(end)


class Tokeniser:
    """``knows`` says whether a word stands in some pattern: a broken or disguised word is mended into one of these."""

    def __init__(self, knows: Callable[[str], bool] = lambda _: False) -> None:
        self._asked = knows
        self._known: dict[str, bool] = {}
        self._seen: dict[str, Parts] = {}
        self._short: dict[str, Tokens] = {}

    def forget(self) -> None:
        """Drops what was kept of texts."""
        self._known, self._seen, self._short = {}, {}, {}

    def _knows(self, word: str) -> bool:
        found = self._known.get(word)
        if found is None:
            found = self._asked(word)
            if len(self._known) < _KEPT:
                self._known[word] = found
        return found

    def tokens(self, text: str, *, cyrillic: bool | None = None) -> Tokens:
        """The tokens of ``text``. Time grows with its length, whatever it holds.

        ``cyrillic``: the text is written in that alphabet, so its letters stay; None: look.
        """
        if len(text) <= SHORT and not cyrillic and (known := self._short.get(text)):
            return known
        found = self._read(text, cyrillic)
        if len(text) <= SHORT and not cyrillic and len(self._short) < _KEPT:
            self._short[text] = found
        return found

    def _read(self, text: str, cyrillic: bool | None) -> Tokens:
        places = turned(text)
        folded = turn(fold(text), places)
        if _PLAIN.match(folded) and (plain := self._plain(folded)):
            return self._close_up(plain)
        native = mostly_cyrillic(folded) if cyrillic is None else cyrillic
        found = self._all(folded, native)
        if _BROKEN.search(folded):
            found = self._mend(found, folded, 4 if len(_LETTERS.findall(folded)) < MANY else 2)
        found = self._close_up(found)
        return _turn_places(found, places) if places else found

    def _plain(self, folded: str) -> Tokens | None:
        """Small letters, spaces and commas only, as most messages are: no word can be anything but itself.

        None where words are so long or letters stand so alone that they must be looked at.
        """
        spans = [match.span() for match in _PLAIN_WORD.finditer(folded)]
        lengths = [end - start for start, end in spans]
        if not spans or max(lengths) > LONGEST_WORD or lengths.count(1) >= MOST_ALONE:
            return None
        norms = [folded[start:end] for start, end in spans]
        if norms[-1] in _ENDS:
            norms[-1] = STOP
        return Tokens(norms, [start for start, _ in spans], [end for _, end in spans])

    def _all(self, folded: str, native: bool) -> Tokens:
        master = _MASTER_WITH_EMAIL if "@" in folded else _MASTER
        found, seen = Tokens(), {} if native else self._seen
        norms, starts, ends = found.norms, found.starts, found.ends
        for match in master.finditer(folded):
            kind = match.lastgroup
            start, end = match.span()
            if kind == "word":
                raw = match[0]
                for norm, first, last in seen.get(raw) or self._parts(raw, native):
                    norms.append(norm)
                    starts.append(start + first)
                    ends.append(start + last)
                continue
            norm = _NORMS.get(kind or "", f"<{kind}>")
            norms.append(COINS if kind == "money" and _IN_COINS.search(match[0]) else norm)
            starts.append(start)
            ends.append(end)
        return found

    def _close_up(self, found: Tokens) -> Tokens:
        """Join two pieces with one space between that are words of no pattern, and together are (``vid eo``)."""
        known, knows, norms = self._known, self._knows, found.norms
        strange = [
            place
            for place, norm in enumerate(norms)
            if not (known[norm] if norm in known else knows(norm)) and norm.isalpha()
        ]
        joints = [
            place
            for before, place in pairwise(strange)
            if place - before == 1
            and found.starts[place] - found.ends[before] == 1
            and len(norms[place]) + len(norms[before]) >= SHORTEST_MENDED
            and knows(norms[before] + norms[place])
        ]
        for place in reversed(joints):
            if place < len(found.norms):
                found.norms[place - 1 : place + 1] = [found.norms[place - 1] + found.norms[place]]
                found.ends[place - 1 : place + 1] = [found.ends[place]]
                del found.starts[place]
        return found

    def _parts(self, raw: str, native: bool) -> Parts:
        parts = normal_word(raw[: LONGEST_WORD * 2], len(raw), self._knows, native)
        if not native and len(self._seen) < _KEPT and len(raw) <= LONGEST_WORD:
            self._seen[raw] = parts
        return parts

    def _mend(self, found: Tokens, folded: str, least: int) -> Tokens:
        """Close up words that are broken by dots, dashes or spaces (``v.i.d.e.o``, ``re-corded``, ``b i t``).

        ``least`` letters that stand alone are taken for a word.
        """
        mended, at, total = Tokens(), 0, len(found.norms)
        while at < total:
            end = self._whole(found, folded, at, least)
            norm = "".join(found.norms[at:end]) if end > at + 1 else found.norms[at]
            mended.add(norm, found.starts[at], found.ends[end - 1])
            at = end
        return mended

    def _whole(self, found: Tokens, folded: str, at: int, least: int) -> int:
        """The end of the longest word that starts at token ``at``; ``at + 1`` where nothing is to be mended."""
        norms, starts, ends = found.norms, found.starts, found.ends
        pieces, last, best, separator = norms[at], at + 1, at + 1, ""
        while last < len(norms) and last - at < MOST_PIECES and starts[last] - ends[last - 1] <= 4:
            between = folded[ends[last - 1] : starts[last]].replace(IGNORED, "")
            letters = len(pieces) == last - at and len(norms[last]) == 1
            if len(between) != 1 or separator not in ("", between) or between in "\n@":
                break
            if (between == " " and not letters) or not pieces.isalpha():
                break
            separator, pieces, last = between, pieces + norms[last], last + 1
            if letters and last - at < least:
                continue
            if self._knows(pieces) and (letters or not all(self._knows(norm) for norm in norms[at:last])):
                best = last
        return best


def _turn_places(found: Tokens, places: tuple[tuple[int, int], ...]) -> Tokens:
    """The tokens with their places in the text as it was written, reversed parts and all."""
    firsts = [first for first, _ in places]
    for token, (start, end) in enumerate(zip(found.starts, found.ends, strict=True)):
        at = bisect_right(firsts, start) - 1
        if at >= 0 and end <= places[at][1]:
            first, last = places[at]
            found.starts[token], found.ends[token] = first + last - end, first + last - start
    return found


def mostly_cyrillic(folded: str) -> bool:
    """True where at least half the letters among the first 4,000 characters are Cyrillic."""
    if folded.isascii():
        return False
    head = folded[:4000]
    cyrillic = sum("\u0400" <= sign <= "\u052f" for sign in head)
    return cyrillic > 0 and 2 * cyrillic >= sum(sign.isalpha() for sign in head)
