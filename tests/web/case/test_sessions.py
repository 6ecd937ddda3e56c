"""What keeps a case open in a browser: neither half opens it alone, no neighbour can put one in, clocks may jump."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from tests.web.case.visitor import Visitor

from holdfast.case.keys import unwrap_from_cookie
from holdfast.errors import Broken, CaseLocked
from holdfast.web.base import rooms
from holdfast.web.base.visitor import network_of
from holdfast.web.case.limits import WINDOW
from holdfast.web.case.models import OpenCase, UsedForm, WrongTry
from holdfast.web.case.opened import IDLE, _handle
from holdfast.web.case.upload import FIELDS_LIMIT, Upload

WRONG = "abacus abdomen abdominal abide abiding ability ablaze"


def halves(visitor: Visitor, cookie: str) -> tuple[bytes, bytes]:
    """The cookie's bytes, and what the server's disk holds."""
    held = base64.urlsafe_b64decode(visitor.client.cookies[cookie].value)
    return held, bytes(OpenCase.objects.get(handle=_handle(held)).wrapped)


def test_cookie_and_disk_together_open_nothing_without_the_running_program(adult: Visitor) -> None:
    cookie, disk = halves(adult, "c")
    with pytest.raises(CaseLocked):
        unwrap_from_cookie(disk, cookie)
    assert "My case" in adult.get("/n/")


@pytest.mark.usefixtures("hosted")
def test_hosted_the_other_half_is_the_server_s_secret(new_client) -> None:
    visitor = Visitor(new_client()).new_case()
    cookie, disk = halves(visitor, "__Host-c")
    with pytest.raises(CaseLocked):
        unwrap_from_cookie(disk, cookie)
    with override_settings(SECRET_KEY="x" * 50):
        assert "locked" in visitor.get("/n/", status=403)
    assert "My case" in visitor.get("/n/")


@pytest.mark.usefixtures("hosted")
def test_hosted_a_browser_takes_the_cookie_from_no_neighbour_of_the_same_domain(new_client) -> None:
    visitor = Visitor(new_client()).new_case()
    cookie = visitor.client.cookies["__Host-c"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"
    assert cookie["path"] == "/" and not cookie["domain"]
    stranger = Visitor(new_client())
    stranger.client.cookies["c"] = cookie.value
    stranger.get("/n/", status=403)


def test_a_case_gets_a_new_cookie_each_time_it_is_opened(adult: Visitor) -> None:
    before = adult.client.cookies["c"].value
    assert adult.send("/n/open", {"code": adult.code}).status_code == 302
    assert adult.client.cookies["c"].value != before
    adult.client.cookies["c"] = before
    adult.get("/n/", status=403)


def test_a_clock_that_was_set_back_far_locks_and_a_little_does_not(adult: Visitor) -> None:
    OpenCase.objects.update(seen=rooms.clock() + timedelta(minutes=5))
    adult.get("/n/")
    assert OpenCase.objects.earliest("seen").seen <= rooms.clock()
    OpenCase.objects.update(seen=rooms.clock() + IDLE + timedelta(minutes=1))
    assert "locked" in adult.get("/n/", status=403)


def test_a_clock_that_was_set_back_shuts_nobody_out_for_days(adult: Visitor, new_client) -> None:
    who = Visitor(new_client())
    for _ in range(10):
        who.post("/n/open", {"code": " ".join([*adult.words[:2], *WRONG.split()[2:]])}, status=403)
    who.post("/n/open", {"code": adult.code}, status=429)
    WrongTry.objects.update(since=rooms.clock() + 10 * WINDOW)
    assert who.send("/n/open", {"code": adult.code}).status_code == 302


WAYS = [
    # (whom the connection comes from, X-Forwarded-For, proxies, the network that is counted)
    ("127.0.0.1", "198.51.100.7", ["127.0.0.0/8"], "198.51.100.0/24"),
    ("127.0.0.1", "203.0.113.9, 198.51.100.7", ["127.0.0.0/8"], "198.51.100.0/24"),
    ("10.0.0.5", "203.0.113.9, 198.51.100.7, 10.0.0.4", ["10.0.0.0/8"], "198.51.100.0/24"),
    ("198.51.100.7", "203.0.113.9", ["127.0.0.0/8"], "198.51.100.0/24"),
    ("127.0.0.1", "::ffff:198.51.100.7", ["127.0.0.0/8"], "198.51.100.0/24"),
    ("::1", "2001:db8:1:2:3:4:5:6", ["::1"], "2001:db8:1::/56"),
    ("127.0.0.1", "", ["127.0.0.0/8"], ""),
    ("127.0.0.1", "127.0.0.1", ["127.0.0.0/8"], ""),
    ("127.0.0.1", "words", ["127.0.0.0/8"], ""),
    ("", "198.51.100.7", ["127.0.0.0/8"], ""),
]


@pytest.mark.parametrize(("comes_from", "forwarded", "proxies", "network"), WAYS)
def test_who_came_is_the_last_who_is_no_proxy_of_ours(
    comes_from: str, forwarded: str, proxies: list[str], network: str
) -> None:
    asked = RequestFactory().post("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=comes_from)
    with override_settings(PROXIES=proxies):
        assert network_of(asked) == network


def test_by_default_only_this_computer_is_a_proxy() -> None:
    assert settings.PROXIES == ["127.0.0.0/8", "::1"]


@pytest.mark.parametrize("fields", [[("a", FIELDS_LIMIT + 1)], [("a", FIELDS_LIMIT // 10)] * 11])
def test_fields_that_would_fill_the_memory_are_refused(fields: list[tuple[str, int]]) -> None:
    body = b"".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + b"x" * size + b"\r\n"
        for name, size in fields
    )
    sent = RequestFactory().post("/", body + b"--B--\r\n", content_type="multipart/form-data; boundary=B")
    with pytest.raises(Broken):
        Upload(sent)


def test_the_host_cannot_read_to_the_minute_when_a_case_was_made(new_client) -> None:
    UsedForm.objects.create(token="old", used=rooms.clock() - timedelta(days=31))
    Visitor(new_client()).new_case()
    assert not UsedForm.objects.filter(token="old").exists()
    assert all((form.used.minute, form.used.second) == (0, 0) for form in UsedForm.objects.all())
