"""Small places and platforms files for the tests: invented services, reserved numbers, example.org."""

from __future__ import annotations

import tomllib
from datetime import date

from holdfast.content.contact import Contact, read_contact
from holdfast.content.country import Country, read_country
from holdfast.content.platform import Platform, read_platform
from holdfast.content.tables import Table

SOURCE = """
[[contact.source]]
url = "https://www.example.org/help"
seen = "2026-01"
by = "service"
supports = ["call", "text", "chat", "form", "email", "hours"]
"""


def made_contact(
    *,
    contact_id: str = "zz-line",
    kind: str = "crisis",
    hours: str = "always = true",
    channel: str = 'how = "call"\nvalue = "07700 900123"',
    more: str = "",
    source: str = SOURCE,
    url: str = 'url = "https://www.example.org/"',
) -> str:
    """The TOML of one ``[[contact]]``."""
    return f"""
[[contact]]
id = "{contact_id}"
name = "Example Line"
kind = "{kind}"
{url}
serves = ["anyone"]
hours = {{ {hours} }}
languages = ["en"]
text.en.for_whom = "Anyone."
{more}

[[contact.channel]]
{channel}
{source}
"""


def read_made(toml: str, time_zone: str = "Europe/London", holidays: tuple[date, ...] = ()) -> Contact:
    """The contact that a piece of TOML makes."""
    table = Table(tomllib.loads(toml), "made.toml")
    return read_contact(table.tables("contact")[0], "ZZ", time_zone, frozenset(holidays))


def made_country(*contacts: str, more: str = "") -> Country:
    """A country with these contacts."""
    head = """
[country]
code = "ZZ"
region = "world"
time_zone = "Europe/London"
languages = ["en"]
text.en.name = "Testland"
"""
    return read_country(Table(tomllib.loads(head + more + "\n".join(contacts)), "zz.toml"))


def made_platform(
    *, kind: str = "pause", days: str = "", source: str = "", steps: str = "", more: str = ""
) -> Platform:
    """A platform whose only interesting part is what the test sets."""
    toml = f"""
id = "sampleapp"
name = "Sample App"
status = "open"
aliases = ["sample"]
hash_programmes = []
{more}

[deactivate]
kind = "{kind}"
{days}

[export]
their_side = "unknown"

[[source]]
name = "no source"
seen = "undated"
by = "other"
supports = []
{source}

[text.en]
report = ["Press “Report”."]
{steps}
"""
    return read_platform(Table(tomllib.loads(toml), "sampleapp.toml"))
