"""The checklist page: what is missing, with drawings; words only where only words may enter."""

from __future__ import annotations

import re

from tests.case import drawn


def states(page: str) -> list[str]:
    return re.findall(r'<li class="(there|missing|look)">', page)


def test_an_empty_case_lacks_all_and_says_how_to_get_it(adult):
    page = adult.get("/n/todo")
    assert "there" not in states(page)
    assert page.count('class="drawn"') >= 4


def test_what_is_saved_is_there(adult):
    adult.add(drawn.saved(drawn.screen((390, 844)), "PNG"), "a.png", "no", platform="instagram")
    adult.send("/n/want", {"wants": "money"})
    page = adult.get("/n/todo")
    assert states(page).count("there") >= 2
    assert "Instagram" in page
    assert "Scroll up to the first message" in page, "how to get it on this very app"


def test_where_only_words_may_enter_no_picture_is_asked_for(hosted, new_client):
    from tests.web.case.visitor import Visitor

    child = Visitor(new_client()).new_case("under_18")
    page = child.get("/n/todo")
    assert "/n/words" in page
    assert "drawn" not in page and "/n/add" not in page.partition("<main")[2].partition("</main>")[0]
