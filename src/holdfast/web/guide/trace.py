"""Where our facts come from: every source with its date, and what has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.content.contact import Contact
from holdfast.content.facts import places, platforms
from holdfast.content.platform import Platform
from holdfast.content.words import words
from holdfast.web.guide.cards import Seen, host, seen
from holdfast.web.guide.person import Person


@dataclass(frozen=True, slots=True)
class Trace:
    """One service or app. ``bare``: numbers and addresses that no source stands behind."""

    name: str
    sources: tuple[Seen, ...]
    bare: tuple[str, ...]
    page: str
    page_name: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or finding that our words quote, and the pages and steps that do."""

    source: str
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traces:
    """``words``: all of it as the page shows it."""

    figures: tuple[Figure, ...]
    here: tuple[Trace, ...]
    everywhere: tuple[Trace, ...]
    apps: tuple[Trace, ...]
    country: str

    @property
    def words(self) -> SafeString:
        return _words(self)


@lru_cache(maxsize=64)
def _words(found: Traces) -> SafeString:
    return render_to_string("guide/_sources.html", {"traces": found, "country": found.country})


def traces(asking: Person) -> Traces:
    """The sources of this person's country, of what serves everybody, of the apps and of our figures."""
    return _traces(asking.country.code if asking.country else "", asking.language)


@lru_cache(maxsize=256)
def _traces(code: str, language: str) -> Traces:
    country = places().country(code) if code else None
    return Traces(
        _figures(language),
        tuple(_of_contact(contact) for contact in country.own) if country else (),
        tuple(_of_contact(contact) for contact in places().fall_back(country)),
        tuple(_of_app(app) for app in platforms().all),
        country.name_in(language) if country else "",
    )


def _figures(language: str) -> tuple[Figure, ...]:
    shelf = words(language)
    used: dict[str, list[str]] = {}
    titles = [(entry.sources, entry.title) for entry in shelf.pages.values()]
    titles += [(entry.sources, entry.title) for entry in shelf.steps.values()]
    for quoted, title in titles:
        for source in quoted:
            used.setdefault(source, []).append(title)
    return tuple(Figure(source, _once(found)) for source, found in sorted(used.items()))


def _of_contact(contact: Contact) -> Trace:
    bare = tuple(way.value for way in contact.channels if not way.verified)
    sources = [*contact.sources, *(way.source for way in contact.channels if way.source)]
    return Trace(
        contact.name,
        _once(seen(s) for s in sources),
        bare,
        contact.url or "",
        host(contact.url),
        contact.checked,
    )


def _of_app(app: Platform) -> Trace:
    return Trace(
        app.name,
        _once(seen(source) for source in app.sources),
        (),
        app.help_url or "",
        host(app.help_url),
        app.checked,
    )


T = TypeVar("T")


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))
