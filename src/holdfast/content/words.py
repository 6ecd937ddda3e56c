"""The words of the product: one loader, lazy, strict, cached. Schema: docs/words.md.

A language is a folder. English holds the structure (when a step is shown, its place, its sources); every other
language holds words only, under the same ids, so that no translation can change a plan.

>>> words("en").step("stop-replying").title
'Stop replying'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from holdfast.content.documents import Document, parse_toml
from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

T = TypeVar("T")

ENGLISH = "en"
_WHY = "## Why"
_ANY_APP = "## Any app"


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of the plan.

    ``lines`` are Markdown, one action each. ``any_app`` are the lines where no app is known; ``per_app`` names
    the list of a platform's own lines that are put in their place, "" for a step that is the same everywhere.
    ``minutes`` is how long it takes. ``links`` are ``page:ID``, ``contact:ID``, ``kind:KIND``,
    ``letters``, ``letters:ID``, ``dates`` or ``case``.
    """

    step_id: str
    title: str
    lines: tuple[str, ...]
    any_app: tuple[str, ...]
    why: str
    moment: str
    order: int
    minutes: int
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    per_app: str = ""
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page. ``body`` is Markdown; the title stands apart from it. ``links`` as in :class:`StepWords`."""

    page_id: str
    title: str
    body: str
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionWords:
    option_id: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One thing asked on a page. ``kind``: one, many, text, country or platforms."""

    field_id: str
    kind: str
    label: str
    help: str
    options: tuple[OptionWords, ...]


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One question page. A ``follow_up`` is not counted among the seven."""

    question_id: str
    title: str
    help: str
    follow_up: bool
    fields: tuple[FieldWords, ...]


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """What stands above a plan's steps: the first opening whose facts hold."""

    opening_id: str
    lines: tuple[str, ...]
    when: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The headings of the moments by id, and the openings in order."""

    moments: tuple[OptionWords, ...]
    openings: tuple[OpeningWords, ...]

    def moment(self, moment_id: str) -> str:
        return next(entry.text for entry in self.moments if entry.option_id == moment_id)


@dataclass(frozen=True, slots=True)
class CrisisSign:
    """Words about dying: a regular expression over folded text, what it finds, and what it must not find."""

    sign_id: str
    pattern: str
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class CrisisWords:
    """What is said above everything, and the signs that bring it."""

    title: str
    lines: tuple[str, ...]
    signs: tuple[CrisisSign, ...]


class Words:
    """All words of one language. Each shelf is read when it is first asked for.

    Every reader raises :class:`FactsBroken` where a file does not keep the schema.
    """

    def __init__(self, folder: Traversable, language: str = ENGLISH) -> None:
        if language not in languages_in(folder):
            raise FactsBroken(f"no words in the language {language[:8]!r}")
        self.language = language
        self._folder = folder / language
        self._english = None if language == ENGLISH else Words(folder)

    @cached_property
    def steps(self) -> Mapping[str, StepWords]:
        """Every step by its id."""
        english = None if self._english is None else self._english.steps
        return {d.stem: _read_step(d, english) for d in self._documents("guide")}

    @cached_property
    def pages(self) -> Mapping[str, PageWords]:
        """Every page by its id."""
        english = None if self._english is None else self._english.pages
        return {d.stem: _read_page(d, english) for d in self._documents("pages")}

    @cached_property
    def questions(self) -> tuple[QuestionWords, ...]:
        """Every question in its order."""
        table = self._table("questions.toml")
        found = tuple(_read_question(inner) for inner in table.tables("question"))
        table.done()
        return found

    @cached_property
    def plan(self) -> PlanWords:
        """Headings and openings of the plan."""
        table = self._table("plan.toml")
        moments = _read_options(table, "moment")
        openings = tuple(_read_opening(inner) for inner in table.tables("opening"))
        table.done()
        return PlanWords(moments, openings)

    @cached_property
    def crisis(self) -> CrisisWords:
        """The words about dying."""
        table = self._table("crisis.toml")
        title, lines = table.text("title"), table.texts("lines")
        signs = tuple(_read_sign(inner) for inner in table.tables("sign"))
        table.done()
        return CrisisWords(title, lines, signs)

    def step(self, step_id: str) -> StepWords:
        """One step. Raises FactsBroken where there is none by that id."""
        return _known(self.steps, step_id, "step")

    def page(self, page_id: str) -> PageWords:
        """One page. Raises FactsBroken where there is none by that id."""
        return _known(self.pages, page_id, "page")

    def _read(self, *path: str) -> str:
        try:
            return self._folder.joinpath(*path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            raise FactsBroken(f"{self.language}/{'/'.join(path)}: {broken}") from broken

    def _table(self, name: str) -> Table:
        return parse_toml(self._read(name), f"{self.language}/{name}")

    def _documents(self, shelf: str) -> list[Document]:
        names = sorted(entry.name for entry in (self._folder / shelf).iterdir())
        stems = [name.removesuffix(".md") for name in names if name.endswith(".md")]
        where = f"{self.language}/{shelf}"
        return [Document(self._read(shelf, f"{stem}.md"), stem, f"{where}/{stem}.md") for stem in stems]


def languages_in(folder: Traversable) -> tuple[str, ...]:
    """Codes of the languages of the plan, English first: folders named by two or three letters that hold a guide.

    A folder may hold a sign pack alone (content/signs.py); that gives no language to read a plan in.
    """
    names = {entry.name for entry in folder.iterdir() if (entry / "guide").is_dir()}
    found = {name for name in names if re.fullmatch("[a-z]{2,3}", name)}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def words(language: str = ENGLISH) -> Words:
    """The words that come with the program. Raises FactsBroken for a language there is no folder for."""
    return _words(language)


@lru_cache(maxsize=32)
def _words(language: str) -> Words:
    return Words(files("holdfast.content"), language)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Codes of the languages that come with the program, English first."""
    return languages_in(files("holdfast.content"))


