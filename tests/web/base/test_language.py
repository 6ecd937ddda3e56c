"""The language of the pages: the browser's, or the one that was pressed; Spanish is whole."""

from __future__ import annotations

import pytest


def page(client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_spanish_browser_gets_spanish_pages(new_client):
    assert '<html lang="es">' in page(new_client(language="es-MX,es;q=0.9"))
    assert '<html lang="en">' in page(new_client(language="fi"))


def test_one_press_changes_the_language_and_stays_on_the_page(client):
    answer = client.post("/lang", {"language": "es", "back": "/h"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/h")
    assert '<html lang="es">' in page(client, "/h")
    client.post("/lang", {"language": "en", "back": "/"})
    assert '<html lang="en">' in page(client)


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb"]
)
def test_it_never_leads_away_from_here(client, back):
    assert client.post("/lang", {"language": "es", "back": back}).headers["Location"] == "/"


def test_a_language_that_is_none_changes_nothing(client):
    client.post("/lang", {"language": "xx", "back": "/"})
    assert '<html lang="en">' in page(client)


@pytest.mark.parametrize(
    "path", ["/", "/p", "/h", "/m", "/w", "/f", "/n/new", "/n/open", "/c", "/a", "/l/es/"]
)
def test_no_sentence_of_ours_stays_english_on_a_spanish_page(new_client, path):
    shown = page(new_client(language="es"), path)
    for english in (
        "Leave now",
        "Talk to someone",
        "First page",
        "What we promise",
        "Go on",
        "Skip to the page",
    ):
        assert f">{english}<" not in shown, english
