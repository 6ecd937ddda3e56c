"""Payment accounts: $cashtags, Venmo and Revolut names, UPI, transfer numbers, phones and e-mails of pay services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched, listed
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

_CASHTAG = re.compile(r"(?<![\w$.])\$([A-Za-z][\w-]{0,19})(?![\w$])", re.ASCII)
_NEAR_CASHTAG = re.compile(r"cash ?app|cash ?tag|\bc\.?app\b|cash\.app")
_NOT_TAGS = listed("usd aud cad nzd sgd hkd mxn btc eth usdt us k m mil million bn")
_NAMED = re.compile(
    r"\b(venmo|revolut|revtag|rev tag|wise ?tag|wise|chime|cash ?app|paypal|skrill|neteller|vipps|mobilepay|monzo)\b"
    r"(?:\s{0,2}(?:is|me|at|on|to|my|here|name|username|user|account|handle|tag|id|es|ist|est|é|è|to)\b){0,4}"
    r"\s{0,2}[:=\-–>]{0,2}\s{0,3}(?:(@[\w.-]{2,40})|([\w-]{3,30})(?=\s*(?:[\n.,;!)]|$)))",
    re.ASCII,
)
_NAMED_WORDS = listed(
    "venmo revolut revtag rev wise wisetag chime cashapp cash paypal skrill neteller vipps mobilepay monzo"
)
_NAMED_SERVICE = {"revtag": "revolut", "rev tag": "revolut", "wisetag": "wise", "wise tag": "wise"}
#: Part behind the @ of India's UPI addresses: handles that NPCI publishes for banks and apps.
_UPI_BANKS = listed(
    "upi ybl ibl axl paytm ptyes ptaxis ptsbi pthdfc okaxis oksbi okhdfcbank okicici apl yapl rapl waaxis wahdfcbank "
    "wasbi waicici axisb axisbank sbi hdfcbank icici kotak barodampay cnrb pnb unionbank idfcbank idfcfirst indus "
    "federal fbl airtel jio jupiteraxis freecharge ikwik yesbank ybb aubank dbs hsbc rbl timecosmos slice naviaxis "
    "freoicici superyes pingpay postbank jkb kbl mahb psb sib tmb uco idbi iob"
)
_UPI = re.compile(r"(?<![\w.@-])([\w.-]{2,64})@([a-z]{2,15})(?![\w.@-]|\.\w)")
_MTCN = re.compile(r"(?<![\d-])(\d{3}[- ]?\d{3}[- ]?\d{4}|\d{8})(?![\d-])", re.ASCII)
_NEAR_MTCN = re.compile(
    r"mtcn|western ?union|money ?gram|control n|tracking n|n[uú]mero de control|reference n"
)
#: Services that know people by phone or e-mail: id, its words in small letters, and words one of which must stand
#: in the text before it is searched.
_SERVICES = tuple(
    (service, re.compile(words), listed(first))
    for service, words, first in (
        ("zelle", r"\bzell?e\b", "zelle zele"),
        ("bizum", r"\bb[iy]zum", "bizum byzum bizums bízum"),
        ("paypal", r"\bpay ?pal\b", "paypal pal"),
        ("pix", r"\bpix\b", "pix"),
        ("mbway", r"\bmb ?way\b", "mbway way"),
        ("blik", r"\bblik", "blik blikiem blika bliku"),
        ("mpesa", r"\bm-?pesa\b", "mpesa pesa"),
        ("momo", r"\bmomo\b|mobile money", "momo mobile"),
        ("swish", r"\bswish", "swish swisha"),
        ("vipps", r"\bvipps\b", "vipps"),
        ("mobilepay", r"\bmobile ?pay\b", "mobilepay mobile"),
        ("gcash", r"\bg-?cash\b", "gcash g"),
        ("cashapp", r"\bcash ?app\b", "cashapp cash"),
        ("venmo", r"\bvenmo\b", "venmo"),
        ("revolut", r"\brevolut\b", "revolut"),
        ("wise", r"\bwise (?:account|transfer)\b|\b(?:on|via|with) wise\b", "wise"),
        ("paylib", r"\bpaylib\b", "paylib"),
        ("lydia", r"\blydia\b", "lydia"),
        ("wero", r"\bwero\b", "wero"),
        ("satispay", r"\bsatispay\b", "satispay"),
        ("tikkie", r"\btikkie\b", "tikkie"),
        ("interac", r"\binterac\b|\be-?transfer\b", "interac etransfer transfer"),
        ("payid", r"\bpayid\b", "payid"),
        ("skrill", r"\bskrill\b", "skrill"),
        (
            "upi",
            r"\bpaytm\b|\bphone ?pe\b|\bg ?pay\b|\bgoogle pay\b|\bupi\b",
            "paytm phonepe pe gpay google upi",
        ),
        ("apple-pay", r"\bapple (?:pay|cash)\b", "apple"),
    )
)


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """Accounts that are written as such; see :func:`by_contact` for phones and e-mails."""
    if "$" in searched.text:
        yield from _cashtags(searched)
    words = searched.words
    if not words.isdisjoint(_NAMED_WORDS):
        yield from _named(searched)
    if "@" in searched.text:
        for match in _UPI.finditer(searched.small):
            if match.group(2) in _UPI_BANKS:
                yield hit(
                    IdentifierKind.PAYMENT, searched.text[slice(*match.span())], match.span(), service="upi"
                )
    if not words.isdisjoint(("mtcn", "western", "westernunion", "moneygram", "control")):
        for match in _MTCN.finditer(searched.text):
            if searched.near(_NEAR_MTCN, match.span(), before=60, after=10):
                digits = re.sub(r"\D", "", match.group(1))
                service = "western-union" if len(digits) == 10 else "moneygram"
                yield hit(IdentifierKind.PAYMENT, digits, match.span(), service=service)


def by_contact(searched: Searched, contacts: Iterable[FoundIdentifier]) -> Iterator[FoundIdentifier]:
    """A phone or e-mail behind the name of a pay service is an account there too, at the same place."""
    by_place = sorted(contacts, key=lambda found: found.start)
    if not by_place:
        return
    services = sorted(
        (match.start(), match.end(), service)
        for service, words, first in _SERVICES
        if not searched.words.isdisjoint(first)
        for match in words.finditer(searched.small)
    )
    index = 0
    for contact in by_place:
        while index < len(services) and services[index][0] < contact.start:
            index += 1
        before = services[index - 1] if index else None
        behind = services[index] if index < len(services) else None
        if before and contact.start - before[1] <= 60:
            service = before[2]
        elif behind and 0 <= behind[0] - contact.end <= 15:
            service = behind[2]
        else:
            continue
        place = (contact.start, contact.end)
        yield hit(IdentifierKind.PAYMENT, contact.value, place, service=service, valid=contact.valid)


def _cashtags(searched: Searched) -> Iterator[FoundIdentifier]:
    for match in _CASHTAG.finditer(searched.text):
        tag = match.group(1)
        announced = searched.near(_NEAR_CASHTAG, match.span(), before=80, after=40)
        ticker = tag.isupper() and len(tag) <= 5
        if tag.lower() in _NOT_TAGS or (ticker and not announced):
            continue
        if announced or (len(tag) >= 5 and "cash" in searched.words):
            yield hit(IdentifierKind.PAYMENT, tag, match.span(), service="cashapp")


def _named(searched: Searched) -> Iterator[FoundIdentifier]:
    for match in _NAMED.finditer(searched.small):
        group = 2 if match.group(2) else 3
        name = searched.text[slice(*match.span(group))].rstrip(".-")
        if group == 3 and not re.search(r"[0-9_-]", name):
            continue
        if not any(letter.isalpha() for letter in name):
            continue
        service = match.group(1).replace(" ", "")
        place = (match.start(group), match.start(group) + len(name))
        named = _NAMED_SERVICE.get(match.group(1), service)
        yield hit(IdentifierKind.PAYMENT, name.lstrip("@"), place, service=named)
