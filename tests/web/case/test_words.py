"""The words in the case's own templates keep the rules of the words: short, plain, without blame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.reading import read
from tests.house.test_words import BANNED, GRADE, LONGEST, MEAN

import holdfast.web.case as room

FOLDER = Path(room.__file__).with_name("templates") / "case"
_SAID = re.compile(
    r"{%\s*translate\s+\"([^\"]+)\"|{%\s*translate\s+'([^']+)'|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate",
    re.S,
)


def sentences() -> dict[str, str]:
    """File and number → text."""
    found = {}
    for path in sorted(FOLDER.glob("*.html")):
        for number, parts in enumerate(_SAID.findall(path.read_text("utf-8"))):
            for text in "".join(parts).split("{% plural %}"):
                words = re.sub(r"{{[^}]*}}", "7", text)
                found[f"{path.name}:{number}:{words[:20]}"] = words
    return found


ALL = sentences()


@pytest.mark.parametrize("place", ALL)
def test_a_sentence_is_short_and_blames_nobody(place: str) -> None:
    assert [banned.example for banned in BANNED if banned.found_in(ALL[place])] == []
    assert len(read(ALL[place]).longest if read(ALL[place]).sentences else ()) <= LONGEST


def test_all_of_them_are_easy_to_read() -> None:
    full = [text for text in ALL.values() if text.rstrip().endswith((".", "?", "!"))]
    reading = read("\n".join(full))
    assert round(reading.grade, 1) <= GRADE
    assert reading.mean <= MEAN


def test_nothing_is_said_outside_a_message_id() -> None:
    """Every visible word of a template can be translated."""
    loose = []
    for path in sorted(FOLDER.glob("*.html")):
        text = re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}",
            " ",
            path.read_text(),
            flags=re.S,
        )
        visible = re.sub(r"<[^>]*>|&\w+;", " ", text)
        loose += [(path.name, word) for word in re.findall(r"[A-Za-z]{2,}", visible)]
    assert loose == []


def test_every_template_is_on_a_page() -> None:
    """No template lies about that nothing renders."""
    code = "".join(
        path.read_text() for path in Path(room.__file__).parent.rglob("*") if path.suffix in (".py", ".html")
    )
    unused = [path.name for path in FOLDER.glob("*.html") if f"case/{path.name}" not in code]
    assert unused == []