def _sections(document: Document) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The lines, the lines for any app, and the why. Headings other than these two are refused."""
    found: dict[str, list[str]] = {"": [], _WHY: [], _ANY_APP: []}
    current = ""
    for line in (raw.strip() for raw in document.body.split("\n")):
        if line.startswith("#"):
            if line not in found:
                raise document.head.fail(f"unknown heading {line!r}")
            current = line
        elif line:
            found[current].append(line.removeprefix("- "))
    if not found[_WHY]:
        raise document.head.fail(f"{_WHY} is missing")
    return tuple(found[""]), tuple(found[_ANY_APP]), " ".join(found[_WHY])


def _read_step(document: Document, english: Mapping[str, StepWords] | None) -> StepWords:
    head, (lines, any_app, why) = document.head, _sections(document)
    title = head.text("title")
    if english is not None:
        head.done()
        base = _known(english, document.stem, "step")
        return replace(base, title=title, lines=lines, any_app=any_app, why=why)
    order, minutes = head.number("order"), head.number("minutes")
    if order is None or minutes is None:
        raise head.fail("order and minutes are whole numbers")
    step = StepWords(
        document.stem, title, lines, any_app, why, head.text("moment"), order, minutes,
        when=head.texts("when"),
        unless=head.texts("unless"),
        per_app=head.maybe_text("per_app") or "",
        rows=head.texts("rows"),
        sources=head.texts("sources"),
        links=head.texts("links"),
    )  # fmt: skip
    if not lines and not any_app:
        raise head.fail("a step needs a line")
    if bool(any_app) != bool(step.per_app):
        raise head.fail(f"per_app and {_ANY_APP} go together")
    head.done()
    return step


def _read_page(document: Document, english: Mapping[str, PageWords] | None) -> PageWords:
    head, title = document.head, document.head.text("title")
    if english is not None:
        head.done()
        base = _known(english, document.stem, "page")
        return replace(base, title=title, body=document.body)
    page = PageWords(
        document.stem, title, document.body, head.texts("rows"), head.texts("sources"), head.texts("links")
    )
    head.done()
    return page


def _read_question(table: Table) -> QuestionWords:
    question = QuestionWords(
        question_id=table.text("id"),
        title=table.text("title"),
        help=table.maybe_text("help") or "",
        follow_up=bool(table.flag("follow_up")),
        fields=tuple(_read_field(inner) for inner in table.tables("field")),
    )
    table.done()
    return question


def _read_field(table: Table) -> FieldWords:
    field = FieldWords(
        field_id=table.text("id"),
        kind=table.text("kind"),
        label=table.text("label"),
        help=table.maybe_text("help") or "",
        options=_read_options(table, "option"),
    )
    table.done()
    return field


def _read_options(table: Table, key: str) -> tuple[OptionWords, ...]:
    found = []
    for inner in table.tables(key):
        found.append(OptionWords(inner.text("id"), inner.text("text")))
        inner.done()
    return tuple(found)


def _read_opening(table: Table) -> OpeningWords:
    opening = OpeningWords(table.text("id"), table.texts("lines"), table.texts("when"), table.texts("unless"))
    table.done()
    return opening


def _read_sign(table: Table) -> CrisisSign:
    sign = CrisisSign(table.text("id"), table.text("pattern"), table.text("example"), table.text("counter"))
    table.done()
    return sign


def _known(shelf: Mapping[str, T], name: str, kind: str) -> T:
    try:
        return shelf[name]
    except KeyError as missing:
        raise FactsBroken(f"no {kind} by the id {name[:60]!r}") from missing
