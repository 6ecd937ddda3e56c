"""Coin addresses in a text: whole ones, broken ones (line wraps, spaces, ``*`` put in), misread ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.finding import cashaddr, coins
from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched
from holdfast.check.finding.repair import repaired
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

#: Repairs tried in one text: keeps hostile text linear. A real text has a handful of addresses.
MOST_REPAIRS = 50
_LONGEST = 106
_WORD = re.compile(r"(?<![A-Za-z0-9])(?:(?:bitcoincash|BITCOINCASH):)?[A-Za-z0-9]{25,}", re.ASCII)
SHORTEST = 25
#: What the first piece of a broken address looks like in small letters.
_MAY_BEGIN = re.compile(r"(?:bc|ltc)[1li]|0x[0-9a-f]{2}|[1348][0-9]{0,40}[a-z]|[lmdtr][a-z]{0,40}[0-9]")
#: The beginning of an address that goes on after a break.
_BEGINNING = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:[bB][cC]|[lL][tT][cC])[1lI][A-Za-z0-9]{0,80}|0x[0-9a-fA-F]{2,38}"
    r"|(?:[1348]|[LMDTr](?=[A-Za-z]{0,40}[0-9]))(?=[a-z0-9]{0,40}[A-Z])(?=[A-Z0-9]{0,40}[a-z])[A-Za-z0-9]{4,80})"
    r"(?=[\s*#|_\-\u200b\u200c\u200d\u00ad\u2060])"
)
_NEXT = re.compile(r"[ \t\r\n*#|_\-\u00a0\u200b\u200c\u200d\u00ad\u2060>]{1,4}([A-Za-z0-9]{1,80})")
#: Words that say an address is meant, in the languages of the packs.
_NEAR = re.compile(
    r"btc|bitc|bit coin|lite ?coin|\bltc\b|ether|\beth\b|usdt|tether|trc-?20|\btron\b|monero|\bxmr\b|\bxrp\b|doge"
    r"|krypt|crypt|cript|wallet|addres|direcci|cartera|billetera|monedero|portefeuille|adress|geldb|carteira"
    r"|endere|portafogl|indirizz|portfel|\badres|portemon|кошел|адрес|биткоин|plånbok|peněžen|ウォレット|アドレス|ビットコイン"
)


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """Coin addresses in order of their place; two may share letters, the longer one comes first."""
    left = MOST_REPAIRS
    for match in _WORD.finditer(searched.text) if searched.longest >= SHORTEST else ():
        word, place = match.group(), match.span()
        if len(word) > _LONGEST + len(cashaddr.PREFIX):
            continue
        known = coins.named(word)
        if known is not None and known[1] is not False:
            yield _hit(known[0], word, place, known[1])
            continue
        if not _like_an_address(word):
            continue
        if left > 0 and (mended := repaired(word)):
            yield _hit(mended[0], mended[1], place, True, mended=True)
        elif known is not None and (known[0].sure or searched.near(_NEAR, place, before=120, after=60)):
            yield _hit(known[0], word, place, False)
        left -= 1
    if searched.any_word(_MAY_BEGIN):
        yield from _broken(searched.text)


def _broken(text: str) -> Iterator[FoundIdentifier]:
    """Addresses in pieces, whole and valid once the breaks are taken out."""
    left, done = MOST_REPAIRS, 0
    for match in _BEGINNING.finditer(text):
        if match.start() < done:
            continue
        if left == 0:
            return
        left -= 1
        word, end = match.group(), match.end()
        if coins.named(word) and len(word) > 40:
            continue
        while (more := _NEXT.match(text, end)) and len(word) + len(more.group(1)) <= _LONGEST:
            word, end = word + more.group(1), more.end()
            tried = word.lower() if word[:3].lower() in ("bc1", "ltc") else word
            known = coins.named(tried)
            if known is not None and known[1] is True:
                yield _hit(known[0], tried, (match.start(), end), True, mended=True)
                done = end
                break


def _hit(
    scheme: coins.Scheme, word: str, place: tuple[int, int], valid: bool | None, mended: bool = False
) -> FoundIdentifier:
    value = word.lower() if word.isupper() and scheme.coin in ("btc", "ltc", "bch") else word
    return hit(IdentifierKind.COIN_ADDRESS, value, place, service=scheme.coin, valid=valid, repaired=mended)


def _like_an_address(word: str) -> bool:
    """Small and large letters and digits mixed, or the beginning that only an address has."""
    if word[:4].lower().startswith(("bc1", "bcl", "bci", "ltc", "0x")):
        return True
    return (
        any("0" <= c <= "9" for c in word)
        and not word.islower()
        and not word.isupper()
        and word[0] in "13LMDTAr9X7t48lI"
    )
