"""From a situation to a plan."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.guide.situations import situations

from holdfast.content.facts import platforms
from holdfast.content.platform import DeactivateKind, Deactivating
from holdfast.content.sources import By, Seen, Source
from holdfast.guide.facts import facts_of
from holdfast.guide.plan import AT_ONCE, Moment, PerApp, Plan, make_plan, own_lines
from holdfast.guide.situation import Age, Deadline, Happened, PaidWhen, Situation, Tri, Who

NIGHT = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
VECTORS = Path(__file__).parent.parent / "vectors" / "guide"
KEEPING = {
    "keep-the-proof",
    "keep-the-proof-not-the-picture",
    "keep-the-proof-for-an-adult-child",
    "keep-only-their-words",
    "parent-keep-the-words",
}
BLACKMAIL = Situation(country="GB", happened=frozenset({Happened.THREATENED}))


@dataclass(frozen=True)
class Vector:
    """One row of a table of situations and the plan each must get."""

    title: str
    now: datetime
    answers: dict[str, list[str]]
    opening: str
    crisis: bool
    plan: dict[str, list[str]]


def vectors() -> list[Vector]:
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(VECTORS.glob("*.toml"))]
    return [Vector(**row) for table in tables for row in table["situation"]]


def as_table(plan: Plan) -> dict[str, list[str]]:
    return {part.moment.value: [step.id for step in part.steps] for part in plan.moments}


def base(step_id: str) -> str:
    return step_id.partition(":")[0]


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row.title)
def test_a_situation_gets_the_plan_of_its_row(row: Vector) -> None:
    plan = make_plan(Situation.from_answers(row.answers), now=row.now.replace(tzinfo=UTC))
    assert as_table(plan) == row.plan
    assert plan.first.opening_id == row.opening
    assert plan.crisis is row.crisis


def test_there_are_at_least_seventy_rows() -> None:
    assert len({row.title for row in vectors()}) == len(vectors()) >= 70


@given(situations(), st.sampled_from([NIGHT, NOON]))
@settings(max_examples=300, deadline=None)
def test_any_situation_has_something_to_do_now_and_never_more_than_three_at_once(
    situation: Situation, now: datetime
) -> None:
    plan = make_plan(situation, now=now)
    assert plan.moments[0].moment is Moment.NOW
    assert plan.first.lines
    assert [part.moment for part in plan.moments] == [m for m in Moment if m in as_table(plan)]
    for part in plan.moments:
        assert 1 <= len(part.shown) <= AT_ONCE
        assert part.title
    assert len(plan.ids()) == len(set(plan.ids()))
    for step in plan.steps():
        assert step.title and step.lines and step.why and step.minutes >= 1


@given(situations(), st.sampled_from([NIGHT, NOON]))
@settings(max_examples=50, deadline=None)
def test_the_same_situation_gets_the_same_plan(situation: Situation, now: datetime) -> None:
    assert make_plan(situation, now=now) == make_plan(situation, now=now)


def places(plan: Plan, *names: str) -> list[int]:
    """Where the named steps stand, all apps together, in the order of ``names``; steps not there left out."""
    ids = plan.ids()
    return [n for name in names for n, step_id in enumerate(ids) if base(step_id) == name]


@given(situations())
@settings(max_examples=300, deadline=None)
def test_the_safe_order_holds_for_every_app_together(situation: Situation) -> None:
    plan = make_plan(situation, now=NOON)
    order = places(
        plan,
        "stop-replying",
        "capture-the-chat",
        "capture-words-only",
        "ask-for-your-data",
        "report-inside-the-chat",
        "mute-or-block",
        "make-accounts-private",
        "pause-your-account",
    )
    assert order == sorted(order)


@given(situations())
@settings(max_examples=200, deadline=None)
def test_someone_known_in_real_life_means_safety_first_and_no_sudden_block(situation: Situation) -> None:
    if situation.who.stands_beside:
        return
    plan = make_plan(
        replace(situation, known_person=Tri.YES, happened=frozenset({Happened.THREATENED})), now=NOON
    )
    names = [base(step_id) for step_id in plan.ids()]
    before = names[: names.index("safety-first")]
    assert set(before) <= {
        "stay-with-someone",
        "stay-with-them",
        "hide-this-page",
        "parent-first-words",
        "friend-first-words",
        "worker-ask-safety",
    }
    assert not {
        "mute-or-block",
        "stop-replying",
        "make-accounts-private",
        "remember-you-are-not-alone",
    } & set(names)
    words = " ".join(
        [*plan.first.lines, *(line for step in plan.steps() for line in (*step.lines, step.why))]
    )
    assert "organised" not in words


@given(situations())
@settings(max_examples=200, deadline=None)
def test_the_age_in_the_picture_routes(situation: Situation) -> None:
    names = {base(step_id) for step_id in make_plan(situation, now=NOON).ids()}
    if situation.picture_age is Age.ADULT:
        assert not names & {"take-it-down", "report-remove", "iwf-report", "cybertipline", "ceop"}
    else:
        assert not names & {
            "stopncii",
            "ask-google-to-hide-it",
            "revenge-porn-helpline",
            "capture-the-chat",
            "keep-the-proof",
        }
    if "report-remove" in names:
        assert situation.age_now.is_child and situation.country == "GB"


@given(situations())
@settings(max_examples=200, deadline=None)
def test_who_has_no_copy_is_never_sent_to_a_service_that_needs_one(situation: Situation) -> None:
    names = {base(i) for i in make_plan(replace(situation, have_picture=Tri.NO), now=NOON).ids()}
    assert not names & {"stopncii", "take-it-down", "report-remove"}


@given(situations())
@settings(max_examples=200, deadline=None)
def test_no_plan_pauses_an_account_where_that_deletes(situation: Situation) -> None:
    for step in make_plan(situation, now=NOON).steps():
        if base(step.id) in ("pause-your-account", "read-the-screen-before-pausing") and step.platform:
            kind = platforms().get(step.platform).deactivate.kind
            assert kind not in (DeactivateKind.COUNTDOWN, DeactivateKind.PERMANENT_ONLY)


def test_a_pause_is_offered_only_where_an_official_source_of_late_says_so() -> None:
    today = date(2026, 11, 22)
    app = platforms().get("instagram")
    assert app.deactivate.kind is DeactivateKind.PAUSE
    said = Source("https://example.org/help", None, Seen("2026-10"), By.SERVICE, frozenset({"deactivate"}))
    sure = replace(app, sources=(said,))
    unsure = replace(app, sources=(replace(said, by=By.OTHER),))
    assert sure.advice_on_deactivating(today) is Deactivating.DO_IT
    assert (
        own_lines(PerApp.PAUSE, sure, today, "en") and own_lines(PerApp.READ_FIRST, sure, today, "en") is None
    )
    assert own_lines(PerApp.PAUSE, unsure, today, "en") is None
    assert own_lines(PerApp.READ_FIRST, unsure, today, "en")


def test_crisis_puts_a_person_before_every_other_step() -> None:
    plan = make_plan(replace(BLACKMAIL, crisis=True, watched=Tri.YES, known_person=Tri.YES), now=NIGHT)
    assert plan.crisis
    assert plan.ids()[0] == "stay-with-someone"
    assert not make_plan(BLACKMAIL, now=NIGHT).crisis


def test_a_watched_screen_comes_before_the_plan() -> None:
    assert make_plan(replace(BLACKMAIL, watched=Tri.YES), now=NOON).ids()[0] == "hide-this-page"


def test_a_child_is_told_to_find_an_adult_and_gets_a_screen_to_show() -> None:
    child = replace(BLACKMAIL, age_now=Age.A13_15)
    step = next(s for s in make_plan(child, now=NIGHT).steps() if s.id == "tell-an-adult")
    assert "for-an-adult" in {link.target for link in step.links}
    tonight = next(m for m in make_plan(child, now=NIGHT).moments if m.moment is Moment.TONIGHT)
    assert step in tonight.shown


def test_a_timer_is_answered_among_the_first_three() -> None:
    plan = make_plan(replace(BLACKMAIL, deadline=Deadline.HOURS), now=NIGHT)
    assert "let-the-timer-run-out" in [step.id for step in plan.moments[0].shown]


@given(situations(), st.sampled_from([Deadline.HOURS, Deadline.DAYS]))
@settings(max_examples=300, deadline=None)
def test_with_a_deadline_keeping_the_proof_stays_among_the_first_three(
    situation: Situation, deadline: Deadline
) -> None:
    """What stands before it is somebody's safety: words about dying, a watched screen, someone known (0120)."""
    told = replace(situation, deadline=deadline, known_person=Tri.NO, watched=Tri.NO, crisis=False)
    told = replace(told, paid_when=PaidWhen.UNKNOWN)
    if "blackmail" not in facts_of(told, NOON):
        return
    shown = [base(step.id) for step in make_plan(told, now=NOON).moments[0].shown]
    assert KEEPING & set(shown), shown


