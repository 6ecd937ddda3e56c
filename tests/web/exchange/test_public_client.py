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
