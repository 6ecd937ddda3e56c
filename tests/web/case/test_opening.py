"""Opening, locking, waiting, deleting: a stranger, a wrong code and a case that is gone look alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.web.case.visitor import Visitor, hidden

from holdfast.case.stretch import Argon2, Bounded
from holdfast.web.base import rooms
from holdfast.web.case.models import OpenCase, WrongTry
from holdfast.web.case.opened import IDLE

WRONG = "abacus abdomen abdominal abide abiding ability ablaze"


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    WrongTry.objects.all().delete()


def without_secrets(page: str) -> str:
    """A page without its form secret, which is new each time."""
    return page.replace(hidden(page, "csrfmiddlewaretoken"), "")


def test_an_unknown_code_and_a_wrong_one_get_the_same_answer(adult: Visitor, new_client) -> None:
    stranger = Visitor(new_client())
    wrong_secret = " ".join([*adult.words[:2], *WRONG.split()[2:]])
    pages = [stranger.post("/n/open", {"code": typed}, status=403) for typed in (WRONG, wrong_secret)]
    answers = [
        without_secrets(page).replace(typed, "")
        for page, typed in zip(pages, (WRONG, wrong_secret), strict=True)
    ]
    assert answers[0] == answers[1]
    assert "No case opens with this code" in pages[0]


def test_what_is_no_code_is_told_apart_without_a_try(visitor: Visitor) -> None:
    assert "seven words" in visitor.post("/n/open", {"code": "two words"}, status=400)
    assert not WrongTry.objects.exists()


def test_ten_wrong_tries_close_a_locator_for_a_while_however_it_is_spelled(
    adult: Visitor, new_client
) -> None:
    guesser = Visitor(new_client())
    for n in range(10):
        parts = [*adult.words[:2], *WRONG.split()[2:]]
        guesser.post("/n/open", {"code": ("-" if n % 2 else " ").join(parts)}, status=403)
    assert "15 minutes" in guesser.post("/n/open", {"code": "".join(parts)}, status=429)
    assert "15 minutes" in guesser.post("/n/open", {"code": adult.code}, status=429)
    assert "No case opens" in guesser.post("/n/open", {"code": WRONG}, status=403), (
        "other cases are not touched"
    )


def test_after_the_window_the_right_code_opens_again(adult: Visitor, new_client) -> None:
    who = Visitor(new_client())
    for _ in range(10):
        who.post("/n/open", {"code": " ".join([*adult.words[:2], *WRONG.split()[2:]])}, status=403)
    WrongTry.objects.update(since=rooms.clock() - timedelta(minutes=16))
    assert who.send("/n/open", {"code": adult.code}).status_code == 302


def test_networks_are_counted_only_where_they_are_known(hosted: None, new_client) -> None:
    for _ in range(3):
        Visitor(new_client()).post("/n/open", {"code": WRONG}, status=403)
    assert WrongTry.objects.count() == 1, "behind a proxy without its header everybody would share a bucket"
    who = Visitor(new_client())
    who.client.post("/n/open", {"code": WRONG}, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    assert WrongTry.objects.count() == 2
    assert not WrongTry.objects.filter(bucket__contains="198.51").exists()


def test_the_second_network_bucket_belongs_to_the_network_not_the_case(hosted: None, new_client) -> None:
    from holdfast.web.case.limits import PER_NETWORK

    def come(address: str, code: str) -> int:
        page = new_client().post("/n/open", {"code": code}, headers={"x-forwarded-for": address})
        return page.status_code

    assert come("198.51.100.7", WRONG) == 403
    WrongTry.objects.update(count=PER_NETWORK)
    other = " ".join(reversed(WRONG.split()))
    assert come("198.51.100.200", other) == 429, "the same /24"
    assert come("192.0.2.1", other) == 403, "another network"


def test_a_busy_server_says_so_and_keeps_nothing(
    adult: Visitor, new_client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "stretcher", lambda: Bounded(Argon2(), at_once=0, wait_seconds=0))
    who = Visitor(new_client())
    page = who.post("/n/open", {"code": adult.code}, status=503)
    assert adult.words[3] not in page
    assert "One moment" in page


def test_a_case_locks_by_itself(adult: Visitor) -> None:
    OpenCase.objects.update(seen=rooms.clock() - IDLE - timedelta(seconds=1))
    assert "locked" in adult.get("/n/", status=403)


def test_words_typed_into_a_locked_case_wait_in_the_page_and_are_saved_after_opening(adult: Visitor) -> None:
    OpenCase.objects.all().delete()
    story = "It began on Monday & went on <b>"
    page = adult.post("/n/story", {"story": story, "wishes": "call me"}, status=403)
    kept = hidden(page, "kept")
    opened = adult.post("/n/open", {"code": adult.code, "next": hidden(page, "next"), "kept": kept})
    assert 'action="/n/story"' in opened
    again = {name: hidden(opened, name) for name in ("story", "wishes")}
    assert again == {"story": story, "wishes": "call me"}
    adult.send("/n/story", again)
    assert "1 saved" in adult.get("/n/")


def test_opening_never_leads_to_another_site(adult: Visitor) -> None:
    for path in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"):
        answer = adult.send("/n/open", {"code": adult.code, "next": path})
        assert answer.headers["Location"] == "/n/"


def test_locking_takes_the_cookie_and_the_row(adult: Visitor) -> None:
    cookie = adult.client.cookies["c"].value
    adult.post("/n/lock", {})
    adult.client.cookies["c"] = cookie
    adult.get("/n/", status=403)


def test_a_case_is_deleted_only_after_the_word_was_typed(adult: Visitor, new_client) -> None:
    other = Visitor(new_client())
    other.send("/n/open", {"code": adult.code})
    adult.post("/n/delete", {"word": "yes"}, status=400)
    adult.get("/n/")
    assert "gone" in adult.post("/n/delete", {"word": " Delete "})
    adult.get("/n/", status=403)
    other.get("/n/", status=403)
    other.post("/n/open", {"code": adult.code}, status=403)


def test_two_tabs_change_the_same_case_and_lose_nothing(adult: Visitor, new_client) -> None:
    tab = Visitor(new_client())
    tab.send("/n/open", {"code": adult.code})
    adult.send("/n/want", {"wants": "money"})
    tab.send("/n/want", {"wants": "pictures"})
    page = adult.get("/n/want")
    assert "money" in page
    assert "pictures" in page


CASE_PATHS = (
    "/n/", "/n/sheet", "/n/keys", "/n/delete", "/n/age", "/n/add", "/n/words", "/n/all", "/n/time", "/n/log",
    "/n/plan", "/n/pack", "/n/todo", "/n/phone", "/n/hello",
    "/n/who", "/n/want", "/n/paid", "/n/told", "/n/story", "/n/i/aaaaaaaa", "/n/i/aaaaaaaa/show", "/n/i/aaaaaaaa/raw",
    "/n/r/aaaaaaaa", "/n/r/aaaaaaaa/log", "/n/pack/abc", "/n/pack/abc/state", "/n/pack/abc/get",
)  # fmt: skip
CASE_POSTS = (
    "/n/two", "/n/check", "/n/tick", "/n/i/aaaaaaaa/strike", "/n/i/aaaaaaaa/back", "/n/r/aaaaaaaa/strike",
    "/n/r/aaaaaaaa/back", "/n/pack/abc/drop",
)  # fmt: skip


@pytest.mark.parametrize("path", CASE_PATHS)
def test_a_stranger_meets_the_same_locked_page_everywhere(visitor: Visitor, path: str) -> None:
    assert "Open your case first" in visitor.get(path, status=403)


@pytest.mark.parametrize("path", (*CASE_PATHS, *CASE_POSTS))
def test_a_stranger_may_not_send_anything_either(visitor: Visitor, path: str) -> None:
    assert visitor.send(path, {"word": "delete"}).status_code in (403, 405)


def test_every_address_of_a_case_is_on_one_of_the_lists() -> None:
    from holdfast.web.case.urls import urlpatterns

    public = {"new", "new/2", "new/3", "code", "open", "lock", "verify"}
    told = {
        path.removeprefix("/n/").replace("aaaaaaaa", "<>").replace("abc", "<>")
        for path in (*CASE_PATHS, *CASE_POSTS)
    }
    known = {_shape(str(one.pattern)) for one in urlpatterns}
    assert known - told == public


def _shape(pattern: str) -> str:
    import re

    return re.sub(r"<[^>]+>", "<>", pattern)


def test_one_case_never_reaches_another_s_things(adult: Visitor, new_client) -> None:
    adult.send("/n/words", {"words": "a message"})
    adult.send("/n/want", {"wants": "money"})
    item = adult.item_paths()[0]
    other = Visitor(new_client()).new_case()
    for path in (item, f"{item}/show", f"{item}/raw"):
        other.get(path, status=404)
    other.post(f"{item}/strike", {}, status=404)
