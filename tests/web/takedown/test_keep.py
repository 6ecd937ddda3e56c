"""Number and secret of a take-down go into the open case with one press, and into nobody else's."""

from __future__ import annotations

from tests.web.case.visitor import Visitor


def test_both_stand_in_the_open_case_as_a_report(new_client):
    person = Visitor(new_client()).new_case()
    assert person.send("/f/keep", {"number": "b1yr-zb66", "secret": "abcd-efgh"}).status_code == 302
    assert "b1yr-zb66" in person.get("/n/told")


def test_without_an_open_case_nothing_is_kept(new_client):
    stranger = Visitor(new_client())
    assert stranger.send("/f/keep", {"number": "b1yr-zb66", "secret": "abcd-efgh"}).status_code == 403
