"""Playing one practice story, turn by turn. Nothing is kept: the choices made so far are all there is to know.

>>> played = play(story("a-new-follower"), (3,))
>>> played.is_over
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.content.scenes import Choice, Line, Scene
from holdfast.content.stories import Story, shelf
from holdfast.content.words import ENGLISH
from holdfast.errors import NotUnderstood


class NoSuchStory(NotUnderstood):
    """No story by that id or number, or no turn by those choices."""

    for_person = "There is no such story here, or no such place in it."
    http_status = 404


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the chat so far. ``text`` is ``Chat.text[start:end]``; ``turn`` counts from 0."""

    line: Line
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat as far as it went: the messages one under the other, and where each stands in ``text``."""

    text: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One scene, and the choice that led there; None at the beginning."""

    scene: Scene
    taken: Choice | None


@dataclass(frozen=True, slots=True)
class Played:
    """A story and how far it was played. ``path`` are the numbers of the choices made, from 1."""

    story: Story
    path: tuple[int, ...]
    turns: tuple[Turn, ...]

    @property
    def here(self) -> Scene:
        return self.turns[-1].scene

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be done now; empty at an ending."""
        return self.here.choices

    @property
    def is_over(self) -> bool:
        return self.here.ending is not None


def story(story_id: str, language: str = ENGLISH) -> Story:
    """One story by its id. Raises NoSuchStory."""
    for one in shelf(language).stories:
        if one.story_id == story_id:
            return one
    raise NoSuchStory("no story by this id")


def numbered(number: int, language: str = ENGLISH) -> Story:
    """One story by its number on the pages. Raises NoSuchStory."""
    for one in shelf(language).stories:
        if one.number == number:
            return one
    raise NoSuchStory("no story by this number")


def play(one: Story, path: Sequence[int] = ()) -> Played:
    """The story after these choices, each a number from 1. Raises NoSuchStory where a choice is not there."""
    turns = [Turn(one.scenes[0], None)]
    for number in path:
        choices = turns[-1].scene.choices
        if not 1 <= number <= len(choices):
            raise NoSuchStory("no such choice")
        taken = choices[number - 1]
        turns.append(Turn(one.scene(taken.to), taken))
    return Played(one, tuple(path), tuple(turns))


def every_path(one: Story) -> Iterator[Played]:
    """Every way through a story to an ending; it ends because choices lead down the file only."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        played = play(one, waiting.pop())
        if played.is_over:
            yield played
        waiting += [(*played.path, number) for number in range(len(played.choices), 0, -1)]


def chat(played: Played) -> Chat:
    """What was said until now, the reader's own messages among it."""
    said: list[Said] = []
    at = 0
    for place, turn in enumerate(played.turns):
        own = _own(played.story, turn)
        for line in (*own, *turn.scene.lines):
            said.append(Said(line, place, at, at + len(line.text)))
            at += len(line.text) + 1
    return Chat("\n".join(one.line.text for one in said), tuple(said))


def _own(one: Story, turn: Turn) -> tuple[Line, ...]:
    """What the reader's side sends with its choice."""
    says = turn.taken.says if turn.taken else ""
    return (Line("you", one.you, says, mine=True),) if says else ()
