"""Who is asking: the situation, the place, the time there, and the people who can help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from holdfast.cli.door import Door
from holdfast.content.country import Country
from holdfast.content.facts import places
from holdfast.content.hours import local_time
from holdfast.errors import UnknownCountry
from holdfast.guide.contacts import OpenContact, contacts_for, crisis_contacts, is_night
from holdfast.guide.plan import Plan, make_plan
from holdfast.guide.situation import Age, Happened, Nation, Situation, Tri

#: The nations' codes in the places files (ISO 3166-2:GB).
_NATIONS = {
    Nation.ENGLAND: "GB-ENG",
    Nation.WALES: "GB-WLS",
    Nation.SCOTLAND: "GB-SCT",
    Nation.NORTHERN_IRELAND: "GB-NIR",
}


@dataclass(frozen=True)
class Asker:
    """``country`` is None where it was not said, or where no file knows it. ``now`` is in the person's own zone."""

    situation: Situation
    country: Country | None
    now: datetime
    language: str
    ticked: tuple[str, ...] = ()

    @property
    def adult(self) -> bool | None:
        """18 or older now; None where it was skipped."""
        return _known(self.situation.age_now, self.situation.age_now is Age.ADULT)

    def plan(self) -> Plan:
        return make_plan(self.situation, now=self.now, language=self.language, ticked=self.ticked)

    @cached_property
    def contacts(self) -> tuple[OpenContact, ...]:
        """Everyone who can help, best first; at night the silent ones."""
        told = self.situation
        return contacts_for(
            self._code,
            _NATIONS.get(told.nation),
            now=self.now,
            adult=self.adult,
            child_in_picture=_known(told.picture_age, told.picture_age.is_child),
            known_person=told.known_person is Tri.YES,
            crisis=told.crisis,
            paid=Happened.PAID in told.happened,
            night=is_night(self.now, None),
        )

    def crisis_contacts(self) -> tuple[OpenContact, ...]:
        """Emergency, crisis and child lines."""
        nation = _NATIONS.get(self.situation.nation)
        return crisis_contacts(self._code, nation, now=self.now, adult=self.adult)

    @property
    def _code(self) -> str:
        return self.country.code if self.country else ""


def asker(situation: Situation, door: Door, language: str, ticked: tuple[str, ...] = ()) -> Asker:
    """The time of the country's main zone; without a country, of this computer's."""
    try:
        country = places().country(situation.country) if situation.country else None
    except UnknownCountry:
        country = None
    zone = country.time_zone if country else door.time_zone()
    return Asker(situation, country, local_time(door.clock(), zone), language, ticked)


def _known(age: Age, answer: bool) -> bool | None:
    return None if age is Age.UNKNOWN else answer
