"""Each fact has its example and misses its counter-example."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.guide.facts import BY_ID, FACTS, Fact, facts_of, is_night
from holdfast.guide.situation import Age, Happened, Situation, Tri

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.fact_id)
def test_a_fact_has_its_example_and_misses_its_counter_example(fact: Fact) -> None:
    assert fact.holds(fact.example, fact.at)
    assert not fact.holds(fact.counter, fact.counter_at)


def test_no_two_facts_share_an_id() -> None:
    assert len(BY_ID) == len(FACTS)


def test_facts_of_nothing_are_the_careful_ones() -> None:
    found = facts_of(Situation(), NOON)
    assert {"maybe_under_18", "blackmail", "for_me", "elsewhere"} <= found
    assert found.isdisjoint({"adult_in_picture", "stranger", "known_person", "paid"})


def test_an_email_with_a_real_picture_is_no_bluff() -> None:
    only = Situation(happened=frozenset({Happened.ONLY_EMAIL, Happened.THREATENED}))
    assert "only_email" in facts_of(only, NOON)
    real = Situation(happened=frozenset({Happened.ONLY_EMAIL, Happened.HAS_PICTURE}))
    assert "only_email" not in facts_of(real, NOON)


def test_an_email_from_someone_known_is_no_bluff() -> None:
    known = Situation(happened=frozenset({Happened.ONLY_EMAIL}), known_person=Tri.YES)
    assert "blackmail" in facts_of(known, NOON)


def test_adult_and_maybe_child_never_hold_together() -> None:
    for picture in Age:
        for now in Age:
            found = facts_of(Situation(age_in_picture=picture, age_now=now), NOON)
            assert ("adult_in_picture" in found) != ("maybe_under_18" in found)


@pytest.mark.parametrize(
    ("hour", "night"), [(0, True), (6, True), (7, False), (21, False), (22, True), (23, True)]
)
def test_night_is_from_22_to_7(hour: int, night: bool) -> None:
    assert is_night(NOON.replace(hour=hour)) is night
