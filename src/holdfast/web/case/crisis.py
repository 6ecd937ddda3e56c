"""Words about dying, anybody's: the crisis contacts come before everything else. Nothing is stored for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from holdfast.case.room import Case
from holdfast.case.values import AgeInPicture
from holdfast.content.contact import ContactKind, Serves
from holdfast.content.facts import places
from holdfast.content.words import words
from holdfast.guide.crisis import crisis_words
from holdfast.web.case.door import inside
from holdfast.web.case.plan import language, situation_of
from holdfast.web.guide.answers import Told
from holdfast.web.guide.cards import Card, card
from holdfast.web.guide.person import Person, person
from holdfast.web.guide.show import crisis_cards


def speaks_of_dying(texts: Iterable[str]) -> bool:
    return any(crisis_words(text, language()) for text in texts if text)


def after_saving(request: HttpRequest, case: Case, typed: Iterable[str], path: str) -> HttpResponseBase:
    """On to ``path``; or, where the words speak of dying, first the page with the crisis contacts."""
    if not speaks_of_dying(typed):
        return HttpResponseRedirect(path)
    return render(request, "case/crisis.html", {"next": inside(path), **crisis_box(request, case)})


def crisis_box(request: HttpRequest, case: Case) -> dict[str, object]:
    """What the box with the crisis contacts needs (``guide/_crisis.html``)."""
    return {"crisis": words(language()).crisis, "crisis_cards": crisis_cards(asking_of(request, case))}


@dataclass(frozen=True, slots=True)
class Removal:
    """One service as ``guide/_contact.html`` shows it. ``place`` counts from 1."""

    place: int
    card: Card
    instead: None = None


def removals(request: HttpRequest, case: Case) -> tuple[Removal, ...]:
    """The services that take pictures down, for this case's age and country, best first."""
    asking = asking_of(request, case)
    under_18 = case.about.age_in_picture is AgeInPicture.UNDER_18
    fitting = (
        one
        for one in asking.contacts()
        if one.contact.kind is ContactKind.IMAGE_REMOVAL
        and (Serves.CHILD_IMAGE in one.contact.serves or not under_18)
    )
    cards = [card(one, asking.now, asking.language) for one in fitting][:3]
    return tuple(Removal(place, one) for place, one in enumerate(cards, 1))


def asking_of(request: HttpRequest, case: Case) -> Person:
    """The person as their case knows them; the browser fills in the country where the case has none."""
    told = Told(situation_of(case))
    code = told.situation.country
    here = person(request)
    known = places().country(code) if code in places().codes else here.country
    return replace(here, told=told, country=known, ticked=case.about.ticked)
