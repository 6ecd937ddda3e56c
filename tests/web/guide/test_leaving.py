"""Leaving locks and never loses; it is never refused and never logged."""

from __future__ import annotations

import logging
import re

from tests.web.case.visitor import Visitor

from holdfast.web.base.leave import LEFT


def test_leaving_clears_the_browser_and_shows_a_calendar(client):
    client.post("/p/1", {"go": "next", "watched": "yes"})
    answer = client.post("/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bye")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert all(not morsel.value for morsel in answer.cookies.values())
    assert "Calendar" in client.get("/bye").content.decode()


def test_after_leaving_the_same_browser_is_a_stranger(client):
    client.post("/leave")
    for path in ("/", "/p", "/p/1", "/h", "/i/1", "/n/"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Session ended" in answer.content.decode()


def test_an_old_copy_of_the_cookies_opens_nothing_after_leaving(new_client):
    browser = new_client()
    before = {name: morsel.value for name, morsel in browser.cookies.items()}
    browser.post("/leave")
    thief = new_client(stranger=True)
    thief.cookies.load(before)
    assert thief.get("/").status_code == 403


def test_leaving_is_never_refused(new_client):
    careful, stranger = new_client(csrf=True), new_client(stranger=True, csrf=True)
    assert careful.post("/leave", headers={"origin": "https://example.com"}).status_code == 303
    assert careful.post("/leave").status_code == 303, "a second press finds no door"
    assert stranger.post("/leave").status_code == 303


def test_leaving_locks_the_case_and_loses_nothing(new_client):
    person = Visitor(new_client()).new_case()
    person.client.post("/leave")
    again = Visitor(new_client())
    assert again.send("/n/open", {"code": person.code}).status_code == 302
    assert "My case" in again.get("/n/")


def test_leaving_is_never_logged(client, caplog, capfd):
    with caplog.at_level(logging.DEBUG, logger="holdfast"):
        client.post("/leave")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_hosted_place_remembers_only_that_this_browser_left(hosted, new_client):
    browser = new_client()
    browser.post("/leave")
    browser.get("/bye")
    mark = browser.cookies[LEFT]
    assert (mark.value, mark["max-age"], mark["httponly"]) == ("1", 3600, True)
    assert browser.get("/p").status_code == 403
    assert browser.post("/in").headers["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_a_hosted_browser_that_never_left_is_let_in(hosted, new_client):
    assert new_client().get("/").status_code == 200


def test_the_neutral_page_names_nothing(client):
    page = re.sub(r"<[^>]*>", " ", client.get("/bye").content.decode()).lower()
    assert not [word for word in ("holdfast", "plan", "case", "help", "picture", "leave") if word in page]
