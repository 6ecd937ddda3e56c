"""What a reading says to a person: one file a language, ``content/<language>/check/words.toml``, read strictly.

>>> reading_words().kind("none").text
'We found no sign of blackmail in these words'
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from holdfast.content.signs import ENGLISH, sign_pack
from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

#: The lists of the file; each is keyed by the ids of one field of a reading.
SHELVES = (
    "kind", "stage", "bluff", "sure", "other", "present", "absent", "note", "wants", "audience", "method", "role",
    "identifier", "wrong", "format", "language", "profile",
    "profile_answer", "profile_say",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Words for one id: ``text`` is a heading or a sentence, ``lines`` are sentences that follow it."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """All words of one language by ``(shelf, id)``."""

    language: str
    said: Mapping[tuple[str, str], Said]

    def find(self, shelf: str, said_id: str) -> Said:
        """The words for one id. Raises FactsBroken where there are none."""
        try:
            return self.said[(shelf, said_id)]
        except KeyError as missing:
            raise FactsBroken(f"{self.language}/check/words.toml: no {shelf} {said_id[:40]!r}") from missing

    def kind(self, kind_id: str) -> Said:
        """What a text is."""
        return self.find("kind", kind_id)

    def text(self, shelf: str, said_id: str) -> str:
        """One sentence."""
        return self.find(shelf, said_id).text

    def name(self, shelf: str, said_id: str) -> str:
        """A short name; a brand that has no words of its own (``western_union``) is written out."""
        found = self.said.get((shelf, said_id))
        return found.text if found else said_id.replace("_", " ").title()

    def why(self, sign_id: str) -> str:
        """Why a sign matters, in one sentence."""
        return sign_pack(self.language).sign(sign_id).why


@lru_cache(maxsize=32)
def reading_words(language: str = ENGLISH) -> ReadingWords:
    """The words of one language, English where a language has none. Raises FactsBroken for a broken file."""
    file = files("holdfast.content") / language / "check" / "words.toml"
    if language != ENGLISH and not file.is_file():
        return reading_words(ENGLISH)
    where = f"{language}/check/words.toml"
    try:
        table = Table(tomllib.loads(file.read_text(encoding="utf-8")), where)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise FactsBroken(f"{where}: {broken}") from broken
    said: dict[tuple[str, str], Said] = {}
    for shelf in SHELVES:
        for inner in table.tables(shelf):
            said_id = inner.text("id")
            if (shelf, said_id) in said:
                raise inner.fail(f"twice: {said_id}")
            said[(shelf, said_id)] = Said(inner.text("text"), inner.texts("lines"))
            inner.done()
    table.done()
    return ReadingWords(language, said)
