"""Who reads a static page: nobody knows when. So only what is open day and night is called open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from holdfast.content.country import Country
from holdfast.content.hours import Hours, Open, OpenState
from holdfast.guide.contacts import OpenChannel, OpenContact
from holdfast.guide.situation import Situation
from holdfast.web.guide.answers import Told
from holdfast.web.guide.person import Person


@dataclass(frozen=True, slots=True)
class Reader(Person):
    """A person without a time. The plan is made for the evening: its second moment is called tonight."""

    def contacts(self) -> tuple[OpenContact, ...]:
        """Those that answer day and night first; the others keep the order of the guide room."""
        found = [_timeless(one) for one in super(Reader, self).contacts()]
        return tuple(sorted(found, key=lambda one: not one.is_open or one.state.unattended))

    def crisis_contacts(self) -> tuple[OpenContact, ...]:
        return tuple(_timeless(one) for one in super(Reader, self).crisis_contacts())


def reader(situation: Situation, country: Country | None, language: str, day: datetime) -> Reader:
    """``day``: aware; it is the day on which the site is written, which tells how old a source is."""
    told = Told(replace(situation, country=country.code if country else ""))
    return Reader(told, country, guessed=False, language=language, now=_evening(country, day))


def _evening(country: Country | None, day: datetime) -> datetime:
    """Eight in the evening where the person is: before the hour that counts as night."""
    noon = day.astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    if country is None:
        return noon + timedelta(hours=8)
    from zoneinfo import ZoneInfo

    local = noon.astimezone(ZoneInfo(country.time_zone)).replace(hour=20)
    return local.astimezone(UTC)


def _timeless(one: OpenContact) -> OpenContact:
    ways = tuple(OpenChannel(way.channel, _state(way.state)) for way in one.channels)
    return replace(one, state=_state(one.state), channels=ways)


def _state(state: OpenState) -> OpenState:
    return state if state.always or state.unattended else OpenState(Open.CHECK_HOURS)


def hours_in_words(one: OpenContact) -> str:
    """``Mon to Fri, 10:00 to 16:00``, in the service's own time; "" where no source says or it is always open."""
    contact = one.contact
    spans: list[str] = []
    for way in contact.channels:
        hours = way.hours or contact.hours
        if way.is_live and contact.hours_verified(way) and hours.spans:
            spans += [text for text in _spans(hours) if text not in spans]
    return "; ".join(spans)


def _spans(hours: Hours) -> list[str]:
    return [
        gettext("%(days)s, %(start)s to %(end)s")
        % {"days": _days(span.days), "start": _clock(span.start), "end": _clock(span.end)}
        for span in hours.spans
    ]


def _days(days: frozenset[int]) -> str:
    """Runs of days; a run over the weekend is not joined."""
    listed = sorted(days)
    if len(listed) == 7:
        return gettext("Every day")
    runs: list[list[int]] = []
    for day in listed:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run([str(WEEKDAYS[day]) for day in run]) for run in runs)


def _run(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return gettext("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}


def _clock(minutes: int) -> str:
    """24:00 for midnight at the end of a day."""
    shown = minutes if minutes <= 1440 else minutes - 1440
    return f"{shown // 60:02d}:{shown % 60:02d}"
