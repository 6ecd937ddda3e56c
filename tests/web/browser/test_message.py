"""The reader's page in a real browser: without JavaScript, at 320 px, by day and by night, folded and unfolded."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

THREAT = (
    "I recorded you on the call. Send me $500 in gift cards within 24 hours to pay.here@example.org "
    "or I will send the video to your mother and all your followers."
)


@pytest.mark.parametrize(
    "options", [{"script": False}, {"narrow": True, "dark": True}], ids=["no-script", "narrow-night"]
)
def test_a_message_is_pasted_and_answered(server, new_page, looks_right, options):
    page = new_page(**options)
    page.goto(server.address())
    page.get_by_role("link", name="Check a message").click()
    if options.get("script", True):
        looks_right(page)
    page.get_by_label("The message, chat or mail").fill(THREAT)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="This is blackmail")).to_be_visible()
    assert (
        page.get_by_role("heading", name="Stop replying").count() + page.get_by_text("Stop replying").count()
    )
    assert not page.get_by_text("I recorded you").first.is_visible()
    page.get_by_text("The words, with signs marked").click()
    expect(page.locator("mark").first).to_be_visible()


def test_every_state_of_the_answer_looks_right(server, new_page, looks_right):
    for dark in (False, True):
        page = new_page(narrow=True, dark=dark)
        page.goto(server.address())
        for words in (THREAT, "Lunch on Sunday?", "He will post it. I want to die."):
            page.goto(server.base + "m")
            page.get_by_label("The message, chat or mail").fill(words)
            page.get_by_role("button", name="Check it").click()
            page.wait_for_selector(".summary")
            looks_right(page)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            looks_right(page)


def test_what_the_person_says_it_is_stands_instead_of_what_was_read(server, new_page):
    page = new_page()
    asked: list[str] = []
    page.goto(server.address())
    page.goto(server.base + "m")
    page.get_by_label("The message, chat or mail").fill(THREAT)
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector(".summary")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("This looks wrong").click()
    page.get_by_text("It is somebody I know in real life").click()
    expect(page.get_by_text("your safety comes first")).to_be_visible()
    assert not page.locator(".as-read").is_visible()
    assert asked == []


def test_what_is_not_read_is_said_on_the_same_page_with_the_words_still_there(server, new_page, looks_right):
    page = new_page(narrow=True)
    page.goto(server.address())
    page.goto(server.base + "m")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="Not read yet")).to_be_visible()
    page.get_by_text("Say more about the chat").click()
    looks_right(page)


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_a_message_goes_into_an_open_case_with_one_press(server, new_page, looks_right, dark):
    page = new_page(narrow=True, dark=dark, script=True)
    page.goto(server.address())
    page.goto(server.base + "n/new")
    page.get_by_label("18 or over").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make my case").click()
    page.goto(server.base + "m")
    page.get_by_label("The message, chat or mail").fill(THREAT)
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("Which of these are theirs?").click()
    page.get_by_label("pay.here@example.org").check()
    looks_right(page)
    page.get_by_role("button", name="Put it into my case").click()
    page.wait_for_url("**/n/i/**")
    page.goto(server.base + "n/who")
    expect(page.get_by_text("pay.here@example.org").first).to_be_visible()


GOES_BAD = (
    "Kai: you look so cute in your picture\nKai: how old are you? what is your job?\nSam: 19\n"
    "Kai: this app is slow, add me on snap kai_example7\nSam: ok\nKai: send me a pic and I send you one\nSam: ok\n"
    "Kai: I recorded everything\nKai: I will send it to your mum and all your friends\nSam: no\n"
    "Kai: pay me 500 dollars with gift cards\n"
)


@pytest.mark.parametrize(
    "options", [{"script": False}, {"narrow": True, "dark": True}], ids=["no-script", "narrow-night"]
)
def test_a_chat_that_goes_bad_is_followed_and_set_right(server, new_page, looks_right, options):
    page = new_page(**options)
    page.goto(server.address())
    page.goto(server.base + "m")
    page.get_by_label("The message, chat or mail").fill(GOES_BAD)
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector(".course svg")
    last = page.locator(".course details").last
    assert not last.locator("mark").first.is_visible()
    last.locator("summary").click()
    expect(last.locator("mark").first).to_be_visible()
    page.get_by_text("Read it differently").click()
    if options.get("script", True):
        looks_right(page)
    page.get_by_label("Sam", exact=True).check()
    page.get_by_label("Your country").select_option("FR")
    page.get_by_role("button", name="Read it again").click()
    page.wait_for_url("**/m/r")
    expect(page.get_by_role("link", name="Call 3114").first).to_be_visible()
    page.get_by_role("link", name="A page to print").click()
    expect(page.locator(".course mark").first).to_be_visible()


def test_several_files_are_waited_for_and_listed_the_worst_first(server, new_page, looks_right, tmp_path):
    long = tmp_path / "long.txt"
    words = ("hi there", "see you at the shop", "did you watch the match?", "good night")
    long.write_text(
        "".join(
            f"{1 + n // 1440 % 28:02}/03/2026, {n // 60 % 24:02}:{n % 60:02} - {'Kai' if n % 3 else 'Sam'}: "
            f"{words[n % 4]} {n}\n"
            for n in range(12_000)
        )
    )
    bad = tmp_path / "bad.txt"
    bad.write_text(GOES_BAD)
    page = new_page(narrow=True)
    page.goto(server.address())
    page.goto(server.base + "m")
    page.set_input_files("#file", [str(long), str(bad)])
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector(".readings", timeout=60_000)
    looks_right(page)
    first = page.locator(".readings a").first
    assert "bad.txt" in first.inner_text()
    first.click()
    expect(page.get_by_role("heading", name="This is blackmail")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_somebody_without_words_is_looked_at(server, new_page, looks_right, dark):
    page = new_page(narrow=True, dark=dark)
    page.goto(server.address())
    page.goto(server.base + "m/q")
    looks_right(page)
    page.get_by_label("They do not show themselves live").check()
    page.get_by_label("They ask for pictures, or send some first").check()
    page.get_by_role("button", name="What does it mean?").click()
    expect(page.get_by_role("heading", name="You can say")).to_be_visible()
    looks_right(page)


def test_words_are_found_in_an_open_case(server, new_page, looks_right):
    page = new_page(narrow=True)
    page.goto(server.address())
    page.goto(server.base + "n/new")
    page.get_by_label("18 or over").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make my case").click()
    page.goto(server.base + "m")
    page.get_by_label("The message, chat or mail").fill(THREAT)
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("button", name="Put it into my case").click()
    page.wait_for_url("**/n/i/**")
    page.goto(server.base + "n/f")
    page.get_by_label("A name, a number, a word").fill("pay.HERE")
    page.get_by_role("button", name="Find", exact=True).click()
    page.wait_for_selector("text=Found in 1 place")
    assert not page.locator("mark").first.is_visible()
    page.get_by_text("Show the place").click()
    expect(page.locator("mark").first).to_be_visible()
    looks_right(page)
