"""What is asked for: amount, way to pay, deadline, who is threatened with, and what for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from holdfast.check.evidence import Evidence, Found, Named
from holdfast.check.families import Family as F
from holdfast.check.folding import IGNORED, fold
from holdfast.check.stage import DEMAND
from holdfast.check.values import DemandRead

#: Families in whose sentences a sum is a demand.
_ASKING = (F.PAY, F.HAGGLE, F.COIN, F.PROMISE, F.UNLESS, F.AGAIN, F.METHOD, F.HELPER)
_THREATS = (F.EXPOSE, F.RUIN, F.AUTHORITY, F.PEOPLE, F.CONTACTS)
_HURRY = (F.TIMER, F.TRAP)
_CURRENCIES = (
    (r"₿|btc|bitcoin|xbt", "BTC"), (r"eth\b|ethereum", "ETH"), (r"ltc|litecoin", "LTC"), (r"usdt|tether", "USDT"),
    (r"xmr|monero", "XMR"), (r"£|gbp|pound|quid|libras", "GBP"), (r"€|eur|евро|ユーロ", "EUR"),
    (r"cad", "CAD"), (r"aud", "AUD"), (r"\bmxn", "MXN"), (r"brl|reais|reales?\b|r\$", "BRL"), (r"pln|zl", "PLN"),
    (r"sek|kronor", "SEK"), (r"kc\b|czk|korun", "CZK"), (r"₽|rub|руб", "RUB"), (r"¥|円|yen|jpy", "JPY"),
    (r"chf|fran[ck]", "CHF"), (r"₹|inr|rupee", "INR"), (r"₴", "UAH"), (r"ngn|naira|₦", "NGN"),
    (r"\$|usd|dol+ar|доллар|bucks|ドル", "USD"),
)  # fmt: skip
_COINS = frozenset({"BTC", "ETH", "LTC", "USDT", "XMR"})
_PER_UNIT = {"minutes": 1 / 60, "hours": 1, "days": 24}
_FIGURE = re.compile(r"\d[\d.,' \x00]*")


def read_demand(evidence: Evidence, speaker: str | None, text: str) -> DemandRead:
    """The demand in what ``speaker`` says (None: in all of the text), with the places that say it."""
    hits = evidence.of(speaker)
    asking = _sentences(hits.get(family, ()) for family in _ASKING)
    named = [one for one in evidence.named if speaker is None or one.speaker == speaker]
    sums = [one for one in named if one.table == "sums" and one.sentence in asking]
    read = [_sum(text[one.start : one.end]) for one in sums]
    money = [entry for entry in read if entry[0] and entry[1] not in _COINS] or [
        entry for entry in read if entry[0]
    ]
    threats = _sentences(hits.get(family, ()) for family in _THREATS)
    methods = [one for one in named if one.table == "methods" and _near(one, asking)]
    audience = [one for one in named if one.table == "audiences" and one.sentence in threats]
    deadline, hours, places = _deadline(hits, named, text)
    return DemandRead(
        amount=money[0][0] if money else "",
        currency=next((currency for _, currency in money if currency), ""),
        amounts=tuple(dict.fromkeys(amount for amount, _ in money)),
        method=_method(methods, bool(hits.get(F.COIN))),
        deadline=deadline,
        deadline_hours=hours,
        audience=tuple(dict.fromkeys(one.name for one in audience)),
        wants=_wants(hits),
        spans=_spans([*sums, *methods, *audience], places),
    )


def _sentences(groups: Iterable[Sequence[Found]]) -> set[int]:
    return {one.sentence for group in groups for one in group}


def _near(one: Named, sentences: set[int]) -> bool:
    return not sentences.isdisjoint((one.sentence - 1, one.sentence, one.sentence + 1))


def _sum(written: str) -> tuple[str, str]:
    """``("1500", "EUR")`` of "1.500,00 €"; "" where no figure or no currency can be read."""
    folded = fold(written).replace(IGNORED, "")
    figure = _FIGURE.search(folded)
    if not figure:
        return "", ""
    rest = folded.replace(figure[0], " ")
    currency = next((code for sign, code in _CURRENCIES if re.search(sign, rest)), "")
    amount = _decimal(figure[0].strip(" .,'"), coins=currency in _COINS)
    thousands = re.search(r"(?<![a-z])k(?![a-z])", rest)
    return (f"{amount}000" if thousands and "." not in amount else amount), currency


def _decimal(figure: str, *, coins: bool) -> str:
    """ "1.500,00" and "1,500.00" → "1500"; "0,25" → "0.25". Three digits after a mark are thousands, but for coins."""
    digits = re.sub(r"[ ']", "", figure)
    last = max(digits.rfind("."), digits.rfind(","))
    head, tail = digits[:last], digits[last + 1 :]
    if last < 0 or (len(tail) == 3 and not coins and head != "0"):
        return re.sub(r"\D", "", digits)
    whole, part = re.sub(r"\D", "", head) or "0", tail.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _method(methods: Sequence[Named], coin: bool) -> str:
    names = [one.name for one in methods]
    if not names:
        return "crypto" if coin else ""
    return max(dict.fromkeys(names), key=lambda name: (names.count(name), -names.index(name)))


def _deadline(
    hits: dict[F, list[Found]], named: Sequence[Named], text: str
) -> tuple[str, int | None, tuple[tuple[int, int], ...]]:
    """The words of the first deadline that names a time, and its hours (a part of an hour counts as one)."""
    for one in sorted((one for family in _HURRY for one in hits.get(family, ())), key=lambda one: one.start):
        unit = next(
            (u for u in named if u.table == "units" and one.start <= u.start and u.end <= one.end), None
        )
        figure = re.search(r"\d{1,4}", text[one.start : one.end])
        if unit and figure:
            hours = int(figure[0]) * _PER_UNIT.get(unit.name, 1)
            return text[one.start : one.end], max(1, round(hours)), ((one.start, one.end),)
    return "", None, ()


def _wants(hits: dict[F, list[Found]]) -> tuple[str, ...]:
    checks = (
        ("money", hits.get(F.PAY) or hits.get(F.HAGGLE) or hits.get(F.COIN) or hits.get(F.AGAIN)),
        ("pictures", hits.get(F.MORE)),
        ("obey", hits.get(F.OBEY)),
    )
    return (
        tuple(name for name, holds in checks if holds) if any(hits.get(family) for family in DEMAND) else ()
    )


def _spans(named: Sequence[Named], places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({*((one.start, one.end) for one in named), *places}))
