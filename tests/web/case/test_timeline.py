"""The timeline drawn: what is in the picture is what is in the list."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tests.case import drawn

HEADS = ("They did", "You kept", "Money", "You told")


def dots(page: str) -> list[str]:
    return re.findall(r'<circle class="(column-\d)"', page)


def test_an_empty_case_has_no_picture(adult):
    assert "<svg" not in adult.get("/n/time")


def test_each_kind_of_thing_stands_in_its_column(adult):
    assert adult.add(drawn.saved(drawn.screen((390, 844)), "PNG"), "a.png", "no").status_code in (200, 302)
    adult.send("/n/want", {"wants": "money", "amount": "300", "deadline": "2031-05-09 22:00"})
    adult.send("/n/paid", {"amount": "50", "currency": "GBP", "when": "2031-05-01"})
    adult.send("/n/told", {"to": "police", "when": "2031-05-03"})
    page = adult.get("/n/time")
    assert set(dots(page)) == {"column-0", "column-1", "column-2", "column-3"}
    assert all(head in page for head in HEADS)
    assert "quiet days" in page, "days without anything are told"


def test_the_picture_is_told_in_words_too(adult):
    adult.send("/n/want", {"wants": "money"})
    said = re.search(r'<title id="time-said">(.*?)</title>', adult.get("/n/time"), re.S)
    assert said and "They did: 1" in unquote(said[1])
