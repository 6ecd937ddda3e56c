"""Seven questions, each skippable, one a page; follow-ups only where an answer opens one."""

from __future__ import annotations

import pytest

from holdfast.content.words import words
from holdfast.web.guide import forms

ORDER = forms.order("en")
SEVEN = [q.question_id for q in words().questions if not q.follow_up]


def place(question_id: str) -> int:
    return ORDER.index(question_id) + 1


def answer(client, question_id: str, **fields):
    return client.post(f"/p/{place(question_id)}", {"go": "next", **fields})


def walk(client, start: str = "/p/1") -> list[str]:
    """Skips every question from the first on; the ids of those that came."""
    seen, address = [], start
    while address != "/p":
        seen.append(ORDER[int(address.rpartition("/")[2]) - 1])
        address = client.post(address, {"go": "skip"}).headers["Location"]
    return seen


def test_skipping_everything_passes_seven_questions_and_ends_at_the_plan(new_client):
    in_france = new_client(language="fr")
    assert walk(in_france) == SEVEN
    assert in_france.get("/p").status_code == 200


def test_in_the_uk_the_nation_is_asked_as_well(client):
    assert walk(client) == [*SEVEN, "nation"]


def test_the_country_is_asked_where_nobody_knows_it(new_client):
    assert walk(new_client(language="en")) == [SEVEN[0], "country", *SEVEN[1:]]


@pytest.mark.parametrize(
    ("happened", "follow_up"), [("paid", "payment"), ("did_something", "did"), ("has_picture", "picture")]
)
def test_an_answer_opens_its_follow_up(client, happened, follow_up):
    assert follow_up in walk_after(client, happened)
    assert follow_up not in walk_after(client, "threatened")


def walk_after(client, happened: str) -> list[str]:
    client.post("/p/new")
    for earlier in ("watched", "who", "known"):
        client.post(f"/p/{place(earlier)}", {"go": "skip"})
    return walk(client, answer(client, "happened", happened=happened).headers["Location"])


def test_each_question_says_which_of_seven_it_is(client):
    for number, question_id in enumerate(SEVEN, start=1):
        assert f"Question {number} of 7" in client.get(f"/p/{place(question_id)}").content.decode()
    assert "Question" not in client.get(f"/p/{place('payment')}").content.decode()


def test_an_answer_is_chosen_again_when_the_page_comes_back(client):
    answer(client, "happened", happened=["threatened", "paid"])
    shown = client.get(f"/p/{place('happened')}").context["question"].fields[0]
    assert [option.value for option in shown.options if option.chosen] == ["threatened", "paid"]


def test_nothing_chosen_is_the_same_as_skipped(client):
    response = answer(client, "who")
    assert response.headers["Location"] == "/p/1"
    assert client.get("/p").context["answers"][0].answers == ()


def test_skip_forgets_what_was_answered_before(client):
    answer(client, "who", who="my_child")
    client.post(f"/p/{place('who')}", {"go": "skip", "who": "my_child"})
    assert client.get("/p").context["answers"][0].answers == ()


def test_see_my_plan_now_is_there_from_the_first_question_on_and_keeps_this_answer(client):
    assert "See my plan now" in client.get("/p/1").content.decode()
    answer(client, "watched", watched="no")
    assert "See my plan now" in client.get(f"/p/{place('who')}").content.decode()
    response = client.post(f"/p/{place('who')}", {"go": "plan", "who": "me"})
    assert response.headers["Location"] == "/p"
    assert client.get("/p").context["asking"].situation.who == "me"


def test_back_leads_to_the_question_before_or_the_first_page(client):
    assert client.get("/p/1").context["back"] == "/"
    answer(client, "watched", watched="no")
    assert client.get(f"/p/{place('who')}").context["back"] == "/p/1"


def test_a_change_from_the_plan_leads_back_to_the_plan(client):
    answer(client, "watched", watched="no")
    assert 'name="to" value="plan"' in client.get("/p/1?plan").content.decode()
    assert client.post("/p/1", {"go": "next", "to": "plan", "watched": "yes"}).headers["Location"] == "/p"


def test_the_same_form_sent_twice_is_one_answer(client):
    first, second = (answer(client, "who", who="me") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert [a.title for a in client.get("/p").context["answers"]] == ["Who is this plan for?"]


@pytest.mark.parametrize("path", ["/p/0", f"/p/{len(ORDER) + 1}", "/p/99999999999999999999"])
def test_a_question_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path, {"go": "next"}).status_code == 404


def test_an_answer_that_is_not_in_the_list_gets_words(client):
    response = answer(client, "who", who="the queen of nowhere")
    assert response.status_code == 400
    assert b"not one of the answers" in response.content


def test_forget_my_answers_forgets_them(client):
    answer(client, "who", who="me")
    client.post("/p/new")
    assert client.get("/p").context["answers"] == ()


def test_a_form_without_its_token_is_refused(new_client):
    careful = new_client(csrf=True)
    assert careful.post("/p/1", {"go": "next", "watched": "no"}).status_code == 403


def test_each_input_of_each_question_has_a_label(client):
    for number in range(1, len(ORDER) + 1):
        page = client.get(f"/p/{number}").content.decode()
        assert page.count("<legend>") + page.count('<label class="title"') >= 1, number
