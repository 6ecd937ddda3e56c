"""The first page: safety, then "you have done nothing wrong", then three things to do, then the ways on."""

from __future__ import annotations

import re

import pytest

from holdfast.content.facts import places


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_order_is_safety_no_blame_three_steps_plan_case(client):
    page = client.get("/").content.decode()
    order = [
        "Are you safe right now?", "tel:999", "tel:116123", "United Kingdom", "done nothing wrong",
        "Stop replying", "Do not pay", "Keep the proof", 'href="/p/1"', 'href="/m"', 'href="/n/new"', 'href="/n/open"',
    ]  # fmt: skip
    assert [page.find(words) for words in order] == sorted(page.find(words) for words in order)
    assert -1 not in [page.find(words) for words in order]


def test_three_things_to_do_and_never_more(client):
    assert len(client.get("/").context["do_now"]) == 3


@pytest.mark.parametrize("code", [*places().codes])
def test_every_country_has_a_number_to_call_with_its_own_page_beside_it(client, code):
    client.post("/c", {"code": code, "to": "/"})
    urgent = client.get("/").context["safety"].lines[0].entries
    assert urgent and all(entry.way.href.startswith("tel:") for entry in urgent)
    for line in client.get("/").context["safety"].lines:
        assert line.entries
        assert all(entry.card.page or entry.card.checked for entry in line.entries)


@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("en-GB", "tel:999"),
        ("en-IE,en;q=0.5", "tel:112"),
        ("en-US", "tel:911"),
        ("de", "tel:112"),
        ("sv", "tel:112"),
    ],
)
def test_the_country_is_guessed_from_the_browsers_language(new_client, language, number):
    assert number in new_client(language=language).get("/").content.decode()


@pytest.mark.parametrize("language", ["en", "eo", "xx", "", "*", "en-XX;q=banana"])
def test_without_a_country_both_world_numbers_are_shown(new_client, language):
    page = new_client(language=language).get("/").content.decode()
    assert "tel:112" in page and "tel:911" in page
    assert "We do not know your country yet" in page


def test_one_tap_changes_the_country_and_stays(client):
    page = client.get("/")
    assert [country.code for country in page.context["near"]] == ["IE", "US"]
    assert client.post("/c", {"code": "IE", "to": "/"}).headers["Location"] == "/"
    assert "You chose: <strong>Ireland</strong>" in client.get("/").content.decode()


def test_a_change_of_country_leads_back_only_inside(client):
    for elsewhere in ("https://example.com/", "//example.com", "/leave", "/n/delete"):
        assert client.post("/c", {"code": "IE", "to": elsewhere}).headers["Location"] == "/"
    assert client.post("/c", {"code": "IE", "to": "/h"}).headers["Location"] == "/h"


def test_an_unknown_country_gets_words_and_not_an_error_page(client):
    refused = client.post("/c", {"code": "QQ", "to": "/"})
    assert refused.status_code == 400
    assert "country" in text_of(refused)


def test_every_country_is_offered_as_ready_or_in_part(client):
    shown = client.get("/c").context["countries"]
    assert sorted(c.code for c in (*shown.ready, *shown.partial)) == sorted(places().codes)
    assert {"GB", "IE", "US"} <= {c.code for c in shown.ready}


def test_nothing_is_linked_that_is_not_there(client):
    for page in ("/", "/p", "/h", "/c"):
        for address in set(re.findall(r'href="(/[^"#]*)', client.get(page).content.decode())):
            assert client.get(address, follow=True).status_code == 200, address


def test_a_way_to_show_this_to_an_adult_and_one_for_those_who_received_a_picture(client):
    shown = client.get("/").context
    adult = client.get(shown["adult"].href)
    assert "You are not in trouble." in adult.content.decode()
    received = next(link for link in shown["reading"] if link.text == "Did you get a picture of someone?")
    assert "Do not save it" in client.get(received.href).content.decode()


def test_titles_and_addresses_are_neutral(client):
    for page in ("/", "/p", "/p/1", "/h", "/c", "/i/1", "/i/promise", "/i/sources"):
        assert "<title>Notes</title>" in client.get(page).content.decode()
    assert not re.search(
        r"sextort|blackmail|porn|abuse|picture|threat", " ".join(client.get("/").context["adult"].href)
    )
