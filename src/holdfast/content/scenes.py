"""The body of a story: scenes, what is said in them, and the ways on. Schema: docs/learn.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from holdfast.content.documents import Document
from holdfast.content.tables import Table

_SCENE = re.compile(r"# (?P<id>[a-z0-9-]+)(?: = (?P<title>.+))?\Z")
_LINE = re.compile(r"- (?P<who>[a-z]+): (?P<text>.+?)(?: \[(?P<signs>[a-z, -]+)\])?\Z")
_CHOICE = re.compile(
    r"\* (?P<id>[a-z0-9-]+)(?: > (?P<to>[a-z0-9-]+))?: (?P<text>[^|]+?)(?: \| (?P<says>.+))?\Z"
)
_ELSE, _WORDS, _LATE = "## else", "## words", "## late"


@dataclass(frozen=True, slots=True)
class Line:
    """One message. ``mine``: the reader's side sends it. ``signs``: ids of the signs of ``check`` that it carries."""

    who: str
    speaker: str
    text: str
    mine: bool
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do. ``says`` is what the reader's side then sends, "" for nothing; ``to`` the next scene's id."""

    choice_id: str
    text: str
    says: str
    to: str


@dataclass(frozen=True, slots=True)
class Ending:
    """``otherwise``: what would have happened another way. ``leave``: words to leave with.

    ``late``: a threat was made before this ending; where help is stands first then.
    """

    title: str
    otherwise: tuple[str, ...]
    leave: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """``parts`` are messages, and paragraphs told beside them, in order. Either ``choices`` or an ``ending``."""

    scene_id: str
    parts: tuple[Line | str, ...]
    choices: tuple[Choice, ...]
    ending: Ending | None

    @property
    def tells(self) -> tuple[str, ...]:
        """The paragraphs alone."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The messages alone."""
        return tuple(part for part in self.parts if isinstance(part, Line))


class _Draft:
    """One scene while its lines are read."""

    def __init__(self, scene_id: str, title: str | None) -> None:
        self.scene_id = scene_id
        self.title = title
        self.section = ""
        self.late = False
        self.texts: dict[str, list[str]] = {_ELSE: [], _WORDS: []}
        self.parts: list[Line | str] = []
        self.choices: list[Choice] = []

    def scene(self) -> Scene:
        ending = None
        if self.title is not None:
            ending = Ending(self.title, tuple(self.texts[_ELSE]), tuple(self.texts[_WORDS]), self.late)
        return Scene(self.scene_id, tuple(self.parts), tuple(self.choices), ending)


def read_scenes(document: Document, people: Mapping[str, str], *, own: bool) -> tuple[Scene, ...]:
    """The scenes of a file. ``own``: the file holds the structure, as English does. Raises FactsBroken."""
    drafts: list[_Draft] = []
    for line in (raw.strip() for raw in document.body.split("\n")):
        if found := _SCENE.match(line):
            drafts.append(_Draft(found["id"], found["title"]))
        elif line and not drafts:
            raise document.head.fail(f"before the first scene: {line[:40]!r}")
        elif line:
            _take(drafts[-1], line, people, document.head)
    scenes = tuple(draft.scene() for draft in drafts)
    if own:
        _check(scenes, document.head)
    return scenes


def _take(draft: _Draft, line: str, people: Mapping[str, str], head: Table) -> None:
    if line == _LATE:
        draft.late = True
    elif line in (_ELSE, _WORDS):
        draft.section = line
    elif line.startswith("#"):
        raise head.fail(f"unknown heading {line[:40]!r}")
    elif draft.section:
        draft.texts[draft.section].append(line.removeprefix("- "))
    elif found := _LINE.match(line):
        if found["who"] not in people:
            raise head.fail(f"{draft.scene_id}: {found['who']!r} is none of the people")
        signs = tuple(part.strip() for part in (found["signs"] or "").split(",") if part.strip())
        who = found["who"]
        draft.parts.append(Line(who, people[who], found["text"], who == "you", signs))
    elif found := _CHOICE.match(line):
        draft.choices.append(Choice(found["id"], found["text"], found["says"] or "", found["to"] or ""))
    elif line.startswith(("- ", "* ")):
        raise head.fail(f"{draft.scene_id}: not understood: {line[:40]!r}")
    else:
        draft.parts.append(line)


def _check(scenes: Sequence[Scene], head: Table) -> None:
    """Every choice leads further down, every scene is reached, every ending has its words."""
    order = {scene.scene_id: place for place, scene in enumerate(scenes)}
    if len(order) < len(scenes) or not scenes:
        raise head.fail("scenes have ids of their own, and there is at least one")
    reached = {scenes[0].scene_id}
    for scene in scenes:
        name = scene.scene_id
        if bool(scene.choices) == bool(scene.ending):
            raise head.fail(f"{name}: a scene has choices, or is an ending with a title")
        if scene.ending and not (scene.tells and scene.ending.otherwise and scene.ending.leave):
            raise head.fail(f"{name}: an ending needs its text, {_ELSE} and {_WORDS}")
        if not all(order.get(choice.to, -1) > order[name] for choice in scene.choices):
            raise head.fail(f"{name}: a choice leads to a scene further down")
        reached |= {choice.to for choice in scene.choices}
    if missed := set(order) - reached:
        raise head.fail(f"nothing leads to {', '.join(sorted(missed))}")


def translated(scenes: Sequence[Scene], english: Sequence[Scene], head: Table) -> tuple[Scene, ...]:
    """The words of one language in the structure of English. Raises FactsBroken where they do not fit."""
    if [scene.scene_id for scene in scenes] != [scene.scene_id for scene in english]:
        raise head.fail("the scenes are not those of the English file")
    return tuple(_translated(own, base, head) for own, base in zip(scenes, english, strict=True))


def _translated(own: Scene, base: Scene, head: Table) -> Scene:
    same = (
        _shape(own) == _shape(base)
        and not any(line.signs for line in own.lines)
        and not any(choice.to for choice in own.choices)
        and not (own.ending and own.ending.late)
    )
    if not same:
        raise head.fail(f"{own.scene_id}: not built like the English scene")
    parts = (
        replace(part, signs=its.signs) if isinstance(part, Line) and isinstance(its, Line) else part
        for part, its in zip(own.parts, base.parts, strict=True)
    )
    choices = (replace(choice, to=its.to) for choice, its in zip(own.choices, base.choices, strict=True))
    ending = replace(own.ending, late=base.ending.late) if own.ending and base.ending else None
    return replace(own, parts=tuple(parts), choices=tuple(choices), ending=ending)


def _shape(scene: Scene) -> tuple[object, ...]:
    """What must be the same in every language: who speaks, which choices, whether it ends."""
    return (
        tuple(part.who if isinstance(part, Line) else "" for part in scene.parts),
        tuple((choice.choice_id, bool(choice.says)) for choice in scene.choices),
        scene.ending is not None,
        (len(scene.ending.otherwise), len(scene.ending.leave)) if scene.ending else (),
    )
