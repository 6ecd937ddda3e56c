"""The pages to read, and where links of steps and pages lead.

An address says nothing about its page, because browser history stays: ``/i/3``, not the page's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.content.contact import ContactKind
from holdfast.content.letters import letters
from holdfast.content.words import PageWords, words
from holdfast.errors import HoldfastError
from holdfast.guide.plan import Link, LinkKind
from holdfast.web.guide.cards import Card, card
from holdfast.web.guide.person import Person

#: Page id → the last part of its address. An address is never given to another page: bookmarks live long.
ADDRESSES = {
    "what-is-sextortion": "1",
    "for-an-adult": "2",
    "recipient": "3",
    "parent-first-words": "4",
    "school-letter": "5",
    "when-the-timer-ends": "6",
    "paying": "7",
    "if-you-did-what-they-asked": "8",
    "take-down-services": "9",
    "what-to-say-to-the-police": "10",
    "words-for-others": "11",
    "safer-device": "12",
    "about-money-and-fakes": "13",
    "about-own-computer": "14",
    "about-hosted": "15",
    "for-a-school": "16",
    "for-an-employer": "17",
    "money-back": "18",
    "when-you-report": "19",
    "before-it-happens": "20",
    "walk-stopncii": "21",
    "walk-take-it-down": "22",
    "walk-report-remove": "23",
    "walk-ceop": "24",
    "walk-revenge-porn-helpline": "25",
    "camera": "30",
    "camera-iphone": "31",
    "camera-android": "32",
}
PAGE_AT = {address: page_id for page_id, address in ADDRESSES.items()}

#: How many contacts of one kind stand beside a step or a page; the rest is one press away.
FEW = 2


#: Kinds that stand above everything on a page with crisis words; they are not said twice.
IN_THE_CRISIS_BOX = (ContactKind.EMERGENCY, ContactKind.CRISIS)


class NoSuchPage(HoldfastError):
    for_person = "There is no page here."
    http_status = 404


@dataclass(frozen=True, slots=True)
class LinkShown:
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a step or a page: pages to read, people to turn to, the case."""

    pages: tuple[LinkShown, ...]
    people: tuple[Card, ...]
    case: bool


def promise_id(*, hosted: bool) -> str:
    """The page of the promise differs by where Holdfast runs."""
    return "about-hosted" if hosted else "about-own-computer"


def page_at(address: str, language: str) -> PageWords:
    """The page at ``/i/ADDRESS``. Raises NoSuchPage."""
    page_id = PAGE_AT.get(address)
    if page_id is None:
        raise NoSuchPage("no page at this address")
    return words(language).page(page_id)


def link_to(page_id: str, language: str) -> LinkShown:
    return LinkShown(f"/i/{ADDRESSES[page_id]}", words(language).page(page_id).title)


def beside(links: Iterable[Link], asking: Person) -> Beside:
    """The links of a step or a page, for this person: services of their country, the fitting ones first."""
    listed = tuple(links)
    return Beside(
        tuple(found for link in listed if (found := _reading(link, asking.language))),
        _people(listed, asking),
        any(link.kind is LinkKind.CASE for link in listed),
    )


def _reading(link: Link, language: str) -> LinkShown | None:
    """A page, the letters or the dates; None for what is no page."""
    if link.kind is LinkKind.PAGE:
        return link_to(link.target, language)
    if link.kind is LinkKind.LETTERS:
        return LinkShown("/w", letters(language).frame.title)
    return LinkShown("/d", gettext("Dates to keep")) if link.kind is LinkKind.DATES else None


def _people(links: tuple[Link, ...], asking: Person) -> tuple[Card, ...]:
    if not any(link.kind in (LinkKind.CONTACT, LinkKind.KIND) for link in links):
        return ()
    contacts = asking.contacts()
    found = []
    for link in links:
        if link.kind is LinkKind.CONTACT:
            found += [one for one in contacts if one.contact.contact_id == link.target]
        elif link.kind is LinkKind.KIND:
            found += [one for one in contacts if one.contact.kind is ContactKind(link.target)][:FEW]
    above = IN_THE_CRISIS_BOX if asking.situation.crisis else ()
    chosen = {one.contact.contact_id: one for one in found if one.contact.kind not in above}
    return tuple(card(one, asking.now, asking.language) for one in chosen.values())
