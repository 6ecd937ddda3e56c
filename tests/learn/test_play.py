"""Playing a story: the choices made so far are all there is to know, and every way comes to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.content.scenes import Choice, Ending, Line, Scene
from holdfast.content.stories import Story, shelf
from holdfast.learn.play import NoSuchStory, chat, every_path, numbered, play, story

ENDING = Ending("The end", ("Else.",), ("“Bye.”",), late=False)
SMALL = Story(
    "small", 1, "Small", "About.", "Jo",
    (
        Scene(
            "start", ("It begins.", Line("sam", "Sam", "Hello", mine=False)),
            (Choice("stay", "Stay.", "Hi", "more"), Choice("go", "Go.", "", "end")), None,
        ),
        Scene("more", (Line("sam", "Sam", "Bye", mine=False),), (Choice("on", "On.", "", "end"),), None),
        Scene("end", ("It ends.",), (), ENDING),
    ),
    (), (),
)  # fmt: skip


def test_a_story_begins_at_its_first_scene():
    played = play(SMALL)
    assert (played.here.scene_id, played.is_over, len(played.choices)) == ("start", False, 2)


def test_choices_lead_on_and_what_you_say_stands_before_the_answer():
    played = play(SMALL, (1, 1))
    assert [turn.scene.scene_id for turn in played.turns] == ["start", "more", "end"]
    assert [(said.line.speaker, said.line.text, said.turn) for said in chat(played).said] == [
        ("Sam", "Hello", 0),
        ("Jo", "Hi", 1),
        ("Sam", "Bye", 1),
    ]
    assert played.is_over


def test_every_message_stands_at_its_place_in_the_text():
    told = chat(play(SMALL, (1, 1)))
    assert told.text == "Hello\nHi\nBye"
    assert all(told.text[said.start : said.end] == said.line.text for said in told.said)


def test_every_path_is_found_once():
    assert sorted(path.path for path in every_path(SMALL)) == [(1, 1), (2,)]


@pytest.mark.parametrize("path", [(0,), (3,), (-1,), (2, 1), (1, 2)])
def test_a_choice_that_is_not_there_is_refused(path):
    with pytest.raises(NoSuchStory):
        play(SMALL, path)


def test_a_story_is_found_by_id_and_by_number_or_refused():
    assert story("coffee", "es").title == "Un café el sábado"
    assert numbered(6).story_id == "coffee"
    with pytest.raises(NoSuchStory):
        story("nothing")
    with pytest.raises(NoSuchStory):
        numbered(0)


@given(
    st.sampled_from([s for code in ("en", "es") for s in shelf(code).stories]), st.lists(st.integers(-3, 9))
)
def test_any_numbers_play_or_are_refused_and_nothing_else(one, numbers):
    try:
        played = play(one, numbers)
    except NoSuchStory:
        return
    assert played.path == tuple(numbers)
    assert played.is_over == (not played.choices)
