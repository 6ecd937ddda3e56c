"""Bank accounts: IBAN, UK sort code and account, US routing number, Mexican CLABE, Brazilian PIX keys.

Sources: ISO 13616 and its registry (lengths by country), ISO 7064 mod 97-10; the American Bankers Association's 3-7-1
check digit; Banco de México's CLABE (weights 3-7-1); Banco Central do Brasil, PIX (random keys are UUIDs).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched, listed
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

#: Length of an IBAN by country: two letters, then the number of letters and digits.
_LENGTHS = {
    part[:2]: int(part[2:])
    for part in listed(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 "
        "EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 "
        "JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 "
        "NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 "
        "TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    )
}
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[ \u00a0]?\d{2}(?:[ \u00a0\-.]?[A-Z0-9]){11,32}|"
    r"(?<![A-Za-z0-9])[a-z]{2}\d{2}(?:[ \u00a0]?[a-z0-9]){11,32}",
    re.ASCII,
)
_SORT_CODE = re.compile(
    r"(?<![\d-])(\d{2})[- ]?(\d{2})[- ]?(\d{2})\b[^\d\n]{1,30}\n?[^\d\n]{0,20}(\d{8})(?!\d)", re.ASCII
)
_NEAR_SORT_CODE = re.compile(r"sort ?code|sortcode|\bsc\b|s/c")
_ROUTING = re.compile(r"(?<!\d)(\d{9})(?!\d)", re.ASCII)
_NEAR_ROUTING = re.compile(r"routing|\baba\b|\brtn\b")
_CLABE = re.compile(r"(?<!\d)(\d{3}[ -]?\d{3}[ -]?\d{11}[ -]?\d)(?!\d)", re.ASCII)
_NEAR_CLABE = re.compile(r"clabe|spei|transfer|deposit|cuenta")
_UUID = re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f-])")
_CPF = re.compile(r"(?<!\d)(\d{3}\.?\d{3}\.?\d{3}-?\d{2})(?!\d)", re.ASCII)
_NEAR_PIX = re.compile(r"\bpix\b|chave")


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """Bank accounts in ``searched``, each kind in order of its place."""
    yield from _ibans(searched.text)
    words = searched.words
    if not words.isdisjoint(("sort", "sortcode", "sc", "s")):
        yield from _sort_codes(searched)
    if not words.isdisjoint(("routing", "aba", "rtn")):
        yield from _numbers(searched, _ROUTING, _NEAR_ROUTING, routing_valid, "us-routing")
    if not words.isdisjoint(("clabe", "spei", "transferencia", "transfiere", "deposita", "cuenta")):
        yield from _numbers(searched, _CLABE, _NEAR_CLABE, clabe_valid, "clabe")
    if not words.isdisjoint(("pix", "chave")):
        yield from _pix(searched)


def iban_valid(word: str) -> bool:
    """``word`` without spaces, in capitals: the right length for its country, and the remainder 1 by mod 97."""
    if _LENGTHS.get(word[:2]) != len(word):
        return False
    turned = word[4:] + word[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def routing_valid(digits: str) -> bool:
    weights = (3, 7, 1) * 3
    return (
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0
        and digits[:2] <= "32"
    )


def clabe_valid(digits: str) -> bool:
    weights = (3, 7, 1) * 6
    summed = sum(int(digit) * weight % 10 for digit, weight in zip(digits[:17], weights[:17], strict=True))
    return (10 - summed % 10) % 10 == int(digits[17])


def cpf_valid(digits: str) -> bool:
    """Brazil's number of a person: two check digits mod 11 (Receita Federal)."""
    if len(set(digits)) == 1:
        return False
    for length in (9, 10):
        summed = sum(int(digit) * (length + 1 - place) for place, digit in enumerate(digits[:length]))
        if summed * 10 % 11 % 10 != int(digits[length]):
            return False
    return True


def _ibans(text: str) -> Iterator[FoundIdentifier]:
    for match in _IBAN.finditer(text):
        raw = match.group()
        country = raw[:2].upper()
        length = _LENGTHS.get(country)
        if length is None:
            continue
        end = _end_of(raw, length)
        if end is None:
            continue
        word = re.sub(r"[ \u00a0\-.]", "", raw[:end]).upper()
        valid = iban_valid(word)
        follows = text[match.start() + end : match.start() + end + 1]
        if follows.isalnum() or (not valid and not _looks_meant(raw[:end], word)):
            continue
        place = (match.start(), match.start() + end)
        yield hit(IdentifierKind.BANK, word, place, service="iban", valid=valid)


def _end_of(raw: str, length: int) -> int | None:
    """Where ``length`` letters and digits of ``raw`` end."""
    count = 0
    for place, letter in enumerate(raw):
        if letter.isalnum():
            count += 1
            if count == length:
                return place + 1
    return None


def _looks_meant(raw: str, word: str) -> bool:
    """A number that fails its checksum is still an account meant: in groups of four or all digits."""
    return sum(letter.isdigit() for letter in word) >= len(word) - 8 and (
        " " not in raw or raw.replace("\u00a0", " ").find(" ") == 4
    )


def _sort_codes(searched: Searched) -> Iterator[FoundIdentifier]:
    for match in _SORT_CODE.finditer(searched.text):
        if searched.near(_NEAR_SORT_CODE, match.span(), before=40):
            value = "".join(match.groups()[:3]) + " " + match.group(4)
            yield hit(IdentifierKind.BANK, value, match.span(), service="uk-account")


def _numbers(
    searched: Searched,
    shape: re.Pattern[str],
    near: re.Pattern[str],
    valid: Callable[[str], bool],
    service: str,
) -> Iterator[FoundIdentifier]:
    for match in shape.finditer(searched.text):
        digits = re.sub(r"\D", "", match.group(1))
        if searched.near(near, match.span(), before=60):
            yield hit(IdentifierKind.BANK, digits, match.span(1), service=service, valid=valid(digits))


def _pix(searched: Searched) -> Iterator[FoundIdentifier]:
    for match in _UUID.finditer(searched.small):
        if searched.near(_NEAR_PIX, match.span(), before=80, after=40):
            yield hit(IdentifierKind.PAYMENT, match.group(), match.span(), service="pix")
    for match in _CPF.finditer(searched.text):
        digits = re.sub(r"\D", "", match.group(1))
        if searched.near(_NEAR_PIX, match.span(), before=60, after=20) and cpf_valid(digits):
            yield hit(IdentifierKind.PAYMENT, digits, match.span(1), service="pix", valid=True)
