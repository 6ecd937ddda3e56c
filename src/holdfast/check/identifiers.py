"""Every way to find a person or an account that stands in a text.

Whose each one is, the text's messages tell; here every role is unknown. Normal forms, for "are these two the same?",
are in ``holdfast.identifiers``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from holdfast.check.finding import (
    banks,
    emails,
    giftcards,
    handles,
    links,
    payments,
    phones,
    profiles,
    wallets,
)
from holdfast.check.finding.giftcards import BrandNamed
from holdfast.check.finding.near import Searched
from holdfast.check.values import FoundIdentifier
from holdfast.errors import HoldfastError
from holdfast.identifiers import Identifier, IdentifierKind


def find(text: str, country: str = "") -> tuple[FoundIdentifier, ...]:
    """Identifiers in ``text``, by place; ``country`` (ISO 3166-1, or "") is the region of plain phone numbers.

    ``start`` and ``end`` count code points of ``text``. ``valid``: True or False by checksum or numbering plan, None
    where the kind has none. ``repaired``: look-alikes, breaks or written-out signs were set right. A name that
    stands twice is found twice. Two finds share letters only where they say two things: a phone that is also a
    payment account, a wallet inside a link.
    """
    searched = Searched(text)
    coins = _without_overlap(wallets.find(searched))
    mails = _without_overlap(emails.find(searched))
    address = [named for link in links.find(searched) for named in profiles.named(link)]
    address = [link for link in address if not _inside(link, mails)]
    mails = _apart(mails, address)
    accounts = _apart(_without_overlap(banks.find(searched)), coins + address)
    paid = _apart(_without_overlap(payments.find(searched)), address + mails + coins)
    cards = _apart(giftcards.find(searched), address + coins + accounts)
    numbers = _apart(
        phones.find(searched, country), address + mails + coins + accounts + cards + _numbers_among(paid)
    )
    names = _apart(handles.find(searched), address + mails + coins + accounts + paid + cards + numbers)
    through = list(payments.by_contact(searched, numbers + mails))
    every = coins + address + mails + accounts + paid + cards + numbers + names + through
    return tuple(sorted(every, key=lambda found: (found.start, found.end, found.kind)))


def gift_cards(text: str) -> tuple[BrandNamed, ...]:
    """Brands of gift cards that ``text`` names as cards: a way to pay, not an identifier."""
    return tuple(giftcards.brands(Searched(text)))


def as_identifier(found: FoundIdentifier) -> Identifier:
    """The same as a value of the house, whose equality says when two are one.

    Raises BadIdentifier where nothing of the value is left in its normal form.
    """
    return Identifier(IdentifierKind(found.kind), found.value, found.service)


def different(finds: Iterable[FoundIdentifier]) -> tuple[FoundIdentifier, ...]:
    """The first find of every identifier; the others of the same normal form are dropped."""
    seen: set[Identifier] = set()
    kept: list[FoundIdentifier] = []
    for found in finds:
        try:
            same = as_identifier(found)
        except HoldfastError:
            continue
        if same not in seen:
            seen.add(same)
            kept.append(found)
    return tuple(kept)


def _numbers_among(paid: list[FoundIdentifier]) -> list[FoundIdentifier]:
    return [found for found in paid if found.value.isdigit()]


def _without_overlap(finds: Iterable[FoundIdentifier]) -> list[FoundIdentifier]:
    """Of finds that share letters the valid one stays, else the longer."""
    kept: list[FoundIdentifier] = []
    for found in sorted(finds, key=lambda found: (found.start, -found.end)):
        if kept and found.start < kept[-1].end:
            better = (found.valid is True, found.end - found.start) > (
                kept[-1].valid is True,
                kept[-1].end - kept[-1].start,
            )
            if better:
                kept[-1] = found
        else:
            kept.append(found)
    return kept


def _inside(found: FoundIdentifier, wider: list[FoundIdentifier]) -> bool:
    """``wider`` by place, none overlapping another."""
    index = bisect_right(wider, found.start, key=lambda other: other.start) - 1
    return index >= 0 and wider[index].end >= found.end


def _apart(finds: Iterable[FoundIdentifier], taken: list[FoundIdentifier]) -> list[FoundIdentifier]:
    """The finds that share no letter with those that are taken."""
    spans = list(_joined(sorted((found.start, found.end) for found in taken)))
    starts = [start for start, _ in spans]
    kept = []
    for found in finds:
        index = bisect_right(starts, found.end - 1) - 1
        if index < 0 or spans[index][1] <= found.start:
            kept.append(found)
    return kept


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans sorted by start, those that touch or overlap made one."""
    now: tuple[int, int] | None = None
    for span in spans:
        if now is not None and span[0] < now[1]:
            now = (now[0], max(now[1], span[1]))
        else:
            if now is not None:
                yield now
            now = span
    if now is not None:
        yield now
