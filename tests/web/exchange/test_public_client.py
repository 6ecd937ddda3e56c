"""The unmodified ``threatexchange`` package of PyPI is content with our feed: over HTTP, on both stores."""

from __future__ import annotations

import threading
import time

import pytest
import requests
from tests.web.exchange.running import Running, exchange_at, md5, next_second, pdq
from threatexchange.exchanges.clients.stopncii.api import (
    StopNCIICaseStatus,
    StopNCIICSPFeedback,
    StopNCIICSPFeedbackValue,
    StopNCIISignalType,
)

from holdfast.takedown.exchange.values import Scope

PDQ, MD5 = StopNCIISignalType.ImagePDQ, StopNCIISignalType.VideoMD5


def all_of(api: object, start: int = 10) -> dict[str, StopNCIICaseStatus]:
    return {
        record.hashValue: record.hashStatus
        for page in api.fetch_hashes_iter(start_timestamp=start)  # type: ignore[attr-defined]
        for record in page.hashRecords
    }


def pages_of(running: Running, name: str, count: int) -> None:
    running.fill(count)
    running.partner(name)
    next_second()
    pages = list(running.client(name).fetch_hashes_iter())
    found = [record.hashValue for page in pages for record in page.hashRecords]
    assert len(found) == len(set(found)) and len(found) >= count
    assert {pdq(f"fill {n}") for n in range(count)} <= set(found)
    assert all(page.count == len(page.hashRecords) == 800 for page in pages[:-1])
    stamps = [page.nextSetTimestamp for page in pages]
    assert stamps == sorted(stamps)


def test_10_000_hashes_over_pages_by_the_real_client(running: Running):
    pages_of(running, "Of ten thousand", 10_000)


@pytest.mark.long
def test_100_000_hashes_over_pages_by_the_real_client(running: Running):
    pages_of(running, "Of a hundred thousand", 100_000)


def test_incremental_fetch_brings_what_changed_and_nothing_before(running: Running):
    running.partner("Incremental")
    api = running.client("Incremental")
    next_second()
    last = list(api.fetch_hashes_iter())[-1]
    made = running.submit("inc a", "inc b")
    next_second()
    news = all_of(api, last.nextSetTimestamp + 1)
    assert news == {pdq("inc a"): StopNCIICaseStatus.Active, pdq("inc b"): StopNCIICaseStatus.Active}
    running.exchange.withdraw(made.number, made.secret, frozenset({2}))
    next_second()
    assert all_of(api, last.nextSetTimestamp + 1)[pdq("inc b")] is StopNCIICaseStatus.Withdrawn


def test_nothing_is_lost_while_many_write_and_the_real_client_pages(running: Running):
    running.partner("Paging")
    api, known, done = running.client("Paging"), {}, threading.Event()
    start = all_pages(api, known, 10)

    def write(n: int) -> None:
        for step in range(15):
            running.submit(f"w{n} {step}")
            time.sleep(0.02)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for writer in writers:
        writer.start()
    while not done.is_set():
        start = all_pages(api, known, start)
        if not any(writer.is_alive() for writer in writers):
            done.set()
    next_second()
    all_pages(api, known, start)
    assert {pdq(f"w{n} {step}") for n in range(3) for step in range(15)} <= known.keys()


def all_pages(api: object, known: dict[str, object], start: int) -> int:
    for page in api.fetch_hashes_iter(start_timestamp=start):  # type: ignore[attr-defined]
        known |= {record.hashValue: record.hashStatus for record in page.hashRecords}
        start = page.nextSetTimestamp
    return start


def test_feedback_of_the_real_client_reaches_the_person(running: Running):
    running.partner("Feeding back")
    made = running.submit("fb")
    api = running.client("Feeding back")
    next_second()
    all_of(api)
    api.submit_feedback(PDQ, pdq("fb"), StopNCIICSPFeedbackValue.PendingReview)
    api.submit_feedbacks(
        {(PDQ, pdq("fb")): StopNCIICSPFeedback(StopNCIICSPFeedbackValue.Blocked, {"reviewed"})}
    )
    item = running.exchange.status(made.number, made.secret).items[0]
    assert {one.name: one.state.value for one in item.platforms}["Feeding back"] == "blocked"
    next_second()
    record = next(r for page in api.fetch_hashes_iter() for r in page.hashRecords if r.hashValue == pdq("fb"))
    assert [(f.source, f.feedbackValue, f.tags) for f in record.CSPFeedbacks] == [
        ("Feeding back", StopNCIICSPFeedbackValue.Blocked, {"reviewed"})
    ]


