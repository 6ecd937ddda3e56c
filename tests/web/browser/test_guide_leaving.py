"""Leaving in a hurry, in a real browser: with and without scripts, on one's own computer and hosted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

SENSITIVE = ("plan", "Stop replying", "999", "sexual", "Holdfast", "blackmail", "Question", "crime", "proof")


@pytest.fixture(params=["own", "hosted"])
def place(request):
    return request.getfixturevalue("server" if request.param == "own" else "hosted_server")


def walk_in(page: Page, place) -> None:
    """First page, a question answered, the plan: something to hide."""
    page.goto(place.address())
    page.get_by_role("link", name="Make my plan").click()
    page.get_by_label("No, I am alone with this screen").check()
    page.get_by_role("button", name="Next").click()
    page.goto(place.base + "p")
    expect(page.get_by_role("heading", name="My plan")).to_be_visible()


def shows_nothing(page: Page) -> None:
    words = page.locator("body").inner_text()
    assert not [word for word in SENSITIVE if word.lower() in words.lower()], page.url


def go_back_all_the_way(page: Page) -> int:
    """Presses Back until nothing is left, looking at each page on the way. Returns how often it could."""
    steps = 0
    while page.evaluate("history.length") > steps + 1 and steps < 12:
        try:
            answer = page.go_back(wait_until="load")
        except Exception as error:  # a browser's own start page cannot be waited for
            if "ERR_ABORTED" not in str(error) and "about:blank" not in str(error):
                raise
            break
        if answer is None and page.url == "about:blank":
            break
        steps += 1
        shows_nothing(page)
    return steps


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_after_leaving_back_shows_nothing(place, new_page, script):
    page = new_page(script=script)
    walk_in(page, place)
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/bye")
    expect(page).to_have_title("Calendar")
    shows_nothing(page)
    assert go_back_all_the_way(page) >= 2


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_leaving_takes_every_cookie_but_the_mark_that_it_was_left(place, new_page, script):
    page = new_page(script=script)
    walk_in(page, place)
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/bye")
    page.wait_for_load_state()
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"x"}


def test_shift_three_times_leaves(place, new_page):
    page = new_page()
    walk_in(page, place)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/bye")
    shows_nothing(page)


def test_capital_letters_do_not_leave(place, new_page):
    page = new_page()
    walk_in(page, place)
    page.goto(place.base + "p/11")
    page.get_by_label("In their words, if you want").press_sequentially("PAY NOW OR ELSE")
    page.keyboard.down("Shift")
    for _ in range(5):
        page.keyboard.down("Shift")  # held down, a key repeats
    page.keyboard.up("Shift")
    page.wait_for_timeout(300)
    assert page.url.endswith("/p/11")


def test_the_page_is_hidden_at_once_even_when_the_server_is_slow(place, new_page):
    page = new_page()
    walk_in(page, place)
    page.route("**/leave", lambda _: None)  # never answers
    page.get_by_role("button", name="Leave now").click(no_wait_after=True)
    assert page.evaluate("getComputedStyle(document.documentElement).visibility") == "hidden"
    assert page.title() == "Calendar"
    page.wait_for_url("**/bye", timeout=5_000)


def test_the_neutral_page_has_no_way_in_and_no_leave_bar(place, new_page):
    page = new_page()
    page.goto(place.base + "bye")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link")).to_have_count(0)
    shows_nothing(page)


def test_a_hosted_place_opens_again_with_one_press(hosted_server, new_page):
    page = new_page()
    walk_in(page, hosted_server)
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/bye")
    page.goto(hosted_server.base)
    expect(page.get_by_role("heading", name="Session ended")).to_be_visible()
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_role("heading", name="Are you safe right now?")).to_be_visible()
    assert page.goto(hosted_server.base + "p").ok
    expect(page.get_by_role("heading", name="Your answers")).to_have_count(0)


def test_on_ones_own_computer_only_the_program_opens_it_again(server, new_page):
    page = new_page()
    walk_in(page, server)
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/bye")
    page.goto(server.base)
    expect(page.get_by_role("heading", name="Session ended")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.goto(server.address())
    expect(page.get_by_role("heading", name="Are you safe right now?")).to_be_visible()


def test_leaving_says_that_browser_history_stays(place, new_page):
    page = new_page()
    page.goto(place.address())
    expect(page.get_by_text("Your browser history stays.")).to_be_visible()
