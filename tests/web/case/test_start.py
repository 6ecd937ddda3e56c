"""A new case: its words are shown once, a double press makes one case, two words are typed back."""

from __future__ import annotations

import re
import threading

import pytest
from tests.web.case.visitor import Visitor, code_words, hidden

from holdfast.web.case.models import OpenCase, UsedForm


def test_a_new_case_shows_seven_words_and_is_open(visitor: Visitor) -> None:
    visitor.new_case()
    assert len(visitor.words) == 7
    assert "My case" in visitor.get("/n/")


def test_the_words_open_the_case_in_another_browser(adult: Visitor, new_client) -> None:
    other = Visitor(new_client())
    assert other.send("/n/open", {"code": adult.code.upper().replace(" ", "-")}).status_code == 302
    assert "My case" in other.get("/n/")


def test_a_reload_does_not_show_the_words_again(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    once = hidden(visitor.get("/n/new/2"), "once")
    visitor.take_words(visitor.post("/n/code", {"age": "adult", "once": once}))
    _let_go_of(once)
    again = visitor.post("/n/code", {"age": "adult", "once": once}, status=409)
    assert not any(f">{word}<" in again for word in visitor.words)
    assert "/n/sheet" in again, "the case is open here: a recovery code can still be made"


def _let_go_of(once: str) -> None:
    """As after some seconds."""
    from holdfast.web.case.views_start import FRESH

    FRESH.forget(once)


def test_a_reload_by_get_shows_nothing(adult: Visitor) -> None:
    assert not any(f">{word}<" in adult.get("/n/code") for word in adult.words)


def test_a_double_press_makes_one_case_and_shows_the_same_words(new_client) -> None:
    first, second = Visitor(new_client()), None
    once = hidden(first.get("/n/new/2"), "once")
    second = Visitor(new_client())
    used = UsedForm.objects.count()
    pages: list[str] = []

    def press(who: Visitor) -> None:
        from django.db import connection

        pages.append(who.post("/n/code", {"age": "adult", "once": once}))
        connection.close()

    threads = [threading.Thread(target=press, args=(who,)) for who in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert code_words(pages[0]) == code_words(pages[1])
    assert UsedForm.objects.count() == used + 1
    assert "My case" in first.get("/n/")
    assert "My case" in second.get("/n/")


def test_two_of_the_words_are_typed_back(visitor: Visitor) -> None:
    once = hidden(visitor.get("/n/new/2"), "once")
    page = visitor.post("/n/code", {"age": "adult", "once": once})
    visitor.take_words(page)
    sealed = hidden(page, "sealed")
    asked = visitor.post("/n/two", {"sealed": sealed})
    first, second = (int(n) for n in re.findall(r">Word (\d)<", asked))
    right = {
        "sealed": sealed,
        "first": visitor.words[first - 1].upper(),
        "second": visitor.words[second - 1][:4],
    }
    wrong = {**right, "second": "nonsense"}
    assert "not that word" in visitor.post("/n/two", wrong, status=400)
    answer = visitor.send("/n/two", {**right, "second": visitor.words[second - 1]})
    assert answer.headers["Location"] == "/n/sheet"


def test_what_the_page_carries_does_not_tell_the_words(visitor: Visitor) -> None:
    once = hidden(visitor.get("/n/new/2"), "once")
    page = visitor.post("/n/code", {"age": "adult", "once": once})
    raw = bytes.fromhex(hidden(page, "sealed"))
    assert not any(word.encode() in raw for word in code_words(page))


def test_the_words_of_another_case_are_refused(adult: Visitor, visitor: Visitor) -> None:
    page = visitor.post("/n/code", {"age": "adult", "once": hidden(visitor.get("/n/new/2"), "once")})
    adult.post("/n/two", {"sealed": hidden(page, "sealed")}, status=409)
    adult.post("/n/two", {"sealed": "not hex"}, status=409)


def test_a_recovery_code_opens_the_case_and_the_next_one_replaces_it(adult: Visitor, new_client) -> None:
    first = " ".join(code_words(adult.post("/n/sheet", {})))
    assert len(first.split()) == 10
    other = Visitor(new_client())
    assert other.send("/n/open", {"code": first}).status_code == 302
    adult.post("/n/sheet", {})
    third = Visitor(new_client())
    assert third.send("/n/open", {"code": first}).status_code == 403


def test_a_skipped_age_counts_as_perhaps_a_child(visitor: Visitor) -> None:
    visitor.take_words(visitor.post("/n/code", {"once": hidden(visitor.get("/n/new/2"), "once")}))
    assert "not known" in visitor.get("/n/")


def test_a_form_without_its_token_makes_nothing(visitor: Visitor) -> None:
    before = OpenCase.objects.count()
    visitor.post("/n/code", {"age": "adult"})
    visitor.post("/n/code", {"age": "adult", "once": "short"})
    assert OpenCase.objects.count() == before


def test_someone_who_shares_the_device_is_warned_first(visitor: Visitor) -> None:
    page = visitor.get("/n/new/3?a=1")
    assert "safer device" in page
    assert hidden(page, "age") == "adult"


def test_the_address_does_not_tell_the_answer(visitor: Visitor) -> None:
    answer = visitor.send("/n/new", {"age": "under_18"})
    assert answer.headers["Location"] == "/n/new/2?a=2"
    assert hidden(visitor.get("/n/new/2?a=nonsense"), "age") == "unknown"


def test_a_changed_code_opens_the_case_and_the_old_one_does_not(adult, new_client):
    page = adult.post("/n/keys", {"do": "change"})
    changed = " ".join(code_words(page))
    assert "<svg" in page, "a picture for a phone"
    assert adult.send("/n/two", {"sealed": hidden(page, "sealed")}).status_code == 200
    for words, status in ((changed, 302), (adult.code, 403)):
        answer = Visitor(new_client()).send("/n/open", {"code": words})
        assert answer.status_code == status, words


def test_a_trusted_person_s_code_opens_the_case_until_it_is_ended(adult, new_client):
    words = " ".join(code_words(adult.post("/n/keys", {"do": "trusted"})))
    assert len(words.split()) == 10
    assert Visitor(new_client()).send("/n/open", {"code": words}).status_code == 302
    assert "does not open your case any more" in adult.post("/n/keys", {"do": "end"})
    assert Visitor(new_client()).send("/n/open", {"code": words}).status_code == 403
    assert Visitor(new_client()).send("/n/open", {"code": adult.code}).status_code == 302


def test_a_button_that_is_none_changes_nothing(adult, new_client):
    adult.post("/n/keys", {"do": "everything"}, status=400)
    assert Visitor(new_client()).send("/n/open", {"code": adult.code}).status_code == 302


@pytest.mark.parametrize("button", ["change", "end"])
def test_a_changed_or_ended_code_locks_the_case_in_every_other_browser(adult, new_client, button):
    other = Visitor(new_client())
    other.send("/n/open", {"code": adult.code})
    assert other.get("/n/all")
    adult.post("/n/keys", {"do": button})
    other.get("/n/all", status=403)
    assert adult.get("/n/all")


def test_no_press_for_another_language_stands_beside_words_that_are_shown_once(adult):
    assert 'action="/lang"' in adult.get("/n/keys")
    assert 'name="language"' not in adult.post("/n/keys", {"do": "change"})
