"""Journeys of the guide in a real browser, on a phone: from the address to the first right action, and further."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def enter(server, new_page):
    """``enter()`` opens the first page on a phone; options as ``new_page`` takes them."""

    def go(**options: object) -> Page:
        page = new_page(**options)
        page.goto(server.address())
        return page

    return go


def press_next(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Next").click()


def test_the_first_right_action_is_on_the_first_screen_without_a_tap(enter):
    page = enter()
    expect(page.get_by_text("Stop replying")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()


def test_from_the_first_screen_to_the_first_action_of_a_plan_are_at_most_three_taps(enter):
    page, taps = enter(), []

    def tap(role: str, name: str) -> None:
        taps.append(name)
        page.get_by_role(role, name=name).first.click()

    tap("link", "Make my plan")
    tap("radio", "No, I am alone with this screen")
    tap("button", "See my plan now")
    expect(page.get_by_role("heading", name="Stop replying")).to_be_visible()
    assert len(taps) <= 3


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_seven_questions_lead_to_a_plan_with_the_steps_of_the_app(enter, script):
    page = enter(script=script)
    page.get_by_role("link", name="Make my plan").click()
    press_next(page, "No, I am alone with this screen")
    press_next(page, "Me")
    press_next(page, "Someone I only met online")
    press_next(page, "They have a sexual picture or video, or showed me one", "They threaten to share it")
    page.get_by_role("group", name="When the picture was taken").get_by_label("18 or over").check()
    page.get_by_role("group", name="Now").get_by_label("18 or over").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("One more thing")).to_be_visible()
    page.get_by_role("button", name="Skip").click()
    press_next(page, "Instagram")
    expect(page.get_by_text("Question 7 of 7")).to_be_visible()
    page.get_by_label("In their words, if you want").fill("$200 by midnight")
    press_next(page, "Money, gift cards or coins", "Within hours")
    expect(page.get_by_role("heading", name="Which part of the UK are you in?")).to_be_visible()
    press_next(page, "Scotland")
    expect(page.get_by_role("heading", name="My plan")).to_be_visible()
    expect(page.get_by_role("heading", name="Next 5 minutes")).to_be_visible()
    expect(page.locator(".app:visible", has_text="Instagram").first).to_be_visible()
    expect(page.get_by_text("$200 by midnight")).to_be_hidden()
    page.get_by_text("Show their words").click()
    expect(page.get_by_text("$200 by midnight")).to_be_visible()
    assert page.locator(".answers > div").count() == 9


def test_back_goes_one_question_back_with_its_answer(enter):
    page = enter()
    page.get_by_role("link", name="Make my plan").click()
    press_next(page, "No, I am alone with this screen")
    page.go_back()
    expect(page.get_by_label("No, I am alone with this screen")).to_be_checked()
    page.go_forward()
    expect(page.get_by_role("heading", name="Who is this plan for?")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_label("No, I am alone with this screen")).to_be_checked()


def test_an_answer_is_changed_from_the_plan(enter):
    page = enter()
    page.get_by_role("link", name="Make my plan").click()
    press_next(page, "No, I am alone with this screen")
    page.get_by_label("Me", exact=True).check()
    page.get_by_role("button", name="See my plan now").click()
    page.get_by_role("link", name=re.compile("Change.*Who is this plan for")).click()
    page.get_by_label("My child").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="My plan")).to_be_visible()
    expect(page.locator(".answers")).to_contain_text("My child")


def test_the_plan_asks_the_next_question_right_there(enter):
    page = enter()
    page.goto(page.url + "p")
    more = page.locator("#more")
    expect(more).to_contain_text("Answer more to make it fit better")
    more.get_by_label("Yes, or maybe").check()
    more.get_by_role("button", name="Save").click()
    expect(page.locator(".answers")).to_contain_text("Yes, or maybe")
    expect(page.locator("#more")).to_contain_text("Who is this plan for?")


def test_a_child_gets_the_screen_to_show_to_an_adult(enter):
    page = enter()
    page.get_by_role("link", name="Show this screen to an adult").click()
    for line in (
        "Thank you for telling me.",
        "You are not in trouble.",
        "Stay with me.",
        "We do not pay or reply.",
    ):
        expect(page.get_by_text(line, exact=True)).to_be_visible()


def test_a_childs_plan_leads_to_that_screen_and_keeps_the_picture_alone(enter):
    page = enter()
    page.goto(page.url + "p/8")
    page.get_by_role("group", name="When the picture was taken").get_by_label("13 to 15").check()
    page.get_by_role("group", name="Now").get_by_label("13 to 15").check()
    page.get_by_role("button", name="Next").click()
    page.goto(page.url.rpartition("/p")[0] + "/p")
    expect(page.get_by_text("You are not in trouble.").first).to_be_visible()
    expect(page.get_by_text("Do not copy the picture. Do not delete it either.").first).to_be_visible()
    page.get_by_role("link", name="Show this screen to an adult").first.click()
    expect(page.get_by_role("heading", name="Show this screen to an adult")).to_be_visible()


def test_words_about_dying_bring_the_crisis_line_at_once(enter):
    page = enter(script=False)
    page.goto(page.url + "p/11")
    page.get_by_label("In their words, if you want").fill("they say kys or pay")
    page.get_by_role("button", name="Next").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You matter more than any picture")
    assert alert.bounding_box()["y"] < page.get_by_role("heading", level=1).bounding_box()["y"]
    expect(alert.get_by_role("link", name="Call 116 123")).to_be_in_viewport()


def test_the_country_is_changed_with_one_tap(enter):
    page = enter(script=False)
    page.get_by_role("button", name="Ireland").click()
    expect(page.get_by_text("You chose: Ireland.")).to_be_visible()
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()


def test_the_list_of_people_can_leave_out_those_one_must_call(enter):
    page = enter()
    page.get_by_role("link", name="Talk to someone").first.click()
    expect(page.get_by_role("heading", name="Report Fraud")).to_have_count(1)
    page.get_by_role("link", name="Only without speaking").click()
    expect(page.get_by_role("link", name="Show everyone")).to_be_visible()
    assert page.locator("article").filter(has_not=page.locator("a")).count() == 0


def test_the_first_page_is_light(server, new_page):
    page = new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes().values())))
    page.goto(server.address(), wait_until="networkidle")
    sizes.clear()
    page.context.clear_cookies(name="k")
    client = page.context.new_cdp_session(page)
    client.send("Network.clearBrowserCache")
    page.goto(server.base, wait_until="networkidle")
    assert len(sizes) <= 4, sizes
    assert sum(sizes) <= 30_000, sizes


def test_a_page_prints_without_buttons_and_with_every_step(enter):
    page = enter()
    page.goto(page.url + "p")
    page.emulate_media(media="print")
    for name in ("Leave now", "Save", "Skip"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    hidden = page.locator("ol.steps h3").evaluate_all(
        "all => all.filter(h => h.checkVisibility() === false).length"
    )
    assert hidden == 0
