"""``/m``: a message is pasted or chosen, read in memory, and answered in an order a frightened person can use."""

from __future__ import annotations

import io
import logging
import re

import pytest
from tests.web.guide.test_first_page import text_of
from tests.web.guide.test_kept_nowhere import files_with

THREAT = (
    "I recorded you on the call. Send me $500 in gift cards within 24 hours "
    "or I will send the video to your mother and all your followers."
)
MAIL = (
    "I hacked your system and your camera. I recorded you while you visited adult sites. "
    "Transfer $950 in bitcoin to my wallet. You have 48 hours after opening this mail. "
    "I see when you read this. If you do not pay, all your contacts get the video."
)
HARMLESS = "Are we still on for lunch on Sunday? I can bring the salad and the blue chairs."
DYING = "They say they will post it. I want to die."


def check(client, words: str = "", **more):
    return client.post("/m", {"words": words, **more})


def found_in(answer):
    return answer.context["found"]


def named(name: str, data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_the_page_asks_for_the_message_and_leads_to_the_plan(client):
    page = client.get("/m").content.decode()
    assert 'name="words"' in page and 'type="file"' in page and 'href="/p"' in page
    assert "<title>Notes</title>" in page


def test_the_first_page_leads_here(client):
    assert 'href="/m"' in client.get("/").content.decode()


def test_help_stands_first_then_what_it_is_then_what_to_do_then_why(client):
    page = check(client, THREAT).content.decode()
    order = [
        "tel:116123",
        "This is blackmail",
        "What to do next",
        "Stop replying",
        "Why we say this",
        "<mark>",
    ]
    assert -1 not in [page.find(words) for words in order]
    assert [page.find(words) for words in order] == sorted(page.find(words) for words in order)


def test_no_more_than_three_steps_are_open(client):
    found = found_in(check(client, THREAT))
    assert [step.id for step in found.now] == ["stop-replying", "do-not-pay", "keep-the-proof"]
    assert found.later


def test_their_words_stand_only_where_they_are_pressed_for(client):
    page = check(client, THREAT).content.decode()
    folded = re.sub(r"<details.*?</details>", "", page.partition("<h1>")[2], flags=re.S)
    assert "on the call" not in folded and "24 hours" not in folded


def test_words_about_dying_bring_the_crisis_box_above_all(client):
    page = check(client, DYING).content.decode()
    assert page.index('id="crisis"') < page.index("<h1>")
    assert 'id="crisis"' not in check(client, HARMLESS).content.decode()


def test_a_mass_mail_is_told_from_a_live_threat_with_what_is_there_and_what_is_missing(client):
    found = found_in(check(client, MAIL))
    assert found.said.bluff and found.said.present and found.said.absent
    assert not found.late


@pytest.mark.parametrize("words", [THREAT, MAIL, HARMLESS, DYING])
def test_the_way_to_a_plan_stands_on_every_answer(client, words):
    page = check(client, words)
    assert page.status_code == 200
    assert "If you feel threatened, here is your plan" in text_of(page)
    assert 'href="/p"' in page.content.decode()


def test_marked_places_put_together_are_the_text(client):
    found = found_in(check(client, THREAT))
    assert "".join(piece.text for piece in found.pieces).strip() == THREAT
    assert any(piece.marked and "recorded you" in piece.text for piece in found.pieces)


def test_markup_in_a_message_is_shown_as_text(client):
    page = check(client, THREAT + " <script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_wrong_answer_can_be_set_right_and_nothing_is_sent(client):
    answer = check(client, HARMLESS)
    block = answer.content.decode().partition("wrong no-print")[2].partition("Why we say this")[0]
    assert "<form" not in block
    steps = {one.id: [step.id for step in one.steps] for one in found_in(answer).wrong}
    assert "stop-replying" in steps["threat"]
    assert "do-not-answer-the-mail" in steps["mail"]
    assert "safety-first" in steps["known"] and "stop-replying" not in steps["known"]
    assert steps["harmless"] == []


def test_a_file_is_read_as_it_arrives(client):
    chat = (
        "Kai: hey\nSam: hi\nKai: i recorded you, pay me 300 dollars or i send it to your family\nSam: stop\n"
    )
    found = found_in(check(client, file=named("chat.txt", chat.encode()), me="Sam"))
    assert found.said.crisis_first and found.signs


def test_the_format_can_be_set_by_hand(client):
    answer = check(client, THREAT, format="whatsapp")
    assert 400 <= answer.status_code < 500
    assert THREAT in answer.context["pasted"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "There are no words"),
        ({"file": named("x.bin", bytes(range(256)) * 20)}, "We cannot read this kind of file"),
        ({"file": named("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60)}, "reads no pictures"),
        ({"words": THREAT, "format": "screenshot"}, "reads no pictures"),
        ({"words": THREAT, "format": "pigeon"}, "We do not know this format"),
        ({"words": THREAT, "dates": "sideways"}, "We do not know this format"),
    ],
    ids=["nothing", "bytes", "picture", "as-picture", "format", "dates"],
)
def test_what_cannot_be_read_is_said_in_words_on_the_same_page(client, sent, words):
    answer = client.post("/m", sent)
    assert 400 <= answer.status_code < 500
    assert words in text_of(answer)
    assert 'name="words"' in answer.content.decode()


def test_a_file_over_the_limit_is_refused_in_words(client, hosted, new_client):
    browser = new_client()
    browser.post("/p/8", {"go": "next", "age_in_picture": "adult"})
    big = named("chat.txt", b"hello there\n" * 800_000)
    answer = check(browser, file=big)
    assert 400 <= answer.status_code < 500 and "8 MB" in text_of(answer)


def test_a_hosted_place_takes_words_only_until_the_person_in_the_picture_is_an_adult(hosted, new_client):
    browser = new_client()
    assert 'type="file"' not in browser.get("/m").content.decode()
    answer = check(browser, file=named("chat.txt", THREAT.encode()))
    assert 400 <= answer.status_code < 500 and "words only" in text_of(answer)
    assert check(browser, THREAT).status_code == 200


def test_a_form_that_is_no_form_gets_words(client):
    answer = client.post("/m", b"words=x", content_type="text/plain")
    assert 400 <= answer.status_code < 500


def test_a_form_without_its_secret_is_refused(new_client):
    assert check(new_client(csrf=True), THREAT).status_code == 403


def test_what_was_read_is_in_no_file_and_no_log(client, home, caplog, capfd):
    marks = ("zanzibar-sixteen", "quokka-seventy")
    with caplog.at_level(logging.DEBUG):
        check(client, f"{THREAT} {marks[0]}")
        check(client, file=named(f"{marks[1]}.txt", f"{THREAT} {marks[1]}".encode()))
        check(client, file=named(f"{marks[1]}.bin", bytes(range(256)) * 20), me=marks[0])
    out, err = capfd.readouterr()
    for mark in marks:
        assert files_with(home, mark) == []
        assert mark not in caplog.text + out + err


def test_a_reading_sets_the_forms_cookie_and_a_key_that_says_nothing(client):
    answer, other = check(client, THREAT), check(client, THREAT)
    assert set(answer.cookies) <= {"k", "m"}
    key = answer.cookies["m"]
    assert key["httponly"] and key["samesite"] == "Strict" and not key["max-age"] and not key["expires"]
    assert key.value != other.cookies["m"].value


def test_a_long_chat_is_shown_around_its_signs_only(client):
    answer = check(client, HARMLESS * 600 + "\n" + THREAT + "\n" + HARMLESS * 600)
    found = found_in(answer)
    assert found.parts_only
    assert sum(len(piece.text) for piece in found.pieces) < 20_000
    assert any(piece.gap for piece in found.pieces)
