"""The practice stories in a real browser, on a phone: played to each of their ends without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from holdfast.content.stories import shelf
from holdfast.learn.play import Played, every_path


def to_each_end(story) -> list[Played]:
    """One path to each ending of a story."""
    return list({path.here.scene_id: path for path in every_path(story)}.values())


@pytest.fixture
def enter(server, new_page):
    """``enter(path)`` opens one page on a phone that is let in; options as ``new_page`` takes them."""

    def go(path: str = "", **options: object) -> Page:
        page = new_page(**options)
        page.goto(server.address())
        page.goto(server.base + path)
        return page

    return go


def choose(page: Page, text: str) -> None:
    """Presses one choice by its words, and lands on the newest part of the story."""
    with page.expect_navigation(url="**#now"):
        page.locator("ul.choices a").filter(has_text=text).click()


def play_to_its_end(page: Page, path: Played) -> None:
    for turn in path.turns[1:]:
        expect(page.get_by_role("heading", level=1)).to_have_text(path.story.title)
        choose(page, turn.taken.text)
        expect(page.locator("#now")).to_be_in_viewport()
    ending = path.here.ending
    expect(page.get_by_role("heading", name=ending.title)).to_be_visible()
    for words in (*path.here.tells, *ending.otherwise, *ending.leave):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    assert page.locator("ul.choices").count() == 0


@pytest.mark.parametrize("story", shelf().stories, ids=lambda story: story.story_id)
def test_a_story_is_played_to_each_of_its_ends_without_a_script(enter, server, story):
    page = enter("l/en/", script=False)
    for path in to_each_end(story):
        page.goto(server.base + "l/en/")
        page.get_by_role("link", name=story.title).click()
        play_to_its_end(page, path)
        help_box = page.locator("section", has=page.get_by_role("heading", name=shelf().say.help_title))
        expect(help_box.get_by_role("link", name=shelf().say.help_talk)).to_be_visible()
        assert page.get_by_role("link", name="Call 999").count() == path.here.ending.late


def test_every_story_is_played_in_spanish_too(enter, server):
    page = enter("l/es/", script=False, locale="es-ES")
    for story in shelf("es").stories:
        page.goto(f"{server.base}l/es/{story.number}")
        play_to_its_end(page, max(every_path(story), key=lambda path: len(path.path)))
        page.get_by_role("link", name=shelf("es").say.help_talk).last.click()
        page.wait_for_url("**/h")


def test_a_browser_in_spanish_comes_to_spanish_stories_and_can_change(enter):
    page = enter("l/", locale="es-MX")
    expect(page.get_by_role("heading", level=1)).to_have_text(shelf("es").say.title)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shelf().say.title)


def test_back_takes_a_choice_back(enter):
    page = enter("l/en/1", script=False)
    choose(page, "Write back.")
    choose(page, "Block her here.")
    expect(page.get_by_role("heading", name="Leo blocks her")).to_be_visible()
    page.go_back(wait_until="commit")
    choose(page, "Stay where you are.")
    expect(page.get_by_text("Mia does not take the no.")).to_be_visible()


def test_the_signs_are_there_for_whoever_asks_before_choosing(enter):
    page = enter("l/en/1/1", script=False)
    why = page.get_by_text("Moving to another app takes you away")
    expect(why).to_be_hidden()
    page.get_by_text(shelf().say.notice).click()
    expect(why).to_be_visible()


def test_a_story_is_played_by_keyboard_alone(enter):
    page = enter("l/en/6")
    for words in ("Write back.", "Say what you prefer.", "Go on.", "Meet in the café"):
        for _ in range(40):
            page.keyboard.press("Tab")
            if words in page.evaluate("document.activeElement.innerText"):
                break
        with page.expect_navigation(url="**#now"):
            page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It was just coffee")).to_be_visible()


def test_after_a_choice_the_keyboard_goes_on_at_the_new_part(enter):
    page = enter("l/en/1")
    choose(page, "Write back.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").strip() == shelf().say.notice


LOOKED_AT = (
    "l/en/", "l/en/1", "l/en/1/11", "l/en/1/1112", "l/es/2/12", "l/es/3/1", "l/en/4/e", "l/en/t", "l/es/t/5",
    "l/en/t/s", "l/es/a",
)  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"narrow": True, "dark": True}], ids=["day", "narrow-night"])
def test_every_page_looks_right(enter, server, looks_right, options):
    page = enter(**options)
    for path in LOOKED_AT if options else LOOKED_AT[1::3]:
        page.goto(server.base + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        looks_right(page)


def test_text_twice_as_large_does_not_scroll_sideways(enter, server):
    page = enter()
    for path in LOOKED_AT:
        page.goto(server.base + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path


def test_the_sheet_is_one_page_of_paper_and_no_card_is_cut(enter, server):
    """A4 in the browser's own print; what is only for the screen stays off the paper."""
    page = enter("l/en/t/s")
    paper = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") <= 1
    page.emulate_media(media="print")
    expect(page.locator(".languages")).to_be_hidden()
    expect(page.get_by_text(shelf().say.stays)).to_be_visible()
    page.goto(server.base + "l/en/t/1")
    found = page.locator(".cards .card").evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")
    assert found and set(found) == {"avoid"}
