"""The operator's pages: strangers meet nothing; keys are shown once; holds are decided; charts are drawn."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import get_resolver
from tests.house.test_doors import METHODS, address, routes
from tests.house.test_headers import look_at
from tests.takedown.exchange.kit import pdq, photo, request_key
from tests.web.exchange.face import face

from holdfast.takedown.exchange.operators import SESSION, held
from holdfast.takedown.exchange.partners import Wish, partner_named
from holdfast.takedown.exchange.values import AgeInPicture, Scope
from holdfast.web.exchange.charts import chart
from holdfast.web.exchange.rooms import exchange

#: What answers without any key: the sign-in, files, and what people may ask.
PUBLIC = {
    "s/<str:address>",
    "k",
    "v1/platforms",
    "v1/takedowns",
    "v1/openapi.json",
    *(f"v1/takedowns/{name}" for name in ("add", "status", "withdraw", "delete")),
}
FOR_PARTNERS = {"v1/FetchHashes", "v1/SubmitFeedback", "v1/SubmitHashes"}


@pytest.fixture
def browser():
    with face() as made:
        yield made


def every_route() -> list[str]:
    return sorted(routes(get_resolver("holdfast.web.exchange.urls")))


def name() -> str:
    return f"Platform {uuid.uuid4().hex[:8]}"


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_meets_no_page_at_every_address_of_the_operator(browser, method):
    stranger = browser()
    wanted = [route for route in every_route() if route not in PUBLIC | FOR_PARTNERS]
    assert len(wanted) >= 8
    for cookie in ("", "x", "A" * 32, "é"):
        stranger.cookies["o"] = cookie
        for route in wanted:
            answer = getattr(stranger, method)(address(route))
            assert answer.status_code == 404, (method, route)
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", METHODS)
def test_the_feed_answers_nobody_without_keys(browser, method):
    for route in FOR_PARTNERS:
        assert getattr(browser(), method)(address(route)).status_code in (401, 405), (method, route)


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_carries_the_strict_headers(browser, method):
    for client in (browser(), browser(operator="Headers")):
        for route in every_route():
            answer = getattr(client, method)(address(route))
            look_at(answer, (method, route))
            assert answer.headers["Cache-Control"] == "no-store", (method, route)
            assert answer.status_code < 500


def test_a_form_of_another_website_changes_nothing(browser):
    client = browser(operator="Careful", csrf=True)
    for route in every_route():
        if not route.startswith(("v1", "s/")):
            answer = client.post(address(route), headers={"origin": "https://example.com"})
            assert answer.status_code in (403, 404), route


def test_a_wrong_token_signs_nobody_in_and_an_ended_one_neither(browser):
    assert browser().post("/k", {"token": "x" * 32}).status_code == 403
    token = exchange().new_operator(name())
    client = browser()
    assert client.post("/k", {"token": f" {token} "}).status_code == 302
    assert client.get("/d").status_code == 200
    client.post("/d/out")
    assert client.get("/d").status_code == 404


def test_an_ended_operator_is_out_at_once_and_a_session_ends_by_itself(browser):
    who = name()
    client = browser(operator=who)
    exchange().end_operator(who)
    assert client.get("/d").status_code == 404
    tired = browser(operator=name())
    with exchange().database.writing() as work:
        work.run("UPDATE sessions SET ends = ends - %s", SESSION)
    assert tired.get("/d").status_code == 404


def keys_in(page: str) -> dict[str, str]:
    found = re.findall(r"<dt><code>([\w-]+)</code></dt>\s*<dd><code>(\w+)</code></dd>", page)
    return dict(found)


def test_a_partner_is_made_its_keys_work_and_are_never_shown_again(browser):
    client, partner = browser(operator="Maker"), name()
    asked = {"name": partner, "scope": ["FetchHashes"], "networks": "127.0.0.0/8, ::1", "withdraws": "yes"}
    keys = keys_in(client.post("/d/new", asked).content.decode())
    assert keys.keys() == {"Ocp-Apim-Subscription-Key", "FetchHashes"}
    headers = {
        "ocp-apim-subscription-key": keys["Ocp-Apim-Subscription-Key"],
        "x-functions-key": keys["FetchHashes"],
    }
    assert browser().get("/v1/FetchHashes", headers=headers).status_code == 200
    elsewhere = browser().get("/v1/FetchHashes", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert elsewhere.status_code == 401
    where = f"/d/p/{partner_named(exchange().database, partner).partner_id}"
    for path in ("/d", where, "/d/a"):
        assert not any(key in client.get(path).content.decode() for key in keys.values())
    more = keys_in(client.post(f"{where}/rotate", {"now": "yes"}).content.decode())
    assert browser().get("/v1/FetchHashes", headers=headers).status_code == 401
    headers = {
        "ocp-apim-subscription-key": more["Ocp-Apim-Subscription-Key"],
        "x-functions-key": more["FetchHashes"],
    }
    assert browser().get("/v1/FetchHashes", headers=headers).status_code == 200
    client.post(f"{where}/revoke")
    assert browser().get("/v1/FetchHashes", headers=headers).status_code == 401
    assert b"ended" in client.get(where).content


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "", "scope": ["FetchHashes"]},
        {"name": "A,B", "scope": ["FetchHashes"]},
        {"name": "Good name", "scope": []},
        {"name": "Good name", "scope": ["FetchHashes"], "networks": "nowhere"},
        {"name": "Good name", "scope": ["FetchHashes"], "withdraws": "maybe"},
        {"name": "a\0b", "scope": ["FetchHashes"]},
    ],
)
def test_a_partner_that_cannot_be_is_refused_in_words(browser, asked):
    answer = browser(operator="Maker").post("/d/new", asked)
    assert answer.status_code == 400 and b"This partner cannot be made so" in answer.content


def test_the_overview_names_who_is_late_and_shows_charts_for_readers_and_for_screen_readers(browser):
    exchange().create_partner(Wish(name(), (Scope.FETCH,)), "tests")
    page = browser(operator="Looker").get("/d").content.decode()
    assert "late" in page and page.count("<svg") == 6
    assert page.count('role="img"') == 6 and page.count("in 30 days. At most") == 10


def test_a_held_fingerprint_is_decided_on_its_page_and_never_shown(browser):
    seed = name()
    for _ in range(5):
        exchange().submit((photo(seed),), age=AgeInPicture.ADULT, request_key=request_key())
    client = browser(operator="Decider")
    page = client.get("/d/h").content.decode()
    assert "do not know each other" in page and pdq(seed) not in page
    handle = re.search(r'name="handle" value="(\w+)"', page)[1]
    for wrong in ({"handle": handle, "say": "maybe"}, {"handle": "zz", "say": "release"}):
        assert client.post("/d/h", wrong).status_code == 404
    before = len(held(exchange().database))
    assert client.post("/d/h", {"handle": handle, "say": "release"}).status_code == 302
    assert len(held(exchange().database)) == before - 1
    assert "hold.release" in client.get("/d/a").content.decode()


def test_a_partner_that_is_not_there_is_no_page(browser):
    client = browser(operator="Looker")
    for path in ("/d/p/nobody", "/d/p/%00", "/d/p/nobody/rotate", "/nothing"):
        assert client.get(path).status_code in (404, 405)


def test_a_chart_keeps_its_bars_inside_and_says_each_day():
    drawn = chart("x", (0, 1, 1000, 10), today=20_000)
    assert [bar.height for bar in drawn.bars] == [2, 100, 2]
    assert all(bar.top >= 0 and bar.top + bar.height == 100 and bar.left < drawn.width for bar in drawn.bars)
    assert drawn.bars[-1].says == "2024-10-04: 10"
    assert (drawn.most, drawn.total) == (1000, 1011) and chart("x", (0, 0), 1).bars == ()
