"""What is stale, undated, unverified, missing or not yet checked by a person, fact by fact.

Used by ``holdfast facts check``. Nothing here fails: it names what a person has to look up (docs/facts.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holdfast.content.contact import Channel, Contact, ContactKind
from holdfast.content.country import Country
from holdfast.content.facts import Places, Platforms, places, platforms
from holdfast.content.platform import DeactivateKind, Platform, PlatformStatus, TheirSide
from holdfast.content.sources import STALE_AFTER_MONTHS, Source, months_before

#: A release needs each of these confirmed by a person.
MUST_BE_CHECKED = frozenset({ContactKind.EMERGENCY, ContactKind.CRISIS, ContactKind.CHILD})


class Fault(StrEnum):
    STALE = "stale"
    """The freshest source is older than 18 months."""
    UNDATED = "undated"
    """There is a source, but nobody knows from when."""
    UNVERIFIED = "unverified"
    """No source stands behind it."""
    MISSING = "missing"
    """It should be there and is not."""
    UNCHECKED = "unchecked"
    """No person has rung it or opened it yet, or not for 18 months."""


@dataclass(frozen=True, slots=True)
class FactNote:
    """One fault of one fact.

    ``place`` is a country code, ``*`` or ``EU``, or "" for a platform. ``subject`` is the contact's or
    platform's id, or the country's code. ``fields`` are what the fault is about. ``look_up`` is the page to
    look it up on, None where there is none. ``blocks_release``: a person must confirm it before a release.
    """

    fault: Fault
    place: str
    subject: str
    fields: tuple[str, ...]
    seen: str | None = None
    look_up: str | None = None
    blocks_release: bool = False

    def as_json(self) -> dict[str, str | bool | list[str] | None]:
        """Plain values for ``--json``."""
        return {
            "fault": self.fault.value,
            "place": self.place,
            "subject": self.subject,
            "fields": list(self.fields),
            "seen": self.seen,
            "look_up": self.look_up,
            "blocks_release": self.blocks_release,
        }


def audit(
    today: date, *, of_places: Places | None = None, of_platforms: Platforms | None = None
) -> tuple[FactNote, ...]:
    """Every note about every country and platform as of ``today``, places first, in file order."""
    known, apps = of_places or places(), of_platforms or platforms()
    notes: list[FactNote] = []
    for country in (*known.all, known.europe, known.world):
        notes += _country_notes(country, today, is_fall_back=country in (known.europe, known.world))
    for platform in apps.all:
        notes += _platform_notes(platform, today)
    return tuple(notes)


def _country_notes(country: Country, today: date, *, is_fall_back: bool) -> Iterator[FactNote]:
    if country.missing and not is_fall_back:
        yield FactNote(Fault.MISSING, country.code, country.code, tuple(country.missing))
    for contact in country.own:
        yield from _contact_notes(contact, today)


def _contact_notes(contact: Contact, today: date) -> Iterator[FactNote]:
    claims = dict(_claims(contact))
    yield from _by_age(claims, contact.country, contact.contact_id, contact.link, today)
    if contact.checked is None or not _recent(contact.checked, today):
        yield FactNote(
            Fault.UNCHECKED,
            contact.country,
            contact.contact_id,
            ("checked",),
            seen=None if contact.checked is None else contact.checked.isoformat(),
            look_up=contact.link,
            blocks_release=contact.kind in MUST_BE_CHECKED,
        )


def _claims(contact: Contact) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """What is printed about a contact, each with the sources behind it."""
    for way in contact.channels:
        same_kind = tuple(s for s in contact.sources if way.how in s.supports)
        yield _named(way), (way.source, *same_kind) if way.source else ()
    said = {
        "hours": not (contact.hours.unknown or contact.hours.conflict or contact.is_emergency)
        and any(way.is_live and way.hours is None for way in contact.channels),
        "cost": contact.cost is not None,
        "on_bill": contact.on_bill is not None,
        "wait": contact.wait_minutes is not None,
        "who_they_tell": contact.who_they_tell is not None,
    }
    for field in (field for field, is_said in said.items() if is_said):
        yield field, tuple(s for s in contact.sources if field in s.supports)


def _named(way: Channel) -> str:
    return " ".join(word for word in (way.how.value, way.word, way.value) if word)


def _platform_notes(platform: Platform, today: date) -> Iterator[FactNote]:
    missing = tuple(_platform_gaps(platform))
    if missing:
        yield FactNote(Fault.MISSING, "", platform.platform_id, missing, look_up=platform.help_url)
    claims = {field: platform.sources_for(field) for field in _platform_claims(platform)}
    yield from _by_age(claims, "", platform.platform_id, platform.help_url, today)
    if platform.checked is None or not _recent(platform.checked, today):
        yield FactNote(
            Fault.UNCHECKED,
            "",
            platform.platform_id,
            ("checked",),
            seen=None if platform.checked is None else platform.checked.isoformat(),
            look_up=platform.help_url,
        )


def _platform_gaps(platform: Platform) -> Iterator[str]:
    """Facts that nobody knows yet, where knowing them would change what a person is told."""
    if platform.status is PlatformStatus.CLOSED:
        return
    for field in ("tells_about_screenshots", "wipes_chat_on_block", "report_closes_chat", "help_url"):
        if getattr(platform, field) is None:
            yield field
    if platform.export.their_side is TheirSide.UNKNOWN:
        yield "their_side"
    if platform.deactivate.kind is DeactivateKind.UNKNOWN:
        yield "deactivate"


def _platform_claims(platform: Platform) -> Iterator[str]:
    steps = platform.steps()
    for name in ("report", "remove", "block", "export", "close_audience", "go_private"):
        if getattr(steps, name):
            yield name
    if platform.deactivate.kind is not DeactivateKind.UNKNOWN:
        yield "deactivate"
    for name in ("report_form_url", "removal_form_url", "law_enforcement_url", "preservation_days"):
        if getattr(platform, name) is not None:
            yield name
    for name in ("tells_about_screenshots", "wipes_chat_on_block", "report_closes_chat"):
        if getattr(platform, name) is not None:
            yield name
    if platform.hash_programmes:
        yield "hash_programmes"


def _by_age(
    claims: dict[str, tuple[Source, ...]], place: str, subject: str, look_up: str | None, today: date
) -> Iterator[FactNote]:
    """At most one note a fault, with all the fields it is about."""
    found: dict[Fault, list[str]] = {}
    seen: list[str] = []
    for field, sources in claims.items():
        fault = _fault_of(sources, today)
        if fault is not None:
            found.setdefault(fault, []).append(field)
        if fault is Fault.STALE:
            seen += [source.seen.text for source in sources if source.seen.earliest]
    for fault in Fault:
        if fault in found:
            age = max(seen) if fault is Fault.STALE else None
            yield FactNote(fault, place, subject, tuple(found[fault]), seen=age, look_up=look_up)


def _fault_of(sources: Iterable[Source], today: date) -> Fault | None:
    listed = tuple(sources)
    if not listed:
        return Fault.UNVERIFIED
    if any(source.seen.is_recent(today) for source in listed):
        return None
    return Fault.STALE if any(source.seen.earliest for source in listed) else Fault.UNDATED


def _recent(checked: date, today: date) -> bool:
    return checked >= months_before(today, STALE_AFTER_MONTHS)
