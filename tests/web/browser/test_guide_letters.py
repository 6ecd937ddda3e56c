"""Letters and dates in a real browser: told once, copied with one press, kept nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def told(server, new_page):
    """A phone whose plan knows of a threat and a card payment."""

    def make(**options: object) -> Page:
        page = new_page(**options)
        page.goto(server.address())
        page.goto(server.base + "p/5")
        page.get_by_label("They threaten to share it").check()
        page.get_by_label("I paid, or sent a gift card or coins").check()
        page.get_by_role("button", name="Next").click()
        page.goto(server.base + "p/6")
        page.get_by_label("Bank card or credit card").check()
        page.get_by_role("button", name="Next").click()
        page.goto(server.base + "w")
        return page

    return make


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_told_once_every_letter_that_fits_is_filled(told, script):
    page = told(script=script)
    page.get_by_label("Name of their account").fill("@invented")
    page.get_by_label("Where the money went").fill("J. Example")
    page.get_by_role("button", name="Show my letters").click()
    letters = page.locator("textarea.letter")
    assert letters.count() >= 5
    said = [letters.nth(n).input_value() for n in range(letters.count())]
    assert any("@invented" in text for text in said) and any("J. Example" in text for text in said)
    assert page.get_by_role("button", name="Copy").count() == (letters.count() if script else 0)


def test_a_letter_is_changed_and_copied_with_one_press(told, server):
    page = told(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="To your bank: a card payment").click()
    letter = page.get_by_label("The letter")
    letter.fill("My own words. " + letter.input_value())
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("My own words. Hello,")


def test_letters_and_dates_look_right_when_they_are_full(told, server, looks_right):
    page = told(narrow=True, dark=True)
    page.get_by_label("Name of their account").fill("@invented")
    page.get_by_role("button", name="Show my letters").click()
    looks_right(page)
    page.goto(server.base + "d")
    for _ in range(2):
        page.get_by_label("What was it?").select_option("switched_off")
        page.get_by_label("Which app, if it was one?").select_option("snapchat")
        page.get_by_role("button", name="Add").click()
    looks_right(page)


def test_the_calendar_file_is_saved_under_a_neutral_name(told, server):
    page = told(script=False)
    page.goto(server.base + "d")
    page.get_by_label("What was it?").select_option("threat")
    page.get_by_role("button", name="Add").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a calendar file").click()
    assert saved.value.suggested_filename == "dates.ics"
    assert "SUMMARY:Look once" in saved.value.path().read_text("utf-8")
