"""Where a fact comes from, and how old it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from holdfast.content.tables import Table

#: Help pages change; the sources of a fact are called stale after this many months (decision 0042).
STALE_AFTER_MONTHS = 18

_SEEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


class By(StrEnum):
    """Who says it."""

    SERVICE = "service"
    """The helpline or platform itself, on its own pages."""
    POLICE = "police"
    GOVERNMENT = "government"
    CHARITY = "charity"
    PRESS = "press"
    REFERENCE = "reference"
    """An encyclopaedia or a public data set."""
    OTHER = "other"
    """A blog, a copy, or a source that names no page."""


#: Who is good enough for a country to be called *ready* (decision 0041).
GOOD = frozenset({By.SERVICE, By.POLICE, By.GOVERNMENT, By.CHARITY, By.PRESS})
#: Who is good enough for "Do it" on deactivating an account.
OFFICIAL = frozenset({By.SERVICE, By.POLICE, By.GOVERNMENT})


@dataclass(frozen=True, slots=True)
class Seen:
    """When the source said so, as exactly as is known: a year, a month, a day, or nothing ("undated")."""

    text: str

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; None where undated. ``2024`` is read as 1 January: never too young."""
        found = _SEEN.match(self.text)
        return None if found is None else date(int(found[1]), int(found[2] or 1), int(found[3] or 1))

    def is_recent(self, today: date, months: int = STALE_AFTER_MONTHS) -> bool:
        """True when dated and not older than ``months`` before ``today``. Undated is never recent."""
        day = self.earliest
        return day is not None and day >= months_before(today, months)


@dataclass(frozen=True, slots=True)
class Source:
    """One page that says something, and which fields it stands behind.

    ``url`` is None where only a name is known ("public repository data"): nobody can look that up.
    """

    url: str | None
    name: str | None
    seen: Seen
    by: By
    supports: frozenset[str]

    @property
    def is_good(self) -> bool:
        """It can be looked up, and who says it is good enough to rely on."""
        return self.url is not None and self.by in GOOD

    @property
    def is_official(self) -> bool:
        return self.url is not None and self.by in OFFICIAL


def read_source(table: Table) -> Source:
    """One ``[[source]]``: ``url`` or ``name``, ``seen``, ``by``, ``supports``. Raises FactsBroken."""
    source = Source(
        url=web_address(table, "url"),
        name=table.maybe_text("name"),
        seen=_seen(table),
        by=table.choice("by", By),
        supports=frozenset(table.texts("supports")),
    )
    if source.url is None and source.name is None:
        raise table.fail("a source needs an url or a name")
    table.done()
    return source


def web_address(table: Table, key: str) -> str | None:
    """An http or https address, or None. Raises FactsBroken on anything else."""
    value = table.maybe_text(key)
    if value is not None and not re.match(r"https?://[^\s/]+\.[^\s]+\Z", value):
        raise table.fail(f"{key}: {value!r} is not a web address")
    return value


@lru_cache(maxsize=64)
def months_before(today: date, months: int) -> date:
    """The same day ``months`` months earlier; the month's last day where it has none."""
    count = today.year * 12 + today.month - 1 - months
    year, month = divmod(count, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))


def _seen(table: Table) -> Seen:
    text = table.text("seen")
    try:
        known = text == "undated" or Seen(text).earliest is not None
    except ValueError:
        known = False
    if not known:
        raise table.fail(f"seen: {text!r} is neither a date nor 'undated'")
    return Seen(text)
