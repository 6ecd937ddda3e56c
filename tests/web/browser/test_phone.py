"""A phone adds proof to the case that is open on the computer: two browsers, TLS, one case, 30 minutes."""

from __future__ import annotations

import hashlib
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.case_visit import screenshots, start_case
from tests.web.browser.conftest import Server, run_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with run_server(tmp_path_factory.mktemp("lan"), "--lan", "127.0.0.1") as started:
        yield started


def invite(computer: Page, server: Server) -> tuple[str, str]:
    """The address in the picture and the words beside it."""
    computer.goto(f"{server.base}n/phone")
    computer.get_by_role("button", name="Show the picture").click()
    computer.locator("#words").wait_for()
    link = re.search(r"https://127\.0\.0\.1:\d+/j/[\w-]+", computer.content())
    assert link
    return link[0], " ".join(computer.locator("#words").inner_text().split())


def phone_of(new_page: Callable[..., Page]) -> Page:
    return new_page(ignore_https_errors=True)


def status_of(page: Page, link: str) -> int:
    answer = page.goto(link)
    assert answer is not None
    return answer.status


def test_a_phone_adds_a_screenshot_to_the_open_case(
    home_server: Server, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    computer, phone = new_page(), phone_of(new_page)
    start_case(computer, home_server)
    link, words = invite(computer, home_server)
    assert status_of(phone, link) == 200
    assert " ".join(phone.locator("#words").inner_text().split()) == words
    assert len(words.split()) == 4
    phone.get_by_role("link", name="Yes, the same").click()
    phone.set_input_files("#choose", screenshots(tmp_path, 1))
    phone.get_by_role("button", name="No", exact=True).click()
    phone.wait_for_selector("#finished:visible", timeout=30_000)
    computer.goto(f"{home_server.base}n/all")
    assert computer.locator("a[href^='/n/i/']").count() >= 1


def test_the_phone_sees_nothing_of_the_case_and_the_link_works_once(
    home_server: Server, new_page: Callable[..., Page]
) -> None:
    computer, phone, stranger = new_page(), phone_of(new_page), phone_of(new_page)
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    assert status_of(phone, link) == 200
    base = link.partition("/j/")[0]
    for path in ("/", "/n/", "/n/all", "/n/pack", "/n/keys", "/n/log", "/p", "/m", "/u", "/f", "/again"):
        phone.goto(base + path)
        assert phone.url == f"{base}/n/add", path
    assert status_of(stranger, link) == 403
    assert status_of(stranger, f"{base}/n/add") == 403
    assert status_of(stranger, f"{base}/t/anything") == 403


def test_it_ends_when_the_computer_ends_it_or_locks(
    home_server: Server, new_page: Callable[..., Page]
) -> None:
    computer, phone = new_page(), phone_of(new_page)
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    base = link.partition("/j/")[0]
    assert status_of(phone, link) == 200
    computer.get_by_role("button", name="End it now").click()
    computer.get_by_text("The phone is out").wait_for()
    assert status_of(phone, f"{base}/n/add") == 403
    link, _ = invite(computer, home_server)
    assert status_of(phone, link) == 200
    computer.get_by_role("button", name="Lock my case").click()
    computer.get_by_text("locked").first.wait_for()
    assert status_of(phone, f"{base}/n/add") == 403


def test_the_certificate_is_the_one_whose_hash_is_shown(
    home_server: Server, new_page: Callable[..., Page]
) -> None:
    computer = new_page()
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    host, port = link.split("/")[2].split(":")
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((host, int(port))))
    assert hashlib.sha256(der).hexdigest() in computer.content()


def test_the_computer_s_own_port_lets_no_phone_in(home_server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{home_server.base}j/anything", timeout=10)
    assert refused.value.code == 403


def test_without_the_option_no_phone_comes_in(server: Server, new_page: Callable[..., Page]) -> None:
    computer = new_page()
    start_case(computer, server)
    computer.goto(f"{server.base}n/phone")
    expect(computer.get_by_text("holdfast serve --lan")).to_be_visible()
    assert "/j/" not in computer.content()


def test_a_pass_for_one_case_writes_into_no_other(home_server: Server, new_page: Callable[..., Page]) -> None:
    """The phone keeps its old cookie of another case; the new pass does not fit it."""
    computer, phone = new_page(), phone_of(new_page)
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    base = link.partition("/j/")[0]
    status_of(phone, link)
    old = next(cookie for cookie in phone.context.cookies() if cookie["name"] == "c")
    computer.get_by_role("button", name="Lock my case").click()
    computer.get_by_text("locked").first.wait_for()
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    assert status_of(phone, link) == 200
    phone.context.add_cookies([old])
    assert status_of(phone, f"{base}/n/add") == 403


def test_a_link_of_a_case_that_was_locked_meanwhile_opens_nothing(
    home_server: Server, new_page: Callable[..., Page]
) -> None:
    computer, phone = new_page(), phone_of(new_page)
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    computer.get_by_role("button", name="Lock my case").click()
    computer.get_by_text("locked").first.wait_for()
    assert status_of(phone, link) == 403


def test_the_phone_can_lock_and_leave(home_server: Server, new_page: Callable[..., Page]) -> None:
    computer, phone = new_page(), phone_of(new_page)
    start_case(computer, home_server)
    link, _ = invite(computer, home_server)
    base = link.partition("/j/")[0]
    status_of(phone, link)
    phone.goto(f"{base}/n/add")
    phone.get_by_role("button", name="Lock my case").click()
    phone.get_by_text("locked").first.wait_for()
    assert status_of(phone, f"{base}/n/add") == 403
    computer.goto(f"{home_server.base}n/all")
    assert "/n/all" in computer.url and computer.get_by_role("heading").first.is_visible()
