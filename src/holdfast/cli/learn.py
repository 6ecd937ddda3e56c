"""``holdfast learn``: practice stories in the terminal. Needs no case, keeps nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.answers import UnknownLanguage, read_country
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood

if TYPE_CHECKING:
    from holdfast.content.stories import Shelf


class NoStoryOfThisName(NotUnderstood):
    for_person = "There is no story “{story}”. The stories are: {stories}."


class NotAPath(NotUnderstood):
    for_person = "Choices are numbers with commas between them, for example 1,3."


def list_stories(args: argparse.Namespace, door: Door) -> int:
    """Prints the stories, with the words that play one."""
    shelf = _shelf(args.language)
    if args.json:
        stories = [
            {"id": s.story_id, "title": s.title, "about": s.about, "you": s.you} for s in shelf.stories
        ]
        say_json(door, {"language": shelf.language, "stories": stories})
        return 0
    page = Page(door)
    page.heading(shelf.say.title)
    for line in (shelf.say.lead, shelf.say.promise):
        page.say(line)
    page.heading(shelf.say.stories)
    for story in shelf.stories:
        page.say(f"{story.title} · {story.about}", indent="      ", first="  - ")
        page.say(f"holdfast learn play {story.story_id}{_language_option(shelf)}", indent="      ")
    return 0


def play_story(args: argparse.Namespace, door: Door) -> int:
    """Plays one story: turn by turn at a terminal, else as far as ``--choose`` leads."""
    from holdfast.cli.learn_page import played_json, print_end, print_turns, turn_by_turn
    from holdfast.learn.play import play

    shelf = _shelf(args.language)
    country = read_country(args.country) if args.country else ""
    story = next((one for one in shelf.stories if one.story_id == args.story), None)
    if story is None:
        known = ", ".join(one.story_id for one in shelf.stories)
        raise NoStoryOfThisName("no such story", story=args.story, stories=known)
    played = play(story, _path(args.choose))
    if args.json:
        say_json(door, played_json(played, shelf))
        return 0
    page = Page(door)
    page.heading(story.title)
    page.say(f"{story.about} {shelf.say.you_are} {story.you}.")
    if door.person_is_here and not played.is_over:
        played = turn_by_turn(door, page, played, shelf)
    else:
        print_turns(page, played, shelf)
    if played.is_over:
        print_end(page, played, shelf, door, country)
    return 0


def _shelf(language: str) -> Shelf:
    from holdfast.content.stories import shelf, shelf_languages

    if language not in shelf_languages():
        raise UnknownLanguage("no stories", language=language, languages=", ".join(shelf_languages()))
    return shelf(language)


def _path(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() and len(part) < 3 for part in parts):
        raise NotAPath("choices")
    return tuple(int(part) for part in parts)


def _language_option(shelf: Shelf) -> str:
    return "" if shelf.language == "en" else f" --language {shelf.language}"


def _list_options(parser: Parser) -> None:
    parser.add_argument(
        "--language", default="en", type=plain, metavar="CODE", help=_("language of the stories (default en)")
    )


def _play_options(parser: Parser) -> None:
    parser.add_argument(
        "story", metavar="STORY", type=plain, help=_("the story's id, see holdfast learn list")
    )
    _list_options(parser)
    parser.add_argument(
        "--choose", default="", type=plain, metavar="1,2", help=_("the choices made so far, by number")
    )
    parser.add_argument("--country", default="", type=plain, metavar="CODE", help=_("two letters, e.g. GB"))


LEAVES = (
    Leaf(
        "learn list",
        _("Six short stories about chats. You choose what to do. There is no score, and nothing is kept."),
        ("holdfast learn list", "holdfast learn list --language es"),
        _list_options,
        list_stories,
    ),
    Leaf(
        "learn play",
        _("Play one story. Type the number of what you do. Press Enter to stop."),
        (
            "holdfast learn play a-new-follower",
            "holdfast learn play the-mail --choose 1,2 --country GB",
            "holdfast learn play coffee --language es --json",
        ),
        _play_options,
        play_story,
    ),
)
