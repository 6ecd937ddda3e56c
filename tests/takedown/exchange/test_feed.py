"""The pages of the feed: order, watermark, tokens, tombstones, canaries."""

from __future__ import annotations

import json

import pytest
from tests.takedown.exchange.kit import Site, pdq

from holdfast.errors import NotAPartner, NotAsWritten, TooFast
from holdfast.takedown.exchange.feed import as_json
from holdfast.takedown.exchange.partners import Wish
from holdfast.takedown.exchange.values import Scope


def test_the_current_second_is_hidden_and_seen_a_second_later(site: Site):
    partner = site.partner("Platform A")
    site.submit("a")
    now = site.exchange.now()
    assert site.exchange.fetch(partner, 0, "", 800).records == ()
    site.clock.turn(1)
    page = site.exchange.fetch(partner, 0, "", 800)
    assert pdq("a") in {record.fingerprint.value.hex() for record in page.records}
    assert page.next_set == now and page.next_token == ""


def test_an_empty_page_gives_back_the_time_that_was_asked_for(site: Site):
    partner = site.partner("Platform A")
    for start in (0, 10, site.exchange.now() + 86_400, 10**15):
        told = json.loads(as_json(site.exchange.fetch(partner, start, "", 800)))
        assert told == {
            "count": 0,
            "nextPageToken": None,
            "nextSetTimestamp": start,
            "hasMoreRecords": False,
            "hashRecords": [],
        }


def test_pages_follow_in_order_and_the_token_stands_exactly_where_more_is(site: Site):
    partner = site.partner("Platform A")
    for seed in range(7):
        site.submit(seed)
        site.clock.turn(1)
    token, places, sets = "", [], []
    while True:
        page = site.exchange.fetch(partner, 0, token, 3)
        told = json.loads(as_json(page))
        assert told["count"] == len(told["hashRecords"]) <= 3
        assert told["hasMoreRecords"] is (told["nextPageToken"] is not None)
        assert told["nextSetTimestamp"] == told["hashRecords"][-1]["lastModtimestamp"]
        places += [record.position for record in page.records]
        sets.append(page.next_set)
        token = page.next_token
        if not token:
            break
    assert places == sorted(set(places)) and len(places) == 8
    assert sets == sorted(sets)


def test_a_full_last_page_promises_no_more(site: Site):
    partner = site.partner("Platform A")
    site.submit("a")
    site.clock.turn(1)
    assert site.exchange.fetch(partner, 0, "", 2).next_token == ""


def test_the_filter_includes_the_second_asked_for(site: Site):
    partner = site.partner("Platform A")
    site.submit("a")
    then = site.exchange.now()
    site.clock.turn(1)
    assert [r.position.last_mod for r in site.exchange.fetch(partner, then, "", 10).records] == [then, then]
    assert site.exchange.fetch(partner, then + 1, "", 10).records == ()


def test_every_record_has_the_fields_of_the_format_and_no_others(site: Site):
    partner = site.partner("Platform A")
    site.submit("a")
    site.clock.turn(1)
    site.says("Platform A", "a", "Blocked")
    site.clock.turn(1)
    told = json.loads(as_json(site.exchange.fetch(partner, 0, "", 10)))
    record = next(one for one in told["hashRecords"] if one["hashValue"] == pdq("a"))
    assert record == {
        "lastModtimestamp": site.exchange.now() - 1,
        "signalType": "ImagePDQ",
        "hashValue": pdq("a"),
        "hashStatus": "Active",
        "caseNumbers": {},
        "hashRegions": [],
        "tags": [],
        "CSPFeedbacks": [{"source": "Platform A", "feedbackValue": "Blocked", "tags": []}],
    }


def test_a_change_moves_a_record_on_and_it_stands_in_the_feed_once(site: Site):
    site.partner("Platform A")
    made = site.submit("a", "b")
    site.clock.turn(1)
    site.exchange.withdraw(made.number, made.secret, frozenset({1}))
    site.clock.turn(1)
    page = site.exchange.fetch(site.look("Platform A"), 0, "", 10)
    hashes = [record.fingerprint.value.hex() for record in page.records]
    assert len(hashes) == len(set(hashes)) == 3
    assert hashes[-1] == pdq("a") and page.records[-1].status.in_feed == "Withdrawn"


@pytest.mark.parametrize("token", ["x", "1", "1.2.3", "-1.2", "1.x", "1." + "9" * 30, "é.1"])
def test_a_token_that_is_none_of_ours_is_refused(site: Site, token: str):
    with pytest.raises(NotAsWritten):
        site.exchange.fetch(site.partner("Platform A"), 0, token, 10)


