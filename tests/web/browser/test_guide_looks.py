"""How the guide's pages look: axe, labels, sizes, 320 px, day and night, focus, zoom."""

from __future__ import annotations

import re

import pytest

PAGES = (
    "",
    "p",
    "p/1",
    "p/2",
    "p/5",
    "p/8",
    "p/9",
    "p/10",
    "p/11",
    "p/12",
    "h",
    "h?s",
    "c",
    "w",
    "w/1",
    "w/3",
    "a",
    "a/1",
    "a/2",
    "d",
    "p?g",
    "i/promise",
    "i/sources",
    "nowhere",
    "bye",
)
READ = tuple(f"i/{number}" for number in range(1, 26))


@pytest.fixture
def phone(server, new_page):
    """A phone that has told something, so that every part of the plan is there."""

    def make(**options: object):
        page = new_page(**options)
        page.goto(server.address())
        page.goto(server.base + "p/5")
        page.get_by_label("They threaten to share it").check()
        page.get_by_label("I paid, or sent a gift card or coins").check()
        page.get_by_role("button", name="Next").click()
        return page

    return make


@pytest.mark.parametrize("options", [{}, {"narrow": True, "dark": True}], ids=["day", "narrow-night"])
def test_every_page_looks_right(server, phone, looks_right, options):
    page = phone(**options)
    for path in (*PAGES, *READ):
        page.goto(server.base + path)
        looks_right(page)


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_every_page_looks_right_with_everything_unfolded(server, phone, looks_right, dark):
    page = phone(narrow=True, dark=dark)
    for path in ("p", "h", "p/10", "i/sources"):
        page.goto(server.base + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        looks_right(page)


def test_the_crisis_box_looks_right(server, phone, looks_right):
    page = phone(narrow=True)
    page.goto(server.base + "p/11")
    page.get_by_label("In their words, if you want").fill("i want to die")
    page.get_by_role("button", name="Next").click()
    for path in ("", "p", "p/1", "h", "i/1"):
        page.goto(server.base + path)
        looks_right(page)


def test_a_plan_with_ticks_looks_right(server, new_page, looks_right):
    page = new_page(narrow=True, dark=True)
    page.goto(server.address())
    page.goto(server.base + "n/new")
    page.get_by_label("18 or over").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make my case").click()
    page.goto(server.base + "p")
    page.get_by_role("button", name=re.compile("^Done")).first.click()
    page.wait_for_url("**/p#s1")
    looks_right(page)
    assert page.get_by_role("button", name=re.compile("^Not done")).count() == 1


def test_a_session_that_ended_looks_right(server, new_page, looks_right):
    page = new_page(narrow=True)
    page.goto(server.base)
    looks_right(page)


def test_night_is_dark_and_day_is_light(server, new_page):
    shades = []
    for dark in (False, True):
        page = new_page(dark=dark)
        page.goto(server.address())
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(int(part) for part in colour.strip("rgb()").split(",")) / 3)
    assert shades[0] > 200 and shades[1] < 60


@pytest.mark.parametrize("path", ["", "p", "p/10", "h"])
def test_focus_is_seen_and_never_under_the_bar(server, phone, path):
    page = phone(narrow=True)
    page.emulate_media(reduced_motion="reduce")
    page.goto(server.base + path)
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(_FOCUS)
        assert seen is None or seen["outline"], seen
        assert seen is None or seen["clear"], seen


#: The element with the focus: does it show an outline, and is its top below the sticky bar?
_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = e.closest('.choice') ?? e, bar = document.querySelector('.bar');
  const box = shown.getBoundingClientRect(), below = bar.getBoundingClientRect().bottom;
  return {
    what: e.outerHTML.slice(0, 100),
    outline: getComputedStyle(shown).outlineStyle !== 'none',
    clear: bar.contains(e) || e.classList.contains('skip') || box.bottom > below + 1,
  };
}"""


def test_the_first_stop_of_the_keyboard_skips_to_the_page(server, new_page):
    page = new_page()
    page.goto(server.address())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_text_twice_as_large_does_not_scroll_sideways(server, phone):
    page = phone()
    for path in ("", "p", "p/8", "h"):
        page.goto(server.base + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path


def test_a_question_can_be_answered_by_keyboard_alone(server, new_page):
    page = new_page()
    page.goto(server.address())
    page.goto(server.base + "p/1")
    page.get_by_label("Yes, or maybe").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("No, I am alone with this screen").is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/3")


def test_things_to_press_stand_apart(server, phone):
    """WCAG 2.2, 2.5.8: no two of them overlap, at 320 px, where a thumb is wide."""
    page = phone(narrow=True)
    for path in ("", "p", "h", "c"):
        page.goto(server.base + path)
        assert page.evaluate(_OVERLAPS) == [], path


_OVERLAPS = """() => {
  const all = [...document.querySelectorAll('main a, main button, main summary, main .choice')]
    .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
    const [a, p] = all[i], [b, q] = all[j];
    if (a.contains(b) || b.contains(a)) continue;
    if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1)
      found.push(a.outerHTML.slice(0, 60) + ' / ' + b.outerHTML.slice(0, 60));
  }
  return found;
}"""
