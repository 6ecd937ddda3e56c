"""From a reading into the open case: the words, only what was ticked, and what they ask for."""

from __future__ import annotations

import pytest
from tests.web.case.visitor import Visitor
from tests.web.guide.test_first_page import text_of

CHAT = (
    "Kai: hey\nSam: hello\nKai: i recorded you, pay me 300 dollars with gift cards or i send it to your family\n"
    "Kai: write to pay.here@example.org\nSam: ask my brother at bro@example.com\n"
)


@pytest.fixture
def adult(new_client) -> Visitor:
    return Visitor(new_client()).new_case()


def read_in(visitor: Visitor):
    return visitor.client.post("/m", {"words": CHAT, "me": "Sam"})


def test_the_form_is_there_only_while_a_case_is_open(client, adult):
    assert "Put it into my case" not in text_of(client.post("/m", {"words": CHAT}))
    assert "Put it into my case" in text_of(read_in(adult))


def test_nothing_is_ticked_for_the_person_and_their_own_is_not_offered(adult):
    page = read_in(adult)
    assert page.content.decode().count('name="theirs"') == len(page.context["keep"].ticks)
    assert 'name="theirs" value="email::pay.here@example.org">' in page.content.decode()
    assert "bro@example.com" not in [tick.said for tick in page.context["keep"].ticks]


def test_words_ticks_and_demand_go_into_the_case(adult):
    keep = read_in(adult).context["keep"]
    form = {
        "words": keep.words,
        "theirs": ["email::pay.here@example.org"],
        "demand": "yes",
        **dict(keep.demand),
    }
    answer = adult.send("/n/m", form)
    assert answer.status_code == 302
    assert "i recorded you" in adult.get(answer.headers["Location"].partition("?")[0] + "/show")
    assert "pay.here@example.org" in adult.get("/n/who") and "bro@example.com" not in adult.get("/n/who")
    assert "300" in adult.get("/n/want")


def test_what_was_not_ticked_stays_out(adult):
    adult.send("/n/m", {"words": CHAT, "wants": "Money"})
    assert "pay.here@example.org" not in adult.get("/n/who")
    assert "Money" not in adult.get("/n/want").partition("<form")[0]


def test_a_second_message_of_the_same_person_goes_into_the_same_record(adult):
    mail, phone = "email::pay.here@example.org", "phone::+447700900123"
    adult.send("/n/m", {"words": CHAT, "theirs": [mail]})
    adult.send("/n/m", {"words": CHAT + "more", "theirs": [mail, phone]})
    adult.send("/n/m", {"words": CHAT + "other", "theirs": ["email::someone.else@example.org"]})
    assert adult.get("/n/who").count('href="/n/r/') == 2


@pytest.mark.parametrize(
    "form",
    [{}, {"words": " \n"}, {"words": CHAT, "theirs": "nonsense"}, {"words": CHAT, "theirs": "email::"}],
    ids=["nothing", "blank", "no-kind", "no-value"],
)
def test_what_is_no_form_of_ours_writes_nothing(adult, form):
    assert 400 <= adult.send("/n/m", form).status_code < 500
    assert adult.item_paths() == []


def test_words_about_dying_bring_the_crisis_contacts_first(adult):
    page = adult.post("/n/m", {"words": CHAT + "Sam: i want to die"})
    assert 'id="crisis"' in page
