"""Words about dying are heard in each language that is read in full, and laughter is no alarm."""

from __future__ import annotations

import pytest

from holdfast.check.read import read_text
from holdfast.content.dying import dying_signs
from holdfast.content.signs import sign_languages, sign_pack

FULL = [code for code in sign_languages() if sign_pack(code).scope == "full"]
EVERY = [(code, sign) for code in FULL for sign in dying_signs(code)]


@pytest.mark.parametrize(("language", "sign"), EVERY, ids=[f"{code}-{sign.sign_id}" for code, sign in EVERY])
def test_a_sign_hears_its_example_and_not_its_counter_example(language, sign) -> None:  # type: ignore[no-untyped-def]
    assert read_text(sign.example, language=language).crisis
    assert not read_text(sign.counter, language=language).crisis


@pytest.mark.parametrize("language", FULL)
def test_every_full_language_hears_words_about_dying(language: str) -> None:
    assert len(dying_signs(language)) >= 5
