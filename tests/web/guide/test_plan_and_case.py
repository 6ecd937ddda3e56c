"""With a case open, the plan's steps can be ticked, and answers go into the case."""

from __future__ import annotations

import re

import pytest
from tests.web.case.visitor import Visitor

from holdfast.web.guide.answers import COOKIE


@pytest.fixture
def browser(new_client):
    """The browser of somebody who has just made a case."""
    return Visitor(new_client()).new_case().client


def test_each_step_has_a_done_button(browser):
    page = browser.get("/p")
    assert page.context["plan"].can_tick
    assert page.content.decode().count('action="/n/tick"') == page.content.decode().count("Why this step?")


def test_a_step_that_is_done_stays_done(browser):
    page = browser.get("/p")
    step = page.context["plan"].moments[0].steps[0].step
    place = "/p#s1"
    assert f'value="{place}"' in page.content.decode() and 'id="s1"' in page.content.decode()
    response = browser.post("/n/tick", {"step": step.id, "on": "1", "next": place})
    assert response.headers["Location"] == place
    ticked = [s.step for s in browser.get("/p").context["plan"].moments[0].steps if s.step.ticked]
    assert [one.id for one in ticked] == [step.id]
    browser.post("/n/tick", {"step": step.id, "on": "0", "next": "/p"})
    assert not [s for s in browser.get("/p").context["plan"].moments[0].steps if s.step.ticked]


def test_after_three_ticks_the_next_three_come(browser):
    first = [shown.step.id for shown in browser.get("/p").context["plan"].moments[1].steps]
    for step_id in first:
        browser.post("/n/tick", {"step": step_id, "on": "1", "next": "/p"})
    moment = browser.get("/p").context["plan"].moments[1]
    assert [shown.step.id for shown in moment.done] == first
    assert not set(first) & {shown.step.id for shown in moment.steps}


def test_answers_are_in_the_case_when_the_cookie_is_gone(browser):
    browser.post("/p/3", {"go": "next", "who": "my_child"})
    del browser.cookies[COOKIE]
    page = browser.get("/p")
    assert page.context["asking"].situation.who == "my_child"
    assert [answer.answers for answer in page.context["answers"] if answer.place == 3] == [("My child",)]


def test_the_first_page_leads_back_to_the_open_case(browser):
    page = browser.get("/").content.decode()
    assert "Go on with my case" in page
    assert 'href="/n/open"' not in page


def test_a_case_that_is_gone_does_not_stop_the_plan(browser):
    browser.post("/n/lock")
    assert not browser.get("/p").context["plan"].can_tick
    assert browser.get("/").status_code == 200


def test_no_address_of_a_tick_says_what_was_ticked(browser):
    page = browser.get("/p").content.decode()
    assert set(re.findall(r'name="next" value="([^"]*)"', page)) == {
        f"/p#s{n}" for n in range(1, page.count("Why this step?") + 1)
    }
