"""Facts by country and by platform: one loader, lazy, strict. Schema and care: docs/facts.md.

>>> places().country("GB").status
<Status.READY: 'ready'>
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holdfast.content.contact import Contact, ContactKind
from holdfast.content.country import Country, Region, read_country
from holdfast.content.platform import Platform, read_platform
from holdfast.content.tables import Table
from holdfast.errors import FactsBroken, UnknownCountry, UnknownPlatform

WORLD = "*"
EUROPE = "EU"

#: Codes people type that are not ISO 3166.
OTHER_CODES = {"UK": "GB", "EL": "GR"}

_FILES = {WORLD: "world", EUROPE: "eu"}

#: A harmonised 116 number stands in where an EU country's own file has none of the kind (decision 0044).
_STANDS_IN = frozenset({ContactKind.CHILD, ContactKind.VICTIM, ContactKind.CRISIS})


class Places:
    """The countries. Each file is read when it is first asked for."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._read: dict[str, Country] = {}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """ISO codes of all countries with a file, sorted; the fall-backs are not in it."""
        names = {entry.name for entry in self._folder.iterdir()}
        stems = {name.removesuffix(".toml") for name in names if name.endswith(".toml")}
        return tuple(sorted(stem.upper() for stem in stems - set(_FILES.values())))

    @cached_property
    def all(self) -> tuple[Country, ...]:
        """Every country, by English name."""
        return tuple(sorted((self.country(code) for code in self.codes), key=lambda c: c.name))

    def country(self, code: str) -> Country:
        """The country with this ISO 3166 code (``UK`` is understood; case does not matter).

        Raises :class:`UnknownCountry`.
        """
        typed = code.strip().upper()
        known = OTHER_CODES.get(typed, typed)
        if known not in self.codes:
            raise UnknownCountry(f"no places file for a code of {len(typed)} characters")
        return self._load(known)

    @property
    def world(self) -> Country:
        """What serves everybody: StopNCII, Take It Down, the directories, 112 and 911."""
        return self._load(WORLD)

    @property
    def europe(self) -> Country:
        """What serves the European Union: 112 and the harmonised 116 numbers."""
        return self._load(EUROPE)

    def fall_back(self, country: Country | None) -> tuple[Contact, ...]:
        """What stands behind a country: the world's contacts and directories, and in Europe the harmonised
        numbers of each kind the country has none of.

        The world's emergency numbers only stand in where there is no country.
        """
        world = tuple(c for c in self.world.own if country is None or not c.is_emergency)
        if country is None or country.region is not Region.EU:
            return world
        covered = {contact.kind for contact in country.own}
        europe = tuple(
            c
            for c in self.europe.own
            if not c.is_emergency and (c.is_to_read or c.kind not in _STANDS_IN & covered)
        )
        return europe + world

    def _load(self, code: str) -> Country:
        if code not in self._read:
            stem = _FILES.get(code, code.lower())
            country = read_country(_parse(self._folder / f"{stem}.toml"))
            if country.code != code:
                raise FactsBroken(f"{stem}.toml: says it is {country.code}")
            self._read[code] = country
        return self._read[code]


class Platforms:
    """The platforms. Each file is read when it is first asked for."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._read: dict[str, Platform] = {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all platforms, sorted."""
        names = {entry.name for entry in self._folder.iterdir()}
        return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))

    @cached_property
    def all(self) -> tuple[Platform, ...]:
        """Every platform, by name; "any other" last."""
        loaded = (self._load(platform_id) for platform_id in self.ids)
        return tuple(sorted(loaded, key=lambda p: (p.platform_id == "other", p.name.casefold())))

    def get(self, name: str) -> Platform:
        """The platform with this id or alias (case, spaces and punctuation do not matter).

        Raises :class:`UnknownPlatform`.
        """
        typed = name.strip().casefold()
        if typed in self.ids:
            return self._load(typed)
        found = self._by_alias.get(_plain(typed))
        if found is None:
            raise UnknownPlatform(f"no platform by that name ({len(name)} characters)")
        return found

    @cached_property
    def _by_alias(self) -> dict[str, Platform]:
        found: dict[str, Platform] = {}
        for platform in self.all:
            for alias in {_plain(a) for a in (platform.platform_id, platform.name, *platform.aliases)}:
                if found.setdefault(alias, platform) is not platform:
                    raise FactsBroken(f"{platform.platform_id}: alias {alias!r} is taken")
        return found

    def _load(self, platform_id: str) -> Platform:
        if platform_id not in self._read:
            platform = read_platform(_parse(self._folder / f"{platform_id}.toml"))
            if platform.platform_id != platform_id:
                raise FactsBroken(f"{platform_id}.toml: says it is {platform.platform_id}")
            self._read[platform_id] = platform
        return self._read[platform_id]


@lru_cache(maxsize=1)
def places() -> Places:
    """The countries that come with the program."""
    return Places(files("holdfast.content") / "places")


@lru_cache(maxsize=1)
def platforms() -> Platforms:
    """The platforms that come with the program."""
    return Platforms(files("holdfast.content") / "platforms")


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _parse(path: Traversable) -> Table:
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (tomllib.TOMLDecodeError, OSError) as broken:
        raise FactsBroken(f"{path.name}: {broken}") from broken
