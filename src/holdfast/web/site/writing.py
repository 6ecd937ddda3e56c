"""The pages of the static site: which there are, and what stands on each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from holdfast.content.country import Country
from holdfast.content.facts import places
from holdfast.content.letters import letters
from holdfast.content.site import SiteWords, site_words
from holdfast.content.words import words
from holdfast.guide.contacts import OpenContact
from holdfast.guide.letters import Known
from holdfast.guide.plan import Link
from holdfast.guide.situation import Situation
from holdfast.web.base.static import WEB
from holdfast.web.guide import letters as letter_pages
from holdfast.web.guide import show
from holdfast.web.guide.apps import app_shown, every_app
from holdfast.web.guide.cards import Card, card
from holdfast.web.guide.pages import ADDRESSES, beside
from holdfast.web.guide.plan import plan_shown
from holdfast.web.guide.reporting import here
from holdfast.web.guide.trace import traces
from holdfast.web.site.links import relative
from holdfast.web.site.poster import qr
from holdfast.web.site.reader import Reader, hours_in_words, reader
from holdfast.web.site.situations import SITUATIONS

#: Pages that speak of what a program keeps: not of these pages, which keep nothing.
NOT_HERE = frozenset({"about-own-computer", "about-hosted"})
#: Files that come as they are: name in the folder → the file of the pages.
ASSETS = {
    "pages.css": "base/static/holdfast.css",
    "site.css": "site/static/site.css",
    "copy.js": "guide/static/copy.js",
    "site.js": "site/static/site.js",
    "worker.js": "site/static/worker.js",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Who hosts the pages. ``address``: where they will be found, ``https://…``, without a slash at the end."""

    name: str
    country: str
    address: str

    @property
    def line(self) -> str:
        return ", ".join(part for part in (self.name, self.country) if part)


@dataclass(frozen=True, slots=True)
class Help:
    """One service on a page without a time. ``written``: to write to or read, nobody answers at once."""

    card: Card
    hours: str
    written: bool


@dataclass(frozen=True, slots=True)
class Choice:
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """One static site: for a country, or for everywhere (None); ``day`` is the day it is written."""

    operator: Operator
    country: Country | None
    language: str
    day: datetime

    @property
    def words(self) -> SiteWords:
        return site_words(self.language)

    def reader(self, situation: Situation) -> Reader:
        return reader(situation, self.country, self.language, self.day)


def files(site: Site) -> dict[str, bytes]:
    """Every file of the site by its name; all lie in one folder. Raises NoFile."""
    with override(site.language):
        pages = {name: relative(html).encode() for name, html in _pages(site)}
    found = {name: (WEB / path).read_bytes() for name, path in ASSETS.items()} | pages
    found["manifest.webmanifest"] = _manifest(site)
    found["poster.svg"] = qr(site.operator.address).encode()
    version = hashlib.sha256(b"".join(found[name] for name in sorted(found))).hexdigest()[:16]
    found["files.json"] = json.dumps({"version": version, "files": sorted(found)}).encode()
    return found


def write(site: Site, folder: Path) -> int:
    """Writes every file; what lies in ``folder`` under another name is left alone. Returns how many."""
    found = files(site)
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in found.items():
        (folder / name).write_bytes(body)
    return len(found)


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    draw = partial(_draw, site)
    yield "index.html", draw("first", _first(site))
    for name, (number, situation) in SITUATIONS.items():
        yield f"{number}.html", draw("plan", _plan(site, name, situation))
    for page_id, place in ADDRESSES.items():
        if page_id not in NOT_HERE:
            yield f"i{place}.html", draw("read", _read(site, page_id))
    written = _letters(site)
    yield "letters.html", draw("letters", {"letters": written})
    for one in written:
        yield f"w{one.place}.html", draw("letter", {"one": one})
    asking = site.reader(Situation())
    yield "apps.html", draw("apps", {"apps": every_app()})
    for app in every_app():
        yield f"a{app.place}.html", draw("app", {"app": app_shown(app.place, asking)})
    yield "people.html", draw("people", _people(site, site.country))
    for country in places().all:
        yield f"{country.code.lower()}.html", draw("people", _people(site, country))
    yield "sources.html", draw("sources", {"traces": traces(asking)})
    yield "poster.html", draw("poster", {"qr": qr(site.operator.address)})
    yield "bye.html", render_to_string("site/bye.html", {"LANGUAGE_CODE": site.language})


def _draw(site: Site, template: str, more: dict[str, object]) -> str:
    shared = {
        "site": site,
        "words": site.words,
        "operator": site.operator,
        "LANGUAGE_CODE": site.language,
        "crisis": None,
        "country": site.country.name_in(site.language) if site.country else "",
    }
    return render_to_string(f"site/{template}.html", {**shared, **more})


def _first(site: Site) -> dict[str, object]:
    asking = site.reader(Situation())
    chosen = [
        Choice(f"{number}.html", site.words.situations[name]) for name, (number, _) in SITUATIONS.items()
    ]
    return {
        "safety": show.safety(asking),
        "do_now": asking.plan().moments[0].shown,
        "situations": chosen,
        "reading": [
            Choice(f"i{number}.html", words(site.language).page(page_id).title)
            for page_id, number in ADDRESSES.items()
            if page_id not in NOT_HERE
        ],
        "countries": _countries(site),
    }


def _plan(site: Site, name: str, situation: Situation) -> dict[str, object]:
    asking = site.reader(situation)
    crisis = words(site.language).crisis if asking.situation.crisis else None
    return {
        "title": site.words.situations[name],
        "plan": plan_shown(asking),
        "help": show.help_now(asking),
        "crisis": crisis,
        "crisis_cards": show.crisis_cards(asking) if crisis else None,
    }


def _read(site: Site, page_id: str) -> dict[str, object]:
    page = words(site.language).page(page_id)
    links, asking = (Link.read(link) for link in page.links), site.reader(Situation())
    return {"page": page, "beside": beside(links, asking), "here": here(page_id, asking)}


def _letters(site: Site) -> list[letter_pages.LetterShown]:
    """Every letter with nothing filled in: the day of writing is nobody's day."""
    asking = site.reader(Situation())
    blank = Known(today=letters(site.language).frame.blanks["today"])
    found = letter_pages.all_letters(asking, blank)
    return [replace(one, letter=replace(one.letter, ask_again=None)) for one in found]


def _people(site: Site, country: Country | None) -> dict[str, object]:
    """Everyone of a country: day and night first, then at their hours, then what can be used at any time."""
    asking = reader(Situation(), country, site.language, site.day)
    found = [(one, _help(one, asking)) for one in asking.contacts()]
    return {
        "country": country.name_in(site.language) if country else "",
        "partial": country is None or country.status == "partial",
        "always": [shown for one, shown in found if one.is_open and not one.state.unattended],
        "hours": [shown for one, shown in found if not one.is_open],
        "written": [shown for one, shown in found if one.state.unattended],
        "countries": _countries(site),
    }


def _help(one: OpenContact, asking: Reader) -> Help:
    return Help(card(one, asking.now, asking.language), hours_in_words(one), one.state.unattended)


def _countries(site: Site) -> list[Choice]:
    named = [Choice(f"{one.code.lower()}.html", one.name_in(site.language)) for one in places().all]
    return sorted(named, key=lambda choice: choice.text)


def _manifest(site: Site) -> bytes:
    """Neutral: it may be seen on a home screen."""
    return json.dumps(
        {
            "name": "Notes",
            "short_name": "Notes",
            "start_url": "index.html",
            "scope": "./",
            "display": "browser",
            "lang": site.language,
            "icons": [],
        }
    ).encode()
