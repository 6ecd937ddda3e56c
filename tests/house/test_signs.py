"""House test 3: each sign finds its own examples and misses its counter-examples, in every language."""

from __future__ import annotations

import pytest

from holdfast.check.families import Family
from holdfast.check.signs import find_signs, pack_reader
from holdfast.check.values import Stage
from holdfast.content.signs import Sign, sign_languages, sign_pack

EVERY = [(code, sign) for code in sign_languages() for sign in sign_pack(code).signs]
ENGLISH = {sign.sign_id for sign in sign_pack().signs}
each_sign = pytest.mark.parametrize(
    ("language", "sign"), EVERY, ids=[f"{code}-{sign.sign_id}" for code, sign in EVERY]
)
each_pack = pytest.mark.parametrize("language", sign_languages())


def finds(language: str, sign: Sign, text: str) -> bool:
    return sign.sign_id in {found for found, _, _ in find_signs(text, language)}


@each_sign
def test_a_sign_finds_its_own_examples(language: str, sign: Sign) -> None:
    assert [text for text in sign.examples if not finds(language, sign, text)] == []


@each_sign
def test_a_sign_misses_its_counter_examples(language: str, sign: Sign) -> None:
    assert [text for text in sign.counters if finds(language, sign, text)] == []


@each_sign
def test_a_sign_says_why_it_matters_in_one_short_line(language: str, sign: Sign) -> None:
    assert 2 <= len(sign.why.split()) <= 25


@each_pack
def test_a_pack_follows_the_grammar_and_knows_its_families(language: str) -> None:
    reader = pack_reader(language)
    assert set(reader.families.values()) <= set(Family)
    assert {sign.stage for sign in reader.pack.signs} <= {*Stage, ""}
    assert 20 <= len(reader.pack.common) <= 60
    assert reader.pack.negations


@each_pack
def test_a_full_pack_has_every_sign_of_english(language: str) -> None:
    pack = sign_pack(language)
    ids = {sign.sign_id for sign in pack.signs}
    assert ids <= ENGLISH
    assert pack.scope != "full" or ids == ENGLISH


@each_pack
def test_every_set_of_a_pack_is_used(language: str) -> None:
    pack = sign_pack(language)
    said = " ".join([*(text for sign in pack.signs for text in sign.patterns), *pack.sets.values()])
    assert {name for name in pack.sets if "{" + name + "}" not in said} == set()
