"""What happens in a country when one reports: what they ask, who is told, what they can do. In ``places/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.content.sources import Source, read_source
from holdfast.content.tables import Table, by_language

#: What a source can stand behind; a list that no source supports is refused.
PARTS = ("ask", "told", "can")


@dataclass(frozen=True, slots=True)
class ReportingWords:
    """Short lines: what they ask, who is told (parents, police), what they can do and cannot."""

    ask: tuple[str, ...]
    told: tuple[str, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reporting:
    """Each list with a source. ``sources`` are shown with their dates."""

    words: Mapping[str, ReportingWords]
    sources: tuple[Source, ...]

    def text(self, language: str = "en") -> ReportingWords:
        """In ``language``, or in English."""
        return self.words.get(language) or self.words["en"]


def read_reporting(table: Table) -> Reporting:
    """``[country.reporting]`` (docs/facts.md). Raises FactsBroken."""
    words = {code: _read_words(inner) for code, inner in by_language(table).items()}
    sources = tuple(read_source(inner) for inner in table.tables("source"))
    supported = frozenset(part for source in sources for part in source.supports)
    if supported - set(PARTS):
        raise table.fail(f"supports: one of {', '.join(PARTS)}")
    for part in PARTS:
        if getattr(words["en"], part) and part not in supported:
            raise table.fail(f"{part}: no source stands behind it")
    table.done()
    return Reporting(words, sources)


def _read_words(table: Table) -> ReportingWords:
    words = ReportingWords(*(table.texts(part) for part in PARTS))
    table.done()
    return words
