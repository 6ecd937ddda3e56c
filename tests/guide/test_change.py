"""What a changed answer did to the plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from tests.guide.situations import situations
from tests.guide.test_plan import NOON

from holdfast.guide.change import change
from holdfast.guide.plan import make_plan
from holdfast.guide.situation import Happened, Situation

THREAT = Situation(happened=frozenset({Happened.THREATENED}))


def test_paying_brings_the_steps_for_money_and_takes_none_that_still_count() -> None:
    paid = replace(THREAT, happened=THREAT.happened | {Happened.PAID})
    found = change(make_plan(THREAT, now=NOON), make_plan(paid, now=NOON))
    assert "stop-replying-and-do-not-pay-again" in {step.id for step in found.new}
    assert {step.id for step in found.gone} == {"stop-replying", "do-not-pay"}


def test_an_answer_that_changes_nothing_says_so() -> None:
    assert change(make_plan(THREAT, now=NOON), make_plan(THREAT, now=NOON)).is_none


@given(situations(), situations())
@settings(max_examples=60, deadline=None)
def test_what_went_and_what_came_make_the_new_plan_of_the_old(one: Situation, other: Situation) -> None:
    before, after = make_plan(one, now=NOON), make_plan(other, now=NOON)
    found = change(before, after)
    kept = set(before.ids()) - {step.id for step in found.gone}
    assert kept | {step.id for step in found.new} == set(after.ids())
