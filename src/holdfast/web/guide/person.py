"""Who is asking: what they told, where they are as far as we know, what time it is there."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from holdfast.content.country import Country
from holdfast.content.facts import places
from holdfast.content.hours import local_time
from holdfast.content.words import words
from holdfast.errors import CaseError
from holdfast.guide.contacts import OpenContact, contacts_for, crisis_contacts, guess_country, is_night
from holdfast.guide.plan import Plan, make_plan
from holdfast.guide.questions import Question, next_question
from holdfast.guide.situation import Age, Nation, Situation
from holdfast.web.base import rooms
from holdfast.web.case.opened import has_open_case, the_case
from holdfast.web.case.plan import situation_of
from holdfast.web.guide.answers import Told, read

#: The nations' codes in the places files (ISO 3166-2:GB).
NATION_CODES = {
    Nation.ENGLAND: "GB-ENG",
    Nation.WALES: "GB-WLS",
    Nation.SCOTLAND: "GB-SCT",
    Nation.NORTHERN_IRELAND: "GB-NIR",
}


@dataclass(frozen=True, slots=True)
class Person:
    """``country`` is None where nobody knows; ``guessed`` from the browser's language. ``now`` is UTC.

    ``ticked`` are the steps done in the open case; None where no case is open in this browser.
    """

    told: Told
    country: Country | None
    guessed: bool
    language: str
    now: datetime
    ticked: tuple[str, ...] | None = None

    @property
    def situation(self) -> Situation:
        """What was told, with the country that is shown."""
        return replace(self.told.situation, country=self.country.code if self.country else "")

    @property
    def local(self) -> datetime:
        return local_time(self.now, self.country.time_zone if self.country else "UTC")

    @property
    def night(self) -> bool:
        return is_night(self.now, self.country)

    @property
    def adult(self) -> bool | None:
        """Whether the person is 18 now; None where it was skipped."""
        return _tri(self.situation.age_now)

    def untold(self) -> Person:
        """The same person, as if nothing had been told yet but the country."""
        return replace(self, told=Told())

    def after(self, told: Told) -> Person:
        """The same person, a moment later."""
        return replace(self, told=told)

    def plan(self) -> Plan:
        return make_plan(self.situation, now=self.local, language=self.language, ticked=self.ticked or ())

    def next_question(self) -> Question | None:
        return next_question(self.situation, self.told.asked, self.language)

    def contacts(self) -> tuple[OpenContact, ...]:
        """Everyone who can help, best first."""
        situation = self.situation
        return _contacts(
            situation.country,
            NATION_CODES.get(situation.nation),
            _minute(self.now),
            self.adult,
            _child(situation.picture_age),
            situation.known_person == "yes",
            situation.crisis,
            "paid" in situation.happened,
        )

    def crisis_contacts(self) -> tuple[OpenContact, ...]:
        situation = self.situation
        nation = NATION_CODES.get(situation.nation)
        return _crisis_contacts(situation.country, nation, _minute(self.now), self.adult)


# Who answers now is worked out once a minute for all who ask alike: a plan asks for it with every step.


@lru_cache(maxsize=256)
def _contacts(
    country: str,
    nation: str | None,
    minute: datetime,
    adult: bool | None,
    child_in_picture: bool | None,
    known_person: bool,
    crisis: bool,
    paid: bool,
) -> tuple[OpenContact, ...]:
    return contacts_for(
        country,
        nation,
        now=minute,
        adult=adult,
        child_in_picture=child_in_picture,
        known_person=known_person,
        crisis=crisis,
        paid=paid,
    )


@lru_cache(maxsize=256)
def _crisis_contacts(
    country: str, nation: str | None, minute: datetime, adult: bool | None
) -> tuple[OpenContact, ...]:
    return crisis_contacts(country, nation, now=minute, adult=adult)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def person(request: HttpRequest) -> Person:
    """The person behind a request."""
    told = _told(request)
    chosen = told.situation.country if told.situation.country in places().codes else ""
    code = chosen or guess_country(request.headers.get("Accept-Language", ""))
    return Person(
        told,
        places().country(code) if code else None,
        guessed=not chosen,
        language=get_language() or settings.LANGUAGE_CODE,
        now=rooms.clock(),
    )


def with_ticks(asking: Person, request: HttpRequest) -> Person:
    """The same person, with the steps that are ticked in the open case, if one is open in this browser."""
    try:
        return replace(asking, ticked=the_case(request).about.ticked)
    except CaseError:
        return asking


def remember_in_case(request: HttpRequest, told: Told) -> None:
    """Answers go into the open case too, so that its plan and its pack know them. Does nothing where none is open."""
    if has_open_case(request):
        with contextlib.suppress(CaseError):  # the plan goes on without the case
            the_case(request).set_about(situation=dict(told.situation.to_answers()))


def _told(request: HttpRequest) -> Told:
    """What this browser was told; where it was told nothing and a case is open, what the case knows."""
    told = read(request)
    if told.anything or not has_open_case(request):
        return told
    try:
        situation = situation_of(the_case(request))
    except CaseError:
        return told
    answered = situation.to_answers().keys()
    asked = (q.question_id for q in words().questions if any(f.field_id in answered for f in q.fields))
    return Told(situation, tuple(asked))


def _tri(age: Age) -> bool | None:
    return None if age is Age.UNKNOWN else age is Age.ADULT


def _child(age: Age) -> bool | None:
    return None if age is Age.UNKNOWN else age.is_child
