"""``holdfast learn``: the stories in a terminal, for people and for machines, in both languages."""

from __future__ import annotations

import pytest

from holdfast.content.stories import shelf, shelf_languages
from holdfast.learn.play import every_path

STORIES = [(language, story) for language in shelf_languages() for story in shelf(language).stories]
NAMED = [f"{language}-{story.story_id}" for language, story in STORIES]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_list_says_how_to_play_each_story(line):
    for language in shelf_languages():
        done = line("learn", "list", "--language", language)
        assert done.code == 0
        for story in shelf(language).stories:
            assert story.title in done.out and f"holdfast learn play {story.story_id}" in done.out


def test_a_word_alone_shows_what_there_is(line):
    done = line("learn", "--help")
    assert done.code == 0 and "learn list" in done.out and "learn play" in done.out


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_a_story_is_played_at_a_terminal_to_each_of_its_ends(line, language, story):
    ends = {path.here.ending.title: path for path in every_path(story)}
    for title, path in ends.items():
        typed = "".join(f"{number}\n" for number in path.path)
        argv = ("learn", "play", story.story_id, "--language", language, "--country", "GB")
        done = line(*argv, stdin=typed, terminal=True)
        said = flat(done.out)
        assert done.code == 0 and title in said
        assert all(flat(words) in said for words in path.here.ending.leave)
        assert "999" in said or not path.here.ending.late


def test_after_a_threat_the_crisis_contacts_stand_before_the_ending(line):
    said = flat(line("learn", "play", "a-new-follower", "--choose", "1,1,1,2", "--country", "GB").out)
    assert said.index("Samaritans") < said.index("Leo puts the phone down")


def test_an_empty_line_stops_and_so_does_the_end_of_input(line):
    for typed in ("1\n\n", "1\n", ""):
        done = line("learn", "play", "coffee", stdin=typed, terminal=True)
        assert done.code == 0 and "It was just coffee" not in done.out
        assert flat(shelf().say.promise) in flat(done.out)


def test_another_word_than_a_number_is_asked_again(line):
    done = line("learn", "play", "coffee", stdin="x\n9\n0\n99999\n2\n", terminal=True)
    assert done.code == 0 and done.err.count(shelf().say.type_number) == 5
    assert "Daniel leaves in a kind way" in done.out


def test_without_a_terminal_it_prints_as_far_as_the_choices_lead(line):
    done = line("learn", "play", "the-mail", "--choose", "1")
    assert done.code == 0 and done.err == ""
    assert "harbour1962" in done.out and "1. Ask Nina about it." in done.out


def test_the_signs_come_after_the_choice(line):
    first = flat(line("learn", "play", "a-new-follower").out)
    second = flat(line("learn", "play", "a-new-follower", "--choose", "1").out)
    assert "Sign:" not in first
    assert "Sign: A stranger writes first." in second


def test_machines_get_every_message_with_its_signs(line):
    done = line("learn", "play", "a-new-follower", "--choose", "1,3", "--language", "es", "--json")
    turns = done.json["turns"]
    assert (done.json["path"], done.json["choices"], len(turns)) == ([1, 3], [], 3)
    assert done.json["ending"]["title"] == "Leo la bloquea" and done.json["ending"]["threatened"] is False
    assert [sign["id"] for sign in turns[0]["messages"][0]["signs"]] == ["first-contact"]
    assert turns[0]["messages"][0]["signs"][0]["why"].startswith("Un desconocido")


@pytest.mark.parametrize(
    "argv",
    [
        ("learn", "play", "nothing-of-this-name"),
        ("learn", "play", "coffee", "--language", "xx"),
        ("learn", "list", "--language", "fr"),
        ("learn", "play", "coffee", "--choose", "x"),
        ("learn", "play", "coffee", "--choose", "1,9"),
        ("learn", "play", "coffee", "--choose", "-1"),
    ],
)
def test_what_is_not_there_is_said_plainly(line, argv):
    done = line(*argv)
    assert done.code == 2
    assert done.err.strip()
