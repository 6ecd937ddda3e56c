"""Who a person can turn to, in which order, and who of them is open now. The clock is passed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from holdfast.content.contact import Channel, Contact, ContactKind, Serves
from holdfast.content.country import AMERICAS, Country, Status
from holdfast.content.facts import OTHER_CODES, places
from holdfast.content.hours import Open, OpenState, is_open, local_time
from holdfast.errors import UnknownCountry

#: The hours in which silent contacts stand first: someone may sleep next door (22:00 to 06:59 local time).
NIGHT_FROM, NIGHT_TO = 22, 7

#: Languages that one country of the places files speaks far more than any other. "en", "es", "pt", "ar" and
#: "zh" are left out: they point to no single country.
COUNTRY_OF_LANGUAGE = {
    "af": "ZA", "cy": "GB", "da": "DK", "de": "DE", "fil": "PH", "fr": "FR", "ga": "IE", "gd": "GB",
    "he": "IL", "hi": "IN", "it": "IT", "iw": "IL", "ja": "JP", "ko": "KR", "lb": "LU", "mi": "NZ",
    "ms": "MY", "nb": "NO", "nl": "NL", "nn": "NO", "no": "NO", "pl": "PL", "sv": "SE", "tl": "PH",
}  # fmt: skip

_FOR_CHILDREN = frozenset({Serves.CHILD, Serves.PARENT, Serves.CHILD_IMAGE})
_TOP_IN_CRISIS = (ContactKind.EMERGENCY, ContactKind.CRISIS, ContactKind.CHILD)


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """One way to reach a service, and whether it answers now."""

    channel: Channel
    state: OpenState

    @property
    def answers_in_silence(self) -> bool:
        """A person answers now, and nobody has to speak."""
        return self.channel.silent and self.channel.is_live and _may_be_open(self.state)


@dataclass(frozen=True, slots=True)
class OpenContact:
    """One service with its state now. ``channels`` keep the order of the file; at night silent ones lead.

    Emergency numbers keep theirs: a text to them may not arrive.
    """

    contact: Contact
    state: OpenState
    channels: tuple[OpenChannel, ...]

    @property
    def is_open(self) -> bool:
        return self.state.state is Open.OPEN

    @property
    def opens_at(self) -> datetime | None:
        """The next opening, in the service's own time zone; None while open or where unknown."""
        return self.state.opens_at

    @property
    def silent(self) -> bool:
        """It can be used without speaking."""
        return self.contact.silent

    @property
    def verified(self) -> bool:
        """A source stands behind at least one number or address."""
        return any(way.channel.verified for way in self.channels)

    @property
    def link(self) -> str | None:
        """The service's own page, printed beside every number."""
        return self.contact.link


def contacts_for(
    country: str,
    nation: str | None = None,
    *,
    now: datetime,
    adult: bool | None = None,
    child_in_picture: bool | None = None,
    known_person: bool = False,
    crisis: bool = False,
    paid: bool = False,
    night: bool | None = None,
) -> tuple[OpenContact, ...]:
    """Everyone who can help, best first.

    ``country``: ISO code, or "" where nobody knows. ``nation``: a UK nation code. ``now``: aware. ``adult``
    is about the person who is helped, now; ``child_in_picture`` about the picture; None where it was skipped
    (then both kinds of help are shown). ``night`` None is worked out from the local time.

    Order: in a crisis emergency, crisis and child lines first. Then who answers now, who may, who is closed;
    at night who answers in silence; then the kind of help that fits. Raises :class:`UnknownCountry`.
    """
    place = _place(country)
    dark = is_night(now, place) if night is None else night
    found = _without_repeats(place.contacts(nation) if place else (), nation)
    behind = places().fall_back(place)
    needs = _needs(adult, known_person, paid)
    fitting = [c for c in (*found, *behind) if _fits(c, adult, child_in_picture, known_person, paid)]
    fitting = _emergencies_first(fitting, country) if place is None else fitting
    shown = [_opened(contact, now, dark) for contact in fitting]
    return tuple(sorted(shown, key=lambda one: _rank(one, needs, crisis, dark)))


