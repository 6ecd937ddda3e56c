"""The sentences of the report and of the verifier, from ``content/<language>/<shelf>.toml``: id to text, flat."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Words:
    """One shelf in one language."""

    language: str
    table: Mapping[str, str]

    def __call__(self, word_id: str, **fill: str | int) -> str:
        """The text of ``word_id`` with its named places filled. KeyError for an id that no shelf has."""
        text = self.table[word_id]
        return text.format(**fill) if fill else text

    def get(self, word_id: str, default: str) -> str:
        """The text of ``word_id``, or ``default``."""
        return self.table.get(word_id, default)


@cache
def words_for(shelf: str, language: str = "en") -> Words:
    """The shelf (``report`` or ``verify``) in ``language``, ids that are missing there in English."""
    english = _read("en", shelf)
    other = _read(language, shelf) if language != "en" else None
    return Words(language if other else "en", {**english, **(other or {})})


def _read(language: str, shelf: str) -> dict[str, str]:
    if not language.replace("-", "").isalnum():
        return {}
    file = resources.files("holdfast.content") / language / f"{shelf}.toml"
    if not file.is_file():
        return {}
    table = tomllib.loads(file.read_text("utf-8"))
    return {word_id: str(text).strip() for word_id, text in table.items()}
