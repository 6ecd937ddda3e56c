"""The words of the static site: content/<language>/site.toml; English where a language has none yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from holdfast.content.documents import parse_toml
from holdfast.content.words import ENGLISH


@dataclass(frozen=True, slots=True)
class PosterWords:
    title: str
    lines: tuple[str, ...]
    scan: str


@dataclass(frozen=True, slots=True)
class SiteWords:
    """``situations``: id → what a person would say, in the order of the list."""

    title: str
    lines: tuple[str, ...]
    offline: str
    no_case: str
    situations: Mapping[str, str]
    poster: PosterWords


@lru_cache(maxsize=32)
def site_words(language: str = ENGLISH) -> SiteWords:
    """Raises FactsBroken where the file does not keep the schema."""
    folder = files("holdfast.content")
    known = re.fullmatch("[a-z]{2,3}", language) and (folder / language / "site.toml").is_file()
    code = language if known else ENGLISH
    table = parse_toml((folder / code / "site.toml").read_text("utf-8"), f"{code}/site.toml")
    situations = {}
    for inner in table.tables("situation"):
        situations[inner.text("id")] = inner.text("text")
        inner.done()
    poster = table.table("poster")
    words = SiteWords(
        table.text("title"), table.texts("lines"), table.text("offline"), table.text("no_case"), situations,
        PosterWords(poster.text("title"), poster.texts("lines"), poster.text("scan")),
    )  # fmt: skip
    poster.done()
    table.done()
    return words