def test_hashes_that_the_real_client_submits_come_out_again(running: Running):
    running.partner("Submitting", case_ids=True)
    api = running.client("Submitting")
    api.submit_hash(PDQ, pdq("own"), {"a"})
    api.submit_hashes({(MD5, md5("own")): StopNCIICSPFeedback(StopNCIICSPFeedbackValue.Blocked)})
    api.submit_hash(PDQ, pdq("own"), {"a"})
    next_second()
    found = all_of(api)
    assert {pdq("own"), md5("own")} <= found.keys()


def test_the_real_client_is_told_off_in_words_for_what_is_no_hash(running: Running):
    running.partner("Wrong")
    api = running.client("Wrong")
    for value in ("0" * 64, "a" * 63, "zz"):
        with pytest.raises(requests.HTTPError) as refused:
            api.submit_hash(PDQ, value)
        assert refused.value.response.status_code == 400
        assert refused.value.response.json()["message"]
    with pytest.raises(requests.HTTPError):
        api.submit_feedback(PDQ, "zz", StopNCIICSPFeedbackValue.Blocked)


def test_wrong_keys_get_401_and_the_same_words_whatever_is_wrong(running: Running):
    right, other = running.partner("Right keys"), running.partner("Other keys")
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
            f"{running.base}/FetchHashes",
            headers={"Ocp-Apim-Subscription-Key": subscription, "x-functions-key": function},
            timeout=10,
        ).text
        for subscription, function in pairs
    }
    assert len(answers) == 1 and "NotAPartner" in answers.pop()


def test_rotated_keys_go_on_and_revoked_ones_end(running: Running):
    old = running.partner("Rotating")
    running.keys["Rotating"] = running.exchange.rotate("Rotating", "tests", overlap=3600)
    before = running.client("Rotating")
    assert before.fetch_hashes().count >= 0
    running.keys["Rotating"] = old
    assert running.client("Rotating").fetch_hashes().count >= 0
    running.exchange.revoke("Rotating", "tests")
    with pytest.raises(requests.HTTPError) as refused:
        before.fetch_hashes()
    assert refused.value.response.status_code == 401


def test_too_fast_is_429_with_retry_after_and_the_real_client_waits_it_out(running: Running):
    keys = running.partner("Hasty")
    headers = {
        "Ocp-Apim-Subscription-Key": keys.subscription,
        "x-functions-key": keys.function(Scope.FETCH),
    }
    statuses, found = [], None
    with requests.Session() as session:
        for _ in range(2000):
            found = session.get(f"{running.base}/FetchHashes?pageSize=1", headers=headers, timeout=10)
            statuses.append(found.status_code)
            if found.status_code == 429:
                break
    if 429 not in statuses:
        pytest.skip("this computer is too slow today to be too fast")
    assert found is not None and found.headers["Retry-After"] == "1"
    assert running.client("Hasty").fetch_hashes().count >= 1


def test_every_answer_is_whole_and_has_its_length(running: Running):
    keys = running.partner("Lengths")
    headers = {
        "Ocp-Apim-Subscription-Key": keys.subscription,
        "x-functions-key": keys.function(Scope.FETCH),
    }
    for path, status in (("FetchHashes", 200), ("FetchHashes?pageSize=0", 400), ("SubmitHashes", 405)):
        found = requests.get(f"{running.base}/{path}", headers=headers, timeout=10)
        assert found.status_code == status
        assert int(found.headers["Content-Length"]) == len(found.content) > 0
        assert found.headers["Content-Type"] == "application/json" and found.json()
        assert "Transfer-Encoding" not in found.headers


def test_a_restart_in_the_middle_of_the_paging_loses_nothing(tmp_path):
    with exchange_at(tmp_path / "home") as first:
        first.fill(2000)
        keys = first.partner("Restarted")
        next_second()
        page = first.client("Restarted").fetch_hashes()
        known = {record.hashValue for record in page.hashRecords}
        token = page.nextPageToken
    with exchange_at(tmp_path / "home") as second:
        second.keys["Restarted"] = keys
        while token:
            page = second.client("Restarted").fetch_hashes(next_page=token)
            known |= {record.hashValue for record in page.hashRecords}
            token = page.nextPageToken
    assert {pdq(f"fill {n}") for n in range(2000)} <= known
