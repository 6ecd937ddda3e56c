"""Case codes and recovery codes: made, shown, typed back."""

from __future__ import annotations

import hashlib
import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import holdfast.case
from holdfast.case.code import LIST_LENGTH, CaseCode, RecoveryCode, parse_code
from holdfast.errors import CodeNotReadable

LIST = Path(holdfast.case.__file__).with_name("words") / "eff_large.txt"
WORDS = LIST.read_text("ascii").split()


def positions(length: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(0, LIST_LENGTH - 1)] * length)


def code_of(*words: str) -> CaseCode:
    return CaseCode(tuple(WORDS.index(word) for word in words))


ARABIC = {ord("0") + value: chr(0x660 + value) for value in range(10)}
PLAIN = code_of("abacus", "zoom", "headache", "swab", "drop-down", "t-shirt", "aim")


def test_the_list_is_the_whole_list() -> None:
    named = (LIST.parent / "README.md").read_text()
    assert len(set(WORDS)) == LIST_LENGTH
    assert hashlib.sha256(LIST.read_bytes()).hexdigest() in named


@given(positions(7))
def test_a_code_reads_back_from_its_words_and_digits(places: tuple[int, ...]) -> None:
    code = CaseCode(places)
    typed_alike = {WORDS.index("yo-yo"), WORDS.index("yoyo")}
    if not typed_alike & set(places):
        assert CaseCode.parse(code.text) == code
        assert CaseCode.parse("".join(code.words)) == code
    assert CaseCode.parse(code.digits) == code
    assert len(code.digits.replace(" ", "")) == 28


@given(positions(10))
def test_a_recovery_code_reads_back_too(places: tuple[int, ...]) -> None:
    code = RecoveryCode(places)
    assert RecoveryCode.parse(code.digits) == code
    assert len(code.digits.replace(" ", "")) == 40
    if WORDS.index("yo-yo") not in places:
        assert parse_code(code.text) == code


@pytest.mark.parametrize(
    "typed",
    [
        PLAIN.text,
        "ABACUS Zoom Headache SWAB Drop-Down T-Shirt AIM",
        "abacus-zoom-headache-swab-drop-down-t-shirt-aim",
        " abacus , zoom.headache;swab\ndrop down\tt shirt aim ",
        "abacus zoom headache swab dropdown tshirt aim",
        "abacuszoomheadacheswabdropdowntshirtaim",
        "abac zoom heada swab drop-down t shirt aim",
        "1. abacus 2. zoom 3. headache 4. swab 5. drop-down 6. t-shirt 7. aim",
        "ａｂａｃｕｓ zoom headache swab drop‑down t‑shirt aim",
    ],
)
def test_slips_of_the_hand_do_not_matter(typed: str) -> None:
    assert parse_code(typed) == PLAIN


def test_the_digits_may_be_grouped_in_any_way() -> None:
    bare = PLAIN.digits.replace(" ", "")
    for typed in (bare, "-".join(bare), f"  {bare[:8]}.{bare[8:]}  ", bare.translate(ARABIC)):
        assert parse_code(typed) == PLAIN


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abacus zoom headache swab drop-down t-shirt",
        "abacus zoom headache swab drop-down t-shirt aim aim",
        "abacus zoom headache swab drop-down t-shirt ain",
        "aba zoom headache swab drop-down t-shirt aim",
        "stat zoom headache swab drop-down t-shirt aim",
        "1234",
        "9" * 28,
        "9" * 40,
        "abacus zoom headache swab drop-down t-shirt 7",
    ],
)
def test_what_is_no_code_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(CodeNotReadable):
        parse_code(typed)


def test_a_start_that_fits_several_words_is_refused() -> None:
    assert sum(word.startswith("stat") for word in WORDS) > 1
    with pytest.raises(CodeNotReadable):
        CaseCode.parse(PLAIN.text.replace("abacus", "stat"))


def test_words_that_are_typed_alike_are_never_drawn() -> None:
    both = {WORDS.index("yo-yo"), WORDS.index("yoyo")}
    following = count(7740)
    drawn = {
        place
        for _ in range(6)
        for place in CaseCode.new(
            lambda size: (next(following) % LIST_LENGTH).to_bytes(size, "big")
        ).positions
    }
    assert len(drawn) >= 40
    assert not drawn & both


def test_two_codes_are_not_the_same() -> None:
    assert len({CaseCode.new(os.urandom) for _ in range(100)}) == 100


def test_numbers_that_would_favour_some_words_are_drawn_again() -> None:
    # 65,536 is 8 times 7,776 and 3,328 more.
    drawn = iter([65_535, 62_208, 62_207] + [1] * 6)
    code = CaseCode.new(lambda size: next(drawn).to_bytes(size, "big"))
    assert code.positions == (7_775, 1, 1, 1, 1, 1, 1)


def test_the_words_to_type_back_are_two_different_ones_of_the_secret() -> None:
    asked = {CaseCode.check_positions(os.urandom) for _ in range(500)}
    assert asked == {(first, second) for first in range(2, 7) for second in range(first + 1, 7)}


def test_a_word_typed_back_is_read_as_forgivingly() -> None:
    assert PLAIN.has_word(4, " Drop down ")
    assert PLAIN.has_word(2, "heada")
    assert not PLAIN.has_word(2, "swab")
    assert not PLAIN.has_word(2, "")


def test_a_code_does_not_show_itself_by_chance() -> None:
    assert not any(word in repr(PLAIN) or word in str(PLAIN) for word in PLAIN.words)


def test_locator_and_secret_are_apart() -> None:
    assert PLAIN.locator_words == ("abacus", "zoom")
    assert PLAIN.secret_words == PLAIN.words[2:]
    other = code_of("abacus", "zoom", *["aim"] * 5)
    assert other.locator_bytes == PLAIN.locator_bytes
    assert other.secret_bytes != PLAIN.secret_bytes