def crisis_contacts(
    country: str, nation: str | None = None, *, now: datetime, adult: bool | None = None
) -> tuple[OpenContact, ...]:
    """For the crisis box: emergency, then crisis lines; the child lines too, unless the person is an adult.

    Raises :class:`UnknownCountry`. Works for ``country`` "" (112, 911 and the directory).
    """
    kinds = {ContactKind.EMERGENCY, ContactKind.CRISIS} | (set() if adult else {ContactKind.CHILD})
    ranked = contacts_for(country, nation, now=now, adult=adult, crisis=True)
    helpers = [one for one in ranked if one.contact.kind in kinds and not _only_for_parents(one.contact)]
    return tuple(helpers)


def emergency(country: str) -> tuple[Contact, ...]:
    """The emergency numbers of a country, the main one first. Never empty, never raises.

    A country without a file gets 911 then 112 in the Americas, 112 then 911 elsewhere, and where nothing is
    known ("").
    """
    try:
        place = _place(country)
    except UnknownCountry:
        place = None
    own = place.of_kind(ContactKind.EMERGENCY) if place else ()
    return own or tuple(
        c for c in _emergencies_first(places().world.own, country) if c.kind is ContactKind.EMERGENCY
    )


def is_partial(country: str) -> bool:
    """True where the country is not ready, or has no file: then the directories must stand beside it."""
    try:
        place = _place(country)
    except UnknownCountry:
        return True
    return place is None or place.status is Status.PARTIAL


def guess_country(accept_language: str) -> str | None:
    """The country of a places file that an Accept-Language header points to; None where it does not say.

    The first language with a known country wins, by weight. The guess is shown and changed with one tap.
    """
    for language, territory in _languages(accept_language):
        code = territory or COUNTRY_OF_LANGUAGE.get(language, "")
        if code in places().codes:
            return code
    return None


def guess_territory(accept_language: str) -> str | None:
    """The first territory named in the header (``en-GH`` → GH), with or without a places file; else None."""
    return next((territory for _, territory in _languages(accept_language) if territory), None)


def is_night(now: datetime, place: Country | None) -> bool:
    """Between 22:00 and 06:59 in the country's main time zone. Raises ValueError on a naive time."""
    if now.tzinfo is None:
        raise ValueError("the time must be aware")
    hour = local_time(now, place.time_zone).hour if place else now.hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def _place(country: str) -> Country | None:
    return places().country(country) if country.strip() else None


def _opened(contact: Contact, now: datetime, night: bool) -> OpenContact:
    ways = [OpenChannel(way, is_open(contact, now, way)) for way in contact.channels]
    # A text to an emergency number needs signing up first, or works in some places only: the call stays on top.
    if night and not contact.is_emergency:
        ways.sort(key=lambda way: not way.channel.silent)
    return OpenContact(contact, is_open(contact, now), tuple(ways))


def _fits(
    contact: Contact, adult: bool | None, child_in_picture: bool | None, known_person: bool, paid: bool
) -> bool:
    """Is this service for this person at all? What nobody answered rules nothing out."""
    serves = contact.serves
    youngest, oldest = contact.ages
    if adult is True and (serves <= _FOR_CHILDREN or (oldest or 99) < 18):
        return False
    if adult is False and (youngest or 0) >= 18:
        return False
    if contact.kind is ContactKind.DOMESTIC_ABUSE and not known_person:
        return False
    if contact.kind is ContactKind.FRAUD and not paid and not serves & {Serves.ANYONE, Serves.ADULT}:
        return False
    about = serves & {Serves.ADULT_IMAGE, Serves.CHILD_IMAGE}
    if not about or child_in_picture is None:
        return True
    return (Serves.CHILD_IMAGE if child_in_picture else Serves.ADULT_IMAGE) in about