@given(situations())
@settings(max_examples=200, deadline=None)
def test_who_stands_beside_it_gets_a_plan_of_their_own_and_no_step_of_the_threatened(
    situation: Situation,
) -> None:
    for who in (Who.RECIPIENT, Who.SCHOOL, Who.WORKPLACE):
        names = [base(step_id) for step_id in make_plan(replace(situation, who=who), now=NOON).ids()]
        own = ("recipient-", "school-", "work-", "beside-")
        around = {"hide-this-page", "silent-999", "stay-with-someone", "stay-with-them"}
        assert [name for name in names if not name.startswith(own) and name not in around] == []


def test_a_parent_starts_with_words_and_leaves_the_phone() -> None:
    plan = make_plan(replace(BLACKMAIL, who=Who.MY_CHILD), now=NIGHT)
    assert [step.id for step in plan.moments[0].shown][:2] == ["parent-first-words", "parent-leave-the-phone"]


def test_the_next_three_come_when_three_are_ticked() -> None:
    first = make_plan(BLACKMAIL, now=NIGHT).moments[1]
    three = [step.id for step in first.shown]
    two = make_plan(BLACKMAIL, now=NIGHT, ticked=three[:2]).moments[1]
    assert [s.id for s in two.shown] == three
    assert [s.ticked for s in two.shown] == [True, True, False]
    next_three = make_plan(BLACKMAIL, now=NIGHT, ticked=three).moments[1]
    assert [s.id for s in next_three.done] == three
    assert [s.id for s in next_three.shown] == [s.id for s in first.later[:AT_ONCE]]
    assert [s.id for s in next_three.steps] == [s.id for s in first.steps]


def test_with_everything_ticked_nothing_is_shown_and_nothing_is_lost() -> None:
    plan = make_plan(BLACKMAIL, now=NIGHT)
    done = make_plan(BLACKMAIL, now=NIGHT, ticked=plan.ids())
    assert done.ids() == plan.ids()
    assert all(not part.shown and not part.later for part in done.moments)


def test_unknown_ticks_change_nothing() -> None:
    assert make_plan(BLACKMAIL, now=NIGHT, ticked=["no-such-step"]) == make_plan(BLACKMAIL, now=NIGHT)


def test_by_day_the_second_heading_is_another() -> None:
    assert make_plan(BLACKMAIL, now=NOON).moments[1].title != make_plan(BLACKMAIL, now=NIGHT).moments[1].title
