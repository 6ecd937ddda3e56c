"""One country: its contacts, and whether they are enough to be called ready. Read from ``places/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.content.contact import TO_READ, Channel, Contact, ContactKind, read_contact
from holdfast.content.reporting import Reporting, read_reporting
from holdfast.content.sources import Source, read_source
from holdfast.content.tables import Table, by_language
from holdfast.errors import UnknownCountry


class Region(StrEnum):
    """What a country falls back to."""

    EU = "eu"
    """The European Union and its neighbours that use 112 and the harmonised 116 numbers."""
    AMERICAS = "americas"
    WORLD = "world"


class Status(StrEnum):
    READY = "ready"
    PARTIAL = "partial"


class Need(StrEnum):
    """What a country must have, each with a good source, to be *ready*."""

    EMERGENCY = "emergency"
    POLICE = "police"
    CRISIS = "crisis"
    SILENT = "silent"
    """One contact of its own that answers without speaking: text, chat, form or e-mail."""


#: ISO 3166 codes of the Americas (UN M49 region 019): 911 is tried there before 112.
AMERICAS = frozenset({
    "AG", "AI", "AR", "AW", "BB", "BL", "BM", "BO", "BQ", "BR", "BS", "BZ", "CA", "CL",
    "CO", "CR", "CU", "CW", "DM", "DO", "EC", "FK", "GD", "GF", "GL", "GP", "GT", "GY",
    "HN", "HT", "JM", "KN", "KY", "LC", "MF", "MQ", "MS", "MX", "NI", "PA", "PE", "PM",
    "PR", "PY", "SR", "SV", "SX", "TC", "TT", "US", "UY", "VC", "VE", "VG", "VI",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nation:
    """A part of a country with contacts of its own (the four nations of the UK)."""

    code: str
    names: Mapping[str, str]

    def name(self, language: str = "en") -> str:
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class Country:
    """One country as its file says. ``code`` is ISO 3166 (or ``*`` and ``EU`` for the fall-backs)."""

    code: str
    names: Mapping[str, str]
    region: Region
    time_zone: str
    languages: tuple[str, ...]
    nations: tuple[Nation, ...]
    own: tuple[Contact, ...]
    holidays: frozenset[date] = frozenset()
    holidays_source: Source | None = None
    reporting: Reporting | None = None

    def name_in(self, language: str) -> str:
        """The country's name in ``language``, or in English."""
        return self.names.get(language) or self.names["en"]

    @property
    def name(self) -> str:
        return self.names["en"]

    def contacts(self, nation: str | None = None) -> tuple[Contact, ...]:
        """All contacts; with ``nation``, those for the whole country or that nation.

        Raises :class:`UnknownCountry` where the country has no such nation.
        """
        if nation is None:
            return self.own
        code = nation.strip().upper()
        if code not in {part.code for part in self.nations}:
            raise UnknownCountry(f"no such nation in {self.code}")
        return tuple(contact for contact in self.own if not contact.area or code in contact.area)

    def of_kind(self, kind: ContactKind) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.own if contact.kind is kind)

    @property
    def emergency(self) -> Contact | None:
        """The emergency contact; every country has one, the fall-backs may not."""
        return next(iter(self.of_kind(ContactKind.EMERGENCY)), None)

    @property
    def missing(self) -> tuple[Need, ...]:
        """What it still needs to be ready, in the order of :class:`Need`."""
        return tuple(need for need in Need if not any(_meets(need, contact) for contact in self.own))

    @property
    def status(self) -> Status:
        """READY when nothing is missing. Computed, never stored: it falls with the source of a fact."""
        return Status.PARTIAL if self.missing else Status.READY


def _meets(need: Need, contact: Contact) -> bool:
    if need is Need.SILENT:
        return contact.kind is not ContactKind.EDUCATION and any(
            _is_reliable(contact, way) for way in contact.silent_channels
        )
    return contact.kind.value == need.value and any(_is_reliable(contact, way) for way in contact.channels)


def _is_reliable(contact: Contact, way: Channel) -> bool:
    """Something to read does not answer: only what reaches people counts."""
    return way.how not in TO_READ and contact.has_good_source(way)


def read_country(table: Table) -> Country:
    """A whole places file (docs/facts.md). Raises FactsBroken."""
    head = table.table("country")
    code, time_zone = head.text("code"), head.text("time_zone")
    _check_zone(head, time_zone)
    days = head.maybe_table("holidays")
    reporting = head.maybe_table("reporting")
    holidays, source = (frozenset[date](), None) if days is None else _read_holidays(days)
    country = Country(
        code=code,
        names=_names(head),
        region=head.choice("region", Region),
        time_zone=time_zone,
        languages=head.texts("languages"),
        nations=tuple(_read_nation(inner) for inner in head.tables("nation")),
        own=tuple(read_contact(inner, code, time_zone, holidays) for inner in table.tables("contact")),
        holidays=holidays,
        holidays_source=source,
        reporting=None if reporting is None else read_reporting(reporting),
    )
    head.done()
    table.done()
    _check(table, country)
    return country


def _check(table: Table, country: Country) -> None:
    ids = [contact.contact_id for contact in country.own]
    if len(ids) != len(set(ids)):
        raise table.fail(f"two contacts share an id: {sorted({i for i in ids if ids.count(i) > 1})}")
    known = {part.code for part in country.nations}
    for contact in country.own:
        _check_zone(table, contact.time_zone)
        if set(contact.area) - known:
            raise table.fail(f"{contact.contact_id}: area {contact.area} is no nation of {country.code}")


def _check_zone(table: Table, time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as broken:
        raise table.fail(f"time_zone: {time_zone!r} is not known") from broken


def _names(table: Table) -> dict[str, str]:
    names = {}
    for language, inner in by_language(table).items():
        names[language] = inner.text("name")
        inner.done()
    return names


def _read_nation(table: Table) -> Nation:
    nation = Nation(table.text("code"), _names(table))
    table.done()
    return nation


def _read_holidays(table: Table) -> tuple[frozenset[date], Source]:
    source = read_source(table.table("source"))
    try:
        days = frozenset(date.fromisoformat(text) for text in table.texts("days"))
    except ValueError as broken:
        raise table.fail("days: dates like 2026-12-25 are expected") from broken
    table.done()
    return days, source
