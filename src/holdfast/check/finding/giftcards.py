"""Gift cards: brands named in a text, and codes near a brand.

A brand alone names nobody and is no identifier: :func:`brands` is for the reading of a demand. Codes have no public
checksum. Their shapes as printed on the cards when this was made.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched, listed
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind


@dataclass(frozen=True, slots=True)
class Brand:
    """``name`` is found in small letters; ``alone``: the name says a card without the word for one."""

    id: str
    name: str
    alone: bool
    example: str
    counter: str


BRANDS: tuple[Brand, ...] = (
    Brand("apple", r"apple|itunes", False, "buy an apple gift card", "an apple a day"),
    Brand("google-play", r"google ?play|play ?store|g ?play", False, "google play card", "the play starts"),
    Brand("steam", r"steam", False, "two steam cards", "my steam name"),
    Brand("amazon", r"amazon", False, "amazon gift cards", "it came from amazon"),
    Brand("razer-gold", r"razer(?: gold)?", False, "razer gold card", "razer mouse"),
    Brand("vanilla", r"vanilla(?: visa)?", False, "a vanilla gift card", "vanilla ice"),
    Brand("visa", r"visa|mastercard|amex", False, "visa gift card", "my visa for spain"),
    Brand("xbox", r"xbox", False, "xbox gift card", "xbox tonight"),
    Brand("playstation", r"playstation|psn", False, "psn card", "play psn later"),
    Brand("nintendo", r"nintendo(?: eshop)?|eshop", False, "nintendo eshop card", "nintendo game"),
    Brand("roblox", r"roblox|robux", False, "roblox gift card", "add me on roblox"),
    Brand("netflix", r"netflix", False, "netflix gift card", "netflix tonight"),
    Brand("sephora", r"sephora", False, "sephora gift card", "sephora sale"),
    Brand("target", r"target", False, "a target gift card", "our target is"),
    Brand("walmart", r"walmart", False, "walmart gift card", "at walmart"),
    Brand("ebay", r"ebay", False, "ebay gift card", "sold on ebay"),
    Brand("nike", r"nike|adidas|footlocker|foot locker", False, "nike gift card", "nike shoes"),
    Brand("zalando", r"zalando", False, "zalando gutschein", "zalando paket"),
    Brand(
        "paysafecard", r"pay ?safe ?(?:card|karte|carte|carta|code)?", True, "paysafecard 100", "pay the rent"
    ),
    Brand("neosurf", r"neosurf", True, "neosurf 50", "surf"),
    Brand("transcash", r"trans ?cash|pcs (?:mastercard|recharge)|toneo", True, "recharge transcash", "cash"),
    Brand("flexepin", r"flexepin", True, "flexepin voucher", "flexible"),
    Brand(
        "openbucks", r"openbucks|ukash|astropay|jeton ?cash|bitnovo|azteco", True, "azteco voucher", "bucks"
    ),
)
_CARD = (
    r"(?:e-?)?(?:gift ?)?cards?|gift|vouchers?|codes?|tarjetas?|cart[aeõã]\w{0,3}|cartes?|gutschein\w{0,4}"
    r"|geschenkkarte\w?|guthaben\w{0,7}|karte\w?|cart[aã]o|vale|buoni?|kart[aęy]\w{0,2}|bon\w?|kaart(?:en)?"
    r"|cadeaubon\w{0,3}|cadeau"
)
_AROUND = r"(?:[ \-]{1,2}(?:\w+[ \-]{1,2}){0,2}?)"
_CARDS = re.compile(rf"\b(?:{_CARD})\b")
#: Groups of letters and digits: 5-5-5 (Steam), 4-6-4 and 4-6-5 (Amazon), 5x5 (Xbox), 3x4 (PlayStation), 16 or 20.
_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?:[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}(?:-[A-Z0-9]{5}){0,2}|[A-Z0-9]{4}-[A-Z0-9]{6}-[A-Z0-9]{4,5}"
    r"|[A-Z0-9]{4}(?:[- ][A-Z0-9]{4}){2,4}|X[A-Z0-9]{15}|[A-Z0-9]{16}|[A-Z0-9]{20})(?![A-Za-z0-9-])",
    re.ASCII,
)
_CODED = "|".join(brand.name for brand in BRANDS if brand.id not in ("target", "nike", "visa"))
_NEAR_CODE = re.compile(rf"\b(?:{_CODED})\b|{_CARDS.pattern}")
_WORDS = listed(
    "apple itunes google play steam amazon razer vanilla xbox playstation psn nintendo eshop roblox robux netflix "
    "sephora walmart ebay zalando pay paysafe paysafecard paysafekarte neosurf transcash trans toneo flexepin "
    "openbucks ukash astropay jeton bitnovo azteco gift giftcard giftcards card cards voucher vouchers code codes "
    "tarjeta tarjetas gutschein gutscheine gutscheincode karte karten carte cartes carta cartao cartão "
    "vale buono buoni karta karty bon kaart kaarten cadeaubon cadeaukaart guthaben guthabenkarte geschenkkarte"
)


@dataclass(frozen=True, slots=True)
class BrandNamed:
    """A kind of gift card asked for, and where."""

    brand: str
    start: int
    end: int


def brands(searched: Searched) -> list[BrandNamed]:
    """Every brand of gift card that is named as one, in order of its place."""
    if searched.words.isdisjoint(_WORDS):
        return []
    found = [
        BrandNamed(brand.id, match.start(), match.end())
        for brand, pattern in _COMPILED
        for match in pattern.finditer(searched.small)
    ]
    return sorted(found, key=lambda named: (named.end, named.start))


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """Codes of gift cards near a brand or a word for one; ``service`` is the brand nearest before, or ""."""
    if searched.words.isdisjoint(_WORDS):
        return
    named: list[BrandNamed] | None = None
    for match in _CODE.finditer(searched.text):
        raw = match.group()
        if not any(letter.isdigit() for letter in raw) or not searched.near(
            _NEAR_CODE, match.span(), before=80, after=30
        ):
            continue
        if raw.isdigit() and len(raw) not in (16, 20):
            continue
        named = brands(searched) if named is None else named
        index = bisect_right(named, match.start(), key=lambda brand: brand.end) - 1
        service = named[index].brand if index >= 0 and match.start() - named[index].end < 200 else ""
        value = raw.replace(" ", "").replace("-", "")
        yield hit(IdentifierKind.GIFT_CARD, value, match.span(), service=service)


def _compiled() -> Iterator[tuple[Brand, re.Pattern[str]]]:
    for brand in BRANDS:
        named = rf"\b(?:{brand.name})\b"
        if brand.alone:
            yield brand, re.compile(named)
        else:
            yield (
                brand,
                re.compile(
                    rf"{named}{_AROUND}(?:{_CARD})\b|\b(?:{_CARD})(?: (?:de|di|da|do|von|für|van|for|from|à))? {named}"
                ),
            )


_COMPILED = tuple(_compiled())
