"""The plan as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.guide.change import Change, change
from holdfast.guide.plan import Moment, MomentPlan, PlanStep
from holdfast.web.guide.pages import Beside, beside
from holdfast.web.guide.person import Person


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step with what stands beside it. ``in_case`` while a case is open.

    ``place`` counts from 1: the part of an address after ``#`` stays in the browser's history too.
    """

    place: int
    step: PlanStep
    beside: Beside
    in_case: bool
    language: str

    @property
    def words(self) -> SafeString:
        return _words(self)


@lru_cache(maxsize=2048)
def _words(shown: StepShown) -> SafeString:
    """Rendered once and kept in memory: a plan has some twenty steps, and nothing in them was told by a person."""
    around = {"step": shown.step, "beside": shown.beside, "in_case": shown.in_case}
    return render_to_string("guide/_step_words.html", around)


@dataclass(frozen=True, slots=True)
class MomentShown:
    """One heading: at most three steps, then what comes later and what is done.

    ``is_soon``: for today or tonight; the rest is folded, because a night has only so many hours.
    """

    title: str
    is_first: bool
    is_soon: bool
    steps: tuple[StepShown, ...]
    later: tuple[StepShown, ...]
    done: tuple[StepShown, ...]

    @property
    def words(self) -> SafeString:
        """The steps without buttons to tick them."""
        return _moment_words(self)


@lru_cache(maxsize=512)
def _moment_words(moment: MomentShown) -> SafeString:
    """Rendered once, as above; the buttons of an open case carry a token and are not in it."""
    return render_to_string("guide/_moment.html", {"moment": moment})


@dataclass(frozen=True, slots=True)
class PlanShown:
    opening: tuple[str, ...]
    moments: tuple[MomentShown, ...]
    can_tick: bool


def plan_shown(asking: Person) -> PlanShown:
    plan = asking.plan()
    return PlanShown(
        plan.first.lines,
        tuple(_moment(moment, plan.ids(), asking) for moment in plan.moments),
        can_tick=asking.ticked is not None,
    )


def change_shown(asking: Person) -> Change | None:
    """What the last changed answer did to the plan; None where none was changed since the plan was made."""
    earlier = asking.told.situation_before()
    if earlier is None:
        return None
    return change(asking.after(replace(asking.told, situation=earlier)).plan(), asking.plan())


def _moment(moment: MomentPlan, ids: tuple[str, ...], asking: Person) -> MomentShown:
    return MomentShown(
        moment.title,
        moment.moment is Moment.NOW,
        moment.moment in (Moment.NOW, Moment.TONIGHT),
        _steps(moment.shown, ids, asking),
        _steps(moment.later, ids, asking),
        _steps(moment.done, ids, asking),
    )


def _steps(steps: tuple[PlanStep, ...], ids: tuple[str, ...], asking: Person) -> tuple[StepShown, ...]:
    in_case = asking.ticked is not None
    return tuple(
        StepShown(ids.index(step.id) + 1, step, beside(step.links, asking), in_case, asking.language)
        for step in steps
    )
