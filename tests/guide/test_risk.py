"""What the answers say about danger, each with a sentence in the report."""

from __future__ import annotations

from holdfast.case.pack.words import words_for
from holdfast.guide.risk import Risk, risks_of
from holdfast.guide.situation import Situation

DANGER = {
    "known_person": ["yes"],
    "watched": ["yes"],
    "happened": ["posted", "did_something"],
    "deadline": ["hours"],
}


def test_each_danger_that_was_told_is_named_once_and_in_order():
    assert risks_of(Situation.from_answers(DANGER)) == tuple(Risk)


def test_nothing_told_names_no_danger():
    assert risks_of(Situation()) == ()


def test_every_danger_has_its_sentence_in_the_report():
    report = words_for("report")
    assert all(report(f"risk.said.{risk}") for risk in Risk)
