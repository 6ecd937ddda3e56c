"""What was read answers questions of the plan: ids only, beside what the person told before."""

from __future__ import annotations

import pytest
from tests.web.check.test_message_page import DYING, HARMLESS, MAIL, THREAT

from holdfast.check.read import read_text
from holdfast.web.check.planning import answers_from


@pytest.mark.parametrize(("words", "happened"), [(THREAT, "threatened"), (MAIL, "only_email")])
def test_a_stage_becomes_what_happened(words, happened):
    assert happened in answers_from(read_text(words))["happened"]


def test_a_harmless_text_answers_nothing(client):
    assert answers_from(read_text(HARMLESS)) == {}
    assert 'action="/m/p"' not in client.post("/m", {"words": HARMLESS}).content.decode()


def test_the_plan_knows_what_was_read(client):
    answers = dict(client.post("/m", {"words": THREAT}).context["answers"])
    assert client.post("/m/p", answers).headers["Location"] == "/p"
    situation = client.get("/p").context["asking"].situation
    assert "threatened" in situation.happened and "money" in situation.wants
    assert situation.deadline == "hours"


def test_what_was_told_before_stays(client):
    client.post("/p/5", {"go": "next", "happened": ["posted"]})
    client.post("/m/p", {"happened": "threatened"})
    assert {"posted", "threatened"} <= client.get("/p").context["asking"].situation.happened


def test_an_answer_that_is_none_is_refused_in_words(client):
    assert client.post("/m/p", {"happened": "flown away"}).status_code == 400


def test_none_of_the_words_travel(client):
    page = client.post("/m", {"words": f"{THREAT} {DYING}"}).content.decode()
    form = page.partition('action="/m/p"')[2].partition("</form>")[0]
    assert "recorded" not in form and "die" not in form
