"""Who to talk to: open first, silent first at night, every fact with its source or marked as not checked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import translation

from holdfast.content.contact import DIALLED
from holdfast.content.facts import places
from holdfast.content.hours import Open, OpenState
from holdfast.web.guide.cards import card, when_open
from holdfast.web.guide.person import Person, person
from holdfast.web.guide.show import help_now, safety
from holdfast.web.guide.talk import listing

#: One in the morning in London, Dublin and New York.
NIGHTS = {
    code: datetime(2026, 3, 4, hour, 0, tzinfo=UTC) for code, hour in {"GB": 1, "IE": 1, "US": 6}.items()
}
NIGHT = NIGHTS["GB"]
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def somebody(code: str = "GB", now: datetime = NOON) -> Person:
    request = RequestFactory().get("/", headers={"accept-language": "en-GB"})
    return replace(person(request), country=places().country(code) if code else None, now=now)


@pytest.mark.parametrize("code", [*places().codes, ""])
@pytest.mark.parametrize("now", [NIGHT, NOON])
def test_every_country_lists_somebody_by_day_and_night(code, now):
    listed = listing(somebody(code, now), silent_only=False)
    assert listed.now
    assert all(one.card.ways for one in (*listed.now, *listed.perhaps, *listed.closed))


@pytest.mark.parametrize("code", ["GB", "IE", "US"])
def test_at_night_the_first_to_talk_to_answer_in_silence(code):
    entries = help_now(somebody(code, NIGHTS[code])).lines[1].entries
    assert entries and entries[0].way.silent


@pytest.mark.parametrize("code", ["GB", "IE", "US"])
def test_a_crisis_line_to_call_and_one_without_speaking_stand_on_the_first_page(code):
    by_day, at_night = (
        safety(somebody(code, now)).lines[1].entries for now in (NOON + timedelta(hours=6), NIGHTS[code])
    )
    assert [entry.way.silent for entry in by_day] == [False, True]
    assert [entry.way.silent for entry in at_night] == [True, False]


def test_the_open_ones_are_open_and_the_closed_ones_say_when_they_open():
    listed = listing(somebody(now=NIGHT), silent_only=False)
    assert all(one.card.open_now for one in listed.now)
    assert listed.closed and all("Opens" in one.card.when for one in listed.closed)


def test_only_without_speaking_leaves_nobody_who_must_be_called():
    listed = listing(somebody(), silent_only=True)
    for one in (*listed.now, *listed.perhaps, *listed.closed):
        assert any(way.silent for way in one.card.ways)
    assert len(listed.now) < len(listing(somebody(), silent_only=False).now)


def test_somebody_else_is_named_for_when_nobody_answers():
    listed = listing(somebody(), silent_only=False)
    named = [one for one in listed.now if one.instead]
    assert named
    by_place = {one.place: one.card for one in (*listed.now, *listed.perhaps, *listed.closed)}
    for one in named:
        other = by_place[one.instead.place]
        assert other.open_now and other.name == one.instead.name != one.card.name


def test_an_address_inside_the_list_names_nobody(client):
    anchors = set(re.findall(r'href="#([^"]+)"', client.get("/h").content.decode())) - {"main"}
    assert anchors and all(re.fullmatch(r"n\d+", anchor) for anchor in anchors)


def test_a_number_without_a_source_has_its_own_page_beside_it():
    for code in places().codes:
        for one in somebody(code).contacts():
            unsourced = [way for way in one.contact.channels if way.how in DIALLED and not way.verified]
            assert not unsourced or card(one, NOON, "en").page


def test_what_no_source_stands_behind_is_not_said_as_a_fact():
    for code in places().codes:
        for one in somebody(code).contacts():
            shown = card(one, NOON, "en")
            if "cost" not in one.contact.verified:
                assert "Free" not in shown.known
            if "wait" not in one.contact.verified:
                assert not any("wait" in fact for fact in shown.known)


def test_a_country_that_is_not_ready_says_so_and_shows_the_world_lists(client):
    client.post("/c", {"code": "PL", "to": "/h"})
    page = client.get("/h")
    assert page.context["listing"].partial
    assert "findahelpline.com" in page.content.decode()


def test_a_child_line_tells_whom_they_tell(client):
    assert "They keep it private" in client.get("/h").content.decode()


def test_opening_times_are_said_in_words():
    with translation.override("en"):
        zone = datetime(2026, 3, 4, 22, 0, tzinfo=UTC)
        assert when_open(OpenState(Open.OPEN, always=True), NOON) == "Open day and night"
        assert when_open(OpenState(Open.OPEN, closes_at=zone), NOON) == "Open now, until 22:00"
        opens = [zone, zone.replace(day=5, hour=9), zone.replace(day=9, hour=10)]
        assert [when_open(OpenState(Open.CLOSED, opens_at=at), NOON) for at in opens] == [
            "Closed now. Opens today at 22:00",
            "Closed now. Opens tomorrow at 09:00",
            "Closed now. Opens Monday at 10:00",
        ]
        assert when_open(OpenState(Open.CLOSED), NOON) == "Closed now"
        assert when_open(OpenState(Open.CHECK_HOURS), NOON) == "Check their hours"


def test_under_18_gets_the_child_line_first_and_an_adult_gets_none():
    child = somebody()
    child = replace(child, told=child.told.with_answers("ages", {"age_now": ["13_15"]}, "en"))
    adult = replace(child, told=child.told.with_answers("ages", {"age_now": ["adult"]}, "en"))
    kinds = [one.contact.kind for one in child.contacts() if one.is_open and not one.contact.is_emergency]
    assert kinds[0] == "child"
    assert "gb-childline" not in {one.contact.contact_id for one in adult.contacts()}


def test_every_page_is_one_press_from_somebody_who_answers_now(client):
    import re

    for address in (
        "/",
        "/p",
        "/p/1",
        "/h",
        "/c",
        "/w",
        "/w/1",
        "/d",
        "/m",
        "/i/1",
        "/i/sources",
        "/n/new",
        "/nowhere",
    ):
        foot = client.get(address).content.decode().partition("<footer>")[2]
        assert re.search(
            r'Someone answers now:</strong> [^<]+<a class="way" href="(?:tel|sms|https):', foot
        ), address


def test_a_child_is_shown_the_line_for_children_at_the_foot_and_another_person_the_crisis_line(client):
    assert client.get("/i/1").context["open_now"]().card.contact_id == "gb-samaritans"
    client.post("/p/8", {"age_now": ["14"], "go": "next"})
    assert client.get("/i/1").context["open_now"]().card.contact_id == "gb-childline"
