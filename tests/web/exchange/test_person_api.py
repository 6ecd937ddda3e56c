"""The person's API over HTTP: only adults, idempotent, the truth, and nothing for other sites."""

from __future__ import annotations

import json

import pytest
from tests.takedown.exchange.kit import md5, pdq, request_key
from tests.web.exchange.face import face


@pytest.fixture
def ask():
    with face() as browser:

        def post(path: str, told: object, **headers: str):
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            return browser().post(
                f"/v1/{path}", body, content_type=headers.pop("kind", "application/json"), headers=headers
            )

        yield post


def sent(seed: str, **more: object) -> dict[str, object]:
    items = [
        {"kind": "photo", "hashes": [pdq(seed)], "quality": 80},
        {"kind": "video", "hashes": [md5(seed)]},
    ]
    return {"items": items, "ageInPicture": "adult", "requestKey": request_key(), **more}


@pytest.mark.parametrize("age", ["under_18", "not_said", "", None, 17, 18, "Adult", ["adult"], {"adult": 1}])
def test_only_adults_pictures_enter_by_this_door(ask, age):
    made = ask("takedowns", sent("door")).json()
    opens = {"number": made["number"], "secret": made["secret"]}
    for path, told in (
        ("takedowns", sent("child", ageInPicture=age)),
        ("takedowns/add", {**sent("child", ageInPicture=age), **opens}),
    ):
        answer = ask(path, told)
        assert answer.status_code == 403 and answer.json()["error"] == "NoFingerprintUnder18"
        assert "Take It Down" in answer.json()["message"]
    assert len(ask("takedowns/status", opens).json()["items"]) == 2


def test_an_age_that_is_left_out_is_refused_too(ask):
    told = sent("left out")
    del told["ageInPicture"]
    assert ask("takedowns", told).status_code == 403


def test_from_submitting_to_deleting(ask):
    first = sent("journey")
    made = ask("takedowns", first)
    assert made.status_code == 201 and made.json() == ask("takedowns", first).json()
    opens = {"number": made.json()["number"], "secret": made.json()["secret"]}
    assert ask("takedowns/add", {**opens, **sent("journey more")}).json() == {"added": 2}
    state = ask("takedowns/status", opens).json()
    assert [(one["item"], one["kind"], one["state"]) for one in state["items"]] == [
        (1, "photo", "shared"),
        (2, "video", "shared"),
        (3, "photo", "shared"),
        (4, "video", "shared"),
    ]
    assert pdq("journey") not in json.dumps(state)
    assert ask("takedowns/withdraw", {**opens, "items": [2, 9]}).json() == {"withdrawn": 1}
    assert ask("takedowns/status", opens).json()["items"][1]["state"] == "withdrawn"
    assert ask("takedowns/delete", opens).status_code == 400
    assert ask("takedowns/delete", {**opens, "keep": False}).json() == {}
    gone = ask("takedowns/status", opens)
    assert gone.status_code == 403 and gone.json()["error"] == "WrongNumber"


def test_what_is_no_fingerprint_is_refused_in_words_and_publishes_nothing(ask):
    for bad in ("0" * 64, pdq("x")[:-1], "zz", pdq("x") + "ff", f"{(1 << 96) - 1:064x}"):
        told = sent("good")
        told["items"].append({"kind": "photo", "hashes": [bad]})
        answer = ask("takedowns", told)
        assert answer.status_code == 400 and "3" in answer.json()["message"]


def test_another_site_is_not_let_in(ask):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert ask("takedowns", json.dumps(sent("other")).encode(), kind=kind).status_code == 400
    answer = ask("takedowns", sent("other"), origin="https://example.com")
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert not answer.cookies


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"a": NaN}', b"null"])
def test_a_body_that_is_no_json_object_is_refused_in_words(ask, body):
    answer = ask("takedowns", body)
    assert answer.status_code == 400 and answer.json()["message"]


def test_a_body_that_is_too_large_is_refused(ask):
    assert ask("takedowns", b" " * 3_000_000).status_code == 413


def test_many_from_one_network_are_queued_and_never_refused(ask):
    states = []
    for n in range(12):
        made = ask("takedowns", sent(f"queue {n}"), x_forwarded_for="203.0.113.77")
        assert made.status_code == 201
        opens = {"number": made.json()["number"], "secret": made.json()["secret"]}
        states.append(ask("takedowns/status", opens).json()["items"][0])
    assert [one["state"] for one in states] == ["shared"] * 10 + ["waiting"] * 2
    assert states[-1]["due"] > 0
