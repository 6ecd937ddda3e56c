"""The shelf ``learn``: practice stories, three prevention pages, and the sentences around them. Schema: docs/learn.md.

English holds a story's structure (where a choice leads, which signs a message carries); every other language holds
words only, under the same ids. A choice leads further down the file, so that no story can go in a circle.

>>> shelf("en").stories[0].scenes[0].scene_id
'start'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holdfast.content.documents import Document, parse_toml
from holdfast.content.scenes import Scene, read_scenes, translated
from holdfast.content.tables import Table
from holdfast.content.words import ENGLISH, PageWords
from holdfast.errors import FactsBroken

#: Files of the shelf that are pages; every other one is a story.
PAGES = ("lesson", "parents", "sheet")
_SENTENCES = "words.toml"


@dataclass(frozen=True, slots=True)
class Story:
    """``number`` is its address on the pages, never given to another story. ``you`` is whom the reader plays.

    ``scenes`` stand in the order of the file; the first one is the beginning.
    """

    story_id: str
    number: int
    title: str
    about: str
    you: str
    scenes: tuple[Scene, ...]
    rows: tuple[str, ...]
    sources: tuple[str, ...]

    def scene(self, scene_id: str) -> Scene:
        """One scene. Raises FactsBroken where there is none by that id."""
        for scene in self.scenes:
            if scene.scene_id == scene_id:
                return scene
        raise FactsBroken(f"{self.story_id}: no scene {scene_id[:40]!r}")

    @property
    def signs(self) -> tuple[str, ...]:
        """Every sign the story names, once, in the order of the file."""
        return tuple(
            dict.fromkeys(sign for scene in self.scenes for line in scene.lines for sign in line.signs)
        )

    @property
    def leave_words(self) -> tuple[str, ...]:
        """The words to leave with of every ending, once."""
        endings = (scene.ending for scene in self.scenes if scene.ending)
        return tuple(dict.fromkeys(words for ending in endings for words in ending.leave))


@dataclass(frozen=True, slots=True)
class LearnWords:
    """The sentences around the stories, one field each; the same keys stand in ``words.toml``."""

    language: str
    title: str
    lead: str
    promise: str
    stories: str
    you_are: str
    start: str
    now: str
    choose: str
    you_chose: str
    notice: str
    no_sign: str
    sign: str
    stop: str
    skip: str
    ends: str
    otherwise: str
    leave: str
    leave_how: str
    signs: str
    signs_lead: str
    check_own: str
    help_title: str
    help_lead: str
    help_talk: str
    help_plan: str
    help_world: str
    really: str
    again: str
    next: str
    all_stories: str
    how_it_can_end: str
    for_adults: str
    stays: str
    stays_help: str
    print: str
    print_cards: str
    print_sheet: str
    card: str
    card_to: str
    card_back: str
    sheet_signs: str
    sources: str
    stop_here: str
    type_number: str
    list_how: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The whole shelf of one language. ``stories`` by number, ``pages`` by id."""

    language: str
    say: LearnWords
    stories: tuple[Story, ...]
    pages: Mapping[str, PageWords]


def shelf(language: str = ENGLISH) -> Shelf:
    """The shelf that comes with the program. Raises FactsBroken for a language that has none, or a broken file."""
    return _shelf(language)


@lru_cache(maxsize=1)
def shelf_languages() -> tuple[str, ...]:
    """Codes of the languages that have the shelf, English first."""
    root = files("holdfast.content")
    found = {entry.name for entry in root.iterdir() if (entry / "learn" / _SENTENCES).is_file()}
    return (ENGLISH, *sorted(found - {ENGLISH}))


@lru_cache(maxsize=32)
def _shelf(language: str) -> Shelf:
    if language not in shelf_languages():
        raise FactsBroken(f"no stories in the language {language[:8]!r}")
    return read_shelf(files("holdfast.content"), language)


def read_shelf(root: Traversable, language: str) -> Shelf:
    """Read the shelf of one language below ``root``. Raises FactsBroken where it does not keep the schema."""
    folder, where = root / language / "learn", f"{language}/learn"
    english = None if language == ENGLISH else read_shelf(root, ENGLISH)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    documents = [
        Document(_read(folder / name, where), name.removesuffix(".md"), f"{where}/{name}") for name in names
    ]
    stories = [_read_story(one, english) for one in documents if one.stem not in PAGES]
    pages = {one.stem: _read_page(one, english) for one in documents if one.stem in PAGES}
    found = Shelf(
        language,
        _read_sentences(parse_toml(_read(folder / _SENTENCES, where), f"{where}/{_SENTENCES}"), language),
        tuple(sorted(stories, key=lambda story: story.number)),
        pages,
    )
    _check_shelf(found, english, where)
    return found


def _check_shelf(found: Shelf, english: Shelf | None, where: str) -> None:
    numbers = [story.number for story in found.stories]
    if len(set(numbers)) < len(numbers):
        raise FactsBroken(f"{where}: two stories have the same number")
    if set(found.pages) != set(PAGES):
        raise FactsBroken(f"{where}: the pages are {', '.join(PAGES)}")
    if english is not None and len(found.stories) < len(english.stories):
        raise FactsBroken(f"{where}: a story is missing")


def _read(file: Traversable, where: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise FactsBroken(f"{where}/{file.name}: {broken}") from broken


def _read_sentences(table: Table, language: str) -> LearnWords:
    names = [field.name for field in fields(LearnWords) if field.name != "language"]
    found = LearnWords(language, **{name: table.text(name) for name in names})
    table.done()
    return found


def _read_page(document: Document, english: Shelf | None) -> PageWords:
    head = document.head
    title, rows, sources = head.text("title"), head.texts("rows"), head.texts("sources")
    head.done()
    if english is not None:
        if rows:
            raise head.fail("rows stand in the English file")
        rows = english.pages[document.stem].rows
    return PageWords(document.stem, title, document.body, rows, sources)


def _read_story(document: Document, english: Shelf | None) -> Story:
    head = document.head
    title, about, people = head.text("title"), head.text("about"), _people(head)
    base = None if english is None else _english_story(english, document)
    if base is not None:
        sources = head.texts("sources")
        head.done()
        scenes = translated(read_scenes(document, people, own=False), base.scenes, head)
        you = next(one for key, one in people.items() if key == _YOU)
        return Story(base.story_id, base.number, title, about, you, scenes, base.rows, sources)
    number = head.number("number")
    if not number:
        raise head.fail("number is a whole number from 1")
    story = Story(
        document.stem, number, title, about, people[_YOU],
        read_scenes(document, people, own=True), head.texts("rows"), head.texts("sources"),
    )  # fmt: skip
    head.done()
    return story


#: The id of the person the reader plays.
_YOU = "you"


def _people(head: Table) -> Mapping[str, str]:
    table = head.table("people")
    people = {key: table.text(key) for key in table.names()}
    if _YOU not in people:
        raise head.fail("people: you is missing")
    return people


def _english_story(english: Shelf, document: Document) -> Story:
    for story in english.stories:
        if story.story_id == document.stem:
            return story
    raise document.head.fail("English has no such story")
