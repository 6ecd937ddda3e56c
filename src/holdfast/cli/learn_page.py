"""A story for the terminal and for machines. The signs are those that ``check`` finds in the chat so far."""

from __future__ import annotations

from holdfast.check.read import read
from holdfast.check.summary import why_of
from holdfast.check.values import Document, Message, SignHit
from holdfast.cli.asker import asker
from holdfast.cli.contact_lines import print_contact
from holdfast.cli.door import Door
from holdfast.cli.guide_page import print_crisis
from holdfast.cli.printing import Page, safe
from holdfast.content.stories import Shelf
from holdfast.content.words import ENGLISH, languages
from holdfast.guide.situation import Situation
from holdfast.learn.play import Played, Said, Turn, chat, play

#: How many contacts stand at the end of a story.
FEW = 3


def turn_by_turn(door: Door, page: Page, played: Played, shelf: Shelf) -> Played:
    """Asks at each turn, until an ending or an empty line. Returns how far the story went."""
    print_turns(page, played, shelf)
    while not played.is_over:
        number = _ask(door, shelf, len(played.choices))
        if number is None:
            page.say(shelf.say.promise)
            return played
        _print_signs(page, played, len(played.turns) - 1, shelf)
        played = play(played.story, (*played.path, number))
        _print_turn(page, played, len(played.turns) - 1, shelf)
        _print_choices(page, played, shelf)
    return played


def print_turns(page: Page, played: Played, shelf: Shelf) -> None:
    """All turns so far: the signs of each but the newest, then the choices."""
    for place in range(len(played.turns)):
        _print_turn(page, played, place, shelf)
        if place < len(played.turns) - 1:
            _print_signs(page, played, place, shelf)
    _print_choices(page, played, shelf)


def print_end(page: Page, played: Played, shelf: Shelf, door: Door, country: str) -> None:
    """How it ends, what would have happened, words to leave with, and who can help there."""
    ending, say = played.here.ending, shelf.say
    if ending is None:
        return
    language = shelf.language if shelf.language in languages() else ENGLISH
    asking = asker(Situation(country=country), door, language)
    page.heading(ending.title)
    if ending.late:
        page.say(say.really)
        print_crisis(page, asking)
    for line in played.here.tells:
        page.say(line, indent="  ")
    page.heading(say.otherwise)
    for line in ending.otherwise:
        page.say(line, indent="  ")
    page.heading(say.leave)
    for line in ending.leave:
        page.say(line, indent="    ", first="  - ")
    page.say(say.leave_how)
    page.heading(say.signs)
    for why in _named(played, range(len(played.turns)), shelf):
        page.say(why, indent="    ", first="  - ")
    page.say(say.signs_lead)
    page.heading(say.help_title)
    page.say(say.help_lead)
    for one in asking.contacts[:FEW]:
        print_contact(page, one, language)
    page.say(f"{say.help_plan}: holdfast guide", indent="  ")


def played_json(played: Played, shelf: Shelf) -> dict[str, object]:
    """How far the story went, for machines; keys are promised in docs/cli.md."""
    ending, story = played.here.ending, played.story
    return {
        "story": story.story_id,
        "title": story.title,
        "about": story.about,
        "you": story.you,
        "language": shelf.language,
        "path": list(played.path),
        "turns": [_turn_json(played, place, shelf) for place in range(len(played.turns))],
        "choices": [
            {"number": number, "text": choice.text, "says": choice.says or None}
            for number, choice in enumerate(played.choices, 1)
        ],
        "ending": None
        if ending is None
        else {
            "title": ending.title,
            "otherwise": list(ending.otherwise),
            "leave": list(ending.leave),
            "threatened": ending.late,
        },
    }


def _turn_json(played: Played, place: int, shelf: Shelf) -> dict[str, object]:
    turn = played.turns[place]
    said = [one for one in chat(played).said if one.turn == place]
    hits = _hits(played, shelf)
    return {
        "chose": turn.taken.text if turn.taken else None,
        "tells": list(turn.scene.tells),
        "messages": [
            {
                "speaker": one.line.speaker,
                "mine": one.line.mine,
                "text": one.line.text,
                "signs": [
                    {"id": hit.id, "why": why_of(hit.id, shelf.language)} for hit in _of_line(one, hits)
                ],
            }
            for one in said
        ],
    }


def _ask(door: Door, shelf: Shelf, choices: int) -> int | None:
    """A number from 1 to ``choices``; None for an empty line or the end of input."""
    while True:
        door.stderr.write(safe(f"{shelf.say.type_number} (1–{choices}), {shelf.say.stop_here}: "))
        door.stderr.flush()
        typed = door.stdin.readline().strip()
        if not typed:
            return None
        if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:3]) <= choices:
            return int(typed[:3])


def _print_turn(page: Page, played: Played, place: int, shelf: Shelf) -> None:
    turn = played.turns[place]
    page.say("")
    if turn.taken:
        page.say(f"{shelf.say.you_chose} {turn.taken.text}", indent="  ")
    if turn.taken and turn.taken.says:
        page.say(f"{played.story.you}: {turn.taken.says}", indent="    ", first="  > ")
    if turn.scene.ending is None:
        _print_scene(page, turn)


def _print_scene(page: Page, turn: Turn) -> None:
    for part in turn.scene.parts:
        if isinstance(part, str):
            page.say(part, indent="  ")
        else:
            page.say(f"{part.speaker}: {part.text}", indent="    ", first="  > ")


def _print_signs(page: Page, played: Played, place: int, shelf: Shelf) -> None:
    for why in _named(played, (place,), shelf):
        page.say(f"{shelf.say.sign}: {why}", indent="      ", first="    * ")


def _print_choices(page: Page, played: Played, shelf: Shelf) -> None:
    if played.is_over:
        return
    page.heading(shelf.say.choose)
    for number, choice in enumerate(played.choices, 1):
        says = f" “{choice.says}”" if choice.says else ""
        page.say(f"{choice.text}{says}", indent="     ", first=f"  {number}. ")


def _named(played: Played, places: range | tuple[int, ...], shelf: Shelf) -> tuple[str, ...]:
    """The sentences of the signs in these turns, each once."""
    hits = _hits(played, shelf)
    found = [hit.id for one in chat(played).said if one.turn in places for hit in _of_line(one, hits)]
    return tuple(why_of(sign, shelf.language) for sign in dict.fromkeys(found))


def _hits(played: Played, shelf: Shelf) -> tuple[SignHit, ...]:
    """What ``check`` finds in the chat so far."""
    told = chat(played)
    messages = tuple(
        Message(one.line.speaker, one.line.text, one.start, one.end, mine=one.line.mine) for one in told.said
    )
    return read(Document(told.text, messages), me=played.story.you, language=shelf.language).signs


def _of_line(one: Said, hits: tuple[SignHit, ...]) -> tuple[SignHit, ...]:
    """The hits in one message of the signs it names, each sign once."""
    inside = {hit.id: hit for hit in hits if hit.start < one.end and hit.end > one.start}
    return tuple(inside[sign] for sign in one.line.signs if sign in inside)
