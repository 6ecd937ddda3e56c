"""``/n/f``: words in the open case are found; an adult's screenshots are read on press, nobody else's ever."""

from __future__ import annotations

import time
from html import unescape

import pytest
from tests.check.readers.drawn_chat import LOOKS, drawn
from tests.web.case.visitor import Visitor

from holdfast.check.readers.screenshot import available, command
from holdfast.web.check import pictures

CHAT = [
    ("them", "hey, add me on telegram @mia_example9"),
    ("me", "who is this"),
    ("them", "I recorded you. Pay 300 today or I send it to your family"),
]
with_extra = pytest.mark.skipif(not available(), reason="the extra 'ocr' is not installed")
without_extra = pytest.mark.skipif(available(), reason="the extra 'ocr' is installed")


@pytest.fixture(params=["adult", "under_18", "unknown"])
def anyone(request, new_client) -> tuple[Visitor, str]:
    return Visitor(new_client()).new_case(request.param), request.param


@pytest.fixture
def adult(new_client) -> Visitor:
    return Visitor(new_client()).new_case("adult")


def read_all(visitor: Visitor) -> str:
    visitor.post("/n/f/read", {}, status=302)
    for _ in range(400):
        page = visitor.get("/n/f")
        if "data-watch" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("still reading")


def test_words_of_a_pasted_text_are_found_whatever_their_case(adult):
    adult.post(
        "/n/words", {"words": "Write to Pay.Here@example.org", "title": "", "captured": ""}, status=302
    )
    page = adult.post("/n/f", {"words": "pay.here"})
    assert "Found in 1 place" in page and "<mark>Pay.Here</mark>" in page
    assert "Found in 0 places" in adult.post("/n/f", {"words": "somebody else"})


def test_what_is_looked_for_stands_in_no_address(adult):
    assert adult.send("/n/f", {"words": "mia"}).status_code == 200
    assert "mia" not in adult.client.get("/n/f?words=mia").content.decode()


def test_nobody_finds_anything_without_an_open_case(new_client):
    for path in ("/n/f", "/n/f/state"):
        assert new_client().get(path).status_code == 403
    for path in ("/n/f", "/n/f/read", "/n/f/check"):
        assert new_client().post(path, {"words": "x"}).status_code == 403


def test_screenshots_are_read_only_where_the_person_in_the_picture_is_an_adult(anyone):
    visitor, age = anyone
    visitor.add(drawn(CHAT, LOOKS[0]), "a.png", "no")
    page = visitor.get("/n/f")
    assert ("Screenshots are not read" in page) == (age != "adult")
    if age != "adult":
        assert "/n/f/read" not in page
        answer = visitor.send("/n/f/read", {})
        assert answer.status_code == 403 and "data-watch" not in visitor.get("/n/f")
        assert visitor.send("/n/f/check", {}).status_code >= 400


@without_extra
def test_a_missing_extra_is_said_with_the_command_that_installs_it(adult):
    adult.add(drawn(CHAT, LOOKS[0]), "a.png", "no")
    assert command() in unescape(adult.get("/n/f"))
    answer = adult.client.post("/n/f/read")
    assert answer.status_code == 501 and command() in unescape(answer.content.decode())


@without_extra
def test_hosted_nobody_is_told_to_install_anything(hosted, new_client):
    browser = Visitor(new_client()).new_case("adult")
    browser.add(drawn(CHAT, LOOKS[0]), "a.png", "no")
    for page in (browser.get("/n/f"), browser.client.post("/n/f/read").content.decode()):
        assert "Pictures cannot be read here yet" in page and "pip install" not in page


@with_extra
def test_an_adults_screenshot_is_read_found_checked_and_forgotten_with_the_case(adult):
    adult.add(drawn(CHAT, LOOKS[0]), "a.png", "no")
    assert "Found in 0 places" in adult.post("/n/f", {"words": "mia_example9"})
    assert "All are read" in read_all(adult)
    assert "<mark>mia_example9</mark>" in adult.post("/n/f", {"words": "Mia_Example9"})
    adult.post("/n/f/check", {}, status=303)
    while adult.client.get("/m/w").status_code == 200:
        time.sleep(0.05)
    assert "This is blackmail" in adult.get("/m/r")


@with_extra
def test_an_answer_that_changes_to_a_child_forgets_what_was_read(adult):
    adult.add(drawn(CHAT, LOOKS[0]), "a.png", "no")
    read_all(adult)
    adult.send("/n/age", {"age": "under_18"})
    page = adult.post("/n/f", {"words": "mia_example9"})
    assert "Found in 0 places" in page and "Screenshots are not read" in page
    adult.send("/n/age", {"age": "adult"})
    assert "Found in 0 places" in adult.post("/n/f", {"words": "mia_example9"})


def test_words_are_forgotten_when_no_browser_has_the_case_open():
    pictures._READ["nobody"] = pictures.Words({"a": "words"})
    pictures._look("nobody")
    assert "nobody" not in pictures._READ