@pytest.mark.parametrize(("start", "size"), [(0, 0), (0, -1), (-1, 10)])
def test_numbers_that_cannot_be_are_refused(site: Site, start: int, size: int):
    with pytest.raises(NotAsWritten):
        site.exchange.fetch(site.partner("Platform A"), start, "", size)


def test_a_server_clock_that_is_set_back_hides_nothing_and_repeats_no_place(site: Site):
    partner = site.partner("Platform A")
    site.submit("a")
    site.clock.turn(-86_400)
    site.submit("b")
    page = site.exchange.fetch(partner, 0, "", 10)
    assert {pdq("a"), pdq("b")} <= {record.fingerprint.value.hex() for record in page.records}
    places = [record.position for record in page.records]
    assert places == sorted(set(places))


def test_each_partner_has_a_canary_that_no_other_sees_and_a_leak_is_noticed(site: Site):
    site.partner("Platform A", case_ids=True)
    site.partner("Platform B", case_ids=True)
    site.submit("a")
    of_a, of_b = site.fetched("Platform A"), site.fetched("Platform B")
    canary = (of_a.keys() - of_b.keys()).pop()
    assert len(of_a) == len(of_b) == 2 and int(canary, 16).bit_count() == 128
    record = next(
        r
        for r in site.exchange.fetch(site.look("Platform A"), 0, "", 9).records
        if r.fingerprint.value.hex() == canary
    )
    assert len(record.case_ids) == 1
    told = {"hashFeedbacks": [{"hashValue": canary, "feedbackValue": "PendingReview", "tags": []}]}
    site.exchange.feedback(site.look("Platform B"), told)
    seen = site.exchange.database.read("SELECT who FROM audit WHERE action = 'canary'")
    assert seen == [(site.look("Platform A").partner_id,)]


def test_case_ids_link_nothing_neither_between_partners_nor_between_pictures(site: Site):
    a, b = site.partner("Platform A", case_ids=True), site.partner("Platform B", case_ids=True)
    site.submit("x", "y")
    site.clock.turn(1)
    ids = [
        case_id
        for partner in (a, b)
        for record in site.exchange.fetch(partner, 0, "", 10).records
        for case_id in record.case_ids
    ]
    assert len(ids) == len(set(ids)) == 6


def test_keys_open_their_own_endpoint_of_their_own_partner_only(site: Site):
    site.partner("Platform A")
    site.partner("Platform B")
    a, b = site.keys["Platform A"], site.keys["Platform B"]
    admit = site.exchange.admit
    assert admit(Scope.FETCH, a.subscription, a.function(Scope.FETCH), "").name == "Platform A"
    for subscription, function in (
        (a.subscription, b.function(Scope.FETCH)),
        (a.subscription, a.function(Scope.FEEDBACK)),
        (a.function(Scope.FETCH), a.subscription),
        ("", ""),
        ("x", "y"),
        (a.subscription.upper(), a.function(Scope.FETCH)),
    ):
        with pytest.raises(NotAPartner):
            admit(Scope.FETCH, subscription, function, "")


def test_old_keys_go_on_for_a_week_after_a_rotation_and_end_at_once_when_revoked(site: Site):
    site.partner("Platform A")
    old, new = site.keys["Platform A"], site.exchange.rotate("Platform A", "tests")
    for keys in (old, new):
        assert site.exchange.admit(Scope.FETCH, keys.subscription, keys.function(Scope.FETCH), "")
    site.clock.turn(7 * 86_400)
    with pytest.raises(NotAPartner):
        site.exchange.admit(Scope.FETCH, old.subscription, old.function(Scope.FETCH), "")
    assert site.exchange.admit(Scope.FETCH, new.subscription, new.function(Scope.FETCH), "")
    site.exchange.revoke("Platform A", "tests")
    with pytest.raises(NotAPartner):
        site.exchange.admit(Scope.FETCH, new.subscription, new.function(Scope.FETCH), "")


def test_keys_can_be_bound_to_networks(site: Site):
    made = site.exchange.create_partner(Wish("Bound", networks=("192.0.2.0/24", "2001:db8::/32")), "tests")
    keys = made.subscription, made.function(Scope.FETCH)
    for address in ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"):
        assert site.exchange.admit(Scope.FETCH, *keys, address)
    for address in ("198.51.100.7", "", "words", "2001:db9::1"):
        with pytest.raises(NotAPartner):
            site.exchange.admit(Scope.FETCH, *keys, address)


def test_who_asks_too_fast_is_told_when_to_come_again(site: Site):
    site.partner("Platform A")
    keys = site.keys["Platform A"]
    ask = lambda: site.exchange.admit(Scope.FETCH, keys.subscription, keys.function(Scope.FETCH), "")  # noqa: E731
    for _ in range(200):
        ask()
    with pytest.raises(TooFast) as refused:
        ask()
    assert refused.value.words["seconds"] == 1
    site.clock.turn(1)
    assert ask()
