"""A contact as a page shows it: what to press, when somebody answers, what it costs, how well it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from holdfast.content.contact import DIALLED, LIVE, Channel, Contact, ContactKind, Cost, How
from holdfast.content.hours import Open, OpenState
from holdfast.content.sources import Source
from holdfast.guide.contacts import OpenContact


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to press. ``silent``: no speaking. ``after``: what to do once it is answered, or ""."""

    label: str
    href: str
    how: How
    silent: bool
    after: str = ""
    sourced: bool = True

    @property
    def says_silent(self) -> bool:
        """Writing speaks for itself; on a call, a text or a chat it has to be said."""
        return self.silent and self.how in LIVE


@dataclass(frozen=True, slots=True)
class Seen:
    """A source to look up. ``when`` in words."""

    url: str
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class Card:
    """One service. ``open_now``: True, False, or None where the hours are not known well enough."""

    contact_id: str
    kind: str
    name: str
    for_whom: str
    note: str
    tells: str
    open_now: bool | None
    when: str
    ways: tuple[Way, ...]
    known: tuple[str, ...]
    said: tuple[str, ...]
    """What somebody says but no source stands behind; shown as "not yet checked"."""
    page: str
    page_name: str
    checked: date | None
    sources: tuple[Seen, ...]

    @property
    def answers_now(self) -> bool:
        """A person answers at this moment; a form that is always there does not count."""
        return self.open_now is True and any(way.how in LIVE for way in self.ways)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A contact at a minute. Which one it is decides; the contact itself cannot be compared cheaply."""

    country: str
    contact_id: str
    first_way: str
    one: OpenContact = field(compare=False)


def card(one: OpenContact, now: datetime, language: str) -> Card:
    """``now`` is aware UTC; the minute counts."""
    contact = one.contact
    first = one.channels[0].channel.value if one.channels else ""
    seen_now = _Seen(contact.country, contact.contact_id, first, one)
    return _card(seen_now, now.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=2048)
def _card(found: _Seen, now: datetime, language: str) -> Card:
    contact, state = found.one.contact, found.one.state
    words = contact.text(language)
    known, said = _facts(contact)
    return Card(
        contact.contact_id,
        kind_name(contact.kind),
        contact.name,
        words.for_whom,
        words.note or "",
        words.who_they_tell or "",
        {Open.OPEN: True, Open.CLOSED: False}.get(state.state),
        when_open(state, now),
        tuple(way(each.channel) for each in found.one.channels),
        known,
        said,
        contact.url or "",
        host(contact.url),
        contact.checked,
        tuple(seen(source) for source in contact.sources if source.url),
    )


def way(channel: Channel) -> Way:
    """What to press for one way to reach a service."""
    return Way(
        _label(channel),
        channel.href,
        channel.how,
        channel.silent,
        gettext("then press %(key)s") % {"key": channel.then} if channel.then else "",
        channel.verified,
    )


def _label(channel: Channel) -> str:
    number = (channel.letters or channel.value).replace(" ", "\N{NO-BREAK SPACE}")
    if channel.how is How.CALL:
        return gettext("Call %(number)s") % {"number": number}
    if channel.how is How.TEXT and channel.word:
        return gettext("Text %(word)s to %(number)s") % {"word": channel.word, "number": number}
    if channel.how is How.TEXT:
        return gettext("Text %(number)s") % {"number": number}
    if channel.how is How.EMAIL:
        return gettext("E-mail %(address)s") % {"address": channel.value}
    return {
        How.CHAT: gettext("Chat online"),
        How.FORM: gettext("Open their form"),
        How.APP: gettext("Get their app"),
        How.DIRECTORY: gettext("Open the list"),
    }.get(channel.how, gettext("Open their page"))


def when_open(state: OpenState, now: datetime) -> str:
    """``Open now, until 22:00``, in the time zone of the service."""
    if state.state is Open.OPEN and state.always:
        return gettext("Open day and night")
    if state.state is Open.OPEN and state.closes_at:
        return gettext("Open now, until %(time)s") % {"time": state.closes_at.strftime("%H:%M")}
    if state.state is Open.OPEN:
        return gettext("Open now")
    if state.state is Open.CLOSED and state.opens_at:
        return gettext("Closed now. Opens %(day)s at %(time)s") % {
            "day": _day(state.opens_at, now),
            "time": state.opens_at.strftime("%H:%M"),
        }
    return gettext("Closed now") if state.state is Open.CLOSED else gettext("Check their hours")


def _day(opens: datetime, now: datetime) -> str:
    today = now.astimezone(opens.tzinfo).date()
    if opens.date() == today:
        return gettext("today")
    if opens.date() == today + timedelta(days=1):
        return gettext("tomorrow")
    return date_format(opens, "l")


def _facts(contact: Contact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Facts with a source, and facts without one."""
    found = (
        ("for_whom", _ages(contact)),
        ("cost", _cost(contact)),
        ("on_bill", _bill(contact)),
        ("wait", _wait(contact)),
    )
    known = [text for name, text in found if text and name in contact.verified]
    said = [text for name, text in found if text and name not in contact.verified]
    return tuple(known), tuple(said)


def _ages(contact: Contact) -> str:
    youngest, oldest = contact.ages
    if youngest is not None and oldest is not None:
        return gettext("Age %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if oldest is not None:
        return gettext("Up to age %(oldest)s") % {"oldest": oldest}
    return gettext("From age %(youngest)s") % {"youngest": youngest} if youngest is not None else ""


def _cost(contact: Contact) -> str:
    return {
        Cost.FREE: gettext("Free"),
        Cost.LOCAL_RATE: gettext("Costs a local call"),
        Cost.STANDARD_RATE: gettext("Costs a normal call or text"),
        None: "",
    }[contact.cost]


def _bill(contact: Contact) -> str:
    if not any(channel.how in DIALLED for channel in contact.channels):
        return ""
    return {True: gettext("May show on the bill"), False: gettext("Not on the bill"), None: ""}[
        contact.on_bill
    ]


def _wait(contact: Contact) -> str:
    minutes = contact.wait_minutes
    if minutes is None or not any(channel.how in LIVE for channel in contact.channels):
        return ""
    return ngettext("Usual wait: %(minutes)s minute", "Usual wait: %(minutes)s minutes", minutes) % {
        "minutes": minutes
    }


def seen(source: Source) -> Seen:
    """A source in words; ``url`` is "" where only a name is known."""
    when = gettext("no date") if source.seen.earliest is None else source.seen.text
    return Seen(source.url or "", host(source.url) or source.name or "", when)


def host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def kind_name(kind: ContactKind) -> str:
    """The heading of a kind of help."""
    return {
        ContactKind.EMERGENCY: gettext("In danger now"),
        ContactKind.POLICE: gettext("Police"),
        ContactKind.CRISIS: gettext("If you think about dying"),
        ContactKind.CHILD: gettext("For young people and parents"),
        ContactKind.IMAGE_REMOVAL: gettext("Help to take pictures down"),
        ContactKind.HOTLINE: gettext("Report pictures of someone under 18"),
        ContactKind.FRAUD: gettext("If you paid"),
        ContactKind.VICTIM: gettext("Help after a crime"),
        ContactKind.DOMESTIC_ABUSE: gettext("If it is a partner, an ex or family"),
        ContactKind.EDUCATION: gettext("To read"),
    }[kind]
