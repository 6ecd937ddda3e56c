"""Is this person real? Where there is no text: what is seen of a profile and a person, and what follows from it.

Nothing here proves anything; real people tick one or two. What somebody asks for says more than how a profile looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from holdfast.check.steps import next_steps
from holdfast.check.summary import StepRead, steps_read
from holdfast.check.values import DemandRead, Stage, Verdict
from holdfast.content.readings import reading_words
from holdfast.content.signs import ENGLISH
from holdfast.errors import NotUnderstood

#: How a profile looks, what a person does, what a person asks for; ids of ``[[profile]]`` in words.toml.
LOOKS = ("new-account", "few-friends", "model-pictures", "stories-differ")
DOES = ("too-fast", "moves-app", "camera-broken", "asks-about-people")
ASKS = ("asks-pictures", "asks-undress", "talks-money")
#: It is no question any more whether that person means well.
THREATENS = "threatens"
SIGNS = (*LOOKS, *DOES, *ASKS, THREATENS)


class UnknownProfileSign(NotUnderstood):
    for_person = "We do not know “{sign}”. These can be named: {known}."


class Answer(StrEnum):
    """What follows; ids of ``[[profile_answer]]`` in words.toml."""

    THREATENED = "threatened"
    LEAVE = "leave"
    SLOW = "slow"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ProfileSign:
    """One thing to look for, and why it matters."""

    id: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """The answer in words. ``say`` are sentences to leave with; ``seen`` is what was ticked."""

    answer: Answer
    title: str
    lines: tuple[str, ...]
    seen: tuple[ProfileSign, ...]
    steps: tuple[StepRead, ...]
    say: tuple[str, ...]


def profile_signs(language: str = ENGLISH) -> tuple[ProfileSign, ...]:
    """What can be ticked, in the order of the form."""
    said = reading_words(language)
    found = ((sign, said.find("profile", sign)) for sign in SIGNS)
    return tuple(ProfileSign(sign, words.text, " ".join(words.lines)) for sign, words in found)


def answer_for(ticked: Iterable[str]) -> Answer:
    """What follows from these ids: one request among other signs is enough to leave. Raises UnknownProfileSign."""
    seen = set(ticked)
    for sign in sorted(seen - set(SIGNS)):
        raise UnknownProfileSign("no such sign", sign=sign[:40], known=", ".join(SIGNS))
    if THREATENS in seen:
        return Answer.THREATENED
    asks, does = seen & set(ASKS), seen & set(DOES)
    if "asks-undress" in asks or (asks and len(seen) > 1) or len(does) > 2:
        return Answer.LEAVE
    return Answer.SLOW if asks or does or len(seen) > 1 else Answer.UNSURE


def read_profile(ticked: Iterable[str], *, country: str = "", language: str = ENGLISH) -> ProfileRead:
    """The answer for what was ticked; ``country`` is a two-letter code or "". Raises UnknownProfileSign."""
    seen = frozenset(ticked)
    answer = answer_for(seen)
    said = reading_words(language)
    head = said.find("profile_answer", answer)
    leave = said.find("profile_say", "leave" if answer is Answer.LEAVE else "slow").lines
    return ProfileRead(
        answer,
        head.text,
        head.lines,
        tuple(sign for sign in profile_signs(language) if sign.id in seen),
        steps_read(_steps(answer, country), language),
        () if answer is Answer.THREATENED else leave,
    )


def _steps(answer: Answer, country: str) -> tuple[str, ...]:
    kind, stage = {
        Answer.THREATENED: (Verdict.SEXTORTION, Stage.THREAT),
        Answer.LEAVE: (Verdict.TOO_EARLY, Stage.REQUEST),
        Answer.SLOW: (Verdict.TOO_EARLY, Stage.RAPPORT),
        Answer.UNSURE: (Verdict.NONE, None),
    }[answer]
    return next_steps(kind, stage, DemandRead(), signs=frozenset(), crisis=False, country=country)
