"""The loader of the words is strict: a slip of the pen in a file is an error, never a silent gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.content.words import Words, languages_in, words
from holdfast.errors import FactsBroken

STEP = """+++
title = "Stop"
moment = "now"
order = 1
minutes = 2
when = ["blackmail"]
+++
- One line. With two sentences.
- Another.

## Why
Because.
It helps.
"""
PAGE = '+++\ntitle = "A page"\nrows = ["W1"]\n+++\n## Head\n\nText.\n'


def shelves(folder: Path, step: str = STEP, page: str = PAGE, language: str = "en") -> Path:
    for shelf, name, text in (("guide", "stop.md", step), ("pages", "a-page.md", page)):
        (folder / language / shelf).mkdir(parents=True, exist_ok=True)
        (folder / language / shelf / name).write_text(text, encoding="utf-8")
    return folder


def test_a_step_is_split_into_lines_and_why(tmp_path: Path) -> None:
    step = Words(shelves(tmp_path)).step("stop")
    assert step.lines == ("One line. With two sentences.", "Another.")
    assert step.why == "Because. It helps."
    assert (step.moment, step.order, step.minutes, step.when) == ("now", 1, 2, ("blackmail",))


def test_a_page_keeps_its_markdown(tmp_path: Path) -> None:
    page = Words(shelves(tmp_path)).page("a-page")
    assert page.body == "## Head\n\nText."
    assert page.rows == ("W1",)


@pytest.mark.parametrize(
    "step",
    [
        STEP.replace("+++\n", "", 1),
        STEP.replace("title =", "titel ="),
        STEP.replace('"now"', "now"),
        STEP.replace("order = 1\n", ""),
        STEP.replace("minutes = 2", "minutes = true"),
        STEP.replace("minutes = 2", "minutes = 2\nwhn = []"),
        STEP.replace("## Why", "## Warum"),
        STEP.partition("## Why")[0],
        STEP.replace("- One line. With two sentences.\n- Another.\n", ""),
        STEP.replace("minutes = 2", 'minutes = 2\nper_app = "report"'),
        STEP.replace("## Why", "## Any app\n- Else.\n\n## Why"),
        '+++\ntitle = "Empty"\n+++\n',
        "",
    ],
)
def test_a_step_that_breaks_the_schema_is_refused(tmp_path: Path, step: str) -> None:
    with pytest.raises(FactsBroken):
        _ = Words(shelves(tmp_path, step=step)).steps


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    shelves(tmp_path)
    (tmp_path / "en" / "guide" / "bad.md").write_bytes(b"+++\n\xff\xfe")
    with pytest.raises(FactsBroken):
        _ = Words(tmp_path).steps


def test_another_language_has_words_only_and_takes_its_place_from_english(tmp_path: Path) -> None:
    shelves(tmp_path)
    shelves(
        tmp_path,
        '+++\ntitle = "Halt"\n+++\n- Eins.\n\n## Why\nDarum.\n',
        '+++\ntitle = "Seite"\n+++\nDa.\n',
        "de",
    )
    german = Words(tmp_path, "de")
    assert languages_in(tmp_path) == ("en", "de")
    assert (german.step("stop").title, german.step("stop").order) == ("Halt", 1)
    assert (german.page("a-page").body, german.page("a-page").rows) == ("Da.", ("W1",))


@pytest.mark.parametrize(
    ("shelf", "name"), [("guide", "stop.md"), ("pages", "a-page.md"), ("guide", "new.md")]
)
def test_another_language_changes_no_plan(tmp_path: Path, shelf: str, name: str) -> None:
    shelves(tmp_path)
    shelves(
        tmp_path,
        '+++\ntitle = "Halt"\n+++\n- Eins.\n\n## Why\nDarum.\n',
        '+++\ntitle = "S"\n+++\nDa.\n',
        "de",
    )
    extra = "" if name == "new.md" else "order = 9\n"
    (tmp_path / "de" / shelf / name).write_text(
        f'+++\ntitle = "Halt"\n{extra}+++\n- Eins.\n\n## Why\nDarum.\n'
    )
    with pytest.raises(FactsBroken):
        _ = Words(tmp_path, "de").steps, Words(tmp_path, "de").pages


def test_unknown_names_are_refused() -> None:
    for wrong in (
        lambda: words("xx"),
        lambda: words("../en"),
        lambda: words().step("nope"),
        lambda: words().page(""),
    ):
        with pytest.raises(FactsBroken):
            wrong()


def test_the_words_are_read_once() -> None:
    assert words() is words("en")
    assert words().steps is words().steps
