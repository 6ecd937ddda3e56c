"""Every answer, of every route and of every kind, carries the headers that keep it to this browser and this page."""

from __future__ import annotations

import re

import pytest
from tests.house.test_doors import METHODS, address, every_route  # noqa: F401
from tests.web.fixtures import client, home, hosted, new_client, tables  # noqa: F401

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def look_at(answer, where: object) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, (where, name)
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'", where
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == (
        "'none'",
        "'none'",
        "'self'",
    )
    assert "unsafe" not in answer.headers["Content-Security-Policy"], where
    assert "camera=()" in answer.headers["Permissions-Policy"], where
    assert "microphone=()" in answer.headers["Permissions-Policy"], where


@pytest.mark.parametrize("method", METHODS)
def test_every_route_answers_with_every_header_and_is_never_kept(client, every_route, method):  # noqa: F811
    for route in every_route:
        answer = getattr(client, method)(address(route))
        look_at(answer, (method, route))
        assert answer.headers["Cache-Control"] == "no-store", (method, route)
        if route == "leave" and method == "post":
            from holdfast.web.base.door import COOKIE, KEYRING

            client.cookies[COOKIE] = KEYRING.enter(KEYRING.new_token())


def test_a_stranger_gets_the_same_headers(new_client, every_route):  # noqa: F811
    for route in every_route:
        answer = new_client(stranger=True).get(address(route))
        look_at(answer, route)
        assert answer.headers["Cache-Control"] == "no-store", route


def test_a_hosted_answer_also_asks_for_https(hosted, new_client, every_route):  # noqa: F811
    for route in every_route:
        answer = new_client().get(address(route))
        look_at(answer, route)
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"], route


def test_what_is_not_there_and_what_is_not_understood_carry_them_too(client):  # noqa: F811
    look_at(client.get("/nothing/here"), "404")
    look_at(client.post("/c", {"code": "QQ"}), "400")
    look_at(client.get("/", headers={"host": "evil.example"}), "wrong host")


def test_static_files_are_named_by_what_is_in_them_and_may_be_kept(client):  # noqa: F811
    for found in sorted(set(re.findall(r'"(/s/[^"]+)"', client.get("/").content.decode()))):
        answer = client.get(found)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert re.match(r"/s/[0-9a-f]{12}\.", found)
        look_at(answer, found)


def test_every_cookie_is_for_this_site_only_and_read_by_no_script(client, every_route):  # noqa: F811
    given = [client.get(address(route)).cookies for route in every_route]
    given += [
        client.post("/p/1", {"go": "next", "watched": "no"}).cookies,
        client.post("/c", {"code": "IE"}).cookies,
    ]
    named = [morsel for cookies in given for morsel in cookies.values() if morsel.value]
    assert {morsel.key for morsel in named} >= {"k", "a"}
    for morsel in named:
        assert morsel["httponly"] and morsel["samesite"] in ("Strict", "Lax"), morsel.key
        assert not morsel["domain"], morsel.key


def test_every_cookie_of_a_hosted_place_goes_over_https_only(hosted, new_client, every_route):  # noqa: F811
    for route in every_route:
        for morsel in new_client().get(address(route)).cookies.values():
            assert morsel["secure"] or not morsel.value, (route, morsel.key)
