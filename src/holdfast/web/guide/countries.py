"""Countries to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.content.country import Country, Status
from holdfast.content.facts import places
from holdfast.web.guide.person import Person

#: One tap away on every page that shows a country: those worked through whole.
NEAR = ("GB", "IE", "US")


@dataclass(frozen=True, slots=True)
class CountryShown:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CountriesShown:
    ready: tuple[CountryShown, ...]
    partial: tuple[CountryShown, ...]


def countries_shown(asking: Person) -> CountriesShown:
    """Every country, by name in the language of the page."""
    ready = [country for country in places().all if country.status is Status.READY]
    partial = [country for country in places().all if country.status is Status.PARTIAL]
    return CountriesShown(_named(ready, asking.language), _named(partial, asking.language))


def near(asking: Person) -> tuple[CountryShown, ...]:
    """The countries offered beside the one that is shown."""
    here = asking.country.code if asking.country else ""
    return _named((places().country(code) for code in NEAR if code != here), asking.language)


def _named(countries: Iterable[Country], language: str) -> tuple[CountryShown, ...]:
    named = (CountryShown(country.code, country.name_in(language)) for country in countries)
    return tuple(sorted(named, key=lambda shown: shown.name))
