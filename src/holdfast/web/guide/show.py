"""What stands on every page of the guide, beside what is its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holdfast.content.contact import Channel, ContactKind, How
from holdfast.content.words import words
from holdfast.guide.contacts import OpenContact
from holdfast.web.guide.cards import Card, Way, card, way
from holdfast.web.guide.person import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """One service with the one way to reach it that is printed."""

    card: Card
    way: Way


@dataclass(frozen=True, slots=True)
class Line:
    """A need, and who answers it."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """Lines of help, as they stand at the top of a page."""

    lines: tuple[Line, ...]
    language: str

    @property
    def words(self) -> SafeString:
        return _words(self)


@lru_cache(maxsize=512)
def _words(found: Help) -> SafeString:
    """Rendered once and kept in memory: nothing in it was told by a person."""
    return render_to_string("guide/_lines.html", {"lines": found.lines})


def page(request: HttpRequest, template: str, asking: Person, **more: object) -> HttpResponse:
    """A page for this person. Words about dying bring the crisis contacts above everything on it."""
    crisis = words(asking.language).crisis if asking.situation.crisis else None
    return render(
        request,
        template,
        {
            "asking": asking,
            "country": asking.country.name_in(asking.language) if asking.country else "",
            "crisis": crisis,
            "crisis_cards": crisis_cards(asking) if crisis else None,
            **more,
        },
    )


def crisis_cards(asking: Person) -> Help:
    """What ``guide/_crisis.html`` shows: emergency, then more lines than a page without crisis words has."""
    return safety(asking, helpers=3)


def safety(asking: Person, *, helpers: int = 2) -> Help:
    """The top of a page: the emergency number, then lines for people who think about dying.

    Of those, one is to call and one answers without speaking, wherever the country has both; the silent one
    stands first at night. Without a country both 112 and 911 are shown, and the world's directory.
    """
    found = asking.crisis_contacts()
    urgent = [(one, call) for one in found if one.contact.is_emergency and (call := _to_call(one))]
    others = _helpers([one for one in found if not one.contact.is_emergency], asking.night)
    lines = (
        Line(gettext("In danger now"), _entries(urgent[: 1 if asking.country else 2], asking)),
        Line(gettext("If you think about dying"), _entries(others[:helpers], asking)),
    )
    return Help(lines, asking.language)


def help_now(asking: Person) -> Help:
    """The top of the plan: the emergency number, and two who fit and answer now; without speaking at night."""
    found = [one for one in asking.contacts() if one.is_open and not one.contact.is_emergency]
    ways = [
        (one, channel)
        for one in found
        if one.contact.kind is not ContactKind.POLICE and (channel := _live(one))
    ]
    first = safety(asking)
    if not ways:
        return first
    somebody = Line(gettext("Someone to talk to, open now"), _entries(ways[:2], asking))
    return Help((first.lines[0], somebody), asking.language)


def one_now(asking: Person) -> Entry | None:
    """One service that answers at this moment, for the foot of every page; None where none is known.

    A crisis line stands first, as it is for anyone; a person under 18 is shown the line for children first.
    """
    first = ContactKind.CHILD if asking.adult is False else ContactKind.CRISIS
    found = [
        (one, channel)
        for one in asking.contacts()
        if one.is_open
        and one.contact.kind in (ContactKind.CRISIS, ContactKind.CHILD, ContactKind.VICTIM)
        and (channel := _live(one))
    ]
    found.sort(key=lambda pair: pair[0].contact.kind is not first)
    return _entries(found[:1], asking)[0] if found else None


def _live(one: OpenContact) -> Channel | None:
    """The first way on which somebody answers; at night the guide room puts those without speaking first."""
    return next((each.channel for each in one.channels if each.channel.is_live), None)


def _helpers(found: list[OpenContact], night: bool) -> list[tuple[OpenContact, Channel]]:
    """Crisis lines before others; in front one to call and one without speaking."""
    ranked = sorted(found, key=lambda one: one.contact.kind is not ContactKind.CRISIS)
    ways = [(one, each.channel) for one in ranked for each in one.channels]
    spoken = next(((one, call) for one in ranked if (call := _to_call(one))), None)
    silent = next(((one, e.channel) for one in ranked for e in one.channels if e.answers_in_silence), None)
    front = [pair for pair in ((silent, spoken) if night else (spoken, silent)) if pair is not None]
    served = {one.contact.contact_id for one, _ in front}
    rest = {one.contact.contact_id: (one, channel) for one, channel in reversed(ways)}
    return front + [rest[one.contact.contact_id] for one in ranked if one.contact.contact_id not in served]


def _to_call(one: OpenContact) -> Channel | None:
    return next((each.channel for each in one.channels if each.channel.how is How.CALL), None)


def _entries(pairs: list[tuple[OpenContact, Channel]], asking: Person) -> tuple[Entry, ...]:
    return tuple(Entry(card(one, asking.now, asking.language), way(channel)) for one, channel in pairs)
