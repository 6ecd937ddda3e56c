"""Leaving works whatever else lies in the browser."""

from __future__ import annotations

import pytest

#: As other programs on 127.0.0.1 name theirs; the last three are refused by Python's own cookies.
FOREIGN = ["_xsrf", "wp-settings-1", "foo[bar]", "a/b", "user@host"]


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("place", ["own", "hosted"])
def test_a_cookie_of_another_program_does_not_keep_anybody_here(
    request: pytest.FixtureRequest, new_client, name: str, place: str
) -> None:
    if place == "hosted":
        request.getfixturevalue("hosted")
    browser = new_client()
    ours = "; ".join(f"{cookie}={held.value}" for cookie, held in browser.cookies.items())
    browser.cookies.clear()
    answer = browser.post("/leave", headers={"cookie": f"{name}=1; {ours}"})
    assert answer.status_code == 303 and answer.headers["Location"] == "/bye"
    assert "cookies" in answer.headers["Clear-Site-Data"]
