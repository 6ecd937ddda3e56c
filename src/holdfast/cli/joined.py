"""What crosses two rooms is joined here: the case's answers become a plan, the plan becomes words for a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.answers import situation_of
from holdfast.cli.asker import Asker, asker
from holdfast.cli.door import Door
from holdfast.cli.words import _
from holdfast.errors import HoldfastError

if TYPE_CHECKING:
    from holdfast.case.pack.interface import Section
    from holdfast.case.room import Case
    from holdfast.guide.situation import Situation

#: The case's own answer about the picture stands above what the plan was told earlier.
_AGES = {"adult": ["adult"], "under_18": ["16_17"], "unknown": []}


def situation_in(case: Case) -> Situation:
    """What the case knows; answers that no longer mean anything count as skipped."""
    from holdfast.guide.situation import Situation

    about = case.about
    answers = {
        field: [str(value) for value in values] if isinstance(values, list | tuple) else [str(values)]
        for field, values in about.situation.items()
    }
    if about.country and not answers.get("country"):
        answers["country"] = [about.country]
    if about.age_in_picture.maybe_child == (answers.get("age_in_picture") == ["adult"]):
        answers["age_in_picture"] = _AGES[about.age_in_picture.value]
    try:
        return situation_of(answers, about.language)
    except HoldfastError:
        return Situation(country=about.country)


def asker_in(case: Case, door: Door) -> Asker:
    """The person whose case it is, with the steps they ticked."""
    from holdfast.content.words import ENGLISH, languages

    about = case.about
    language = about.language if about.language in languages() else ENGLISH
    return asker(situation_in(case), door, language, about.ticked)


def plan_section(case: Case, door: Door) -> Section:
    """The plan as plain lines for a pack, done steps marked."""
    from holdfast.case.pack.interface import Section

    lines: list[str] = []
    for moment in asker_in(case, door).plan().moments:
        lines.append(moment.title)
        for step in moment.steps:
            mark = "[x]" if step.ticked else "[ ]"
            lines.append(f"- {mark} {step.title}" + (f" ({step.app})" if step.app else ""))
    return Section(_("My plan"), tuple(lines))
