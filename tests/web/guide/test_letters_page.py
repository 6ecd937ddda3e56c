"""The shelf of letters on the pages: filled once, kept nowhere, with and without an open case."""

from __future__ import annotations

import re

import pytest
from tests.web.case.visitor import Visitor

from holdfast.content.letters import letters
from holdfast.web.guide.letters import ADDRESSES, ASKED, FIELD_LIMIT

LETTERS = sorted(letters().all)


def told(client, **answers):
    """Answers the questions of the plan that are named, one page each."""
    places = {
        "who": 3,
        "happened": 5,
        "payment_methods": 6,
        "age_in_picture": 8,
        "platforms": 10,
        "country": 2,
    }
    for field, values in answers.items():
        assert client.post(f"/p/{places[field]}", {field: values, "go": "next"}).status_code == 302


def test_every_letter_has_an_address_that_is_never_given_to_another():
    assert set(ADDRESSES) == set(LETTERS)
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)


@pytest.mark.parametrize("letter_id", LETTERS)
def test_a_letter_stands_in_a_field_one_can_change_and_copy(client, letter_id):
    page = client.get(f"/w/{ADDRESSES[letter_id]}")
    shown = page.content.decode()
    assert f"<h1>{letters().all[letter_id].title}</h1>" in shown
    field = re.search(r'<label class="title" for="(t\d+)">', shown)
    assert field and f'<textarea id="{field[1]}"' in shown
    assert "readonly" not in shown
    assert shown.partition("</main>")[0].rstrip().endswith("here is your plan</a></p>")


def test_a_letter_that_is_not_there_is_not_found(client):
    assert client.get("/w/99").status_code == 404


def test_what_fits_stands_first(client):
    told(client, happened=["paid", "threatened"], payment_methods=["card"])
    page = client.get("/w")
    fitting = [one.letter.letter_id for one in page.context["fitting"]]
    assert {"card", "payment-company", "platform"} <= set(fitting)
    assert "crypto-exchange" in [one.letter.letter_id for one in page.context["others"]]


def test_filled_in_once_it_stands_in_every_letter_that_fits(client):
    told(client, happened=["paid", "threatened"], payment_methods=["card"], platforms=["instagram"])
    page = client.post("/w", {"account": "@invented", "payee": "J. Example", "amount": "£400"})
    shown = page.content.decode()
    for one in page.context["fitting"]:
        assert one.letter.text.replace("£", "£") in shown.replace("&#x27;", "'").replace("&quot;", '"')
        raw = letters().all[one.letter.letter_id].text
        assert "@invented" in one.letter.text or "{account}" not in raw
        assert "J. Example" in one.letter.text or "{payee}" not in raw
    assert 'value="@invented"' in shown
    assert "@invented" not in client.get("/w").content.decode()


def test_what_is_typed_is_text_and_cut_to_its_limit(client):
    told(client, happened=["threatened"])
    page = client.post("/w", {"account": "</textarea><script>alert(1)</script>" + "x" * 999})
    assert "<script>alert" not in page.content.decode()
    assert len(next(f for f in page.context["fields"] if f.name == "account").value) == FIELD_LIMIT


def test_words_about_dying_in_a_field_bring_the_crisis_contacts_and_are_kept_nowhere(client):
    page = client.post("/w", {"name": "I want to die"})
    assert page.context["crisis"] is not None
    assert client.get("/w").context["crisis"] is None


def test_an_open_case_fills_the_letters_too(client):
    from django.test import RequestFactory

    from holdfast.case.values import Offender, Payment, Report
    from holdfast.identifiers import Identifier, IdentifierKind
    from holdfast.web.case.opened import the_case
    from holdfast.web.guide.letters_case import known_of

    Visitor(client).new_case()
    request = RequestFactory().get("/")
    request.COOKIES.update({name: cookie.value for name, cookie in client.cookies.items()})
    case = the_case(request)
    case.put(Offender((Identifier(IdentifierKind.HANDLE, "invented_1", "instagram"),)))
    case.put(Payment(amount="400", currency="GBP", when="2026-11-20", reference="GC-1"))
    case.put(Report(to="police", reference="CR/000/26"))
    known = known_of(case)
    assert (known.account, known.amount, known.police_number) == (
        "invented_1 (instagram)", "400 GBP", "CR/000/26",
    )  # fmt: skip
    told(client, happened=["paid"], payment_methods=["card"])
    shown = client.get(f"/w/{ADDRESSES['card']}").content.decode()
    assert "400 GBP" in shown and "CR/000/26" in shown
    assert "invented_1 (instagram)" in client.get(f"/w/{ADDRESSES['platform']}").content.decode()


def test_each_field_has_its_label(client):
    told(client, happened=["paid", "threatened"], payment_methods=["card"])
    fields = client.get("/w").context["fields"]
    assert {field.name for field in fields} <= set(ASKED)
    assert all(field.label for field in fields)
