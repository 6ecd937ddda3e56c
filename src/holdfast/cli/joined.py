"""What crosses two rooms is joined here: the case's answers become a plan, the plan becomes words for a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.asker import Asker, asker
from holdfast.cli.door import Door
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.case.pack.interface import Section
    from holdfast.case.room import Case
    from holdfast.guide.situation import Situation


def situation_in(case: Case) -> Situation:
    """What the case knows; answers that no longer mean anything count as skipped."""
    from holdfast.guide.situation import Situation

    about = case.about
    answers = {
        field: [str(value) for value in values] if isinstance(values, list | tuple) else [str(values)]
        for field, values in about.situation.items()
    }
    return Situation.from_case(answers, about.age_in_picture.value, about.country, about.language)


def asker_in(case: Case, door: Door) -> Asker:
    """The person whose case it is, with the steps they ticked."""
    from holdfast.content.words import ENGLISH, languages

    about = case.about
    language = about.language if about.language in languages() else ENGLISH
    return asker(situation_in(case), door, language, about.ticked)


def plan_section(case: Case, door: Door) -> Section:
    """The plan as plain lines for a pack, done steps marked."""
    from holdfast.case.pack.interface import Section
    from holdfast.guide.plan import plan_lines

    return Section(_("My plan"), plan_lines(asker_in(case, door).plan()))
