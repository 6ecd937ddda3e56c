"""docs/rows.md says which words cover each row of the mission, and names what is still open: kept true here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from holdfast.content.letters import letters
from holdfast.content.stories import shelf
from holdfast.content.words import words

ROWS = (*(f"W{n}" for n in range(1, 6)), *(f"R{n}" for n in range(1, 10)))
LATER = tuple(f"P{n}" for n in range(1, 8))
TABLE = Path(__file__).parent.parent.parent / "docs" / "rows.md"


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    row: str
    point: str
    covered: tuple[str, ...]
    still_open: str


def lines() -> dict[str, Line]:
    found = {}
    for raw in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in raw.strip("|").split("|")]
        if raw.startswith("|") and re.fullmatch("[WRP][0-9]", cells[0]):
            row, point, covered, still_open = cells
            found[row] = Line(row, point, tuple(re.findall("`([^`]+)`", covered)), still_open)
    return found


def covering(row: str) -> tuple[str, ...]:
    """Ids of the steps, pages, letters and practice stories whose front matter names the row."""
    steps = [f"guide/{step.step_id}" for step in words().steps.values() if row in step.rows]
    pages = [f"pages/{page.page_id}" for page in words().pages.values() if row in page.rows]
    shelved = [f"letters/{letter.letter_id}" for letter in letters().all.values() if row in letter.rows]
    learn = [f"learn/{story.story_id}" for story in shelf().stories if row in story.rows]
    learn += [f"learn/{page.page_id}" for page in shelf().pages.values() if row in page.rows]
    return tuple(sorted(pages) + sorted(steps) + sorted(shelved) + sorted(learn))


def test_the_table_has_every_row_in_order() -> None:
    assert tuple(lines()) == (*ROWS, *LATER)


@pytest.mark.parametrize("row", [*ROWS, *LATER])
def test_a_row_names_the_words_that_cover_it(row: str) -> None:
    expected = ", ".join(f"`{name}`" for name in covering(row))
    assert lines()[row].covered == covering(row), f"the third cell of {row} is now: {expected}"
    assert covering(row)


@pytest.mark.parametrize("row", [*ROWS, *LATER])
def test_what_is_open_in_a_row_is_named_with_its_why(row: str) -> None:
    line = lines()[row]
    assert line.point
    assert line.still_open
    assert line.covered or len(line.still_open) > len("nothing")


def test_front_matter_names_no_row_that_is_none() -> None:
    learn = (*shelf().stories, *shelf().pages.values(), *letters().all.values())
    named = {
        row for entry in (*words().steps.values(), *words().pages.values(), *learn) for row in entry.rows
    }
    assert named <= {*ROWS, *LATER}


#: Row P7: true of a picture on the internet, and a harm to someone already threatened.
STAYS = re.compile(
    r"\b(?:stays? (?:there|online|out there|for ?ever)|get every copy back|never goes away)\b", re.I
)


def test_what_goes_on_the_internet_stays_there_is_said_on_pages_of_prevention_only() -> None:
    said = {
        f"guide/{s.step_id}": " ".join((s.title, *s.lines, *s.any_app, s.why)) for s in words().steps.values()
    }
    said |= {f"pages/{page.page_id}": page.body for page in words().pages.values()}
    said |= {f"letters/{one.letter_id}": one.text for one in letters().all.values()}
    found = {name for name, text in said.items() if STAYS.search(text)}
    assert found == {"pages/before-it-happens"}
    page = words().page("before-it-happens")
    assert "page:take-down-services" in page.links
    assert page.body.index("go to your plan") < page.body.index("every copy back")
