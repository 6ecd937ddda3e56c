"""The development texts are read as they say; the held-out ones are looked at by the bench alone."""

from __future__ import annotations

import pytest
from tests.check.vectors import PARTS, Case, cases, languages

from holdfast.check.read import read
from holdfast.check.values import Bluff, Reading, Stage, Verdict
from holdfast.content.signs import sign_languages

each_language = pytest.mark.parametrize("language", languages("dev"))


def read_all(language: str) -> list[tuple[Case, Reading]]:
    return [(case, read(case.document, me=case.me, country=case.country)) for case in cases("dev", language)]


@each_language
def test_blackmail_is_found_and_nothing_else_is_called_so(language: str) -> None:
    done = read_all(language)
    missed = [
        case.case_id for case, reading in done if case.positive and reading.kind is not Verdict.SEXTORTION
    ]
    false = [
        case.case_id for case, reading in done if not case.positive and reading.kind is Verdict.SEXTORTION
    ]
    positives = sum(case.positive for case, _ in done)
    assert len(missed) <= max(1, 0.03 * positives), missed  # one text in the small sets
    assert len(false) <= max(1, (len(done) - positives) / 283), false


@each_language
def test_the_stage_is_right_in_nine_of_ten(language: str) -> None:
    staged = [
        (case, reading) for case, reading in read_all(language) if case.stage and reading.kind == case.kind
    ]
    wrong = [f"{case.case_id}: {reading.stage}" for case, reading in staged if reading.stage != case.stage]
    assert len(wrong) <= 0.1 * len(staged), wrong


@each_language
def test_a_bluff_is_told_only_where_it_is_sure(language: str) -> None:
    called = [case for case, reading in read_all(language) if reading.bluff is Bluff.YES]
    assert [case.case_id for case in called if case.stage not in (Stage.MASS_MAIL, Stage.CHAT_BLUFF)] == []


@pytest.mark.parametrize("part", PARTS)
def test_every_case_is_well_formed_and_stands_once(part: str) -> None:
    seen: set[tuple[str, str]] = set()
    for case in cases(part):
        assert (case.language, case.case_id) not in seen, case.case_id
        seen.add((case.language, case.case_id))
        assert set(case.right) <= set(Verdict), case.case_id
        assert case.stage in {"", *Stage} and case.bluff in {"", *Bluff}, case.case_id
        assert case.language in sign_languages()
        assert case.document.text.strip()
        assert case.stage or (not case.positive and case.group != "early"), case.case_id
