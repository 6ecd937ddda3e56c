"""What stands on every page of the guide, beside what is its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.content.contact import ContactKind
from holdfast.content.words import words
from holdfast.guide.contacts import OpenContact
from holdfast.web.guide.cards import Card, card
from holdfast.web.guide.person import Person


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
            "crisis_cards": crisis_cards(asking) if crisis else (),
            **more,
        },
    )


def crisis_cards(asking: Person) -> tuple[Card, ...]:
    return tuple(card(one, asking.now, asking.language) for one in asking.crisis_contacts()[:4])


def safety(asking: Person) -> tuple[Card, ...]:
    """Three lines for the top of a page: the emergency number, a crisis line to call, one without speaking."""
    found = asking.crisis_contacts()
    urgent = next(one for one in found if one.contact.kind is ContactKind.EMERGENCY)
    helpers = [one for one in found if one.contact.kind is not ContactKind.EMERGENCY]
    silent = next((one for one in helpers if _answers_in_silence(one)), None)
    spoken = next((one for one in helpers if one is not silent and _is_crisis(one)), None)
    chosen = (urgent, silent, spoken) if asking.night else (urgent, spoken, silent)
    return tuple(card(one, asking.now, asking.language) for one in chosen if one is not None)


def _answers_in_silence(one: OpenContact) -> bool:
    return _is_crisis(one) and any(way.answers_in_silence for way in one.channels)


def _is_crisis(one: OpenContact) -> bool:
    return one.contact.kind is ContactKind.CRISIS
