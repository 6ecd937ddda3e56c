"""Phone numbers, by the numbering plans of the library ``phonenumbers`` (Google's metadata).

Digits stand in dates, prices, orders and accounts too. A number with ``+`` or ``00`` must be possible; one without
must be valid in the country of the case, and written or announced like a phone number (docs/decisions/0056).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

#: Numbers looked up in one text; about 50 microseconds each.
MOST = 2000
_SEP = r"[ .()\-/\u00a0\u202f\u2010-\u2015\u2060]"
_CANDIDATE = re.compile(
    rf"(?<![\w.,/#$€£¥@:=+-])(?:[+＋]{_SEP}?|00)?\(?\d(?:{_SEP}{{0,3}}\d){{6,16}}(?![\w%€£$]|[.,:/]\d|{_SEP}{{0,2}}[€£$])"
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
    r"|^\d{1,2}[./-]\d{1,2}[./-]\d\d[ \u00a0\u2010-\u2015-]{1,3}\d{1,2}(?:[./-]\d{1,2}){1,2}$"
    r"|^(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$"
)
_ANNOUNCED = re.compile(
    r"phone|mobile|\bcell|\bcall|\btext\b|\bsms\b|whats ?app|\bwa\b|\bzap\b|\btel\b|telef|\bnumber\b|\bnum\b|\bm[oó]vil"
    r"|celular|llama|n[uú]mero|appel|portable|num[eé]ro|handy|nummer|\banruf|\bruf\b|ligue|telem[oó]vel|chiama|cellulare"
    r"|\bnumer\b|zadzwo|kom[oó]rk|\bbel\b|mobiel|телефон|номер|звон|signal|viber|zelle|bizum|\bpix\b|blik|mb ?way|swish"
    r"|vipps|m-?pesa|\bmomo\b|gcash|paylib|lydia|\bupi\b|paytm|phonepe|電話|telegram|imessage|facetime|zangi"
)
#: Words before a number that say what else it is.
_SOMETHING_ELSE = re.compile(
    r"order|invoice|\bref\b|reference|ticket|\bcase\b|tracking|parcel|iban|\bcard\b|\bcode\b|\botp\b|\bpin\b|isbn"
    r"|version|serial|mtcn|kundennummer|rechnung|factura|commande|pedido|ordine|zam[oó]wien|bestel|cuenta|konto|account"
    r"|sort ?code|routing|clabe|\bcpf\b|\bvat\b|\bid\b|passport|pasaporte|ausweis|expediente|dossier|vorgang|bsn"
)
_ID = re.compile(r"\bid\b")
#: Written as phones are written where no zero leads: 3-3-4, 3-3-3, 3-2-2-2, 2-2-2-2, 4-4 and the like.
_GROUPED = re.compile(r"\(?\d{2,4}\)?(?:[ .\-\u00a0\u202f\u2010-\u2015]{1,2}\d{2,5}){2,4}")
_NANP = re.compile(r"(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}")
#: Ranges kept free for fiction; the numbering plans call them invalid (Ofcom, "numbers for drama use").
_FICTION = re.compile(r"\+44(?:7700900|20794600|1632960|1\d1496 ?0|808157 ?0)\d{3}")


@dataclass(frozen=True, slots=True)
class Read:
    """A number as E.164 and whether its numbering plan knows it."""

    e164: str
    valid: bool


def find(searched: Searched, country: str) -> Iterator[FoundIdentifier]:
    """Phone numbers; ``country`` is the region (ISO 3166-1) of numbers written without a country code, or "".

    ``valid`` is True where the numbering plan knows the number, else None: phones carry no checksum.
    """
    text, left = searched.text, MOST
    for match in _CANDIDATE.finditer(text):
        if left == 0:
            return
        left -= 1
        raw = match.group().rstrip(" .(/-")
        place = (match.start(), match.start() + len(raw))
        abroad = raw.startswith(("+", "＋", "00"))
        found = _abroad(raw) if abroad else _at_home(searched, raw, place, country.upper())
        if found is not None:
            number, length = found
            place = (place[0], place[0] + length)
            yield hit(IdentifierKind.PHONE, number.e164, place, valid=number.valid or None)


def _abroad(raw: str) -> tuple[Read, int] | None:
    """A number with a country code, and how much of ``raw`` it is: what follows may be another number."""
    for length in _ends(raw):
        written = raw[:length]
        number = read("+" + written[2:] if written.startswith("00") else written, "")
        if number is not None:
            return number, length
    return None


def _at_home(searched: Searched, raw: str, place: tuple[int, int], country: str) -> tuple[Read, int] | None:
    digits = "".join(_DIGIT.findall(raw))
    if _DATE.search(raw) or len(set(digits)) == 1:
        return None
    announced = searched.near(_ANNOUNCED, place, before=40, after=20)
    if searched.near(_ID, (place[0], place[0] - 1), before=10):
        return None
    if not announced and searched.near(_SOMETHING_ELSE, (place[0], place[0] - 1), before=30):
        return None
    number = read(raw, country) if country else None
    if number is None:
        likely = announced and not country and 9 <= len(digits) <= 11
        return (Read(digits, False), len(raw)) if likely else None
    fiction = _FICTION.match(number.e164) is not None
    written_so = raw.lstrip("(").startswith("0") or _NANP.fullmatch(raw) or _grouped(raw, digits)
    if (number.valid or fiction) and (announced or (written_so and len(digits) >= 8)):
        return number, len(raw)
    return (number, len(raw)) if announced and (raw.startswith("0") or len(digits) > 9) else None


def _grouped(raw: str, digits: str) -> bool:
    """In groups, and not a number with thousands set apart."""
    in_thousands = re.fullmatch(r"[1-9]\d{0,2}(?:[ .\u00a0\u202f]\d{3})+", raw) and len(digits) != 9
    return _GROUPED.fullmatch(raw) is not None and not in_thousands


def _ends(raw: str) -> list[int]:
    """The whole, then without its last groups, as long as 8 digits stay."""
    ends = [len(raw)]
    for match in reversed(list(re.finditer(rf"{_SEP}+\d", raw))):
        if len(_DIGIT.findall(raw[: match.start()])) >= 8 and len(ends) < 4:
            ends.append(match.start())
    return ends


@lru_cache(maxsize=4096)
def read(written: str, country: str) -> Read | None:
    """``written`` as a number of ``country`` ("" needs ``+``); None where it is not a possible one."""
    import phonenumbers  # 0.07 s and 7 MB: loaded with the first number, not with the room

    try:
        number = phonenumbers.parse(written, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or number.extension:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Read(e164, phonenumbers.is_valid_number(number))
