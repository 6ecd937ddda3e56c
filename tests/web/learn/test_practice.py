"""Practice on the pages: every story to each of its ends, in every language; nothing kept; skipped at any time."""

from __future__ import annotations

import html
import re

import pytest

from holdfast.content.stories import shelf, shelf_languages
from holdfast.learn.play import Played, every_path, play
from holdfast.web.learn import shown

STORIES = [(language, story) for language in shelf_languages() for story in shelf(language).stories]
NAMED = [f"{language}-{story.story_id}" for language, story in STORIES]


def text_of(answer: object) -> str:
    """What stands on a page, without marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def has(page: str, words: str) -> bool:
    return "".join(words.split()) in "".join(page.split())


def ways_on(answer: object) -> list[str]:
    """Addresses of the choices on a page, without the place on it."""
    listed = re.search(r'<ul class="choices".*?</ul>', answer.content.decode(), re.S)
    return re.findall(r'href="([^"#]+)#now"', listed[0]) if listed else []


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_a_story_is_played_by_its_links_to_every_one_of_its_ends(client, language, story):
    waiting, ends = [f"/l/{language}/{story.number}"], set()
    while waiting:
        answer = client.get(waiting.pop())
        assert answer.status_code == 200
        page, links = text_of(answer), ways_on(answer)
        waiting += links
        if not links:
            ending = next(s.ending for s in story.scenes if s.ending and has(page, " ".join(s.tells)))
            assert all(has(page, line) for line in (ending.title, *ending.otherwise, *ending.leave))
            assert 'href="/h"' in answer.content.decode() and 'href="/p"' in answer.content.decode()
            ends.add(ending.title)
    assert ends == {scene.ending.title for scene in story.scenes if scene.ending}


def test_an_ending_after_a_threat_shows_the_numbers_before_anything_else(client):
    page = text_of(client.get("/l/en/1/1112"))
    assert page.index("Call 999") < page.index("Leo puts the phone down")
    calm = text_of(client.get("/l/en/1/2"))
    assert "Call 999" not in calm


def test_signs_are_held_back_until_the_reader_asks_or_goes_on(client):
    first = client.get("/l/en/1").content.decode()
    assert (
        first.count("<mark>")
        == first.partition("<details")[2].partition("</details>")[0].count("<mark>")
        == 2
    )
    second = client.get("/l/en/1/1").content.decode()
    assert "<mark>saw your profile</mark>" in second.partition('id="now"')[0]


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_every_sign_that_is_named_stands_marked_on_the_page(language, story):
    for path in every_path(story):
        for turn, told in zip(path.turns, shown.turns(path, language), strict=True):
            assert told.own == (turn.taken.says if turn.taken else "")
            for line, message in zip(turn.scene.lines, told.messages, strict=True):
                assert len(message.signs) == len(line.signs)
                assert bool(line.signs) == any(piece.marked for piece in message.pieces)
                assert "".join(piece.text for piece in message.pieces) == line.text


def test_a_story_can_be_skipped_or_left_from_every_turn(client):
    for story in shelf().stories:
        for address in turns_of(story):
            page = client.get(address).content.decode()
            assert f'href="/l/en/{story.number}/e"' in page and 'href="/l/en/"' in page
        skipped = text_of(client.get(f"/l/en/{story.number}/e"))
        assert all(has(skipped, words) for words in story.leave_words)


def turns_of(story) -> set[str]:
    paths = {path.path[:length] for path in every_path(story) for length in range(len(path.path))}
    return {f"/l/en/{story.number}/{''.join(map(str, path))}".rstrip("/") for path in paths}


def test_nothing_is_kept_and_nothing_is_counted(client):
    before = set(client.cookies)
    for address in ("/l/en/", "/l/en/1", "/l/en/1/1111", "/l/es/2/12", "/l/en/t/s"):
        answer = client.get(address)
        assert not answer.cookies and "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]
        assert "<form" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]
        page = text_of(answer).replace("no score", "").replace("ni puntos", "")
        assert not re.search(r"\b(score|points?|puntos|nota)\b", page)
    assert set(client.cookies) == before


@pytest.mark.parametrize("taken", ["9", "0", "x", "11111111", "1" * 40, "-1", "١"])
def test_a_place_that_is_not_in_a_story_is_no_page(client, taken):
    assert client.get(f"/l/en/1/{taken}").status_code == 404


@pytest.mark.parametrize("address", ["/l/en/7", "/l/xx/", "/l/xx/1", "/l/en/t/9", "/l/en/99/e", "/l/fr/t"])
def test_a_story_or_language_that_is_not_there_is_no_page(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wished", "code"),
    [("es-MX,es;q=0.9", "es"), ("en-GB", "en"), ("ja,es;q=0.5", "es"), ("", "en"), ("de", "en")],
)
def test_the_stories_begin_in_the_language_of_the_browser(new_client, wished, code):
    answer = new_client(language=wished).get("/l/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/l/{code}/")


def test_every_page_is_one_press_from_the_same_page_in_the_other_language(client):
    for place in ("", "1", "1/11", "1/2", "3/e", "t", "t/4", "t/s", "a"):
        english, spanish = client.get(f"/l/en/{place}"), client.get(f"/l/es/{place}")
        assert f'href="/l/es/{place}" lang="es"' in english.content.decode()
        assert f'href="/l/en/{place}" lang="en"' in spanish.content.decode()
        assert '<div lang="es">' in spanish.content.decode()


def test_the_cards_hold_the_whole_story_and_lead_to_one_another(client):
    for language, story in STORIES:
        page = text_of(client.get(f"/l/{language}/t/{story.number}"))
        for scene in story.scenes:
            assert all(has(page, words) for words in (*scene.tells, *(line.text for line in scene.lines)))
        for card in shown.cards(story, language):
            assert all(1 <= number <= len(story.scenes) for _, number in card.ways)


def test_the_sheet_names_the_numbers_of_the_country_and_the_take_down_help(client, new_client):
    page = text_of(client.get("/l/en/t/s"))
    assert "Call 999" in page and "Childline" in page and "United Kingdom" in page
    assert 'href="/i/9"' in client.get("/l/en/t/s").content.decode()
    assert "Call 911" in text_of(new_client(language="en-US").get("/l/en/t/s"))


def test_what_goes_online_stands_on_prevention_pages_only_and_beside_the_take_down_help(client):
    said = shelf().say.stays
    for address in ("/l/en/t", "/l/en/a", "/l/en/t/s"):
        answer = client.get(address)
        assert has(text_of(answer), said) and 'href="/i/9"' in answer.content.decode()
    others = ["/", "/p", "/h", "/m", "/l/en/", *(f"/i/{number}" for number in range(1, 16))]
    for story in shelf().stories:
        paths = [path.path for path in every_path(story)]
        others += [f"/l/en/{story.number}/{''.join(map(str, path))}" for path in paths]
    assert [address for address in others if has(text_of(client.get(address)), said)] == []


def test_words_about_dying_bring_the_crisis_lines_above_every_page_of_the_practice(client):
    client.post("/p/11", {"demand": "i want to die"})
    for address in ("/l/en/", "/l/en/1", "/l/es/5/1", "/l/en/t"):
        main = client.get(address).content.decode().partition("<main")[2]
        assert main.index('role="alert"') < main.index("<h1"), address


def test_the_first_page_leads_there_quietly(client):
    page = client.get("/").content.decode()
    assert 'href="/l/"' not in page.partition("<footer")[0]
    assert 'href="/l/"' in page.partition("<footer")[2]


def test_the_title_and_the_address_say_nothing(client):
    for address in ("/l/en/", "/l/en/1/11", "/l/en/t", "/l/en/a"):
        assert "<title>Notes</title>" in client.get(address).content.decode()
        assert re.fullmatch(r"/l/en/[\da-z/]{0,8}", address)


def test_playing_again_from_the_same_address_gives_the_same_page():
    story = shelf().stories[0]
    assert shown.turns(play(story, (1, 1)), "en") == shown.turns(play(story, (1, 1)), "en")
    assert isinstance(play(story, (1, 1)), Played)


def test_what_stands_around_a_page_follows_its_language_where_the_site_speaks_it():
    from django.test import override_settings
    from django.utils.translation import get_language, override

    from holdfast.web.learn.language import in_language

    with override("en"):
        with override_settings(LANGUAGES=[("en", "English"), ("es", "Spanish")]), in_language("es"):
            assert get_language() == "es"
        with override_settings(LANGUAGES=[("en", "English")]), in_language("es"):
            assert get_language() == "en"
        assert get_language() == "en"
