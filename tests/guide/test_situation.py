"""What a person told us: answers in, answers out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.guide.situations import situations

from holdfast.content.facts import platforms
from holdfast.errors import UnknownCountry, UnknownPlatform
from holdfast.guide.situation import ANSWERS, DEMAND_LIMIT, Age, Nation, Situation, Tri, UnknownAnswer


@given(situations())
@settings(max_examples=200, deadline=None)
def test_answers_give_the_same_situation_back(situation: Situation) -> None:
    again = Situation.from_answers(situation.to_answers())
    assert again == Situation.from_answers(again.to_answers())
    assert again.to_answers() == situation.to_answers()


@given(situations())
@settings(max_examples=50, deadline=None)
def test_a_crisis_is_never_written_into_the_answers(situation: Situation) -> None:
    answers = situation.to_answers()
    assert "crisis" not in answers
    assert set(answers) <= set(ANSWERS)


def test_nothing_answered_is_the_empty_situation() -> None:
    assert Situation.from_answers({}) == Situation()
    assert Situation.from_answers({"watched": [""], "happened": [], "csrf": ["x"]}) == Situation()
    assert Situation().to_answers() == {}


def test_a_demand_that_speaks_of_dying_is_a_crisis() -> None:
    assert Situation.from_answers({"demand": ["pay or kill yourself"]}).crisis
    assert not Situation.from_answers({"demand": ["$200 by midnight"]}).crisis


def test_a_long_demand_is_cut_and_kept_on_one_line() -> None:
    demand = Situation.from_answers({"demand": ["a\nb\x00c " * 1000]}).demand
    assert len(demand) <= DEMAND_LIMIT
    assert demand.isprintable()


def test_exact_ages_become_bands() -> None:
    for years, band in ((12, Age.UNDER_13), (13, Age.A13_15), (15, Age.A13_15), (16, Age.A16_17)):
        assert Situation.from_answers({"age_now": [str(years)]}).age_now is band
    for years in (18, 34, 120):
        assert Situation.from_answers({"age_in_picture": [str(years)]}).age_in_picture is Age.ADULT


def test_who_is_a_child_now_was_a_child_in_the_picture() -> None:
    said = Situation(age_in_picture=Age.ADULT, age_now=Age.A16_17)
    assert said.picture_age.is_child
    assert Situation(age_in_picture=Age.A13_15, age_now=Age.ADULT).picture_age is Age.A13_15


@pytest.mark.parametrize(
    "answers",
    [
        {"watched": ["perhaps"]},
        {"happened": ["threatened", "exploded"]},
        {"age_now": ["121"]},
        {"age_now": ["-1"]},
        {"age_in_picture": ["fifteen"]},
    ],
)
def test_an_answer_that_is_none_is_refused_and_not_repeated_in_the_log(answers: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownAnswer) as refused:
        Situation.from_answers(answers)
    assert answers[next(iter(answers))][-1] not in str(refused.value)
    assert next(iter(answers)) in refused.value.says()


def test_a_country_is_two_letters() -> None:
    assert Situation.from_answers({"country": ["uk"]}).country == "GB"
    with pytest.raises(UnknownCountry):
        Situation.from_answers({"country": ["Great Britain"]})


def test_a_platform_is_found_by_its_other_names_and_kept_once() -> None:
    found = Situation.from_answers({"platforms": ["Instagram", "instagram", "Twitter"]})
    assert found.platforms == ("instagram", platforms().get("x").platform_id)
    with pytest.raises(UnknownPlatform):
        Situation.from_answers({"platforms": ["no such app"]})


def test_a_nation_counts_only_in_the_uk() -> None:
    assert Situation(country="GB", nation=Nation.SCOTLAND).area == "GB-SCT"
    assert Situation(country="IE", nation=Nation.SCOTLAND).area is None
    assert Situation(country="GB").area is None


def test_spelling_of_an_answer_is_forgiven() -> None:
    assert Situation.from_answers({"known_person": [" YES "], "age_now": ["13-15"]}) == Situation(
        known_person=Tri.YES, age_now=Age.A13_15
    )


@pytest.mark.parametrize(
    ("told", "picture", "age"),
    [
        (["adult"], "under_18", "16_17"),
        (["adult"], "unknown", "unknown"),
        (["13_15"], "under_18", "13_15"),
        ([], "adult", "adult"),
        (["13_15"], "adult", "adult"),
    ],
)
def test_what_the_case_says_of_the_picture_stands_above_what_the_plan_was_told(
    told: list[str], picture: str, age: str
) -> None:
    answers = {"age_in_picture": told, "who": ["me"]}
    situation = Situation.from_case(answers, picture, "GB")
    assert (situation.age_in_picture, situation.country, situation.who) == (age, "GB", "me")


def test_answers_of_a_case_that_mean_nothing_any_more_count_as_skipped() -> None:
    assert Situation.from_case({"who": ["a king"]}, "unknown", "IE") == Situation(country="IE")
