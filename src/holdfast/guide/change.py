"""What a changed answer did to the plan: the steps that came, and those that went."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.guide.plan import Plan, PlanStep


@dataclass(frozen=True, slots=True)
class Change:
    """``new`` in the order of the plan after; ``gone`` in the order of the plan before."""

    new: tuple[PlanStep, ...]
    gone: tuple[PlanStep, ...]

    @property
    def is_none(self) -> bool:
        """The answer changed no step."""
        return not self.new and not self.gone


def change(before: Plan, after: Plan) -> Change:
    """Steps are compared by id, so a step for another app is another step."""
    had, has = set(before.ids()), set(after.ids())
    return Change(
        tuple(step for step in after.steps() if step.id not in had),
        tuple(step for step in before.steps() if step.id not in has),
    )
