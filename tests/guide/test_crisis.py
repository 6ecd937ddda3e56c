"""Words about dying bring the crisis line; ordinary words about blackmail do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.content.words import CrisisSign, words
from holdfast.guide.crisis import crisis_words, fold

SIGNS = words().crisis.signs


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.sign_id)
def test_a_sign_finds_its_example_and_misses_its_counter_example(sign: CrisisSign) -> None:
    pattern = re.compile(sign.pattern)
    assert pattern.search(fold(sign.example))
    assert crisis_words(sign.example)
    assert not pattern.search(fold(sign.counter))
    assert not crisis_words(sign.counter)


@pytest.mark.parametrize(
    "text",
    [
        "I can’t go on",
        "KILL   YOURSELF!!!",
        "i want to d\u200bie",
        "Ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "I want to&nbsp;die",
        "you should just... die",
        "everyone would be better off without me",
        "no reason\nto live",
        "kill-yourself",
        "they told me to kms lol",
        "she says she wants to die",
        "my son talks of ending his life",
        "he is hurting himself",
    ],
)
def test_words_are_found_however_they_are_spelled(text: str) -> None:
    assert crisis_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "send $200 by midnight or I send it to your mother",
        "I can't go on Instagram",
        "my battery died",
        "the deadline is at six",
        "I will post it everywhere and your life is over at school",
        "They say they recorded me",
    ],
)
def test_a_threat_alone_is_no_word_about_dying(text: str) -> None:
    assert not crisis_words(text)


def test_english_is_read_on_a_page_of_any_language() -> None:
    assert crisis_words("kill myself", "xx")


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_text_around_it_hides_a_word(before: str, after: str) -> None:
    assert crisis_words(f"{before}. I want to kill myself. {after}")


@given(st.text(max_size=500))
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text.replace("&", ""))
    assert fold(once) == once
