"""Seven questions in order, and follow-ups only where an answer opens one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.guide.situations import situations

from holdfast.content.facts import platforms
from holdfast.content.platform import PlatformStatus
from holdfast.guide.questions import (
    FIRST_PLATFORMS,
    OPENED,
    THEIRS_TO_TELL,
    Field,
    FieldKind,
    UnknownQuestion,
    next_question,
    question,
)
from holdfast.guide.situation import ANSWERS, Happened, Situation

SEVEN = ["watched", "who", "known", "happened", "ages", "platforms", "wants"]


def asked_in(situation: Situation) -> list[str]:
    """Every question that comes when each is skipped."""
    asked: list[str] = []
    while (found := next_question(situation, asked)) is not None:
        asked.append(found.question_id)
    return asked


def test_the_seven_come_in_order_when_nothing_opens_another() -> None:
    assert asked_in(Situation(country="DE")) == SEVEN


def test_whether_someone_sees_the_screen_comes_first_even_before_the_country() -> None:
    assert asked_in(Situation())[:2] == ["watched", "country"]


@pytest.mark.parametrize(
    ("situation", "follow_up", "after"),
    [
        (Situation(country="GB"), "nation", "wants"),
        (Situation(country="DE", happened=frozenset({Happened.PAID})), "payment", "happened"),
        (Situation(country="DE", happened=frozenset({Happened.DID_SOMETHING})), "did", "happened"),
        (Situation(country="DE", happened=frozenset({Happened.HAS_PICTURE})), "picture", "ages"),
        (Situation(country="DE", happened=frozenset({Happened.POSTED})), "picture", "ages"),
    ],
)
def test_a_follow_up_comes_right_after_what_it_belongs_to(
    situation: Situation, follow_up: str, after: str
) -> None:
    asked = asked_in(situation)
    assert asked.index(follow_up) == asked.index(after) + 1
    assert [q for q in asked if q != follow_up] == SEVEN


@given(situations())
@settings(max_examples=60, deadline=None)
def test_questions_always_end_and_none_is_asked_twice(situation: Situation) -> None:
    asked = asked_in(situation)
    assert len(asked) == len(set(asked)) <= len(SEVEN) + len(OPENED)
    beside = THEIRS_TO_TELL if situation.who.stands_beside else frozenset()
    assert [q for q in asked if q in SEVEN] == [q for q in SEVEN if q not in beside]
    assert not beside & set(asked)


def test_progress_counts_the_seven_only() -> None:
    assert [question(q).progress for q in SEVEN] == [f"{n} of 7" for n in range(1, 8)]
    assert question("payment").progress == question("happened").progress
    assert question("payment").follow_up and not question("happened").follow_up


def test_every_option_is_an_answer_that_is_understood() -> None:
    fields = [field for found in asked_fields() for field in found]
    assert sorted(field.field_id for field in fields) == sorted(ANSWERS)
    for field in fields:
        for option in field.options:
            Situation.from_answers({field.field_id: [option.option_id]})
        assert bool(field.options) == (field.kind in (FieldKind.ONE, FieldKind.MANY))


def asked_fields() -> list[tuple[Field, ...]]:
    return [question(q).fields for q in [*SEVEN, *OPENED]]


def test_apps_worked_through_come_first_and_other_comes_last_of_all() -> None:
    ids = [option.option_id for option in question("platforms").fields[0].options]
    assert tuple(ids[: len(FIRST_PLATFORMS)]) == FIRST_PLATFORMS
    assert ids[-1] == "other"
    assert sorted(ids) == sorted(platforms().ids)
    closed = [platforms().get(name).status is PlatformStatus.CLOSED for name in ids[:-1]]
    assert closed == sorted(closed)


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(UnknownQuestion):
        question("shoe-size")
