"""The shelf of letters: content/<language>/letters/*.md and letters.toml. Schema: docs/words.md.

As with steps, English holds the structure; another language holds a title and its words under the same ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holdfast.content.documents import Document, parse_toml
from holdfast.content.tables import Table
from holdfast.content.words import ENGLISH
from holdfast.errors import FactsBroken

SHELF = "letters"
_BEFORE, _LETTER, _ANSWER = "## Before", "## Letter", "## Answer"
BLANK = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class LetterWords:
    """One letter. ``text`` has ``{blanks}``; ``before`` and ``answer`` are lines around it.

    ``when`` and ``unless`` are facts, as with a step: such letters are offered first. ``links`` say where to
    send it: as with a step, and ``apps:report`` or ``apps:remove`` for the forms of the apps. ``answer_days``:
    when to ask again, 0 where no answer is due; our own advice, but for the 48 hours of the US law.
    """

    letter_id: str
    title: str
    before: tuple[str, ...]
    text: str
    answer: tuple[str, ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    answer_days: int = 0

    @property
    def blanks(self) -> tuple[str, ...]:
        """Ids of what is filled in, each once, in order."""
        return tuple(dict.fromkeys(BLANK.findall(self.text)))


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """What stands above the shelf; what is printed where something is not known; sentences to choose from."""

    title: str
    lines: tuple[str, ...]
    blanks: Mapping[str, str]
    phrases: Mapping[str, str]


class Letters:
    """All letters of one language, read when first asked for. Raises FactsBroken as ``Words`` does."""

    def __init__(self, folder: Traversable, language: str) -> None:
        self.language = language
        self._folder = folder / language
        self._english = None if language == ENGLISH else Letters(folder, ENGLISH)

    @cached_property
    def all(self) -> Mapping[str, LetterWords]:
        """Every letter by its id."""
        english = None if self._english is None else self._english.all
        names = sorted(entry.name for entry in (self._folder / SHELF).iterdir())
        stems = [name.removesuffix(".md") for name in names if name.endswith(".md")]
        return {stem: _read(self._document(stem), english) for stem in stems}

    @cached_property
    def frame(self) -> LetterFrame:
        """What the letters share."""
        where = f"{self.language}/letters.toml"
        table = parse_toml(self._text(where, "letters.toml"), where)
        frame = LetterFrame(
            table.text("title"), table.texts("lines"), _texts(table, "blank"), _texts(table, "phrase")
        )
        table.done()
        return frame

    def _document(self, stem: str) -> Document:
        where = f"{self.language}/{SHELF}/{stem}.md"
        return Document(self._text(where, SHELF, f"{stem}.md"), stem, where)

    def _text(self, where: str, *path: str) -> str:
        try:
            return self._folder.joinpath(*path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            raise FactsBroken(f"{where}: {broken}") from broken


def letters(language: str = ENGLISH) -> Letters:
    """The letters that come with the program; English where a language has not started the shelf."""
    return _letters(language)


@lru_cache(maxsize=32)
def _letters(language: str) -> Letters:
    folder = files("holdfast.content")
    started = re.fullmatch("[a-z]{2,3}", language) and (folder / language / SHELF).is_dir()
    return Letters(folder, language if started else ENGLISH)


def _texts(table: Table, key: str) -> dict[str, str]:
    found = {}
    for inner in table.tables(key):
        found[inner.text("id")] = inner.text("text")
        inner.done()
    return found


def _read(document: Document, english: Mapping[str, LetterWords] | None) -> LetterWords:
    head, parts = document.head, _parts(document)
    if not all(parts[name] for name in (_BEFORE, _LETTER, _ANSWER)):
        raise head.fail(f"a letter has {_BEFORE}, {_LETTER} and {_ANSWER}")
    words = (head.text("title"), _lines(parts[_BEFORE]), "\n".join(parts[_LETTER]), _lines(parts[_ANSWER]))
    if english is not None:
        head.done()
        base = english.get(document.stem)
        if base is None:
            raise FactsBroken(f"no letter by the id {document.stem[:60]!r}")
        return replace(base, title=words[0], before=words[1], text=words[2], answer=words[3])
    letter = LetterWords(
        document.stem, *words,
        when=head.texts("when"),
        unless=head.texts("unless"),
        rows=head.texts("rows"),
        sources=head.texts("sources"),
        links=head.texts("links"),
        answer_days=head.number("answer_days") or 0,
    )  # fmt: skip
    head.done()
    return letter


def _parts(document: Document) -> dict[str, list[str]]:
    """The lines under each of the three headings; empty lines inside a letter are kept."""
    found: dict[str, list[str]] = {_BEFORE: [], _LETTER: [], _ANSWER: []}
    heading = ""
    for line in (raw.strip() for raw in document.body.split("\n")):
        if line in found:
            heading = line
        elif not heading or line.startswith("#"):
            raise document.head.fail(f"a letter has {', '.join(found)} and nothing else")
        elif line or found[heading]:
            found[heading].append(line)
    return {name: "\n".join(lines).rstrip().split("\n") if lines else [] for name, lines in found.items()}


def _lines(raw: list[str]) -> tuple[str, ...]:
    return tuple(line.removeprefix("- ") for line in raw if line)
