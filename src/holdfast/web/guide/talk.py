"""Who can be talked to, sorted by who answers now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.content.country import Status
from holdfast.content.hours import Open
from holdfast.guide.contacts import OpenContact
from holdfast.web.guide.cards import Card, card
from holdfast.web.guide.person import Person


@dataclass(frozen=True, slots=True)
class Instead:
    """Somebody further up or down the list."""

    place: int
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One contact, ``place``-th in the list: an address with a name in it would stay in the browser's history.

    ``instead``: whom to try when nobody answers in ten minutes; None where nobody else answers.
    """

    place: int
    card: Card
    instead: Instead | None
    language: str

    @property
    def words(self) -> SafeString:
        return _words(self)


@lru_cache(maxsize=2048)
def _words(one: Listed) -> SafeString:
    """Rendered once and kept in memory: nothing in it was told by a person."""
    return render_to_string("guide/_contact.html", {"one": one})


@dataclass(frozen=True, slots=True)
class Listing:
    """``now``: somebody answers. ``perhaps``: the hours are not known well. ``closed``: opens later."""

    now: tuple[Listed, ...]
    perhaps: tuple[Listed, ...]
    closed: tuple[Listed, ...]
    silent_only: bool
    partial: bool


def listing(asking: Person, *, silent_only: bool) -> Listing:
    """Everyone who can help this person, in the order of the guide room."""
    found = [one for one in asking.contacts() if one.silent or not silent_only]
    listed = [(one, _listed(one, place, found, asking)) for place, one in enumerate(found, start=1)]
    return Listing(
        tuple(shown for one, shown in listed if one.is_open),
        tuple(shown for one, shown in listed if one.state.state is Open.CHECK_HOURS),
        tuple(shown for one, shown in listed if one.state.state is Open.CLOSED),
        silent_only,
        asking.country is None or asking.country.status is Status.PARTIAL,
    )


def _listed(one: OpenContact, place: int, everyone: list[OpenContact], asking: Person) -> Listed:
    others = (
        Instead(n, other.contact.name) for n, other in enumerate(everyone, 1) if _may_stand_in(other, one)
    )
    instead = None if one.contact.is_emergency or not _answers(one) else next(others, None)
    return Listed(place, card(one, asking.now, asking.language), instead, asking.language)


def _may_stand_in(other: OpenContact, one: OpenContact) -> bool:
    """Somebody else who answers now, not the emergency number again."""
    same = other.contact.name == one.contact.name or other.contact.is_emergency
    return other.is_open and _answers(other) and not same


def _answers(one: OpenContact) -> bool:
    return any(way.channel.is_live for way in one.channels)
