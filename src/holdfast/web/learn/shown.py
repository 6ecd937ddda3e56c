"""A story as a page shows it. The signs are found by ``check``, in the chat so far, and named in its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.check.read import read
from holdfast.check.summary import why_of
from holdfast.check.values import Document, Message
from holdfast.content.scenes import Ending, Line
from holdfast.content.stories import Story, shelf
from holdfast.learn.play import Chat, NoSuchStory, Played, Said, chat, every_path, play
from holdfast.web.check.pieces import Piece, pieces

#: No story is longer; what is longer is no address of ours.
MOST_TURNS = 20
#: What everybody should know to leave in time; the rest comes with the stories.
TO_KNOW = (
    "are-you-alone", "move-app", "app-broken", "camera-broken", "video-call", "asks-picture", "reply-now",
    "recorded-you",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MessageShown:
    """``signs`` are sentences, one for each sign named at this message; their places are marked in ``pieces``."""

    speaker: str
    mine: bool
    text: str
    pieces: tuple[Piece, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph beside the chat."""

    tell: str


@dataclass(frozen=True, slots=True)
class TurnShown:
    """``chose``: the reader's choice that led here, ``own``: what they sent with it, "" where there is none.

    ``parts`` are messages, and paragraphs told beside them, in order.
    """

    chose: str
    own: str
    parts: tuple[MessageShown | Told, ...]

    @property
    def messages(self) -> tuple[MessageShown, ...]:
        return tuple(part for part in self.parts if isinstance(part, MessageShown))

    @property
    def signs(self) -> bool:
        """Any sign among its messages."""
        return any(message.signs for message in self.messages)


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    text: str
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class SignShown:
    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class CardShown:
    """One card to print. ``ways`` are choices with the number of the card they lead to."""

    number: int
    parts: tuple[Line | Told, ...]
    ways: tuple[tuple[str, int], ...]
    ending: Ending | None
    signs: tuple[SignShown, ...]


def path_in(taken: str) -> tuple[int, ...]:
    """``"132"`` → (1, 3, 2). Raises NoSuchStory for anything else."""
    if not re.fullmatch(f"[1-9]{{0,{MOST_TURNS}}}", taken):
        raise NoSuchStory("no path")
    return tuple(int(digit) for digit in taken)


def turns(played: Played, language: str) -> tuple[TurnShown, ...]:
    """Every turn so far, the newest last."""
    told = chat(played)
    marks = marks_in(told, played.story.you, language)
    found = []
    for place, turn in enumerate(played.turns):
        messages = (
            _message(said, marks[at], language)
            for at, said in enumerate(told.said)
            if said.turn == place and said.line in turn.scene.lines
        )
        parts = tuple(Told(part) if isinstance(part, str) else next(messages) for part in turn.scene.parts)
        chose, own = (turn.taken.text, turn.taken.says) if turn.taken else ("", "")
        found.append(TurnShown(chose, own, parts))
    return tuple(found)


def choices(played: Played, language: str) -> tuple[ChoiceShown, ...]:
    """What can be done now, and where it leads."""
    base = f"/l/{language}/{played.story.number}/{''.join(str(number) for number in played.path)}"
    return tuple(
        ChoiceShown(choice.text, choice.says, f"{base}{number}#now")
        for number, choice in enumerate(played.choices, 1)
    )


def signs(played: Played, language: str) -> tuple[SignShown, ...]:
    """The signs of the chat so far, each once, in the order of the chat."""
    told = chat(played)
    return _once(zip(told.said, marks_in(told, played.story.you, language), strict=True), language)


def signs_of(story: Story, language: str) -> tuple[SignShown, ...]:
    """Every sign of a story, on whichever way it stands, in the order of the file."""
    found = [sign for path in every_path(story) for sign in signs(path, language)]
    order = [why_of(sign, language) for sign in story.signs]
    return tuple(sorted({one.why: one for one in found}.values(), key=lambda one: order.index(one.why)))


def signs_to_know(language: str) -> tuple[str, ...]:
    """The sentences of the sheet."""
    return tuple(why_of(sign, language) for sign in TO_KNOW)


def leave_quotes(language: str) -> tuple[str, ...]:
    """Lines to leave a chat with, as they are said: those of the endings before any threat, without a name in front."""
    endings = (scene.ending for story in shelf(language).stories for scene in story.scenes if scene.ending)
    lines = (line for ending in endings if not ending.late for line in ending.leave)
    return tuple(dict.fromkeys(line for line in lines if re.fullmatch("“[^”]+”", line)))


def following(story: Story, language: str) -> Story:
    """The story after this one; after the last comes the first."""
    listed = shelf(language).stories
    return listed[(listed.index(story) + 1) % len(listed)]


def cards(story: Story, language: str) -> tuple[CardShown, ...]:
    """The story as numbered cards, in the order of the file."""
    numbers = {scene.scene_id: number for number, scene in enumerate(story.scenes, 1)}
    first = {turn.scene.scene_id: path for path in every_path(story) for turn in path.turns}
    found = []
    for scene in story.scenes:
        path = first[scene.scene_id]
        place = [turn.scene.scene_id for turn in path.turns].index(scene.scene_id)
        told = chat(play(story, path.path[:place]))
        marked = zip(told.said, marks_in(told, story.you, language), strict=True)
        here = [(said, marks) for said, marks in marked if said.turn == place]
        ways = tuple((f"{c.text} {_quoted(c.says)}".strip(), numbers[c.to]) for c in scene.choices)
        parts = tuple(Told(part) if isinstance(part, str) else part for part in scene.parts)
        named = _once(here, language)
        found.append(CardShown(numbers[scene.scene_id], parts, ways, scene.ending, named))
    return tuple(found)


#: Marks of one message: ``(sign id, start, end)`` in the message's own text.
Marks = tuple[tuple[str, int, int], ...]


def marks_in(told: Chat, you: str, language: str) -> tuple[Marks, ...]:
    """What ``check`` finds of the signs that each message names; one entry a message, in order."""
    messages = tuple(
        Message(said.line.speaker, said.line.text, said.start, said.end, mine=said.line.mine)
        for said in told.said
    )
    hits = read(Document(told.text, messages), me=you, language=language).signs
    return tuple(
        tuple(
            (hit.id, max(hit.start, said.start) - said.start, min(hit.end, said.end) - said.start)
            for hit in hits
            if hit.id in said.line.signs and hit.start < said.end and hit.end > said.start
        )
        for said in told.said
    )


def _message(said: Said, marks: Marks, language: str) -> MessageShown:
    named = dict.fromkeys(sign for sign in said.line.signs if any(mark[0] == sign for mark in marks))
    return MessageShown(
        said.line.speaker,
        said.line.mine,
        said.line.text,
        pieces(said.line.text, ((start, end) for _, start, end in marks)),
        tuple(why_of(sign, language) for sign in named),
    )


def _once(marked: Iterable[tuple[Said, Marks]], language: str) -> tuple[SignShown, ...]:
    found: dict[str, str] = {}
    for said, marks in marked:
        for sign, start, end in marks:
            found.setdefault(sign, said.line.text[start:end])
    return tuple(SignShown(why_of(sign, language), quote) for sign, quote in found.items())


def _quoted(says: str) -> str:
    return f"“{says}”" if says else ""
