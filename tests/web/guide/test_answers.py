"""What was told travels sealed in a cookie; a bad cookie is no cookie."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from holdfast.content.facts import platforms
from holdfast.guide.situation import DEMAND_LIMIT, Did, Happened, PaymentMethod, Situation, Wants
from holdfast.web.guide import answers
from holdfast.web.guide.answers import COOKIE, Told

CHILD = Told(Situation(age_now="13_15", happened=frozenset({Happened.THREATENED})), ("ages", "happened"))


def sealed(told: Told) -> str:
    return answers.keep(HttpResponse(), told).cookies[COOKIE].value


def read_back(cookie: str) -> Told:
    request = RequestFactory().get("/p")
    request.COOKIES[COOKIE] = cookie
    return answers.read(request)


def test_what_was_told_comes_back():
    assert read_back(sealed(CHILD)) == CHILD


def test_nothing_that_was_told_can_be_read_in_the_cookie():
    told = Told(Situation(demand="two hundred by midnight"), ("wants",))
    raw = base64.urlsafe_b64decode(sealed(told) + "===")
    assert b"two hundred" not in raw and b"wants" not in raw


def test_two_cookies_of_the_same_answers_differ():
    assert sealed(CHILD) != sealed(CHILD)


def test_any_changed_byte_makes_a_person_start_anew():
    cookie = bytearray(base64.urlsafe_b64decode(sealed(CHILD) + "==="))
    for place in range(len(cookie)):
        changed = bytes(cookie[:place] + bytes([cookie[place] ^ 1]) + cookie[place + 1 :])
        assert read_back(base64.urlsafe_b64encode(changed).decode().rstrip("=")) == Told()


@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
)
def test_no_cookie_makes_an_error(cookie: str):
    assert read_back(cookie) == Told()


def test_a_cookie_of_another_server_is_no_cookie():
    cookie = sealed(CHILD)
    with override_settings(SECRET_KEY="another server's secret"):
        assert read_back(cookie) == Told()
    assert read_back(cookie) == CHILD


def test_a_cookie_of_yesterday_is_not_read():
    made = answers.rooms.clock() - answers.LIFE
    old = answers._seal(answers._pack(CHILD, made - (answers.LIFE / 100)))
    young = answers._seal(answers._pack(CHILD, made + (answers.LIFE / 100)))
    assert read_back(old) == Told()
    assert read_back(young) == CHILD


def test_answers_that_mean_nothing_any_more_make_a_person_start_anew():
    body = answers._pack(CHILD, answers.rooms.clock())
    known = json.loads(zlib.decompress(body))
    known["a"]["age_now"] = ["a band that was taken out"]
    assert read_back(answers._seal(zlib.compress(json.dumps(known).encode()))) == Told()


def test_the_longest_answers_fit_into_a_cookie():
    everything = Situation.from_answers(
        {
            "country": ["GB"],
            "nation": ["northern_ireland"],
            "watched": ["yes"],
            "who": ["someone_i_know"],
            "known_person": ["yes"],
            "happened": list(Happened),
            "did": list(Did),
            "age_in_picture": ["under_13"],
            "age_now": ["under_13"],
            "platforms": list(platforms().ids),
            "wants": list(Wants),
            "deadline": ["hours"],
            "since": ["today"],
            "paid_when": ["just_now"],
            "demand": ["".join(chr(0x1F300 + n) for n in range(DEMAND_LIMIT))],
            "payment_methods": list(PaymentMethod),
            "ai_made": ["yes"],
            "have_picture": ["yes"],
        }
    )
    assert len(everything.demand) == DEMAND_LIMIT
    asked = tuple(f"question{n}" for n in range(12))
    told = Told(Situation(), asked).changed_from(Told(everything))
    told = Told(everything, asked, told.before)
    assert len(sealed(told)) <= answers.LIMIT
    assert read_back(sealed(told)) == told


@pytest.mark.parametrize("is_hosted", [False, True])
def test_the_cookie_ends_with_the_browser_and_no_script_reads_it(is_hosted: bool):
    with override_settings(HOSTED=is_hosted):
        cookie = answers.keep(HttpResponse(), CHILD).cookies[COOKIE]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", is_hosted)


def test_one_answer_changes_only_its_own_question():
    told = CHILD.with_answers("who", {"who": ["me"]}, "en")
    assert told.situation.who == "me"
    assert told.situation.happened == CHILD.situation.happened
    assert told.asked == ("ages", "happened", "who")


def test_another_country_forgets_the_nation():
    told = Told(Situation(country="GB", nation="wales")).in_country("IE")
    assert (told.situation.country, told.situation.nation) == ("IE", "unknown")


def test_a_country_alone_is_no_answer():
    assert not Told(Situation(country="GB")).anything
    assert CHILD.anything
