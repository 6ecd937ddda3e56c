"""The plan works without an answer, gets better with each, and puts a life before everything."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from holdfast.guide.situation import Situation
from holdfast.web.guide import answers
from holdfast.web.guide.answers import COOKIE, Told


def told(client, **fields) -> None:
    """Gives the browser a cookie with these answers."""
    situation = Situation.from_answers({name: [v] if isinstance(v, str) else v for name, v in fields.items()})
    client.cookies[COOKIE] = answers.keep(HttpResponse(), Told(situation, ("who",))).cookies[COOKIE].value


def ids(client) -> list[str]:
    plan = client.get("/p").context["plan"]
    return [shown.step.id for moment in plan.moments for shown in (*moment.steps, *moment.later)]


def test_there_is_a_plan_without_any_answer(client):
    assert "stop-replying" in ids(client)


def test_never_more_than_three_steps_stand_under_a_heading(client):
    told(
        client,
        happened=["threatened", "paid", "did_something", "posted"],
        platforms=["instagram", "snapchat"],
    )
    plan = client.get("/p").context["plan"]
    assert all(len(moment.steps) <= 3 for moment in plan.moments)
    assert any(moment.later for moment in plan.moments)


def test_one_answer_makes_another_plan(client):
    before = ids(client)
    told(client, known_person="yes")
    assert ids(client) != before
    assert "stop-replying" not in ids(client)


def test_a_child_is_told_to_find_an_adult_and_led_to_the_screen_for_one(client):
    told(client, age_now="13_15", age_in_picture="13_15", who="me")
    assert "tell-an-adult" in ids(client)
    page = client.get("/p")
    step = next(s for m in page.context["plan"].moments for s in m.steps if s.step.id == "tell-an-adult")
    assert [link.text for link in step.beside.pages] == ["Show this screen to an adult"]


def test_each_step_says_why_and_how_long(client):
    page = client.get("/p").content.decode()
    steps = page.count("<h3>")
    assert steps > 3
    assert page.count("Why this step?") == len(re.findall(r"About \d+ minute", page)) == steps


def test_the_next_question_stands_right_there(client):
    told(client, watched="no")
    page = client.get("/p")
    assert "Answer more to make it fit better" in page.content.decode()
    asked = page.context["question"]
    response = client.post(f"/p/{asked.place}", {"go": "next", "to": "plan", "watched": "yes"})
    assert response.headers["Location"] == "/p"
    assert client.get("/p").context["question"].question_id != asked.question_id


def test_each_answer_is_listed_with_a_way_to_change_it(client):
    client.post("/p/3", {"go": "next", "who": "my_child"})
    listed = client.get("/p").context["answers"]
    assert [(a.title, a.answers) for a in listed] == [("Who is this plan for?", ("My child",))]
    assert f'href="/p/{listed[0].place}?plan"' in client.get("/p").content.decode()


def test_a_plan_for_apps_has_the_steps_of_each_app(client):
    told(client, platforms=["instagram", "telegram"], happened=["threatened"])
    assert {"report-inside-the-chat:instagram", "report-inside-the-chat:telegram"} <= set(ids(client))


@pytest.mark.parametrize("path", ["/p", "/p/1", "/h", "/c", "/", "/i/1", "/i/sources"])
def test_words_about_dying_bring_the_crisis_contacts_above_everything_on_every_page(client, path):
    told(client, demand="pay or I will kill myself, they wrote")
    main = client.get(path).content.decode().partition("<main")[2]
    assert "You matter more than any picture" in main
    crisis, heading = main.find("tel:116123"), main.find("<h1>")
    assert -1 < crisis < heading


def test_crisis_contacts_come_at_once_after_the_words_were_typed(client):
    client.post("/p/11", {"go": "next", "to": "plan", "demand": "i want to die"})
    page = client.get("/p").content.decode()
    assert "tel:116123" in page.partition("<h1>")[0]


def test_other_words_bring_no_crisis_box(client):
    told(client, demand="$200 by midnight")
    assert "You matter more" not in client.get("/p").content.decode()


def test_emergency_and_somebody_open_stand_above_the_steps(client):
    page = client.get("/p")
    helpers = page.context["help"].lines
    assert helpers[0].entries[0].way.href == "tel:999"
    assert all(entry.card.open_now for entry in helpers[1].entries)
    main = page.content.decode().partition("<main")[2]
    assert main.find("tel:999") < main.find("<h2>Next 5 minutes")


def test_what_was_typed_is_shown_as_text_and_never_as_markup(client):
    told(client, demand="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/p").content.decode()
    assert "<script>alert" not in client.get("/p/11").content.decode()


def test_the_blackmailers_words_show_on_press_only(client):
    told(client, demand="two hundred by midnight", wants="money")
    client.post("/p/11", {"go": "next", "demand": "two hundred by midnight", "wants": "money"})
    listed = client.get("/p").context["answers"][-1]
    assert (listed.answers, listed.quoted) == (
        ("They want: Money, gift cards or coins",),
        "two hundred by midnight",
    )
    before = client.get("/p").content.decode().partition("two hundred by midnight")[0]
    assert before.rpartition("<details")[2].count("</details>") == 0


def test_no_button_asks_for_a_tick_where_no_case_is_open(client):
    assert "/n/tick" not in client.get("/p").content.decode()


def test_the_plan_names_no_outside_picture_script_or_style(client):
    page = client.get("/p").content.decode()
    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="([^"]+)"', page)
    assert all(address.startswith(("/s/", "data:")) for address in loaded)


def test_the_plan_says_what_changed_when_an_answer_was_changed(client):
    client.post("/p/5", {"happened": ["threatened"], "go": "next"})
    assert client.get("/p").context["change"] is None
    client.post("/p/5", {"happened": ["threatened", "paid"], "go": "next", "to": "plan"})
    change = client.get("/p").context["change"]
    assert "stop-replying-and-do-not-pay-again" in {step.id for step in change.new}
    assert "do-not-pay" in {step.id for step in change.gone}
    client.post("/p/3", {"who": ["me"], "go": "next", "to": "plan"})
    assert "Your plan stays the same" in client.get("/p").content.decode()
    client.post("/p/4", {"known_person": ["no"], "go": "next"})
    assert client.get("/p").context["change"] is None


def test_words_of_the_blackmailer_are_not_carried_twice(client):
    from holdfast.web.guide.answers import Told

    first = Told().with_answers("wants", {"demand": ["one"]}, "en")
    assert first.with_answers("wants", {"demand": ["two"]}, "en").changed_from(first).before is None


def test_large_print_is_one_press_away(client):
    assert 'href="/p?g"' in client.get("/p").content.decode()
    assert 'class="large"' in client.get("/p?g").content.decode()


def test_the_plan_is_two_presses_from_the_first_page(client):
    first = client.get("/").content.decode()
    assert 'href="/p/1"' in first
    assert 'name="go" value="plan"' in client.get("/p/1").content.decode()
    assert client.post("/p/1", {"go": "plan"}).headers["Location"] == "/p"
