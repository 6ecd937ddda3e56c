"""What the feed answers to what is wrong, and how: the same on every store, so asked on one."""

from __future__ import annotations

import pytest
import requests
from tests.web.exchange.running import Running
from threatexchange.exchanges.clients.stopncii.api import StopNCIICSPFeedbackValue, StopNCIISignalType

from holdfast.takedown.exchange.values import Scope

PDQ = StopNCIISignalType.ImagePDQ


def test_the_real_client_is_told_off_in_words_for_what_is_no_hash(site: Running):
    site.partner("Wrong")
    api = site.client("Wrong")
    for value in ("0" * 64, "a" * 63, "zz"):
        with pytest.raises(requests.HTTPError) as refused:
            api.submit_hash(PDQ, value)
        assert refused.value.response.status_code == 400
        assert refused.value.response.json()["message"]
    with pytest.raises(requests.HTTPError):
        api.submit_feedback(PDQ, "zz", StopNCIICSPFeedbackValue.Blocked)


def test_wrong_keys_get_401_and_the_same_words_whatever_is_wrong(site: Running):
    right, other = site.partner("Right keys"), site.partner("Other keys")
    pairs = [
        ("", ""),
        (right.subscription, "x" * 32),
        ("x" * 32, right.function(Scope.FETCH)),
        (other.subscription, right.function(Scope.FETCH)),
        (right.subscription, right.function(Scope.SUBMIT)),
        (right.subscription, "é".encode().decode("latin-1")),
        ("x" * 5000, "y"),
    ]
    answers = {
        requests.get(
            f"{site.base}/FetchHashes",
            headers={"Ocp-Apim-Subscription-Key": subscription, "x-functions-key": function},
            timeout=10,
        ).text
        for subscription, function in pairs
    }
    assert len(answers) == 1 and "NotAPartner" in answers.pop()


def test_too_fast_is_429_with_retry_after_and_the_real_client_waits_it_out(slow_site: Running):
    keys = slow_site.partner("Hasty")
    headers = {
        "Ocp-Apim-Subscription-Key": keys.subscription,
        "x-functions-key": keys.function(Scope.FETCH),
    }
    for _ in range(200):
        found = requests.get(f"{slow_site.base}/FetchHashes?pageSize=1", headers=headers, timeout=10)
        if found.status_code == 429:
            break
    assert found.status_code == 429 and found.headers["Retry-After"] == "1"
    assert found.json()["error"] == "TooFast"
    assert slow_site.client("Hasty").fetch_hashes().count >= 1


def test_every_answer_is_whole_and_has_its_length(site: Running):
    keys = site.partner("Lengths")
    headers = {
        "Ocp-Apim-Subscription-Key": keys.subscription,
        "x-functions-key": keys.function(Scope.FETCH),
    }
    for path, status in (("FetchHashes", 200), ("FetchHashes?pageSize=0", 400), ("SubmitHashes", 405)):
        found = requests.get(f"{site.base}/{path}", headers=headers, timeout=10)
        assert found.status_code == status
        assert int(found.headers["Content-Length"]) == len(found.content) > 0
        assert found.headers["Content-Type"] == "application/json" and found.json()
        assert "Transfer-Encoding" not in found.headers
