"""The fold: what a reader sees, letter for letter, in the length of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.check.folding import IGNORED, fold, turned


def seen(text: str) -> str:
    return fold(text).replace(IGNORED, "")


@given(st.text())
def test_a_fold_has_the_length_of_its_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="<>&#;=\n\r0123456789abcdefABCDEF/! spanbr-\u00e9\u202e\u202c", max_size=200))
def test_a_fold_of_half_written_marks_has_the_length_of_its_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÉCOLE Zażółć Ångström", "ecole zazolc angstrom"),
        ("e\u0301 o\u0308", "e o"),
        ("vi\u00adde\u200bo", "video"),
        ("Ｐａｙ 𝗺𝗲 ⓝⓞⓦ 🅷🅰🅲🅺", "pay me now hack"),
        ("ɡᴏᴏᴅ", "good"),
        ("ꓧ&#101;llo", "hello"),
        ("v&#x69;deo &amp; co", "video & co"),
        ("vi<span></span>deo <b>now</b>", "video now"),
        ("it’s “so”", 'it\'s "so"'),
        ("caf=C3=A9 n=\now", "cafe now"),
    ],
)
def test_a_disguise_is_seen_through(text: str, expected: str) -> None:
    assert seen(text) == expected


def test_an_equals_sign_in_a_plain_text_is_left_alone() -> None:
    assert seen("a=C3 b=4D") == "a=c3 b=4d"


def test_what_a_filter_wrote_in_the_head_of_a_mail_is_no_part_of_it() -> None:
    mail = "Received: from x\nX-Spam-Report: EXTORT\n  blackmail\nSubject: hello\n\nbody"
    assert fold(mail).split() == ["subject:", "hello", "body"]


def test_a_chat_is_not_taken_for_the_head_of_a_mail() -> None:
    assert fold("Mia: received: yes\nX: ok").split() == ["mia:", "received:", "yes", "x:", "ok"]


def test_turned_writing_is_found() -> None:
    assert turned("a \u202eolleh\u202c b") == ((3, 8),)
