"""House test 4: whoever is not let in gets nothing, at every address, whatever is asked.

The public list is short and written out. A new address is behind a door until somebody puts it here on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.fixtures import client, home, hosted, new_client, tables  # noqa: F401

METHODS = ("get", "post", "head", "put", "delete")

#: What answers a browser without the door's key, on one's own computer.
WITHOUT_A_KEY = {"s/<str:address>", "t/<str:token>", "bye", "leave"}

#: What answers without an open case: the guide, and the ways to make, open or check.
WITHOUT_A_CASE = {
    "", "p", "p/new", "p/<int:place>", "h", "c", "m", "m/p", "i/promise", "i/sources", "i/<str:address>",
    "w", "w/<int:place>", "d", "d/c", "a", "a/<int:place>",
    "u", "u/now", "u/k", "u/d", "u/i", "u/o",
    "n/new", "n/new/2", "n/new/3", "n/code", "n/open", "n/verify", "n/lock",
    "l/", "l/<str:language>/", "l/<str:language>/t", "l/<str:language>/t/s", "l/<str:language>/t/<int:number>",
    "l/<str:language>/a", "l/<str:language>/<int:number>", "l/<str:language>/<int:number>/e",
    "l/<str:language>/<int:number>/<str:taken>",
}  # fmt: skip

#: Leaving, and coming back to the first page: they change nothing but what this browser is shown.
NEVER_REFUSED = {"lang", "leave", "in"}

EXAMPLES = {"int": "1", "str": "4d1f0a", "slug": "x", "path": "x", "uuid": "0" * 32}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route of the urlconf, with its parameters as they are written there."""
    for found in (resolver or get_resolver()).url_patterns:
        route = before + str(found.pattern)
        yield from routes(found, route) if isinstance(found, URLResolver) else _one(found, route)


def _one(found: URLPattern, route: str) -> Iterator[str]:
    assert found.callback is not None
    yield route


def address(route: str) -> str:
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], route)


@pytest.fixture(scope="module")
def every_route(tables) -> list[str]:  # noqa: F811
    return sorted(routes())


def test_the_lists_name_only_addresses_that_are_there(every_route):
    assert every_route
    assert set(every_route) >= WITHOUT_A_KEY | WITHOUT_A_CASE


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_on_this_computer_meets_session_ended_everywhere(new_client, every_route, method):  # noqa: F811
    stranger = new_client(stranger=True)
    for route in every_route:
        if route not in WITHOUT_A_KEY:
            answer = getattr(stranger, method)(address(route))
            assert answer.status_code == 403, (method, route)
            assert method == "head" or b"Session ended" in answer.content, (method, route)
            assert "Set-Cookie" not in answer.headers and not answer.cookies, (method, route)


def test_a_key_that_was_never_given_opens_nothing(new_client, every_route):  # noqa: F811
    stranger = new_client(stranger=True)
    for wrong in ("", "x", "é" * 43, "A" * 43, "'; --"):
        stranger.cookies["d"] = wrong
        assert stranger.get("/").status_code == 403


def test_a_one_time_address_opens_once(new_client):  # noqa: F811
    from holdfast.web.base.door import KEYRING

    token = KEYRING.new_token()
    first, second = new_client(stranger=True), new_client(stranger=True)
    assert first.get(f"/t/{token}").status_code == 302
    assert first.get("/").status_code == 200
    assert second.get(f"/t/{token}").status_code == 403
    assert second.get("/").status_code == 403


@pytest.mark.parametrize("method", METHODS)
def test_nobody_sees_anything_of_a_case_that_is_not_open(client, every_route, method):  # noqa: F811
    for route in every_route:
        if route.startswith("n/") and route not in WITHOUT_A_CASE:
            answer = getattr(client, method)(address(route))
            assert answer.status_code in (403, 404, 405), (method, route, answer.status_code)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_holds_when_it_is_hosted(hosted, new_client, every_route, method):  # noqa: F811
    anybody = new_client()
    for route in every_route:
        answer = getattr(anybody, method)(address(route))
        if route.startswith("n/") and route not in WITHOUT_A_CASE:
            assert answer.status_code in (403, 404, 405), (method, route, answer.status_code)
        assert answer.status_code < 500, (method, route)


def test_a_case_that_is_open_in_one_browser_is_open_in_no_other(new_client, every_route):  # noqa: F811
    from tests.web.case.visitor import Visitor

    Visitor(new_client()).new_case()
    other = new_client()
    for route in every_route:
        if route.startswith("n/") and route not in WITHOUT_A_CASE:
            assert other.get(address(route)).status_code in (403, 404, 405), route


def test_a_view_that_only_changes_things_is_never_entered_by_a_link(client, every_route):  # noqa: F811
    """Links are followed by previews and prefetchers: ``GET`` on these changes nothing because it is refused."""
    for route in ("leave", "in", "p/new", "m/p", "n/m", "n/tick", "n/lock"):
        assert route in every_route
        assert client.get(address(route)).status_code in (403, 405), route


def test_a_form_of_another_website_is_refused(new_client, every_route):  # noqa: F811
    careful = new_client(csrf=True)
    for route in every_route:
        if route not in WITHOUT_A_KEY | NEVER_REFUSED:
            answer = careful.post(address(route), headers={"origin": "https://example.com"})
            assert answer.status_code in (403, 404, 405), (route, answer.status_code)