def _needs(adult: bool | None, known_person: bool, paid: bool) -> tuple[ContactKind, ...]:
    """The kinds of help, most fitting first."""
    first = [ContactKind.EMERGENCY]
    first += [ContactKind.DOMESTIC_ABUSE] if known_person else []
    first += [ContactKind.CHILD] if adult is not True else []
    first += [ContactKind.POLICE]
    first += [ContactKind.FRAUD] if paid else []
    rest = (
        ContactKind.IMAGE_REMOVAL, ContactKind.CRISIS, ContactKind.CHILD, ContactKind.VICTIM,
        ContactKind.HOTLINE, ContactKind.FRAUD, ContactKind.DOMESTIC_ABUSE, ContactKind.EDUCATION,
    )  # fmt: skip
    return tuple(dict.fromkeys((*first, *rest)))


def _rank(one: OpenContact, needs: tuple[ContactKind, ...], crisis: bool, night: bool) -> tuple[int, ...]:
    """Smaller stands higher. ``sorted`` is stable: equals keep the order of the file."""
    kind = one.contact.kind
    urgent = crisis and not one.contact.is_to_read and kind in _TOP_IN_CRISIS
    return (
        _TOP_IN_CRISIS.index(kind) if urgent else len(_TOP_IN_CRISIS),
        _openness(one.state),
        int(one.contact.is_to_read),
        _loudness(one) if night else 0,
        needs.index(kind),
        int(not one.verified),
        int(bool(one.contact.area)),
    )


def _openness(state: OpenState) -> int:
    """0 someone answers now; 1 perhaps, or it can be used at any time; 2 said to be closed; 3 closed."""
    if state.state is Open.OPEN:
        return int(state.unattended)
    if state.state is Open.CLOSED:
        return 3
    return 2 if state.said_open is False else 1


def _loudness(one: OpenContact) -> int:
    if any(way.answers_in_silence for way in one.channels):
        return 0
    return 1 if one.silent else 2


def _may_be_open(state: OpenState) -> bool:
    return state.state is Open.OPEN or (state.state is Open.CHECK_HOURS and state.said_open is not False)


def _only_for_parents(contact: Contact) -> bool:
    return contact.kind is ContactKind.CHILD and contact.serves <= {Serves.PARENT}


def _without_repeats(contacts: Iterable[Contact], nation: str | None) -> tuple[Contact, ...]:
    """Where no nation is known, a nation's contact with the same numbers as the whole country's is left out."""
    listed = tuple(contacts)
    if nation is not None:
        return listed
    whole = {(c.kind, way.value) for c in listed if not c.area for way in c.channels}
    return tuple(c for c in listed if not c.area or not {(c.kind, way.value) for way in c.channels} <= whole)


def _emergencies_first(contacts: Iterable[Contact], country: str) -> list[Contact]:
    """911 before 112 in the Americas, after it elsewhere. The rest keeps its order."""
    american = OTHER_CODES.get(country.strip().upper(), country.strip().upper()) in AMERICAS
    dialled = ("911", "112") if american else ("112", "911")
    return sorted(
        contacts,
        key=lambda c: dialled.index(c.channels[0].value) if c.channels[0].value in dialled else len(dialled),
    )


def _languages(header: str) -> list[tuple[str, str]]:
    """(language, territory or "") by weight, heaviest first. Anything unreadable is passed over."""
    found: list[tuple[float, str, str]] = []
    for part in header[:500].split(","):
        tag, _, parameters = part.strip().partition(";")
        name, *rest = tag.strip().split("-")
        territory = next((sub.upper() for sub in rest if len(sub) == 2 and sub.isalpha()), "")
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name.isalpha() and weight > 0:
            found.append((-weight, name.lower(), territory))
    return [(name, territory) for _, name, territory in sorted(found, key=lambda one: one[0])]
