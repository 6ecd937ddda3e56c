"""The loader of the letters: strict, and whole in every language that started the shelf."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.content.letters import Letters, letters
from holdfast.content.site import site_words
from holdfast.content.words import languages
from holdfast.errors import FactsBroken

GOOD = (
    '+++\ntitle = "To A"\nanswer_days = 7\n+++\n## Before\n- Mind.\n\n'
    "## Letter\nHello {name},\n\nBye.\n\n## Answer\n- Soon.\n"
)


def shelf(folder: Path, text: str, language: str = "en") -> Letters:
    (folder / language / "letters").mkdir(parents=True, exist_ok=True)
    (folder / language / "letters" / "one.md").write_text(text, "utf-8")
    return Letters(folder, language)


def test_a_letter_keeps_its_empty_lines_and_names_its_blanks(tmp_path: Path) -> None:
    letter = shelf(tmp_path, GOOD).all["one"]
    assert letter.text == "Hello {name},\n\nBye."
    assert letter.blanks == ("name",)
    assert (letter.before, letter.answer, letter.answer_days) == (("Mind.",), ("Soon.",), 7)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("## Before", "## After"),
        GOOD.replace("## Answer\n- Soon.\n", ""),
        GOOD.replace("## Before", "Loose words\n## Before"),
        GOOD.replace("answer_days = 7", 'answer_day = "7"'),
        GOOD.replace("+++\n", "", 1),
    ],
)
def test_a_letter_that_does_not_keep_the_schema_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FactsBroken):
        _ = shelf(tmp_path, text).all


def test_another_language_holds_words_only(tmp_path: Path) -> None:
    shelf(tmp_path, GOOD)
    other = GOOD.replace("answer_days = 7\n", "").replace("Hello", "Hola")
    letter = shelf(tmp_path, other, "xx").all["one"]
    assert letter.text.startswith("Hola") and letter.answer_days == 7
    with pytest.raises(FactsBroken):
        _ = shelf(tmp_path, GOOD, "yy").all


def test_a_language_without_the_shelf_reads_english() -> None:
    assert letters("zz").all == letters().all


@pytest.mark.parametrize("language", languages())
def test_a_language_that_started_the_shelf_has_every_letter_and_every_blank(language: str) -> None:
    mine, english = letters(language), letters()
    assert mine.all.keys() == english.all.keys()
    assert mine.frame.blanks.keys() == english.frame.blanks.keys()
    assert mine.frame.phrases.keys() == english.frame.phrases.keys()
    for name, letter in mine.all.items():
        assert set(letter.blanks) == set(english.all[name].blanks), name


@pytest.mark.parametrize("language", languages())
def test_the_static_site_has_every_situation_in_every_language(language: str) -> None:
    assert site_words(language).situations.keys() == site_words().situations.keys()
