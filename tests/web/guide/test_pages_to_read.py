"""The pages to read: each has an address of its own that says nothing, and leads on."""

from __future__ import annotations

import re

import pytest

from holdfast.content.words import words
from holdfast.guide.plan import Link, LinkKind
from holdfast.web.guide.pages import ADDRESSES

PAGES = sorted(words().pages)


def test_every_page_of_the_content_has_an_address_and_every_address_a_page():
    assert set(ADDRESSES) == set(words().pages)
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)


@pytest.mark.parametrize("page_id", PAGES)
def test_a_page_shows_its_words_its_links_and_its_sources(client, page_id):
    page = client.get(f"/i/{ADDRESSES[page_id]}")
    shown = page.content.decode()
    content = words().page(page_id)
    assert f"<h1>{content.title}</h1>".replace("'", "&#x27;") in shown
    for link in map(Link.read, content.links):
        if link.kind is LinkKind.PAGE:
            assert f'href="/i/{ADDRESSES[link.target]}"' in shown
    assert shown.count("<li>") >= len(content.sources)


@pytest.mark.parametrize("page_id", PAGES)
def test_no_page_ends_with_something_a_person_cannot_do(client, page_id):
    main = client.get(f"/i/{ADDRESSES[page_id]}").content.decode().partition("</main>")[0]
    assert main.rstrip().endswith("here is your plan</a></p>")


def test_addresses_say_nothing():
    assert all(re.fullmatch(r"\d{1,2}", address) for address in ADDRESSES.values())


@pytest.mark.parametrize("address", ["99", "for-an-adult", "..", "1'", "%00"])
def test_an_address_without_a_page_is_not_found(client, address):
    response = client.get(f"/i/{address}")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_the_promise_differs_by_where_it_runs(client):
    assert "on your own computer" in client.get("/i/promise").content.decode()


def test_the_promise_of_a_hosted_holdfast_names_its_operator(hosted, new_client):
    page = new_client().get("/i/promise").content.decode()
    assert "on this website" in page
    assert "Example Helpline, charity 000000, GB" in page
    assert "We never take money" in page


def test_the_page_of_sources_names_each_source_with_its_date(client):
    page = client.get("/i/sources")
    traces = page.context["traces"]
    assert traces.figures and traces.here and traces.everywhere and traces.apps
    for trace in (*traces.here, *traces.everywhere, *traces.apps):
        assert trace.sources or trace.bare
        assert all(source.when for source in trace.sources)
    assert "Not yet checked" in page.content.decode()


def test_content_is_never_read_as_markup(client):
    from holdfast.web.base.tags import markdown, markdown_line

    assert "<script>" not in markdown("<script>alert(1)</script>")
    assert "<img" not in markdown_line("<img src=x onerror=alert(1)>")
    assert "javascript:" not in markdown("[x](javascript:alert(1))").replace("[x](javascript:alert(1))", "")


def test_what_happens_when_one_reports_is_said_for_the_country(client, new_client):
    page = client.get(f"/i/{ADDRESSES['when-you-report']}", headers={"accept-language": "en-IE"})
    shown = page.content.decode()
    assert "Hotline.ie" in shown and "Not yet checked by one of us" in shown
    elsewhere = client.get(f"/i/{ADDRESSES['when-you-report']}", headers={"accept-language": "en-KE"})
    assert "We do not know more for this country yet" in elsewhere.content.decode()
