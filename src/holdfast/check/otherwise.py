"""Where a reading is wrong, the person says what it is. That changes the advice, and is sent nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.check.steps import next_steps
from holdfast.check.summary import StepRead, steps_read
from holdfast.check.values import DemandRead, Stage, Verdict
from holdfast.content.readings import reading_words
from holdfast.content.signs import ENGLISH

#: What a person can choose, by the ids of ``[[wrong]]`` in words.toml: the kind, the stage, the signs it stands for.
CHOICES: tuple[tuple[str, Verdict, Stage | None, frozenset[str]], ...] = (
    ("threat", Verdict.SEXTORTION, Stage.DEMAND, frozenset()),
    ("mail", Verdict.SEXTORTION, Stage.MASS_MAIL, frozenset()),
    ("early", Verdict.TOO_EARLY, Stage.REQUEST, frozenset()),
    ("known", Verdict.SEXTORTION, Stage.OTHER_BRANCH, frozenset({"ex-partner"})),
    ("scam", Verdict.OTHER_EXTORTION, None, frozenset()),
    ("harmless", Verdict.NONE, None, frozenset()),
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One choice with its own advice."""

    id: str
    text: str
    lines: tuple[str, ...]
    steps: tuple[StepRead, ...]


def otherwise(country: str = "", language: str = ENGLISH) -> tuple[Otherwise, ...]:
    """Every choice, in the order they are offered. ``country`` is a two-letter code or ""."""
    said = reading_words(language)
    found = []
    for choice, kind, stage, signs in CHOICES:
        steps = next_steps(kind, stage, DemandRead(), signs=signs, crisis=False, country=country)
        words = said.find("wrong", choice)
        found.append(Otherwise(choice, words.text, words.lines, steps_read(steps, language)))
    return tuple(found)
