"""A reading in words, the same for every door: what it is, how far it went, what to do, why we say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from holdfast.check.values import DemandRead, Reading, Stage, Verdict
from holdfast.content.readings import ReadingWords, Said, reading_words
from holdfast.content.signs import ENGLISH, sign_languages, sign_pack
from holdfast.content.words import languages, words
from holdfast.errors import FactsBroken

#: From "I recorded you" on, the crisis line stands above everything: a reported case ran six hours from contact to
#: death (check.md). A mass e-mail is none of these.
LATE = frozenset(
    {Stage.REVEAL, Stage.THREAT, Stage.DEMAND, Stage.AFTER_PAYING, Stage.CHAT_BLUFF, Stage.OTHER_BRANCH}
)


#: What stands first where several texts were read: what is worst, then what is furthest.
_WORST = (
    Verdict.NONE, Verdict.ARTICLE, Verdict.TOO_EARLY, Verdict.OTHER_EXTORTION, Verdict.OWN_ACCOUNT, Verdict.SEXTORTION,
)  # fmt: skip
_FURTHEST = (
    None, Stage.CONTACT, Stage.RAPPORT, Stage.MOVING, Stage.REQUEST, Stage.MASS_MAIL, Stage.CHAT_BLUFF, Stage.REVEAL,
    Stage.OTHER_BRANCH, Stage.THREAT, Stage.DEMAND, Stage.AFTER_PAYING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRead:
    """One thing to do, as the guide says it."""

    id: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignRead:
    """One sign, in one sentence, and how often it stands in the text."""

    id: str
    why: str
    times: int


@dataclass(frozen=True, slots=True)
class Summary:
    """``title`` and ``lines`` are read first. ``bluff`` is "" where there is nothing to call one.

    ``present`` and ``absent`` say why. ``crisis_first``: the crisis contacts stand above all of this.
    """

    title: str
    lines: tuple[str, ...]
    stage: str
    sure: str
    bluff: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    steps: tuple[StepRead, ...]
    signs: tuple[SignRead, ...]
    crisis_first: bool


def summary(reading: Reading, language: str = ENGLISH) -> Summary:
    """The words for a reading. Raises FactsBroken where content lacks them, nothing else."""
    said = reading_words(language)
    head = _head(reading, said)
    blackmail = reading.kind is Verdict.SEXTORTION
    return Summary(
        title=head.text,
        lines=head.lines,
        stage=said.text("stage", reading.stage) if reading.stage else "",
        sure=said.text("sure", reading.sure) if reading.kind is not Verdict.NONE else "",
        bluff=said.text("bluff", reading.bluff) if blackmail else "",
        present=tuple(said.text("present", one) for one in reading.present),
        absent=tuple(said.text("absent", one) for one in reading.absent),
        steps=steps_read(reading.steps, language),
        signs=_signs(reading, said.language),
        crisis_first=needs_crisis_line(reading),
    )


def severity(reading: Reading) -> int:
    """Orders readings, 0 and up: words about dying before all, then what it is, then how far it went."""
    rank = _WORST.index(reading.kind) * len(_FURTHEST) + _FURTHEST.index(reading.stage)
    return rank + reading.crisis * len(_WORST) * len(_FURTHEST)


def needs_crisis_line(reading: Reading) -> bool:
    """True where the crisis contacts stand above everything: words about dying, or a threat to a person."""
    return reading.crisis or reading.stage in LATE or reading.kind is Verdict.OWN_ACCOUNT


def steps_read(step_ids: Iterable[str], language: str = ENGLISH) -> tuple[StepRead, ...]:
    """Steps of the guide by their ids."""
    shelf = words(language if language in languages() else ENGLISH)
    found = (shelf.step(step_id) for step_id in step_ids)
    return tuple(StepRead(step.step_id, step.title, step.lines or step.any_app) for step in found)


def asked_for(demand: DemandRead, language: str = ENGLISH) -> tuple[tuple[str, str], ...]:
    """``(field, words)`` of each part of a demand that the text names: wants, amount, method, deadline, audience."""
    said = reading_words(language)
    amount = " ".join(part for part in (demand.amount, demand.currency) if part)
    rows = (
        ("wants", ", ".join(said.name("wants", one) for one in demand.wants)),
        ("amount", amount if demand.amount else ""),
        ("method", said.name("method", demand.method) if demand.method else ""),
        ("deadline", demand.deadline),
        ("audience", ", ".join(said.name("audience", one) for one in demand.audience)),
    )
    return tuple((field, words) for field, words in rows if words)


def why_of(sign_id: str, language: str = ENGLISH) -> str:
    """Why a sign matters. Raises FactsBroken where no pack has it."""
    for code in dict.fromkeys((language, ENGLISH, *sign_languages())):
        found = _whys(code).get(sign_id)
        if found:
            return found
    raise FactsBroken(f"no sign by the id {sign_id[:60]!r}")


def _head(reading: Reading, said: ReadingWords) -> Said:
    kind = said.kind(reading.kind)
    if reading.other is None or reading.kind is not Verdict.OTHER_EXTORTION:
        return kind
    other = said.find("other", reading.other)
    return Said(other.text, (*other.lines, *kind.lines))


def _signs(reading: Reading, language: str) -> tuple[SignRead, ...]:
    counts: dict[str, int] = {}
    for sign in reading.signs:
        counts[sign.id] = counts.get(sign.id, 0) + 1
    return tuple(SignRead(sign_id, why_of(sign_id, language), times) for sign_id, times in counts.items())


@lru_cache(maxsize=32)
def _whys(language: str) -> dict[str, str]:
    return (
        {sign.sign_id: sign.why for sign in sign_pack(language).signs} if language in sign_languages() else {}
    )
