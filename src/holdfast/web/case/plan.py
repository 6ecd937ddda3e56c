"""The plan of a case: its answers and its ticks, joined here because the rooms do not know each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.utils.translation import get_language

from holdfast.case.pack.interface import Section
from holdfast.case.room import Case
from holdfast.content.facts import platforms
from holdfast.content.words import ENGLISH, languages, words
from holdfast.guide.plan import Plan, make_plan, plan_lines
from holdfast.guide.situation import Situation
from holdfast.web.base import rooms
from holdfast.web.case.facts import zone_of


def situation_of(case: Case) -> Situation:
    """What the case knows of the situation; answers that no longer mean anything count as skipped."""
    answers = cast(Mapping[str, list[str]], case.about.situation)
    return Situation.from_case(answers, case.about.age_in_picture.value, case.about.country, language())


def plan_of(case: Case) -> Plan:
    now = rooms.clock().astimezone(zone_of(case))
    return make_plan(situation_of(case), now=now, language=language(), ticked=case.about.ticked)


def is_step(step_id: str) -> bool:
    """Whether some plan has such a step: ``block`` or ``block:instagram``."""
    name, colon, app = step_id.partition(":")
    known = {platform.platform_id for platform in platforms().all} if colon else {""}
    return name in words().steps and app in known


def plan_section(case: Case, title: str) -> Section:
    """The plan as plain lines for a pack, done steps marked."""
    return Section(title, plan_lines(plan_of(case)))


def language() -> str:
    """The page's language where it has words, else English."""
    code = (get_language() or ENGLISH).split("-")[0]
    return code if code in languages() else ENGLISH
