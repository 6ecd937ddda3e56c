"""Every text a person can read that stands in content or is an error's: id → text. Doors have their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from pkgutil import walk_packages

import holdfast
from holdfast.content.facts import places, platforms
from holdfast.content.letters import BLANK, LetterFrame, letters
from holdfast.content.readings import reading_words
from holdfast.content.site import site_words
from holdfast.content.words import ENGLISH, words
from holdfast.errors import HoldfastError


@dataclass(frozen=True)
class Text:
    text_id: str
    words: str


def every_text() -> list[Text]:
    """All of English, platforms and places among it."""
    return [
        *shelves_of(ENGLISH),
        *site_of(ENGLISH),
        *_letters(ENGLISH),
        *readings_of(ENGLISH),
        *_facts(),
        *_errors(),
    ]


def shelves_of(language: str) -> list[Text]:
    """What every language has: steps, pages, questions, the plan's own words and those about dying."""
    return [*_steps(language), *_pages(language), *_questions(language), *_plan(language)]


def letters_of(language: str) -> list[Text]:
    """The shelf of letters. Where a language has not started it, there is none."""
    return list(_letters(language)) if letters(language).language == language else []


def _steps(language: str) -> Iterator[Text]:
    for step in words(language).steps.values():
        yield Text(f"guide/{step.step_id}", _lines(step.title, *step.lines, *step.any_app, step.why))


def _pages(language: str) -> Iterator[Text]:
    for page in words(language).pages.values():
        yield Text(f"pages/{page.page_id}", _lines(page.title, page.body))


def _questions(language: str) -> Iterator[Text]:
    for question in words(language).questions:
        lines = [question.title, question.help]
        for field in question.fields:
            lines += [field.label, field.help, *(option.text for option in field.options)]
        yield Text(f"questions/{question.question_id}", _lines(*lines))


def _plan(language: str) -> Iterator[Text]:
    for opening in words(language).plan.openings:
        yield Text(f"plan/{opening.opening_id}", _lines(*opening.lines))
    yield Text("plan/moments", _lines(*(moment.text for moment in words(language).plan.moments)))
    yield Text("crisis", _lines(words(language).crisis.title, *words(language).crisis.lines))


def site_of(language: str) -> Iterator[Text]:
    """The static site and its poster."""
    site = site_words(language)
    said = (site.title, *site.lines, site.offline, site.no_case, *site.situations.values())
    yield Text("site", _lines(*said, site.poster.title, *site.poster.lines, site.poster.scan))


def _letters(language: str) -> Iterator[Text]:
    """As a letter reads where nothing is known yet, its capitals as small words."""
    frame = letters(language).frame
    blank = partial(_blank, frame)
    yield Text("letters/frame", _lines(frame.title, *frame.lines))
    yield Text("letters/phrases", _lines(*(BLANK.sub(blank, phrase) for phrase in frame.phrases.values())))
    for letter in letters(language).all.values():
        text = BLANK.sub(blank, letter.text)
        yield Text(f"letters/{letter.letter_id}", _lines(letter.title, *letter.before, text, *letter.answer))


def _blank(frame: LetterFrame, found: re.Match[str]) -> str:
    return frame.blanks.get(found[1], "Someone said this.").lower()


def readings_of(language: str) -> Iterator[Text]:
    """What a checked message is told to be."""
    for (shelf, said_id), said in reading_words(language).said.items():
        yield Text(f"readings/{shelf}-{said_id}", _lines(said.text, *said.lines))


def _facts() -> Iterator[Text]:
    for platform in platforms().all:
        steps = platform.steps()
        lines = [line for field in fields(steps) for line in getattr(steps, field.name)]
        yield Text(f"platforms/{platform.platform_id}", _lines(*lines))
    for country in (*places().all, places().world, places().europe):
        if country.reporting:
            said = country.reporting.text()
            yield Text(f"places/{country.code}-reporting", _lines(*said.ask, *said.told, *said.can))
        for contact in country.own:
            about = contact.text()
            lines = [about.for_whom, about.note or "", about.who_they_tell or ""]
            yield Text(f"places/{contact.contact_id}", _lines(*lines))


def facts_of(language: str) -> list[Text]:
    """What platforms and places say in a language beside English, where they have it."""
    found = []
    for platform in platforms().all:
        if platform.steps(language) != platform.steps():
            steps = platform.steps(language)
            lines = [line for field in fields(steps) for line in getattr(steps, field.name)]
            found.append(Text(f"platforms/{platform.platform_id}", _lines(*lines)))
    for country in (*places().all, places().world, places().europe):
        if country.reporting and country.reporting.text(language) != country.reporting.text():
            said = country.reporting.text(language)
            found.append(Text(f"places/{country.code}-reporting", _lines(*said.ask, *said.told, *said.can)))
        for contact in country.own:
            about = contact.text(language)
            if about != contact.text():
                lines = [about.for_whom, about.note or "", about.who_they_tell or ""]
                found.append(Text(f"places/{contact.contact_id}", _lines(*lines)))
    return found


def _errors() -> Iterator[Text]:
    for error in every_error():
        yield Text(f"errors/{error.__name__}", error.for_person)


def every_error() -> list[type[HoldfastError]]:
    """The whole family, wherever a room keeps its own; the web is left out, it needs its settings first."""
    for module in walk_packages(holdfast.__path__, "holdfast."):
        if not module.name.startswith(("holdfast.web", "holdfast.__main__")):
            import_module(module.name)
    return [HoldfastError, *_below(HoldfastError)]


def _below(error: type[HoldfastError]) -> Iterator[type[HoldfastError]]:
    for child in error.__subclasses__():
        yield child
        yield from _below(child)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
