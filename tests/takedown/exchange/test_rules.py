"""The rules against abuse: holds, queues, feedback, tombstones, the audit log."""

from __future__ import annotations

import pytest
from tests.takedown.exchange.kit import Site, md5, pdq

from holdfast.errors import BadPartner, NoSuchPartner, NotAFingerprint, NotAsWritten, PartnerExists, TooPlain
from holdfast.takedown.exchange.ledger import Figure, lines, series
from holdfast.takedown.exchange.operators import Decision, held
from holdfast.takedown.exchange.partners import Wish
from holdfast.takedown.exchange.rules import wait_for
from holdfast.takedown.exchange.values import Hold


def test_a_hash_of_many_unrelated_cases_is_held_until_the_operator_decides(site: Site):
    site.partner("Platform A")
    cases = [site.submit("logo") for _ in range(4)]
    assert site.fetched("Platform A")[pdq("logo")] == "Active"
    cases.append(site.submit("logo"))
    assert site.fetched("Platform A")[pdq("logo")] == "Withdrawn"
    assert site.states(cases[0])[0][0] == "held"
    waiting = held(site.exchange.database)
    assert [(one.why, one.cases) for one in waiting] == [(Hold.MANY_CASES, 5)]
    assert site.exchange.decide(waiting[0].handle, Decision.RELEASE, "tests")
    assert site.fetched("Platform A")[pdq("logo")] == "Active"
    site.submit("logo")
    assert held(site.exchange.database) == ()
    assert not site.exchange.decide(waiting[0].handle, Decision.REFUSE, "tests")


def test_a_refused_one_stays_out_and_the_person_is_told(site: Site):
    site.partner("Platform A")
    cases = [site.submit("logo") for _ in range(5)]
    assert site.exchange.decide(held(site.exchange.database)[0].handle, Decision.REFUSE, "tests")
    cases.append(site.submit("logo"))
    assert site.fetched("Platform A")[pdq("logo")] == "Withdrawn"
    assert site.states(cases[-1])[0][0] == "refused"


def test_two_partners_that_do_not_block_put_it_before_the_operator_and_one_does_not(site: Site):
    site.partner("Platform A")
    site.partner("Platform B")
    made = site.submit("a")
    site.says("Platform A", "a", "NotBlocked")
    site.says("Platform A", "a", "NotBlocked")
    assert site.fetched("Platform A")[pdq("a")] == "Active"
    site.says("Platform B", "a", "NotBlocked")
    assert site.fetched("Platform A")[pdq("a")] == "Withdrawn"
    assert site.states(made)[0][0] == "held"
    assert held(site.exchange.database)[0].not_blocked == 2


@pytest.mark.parametrize("handle", ["", "zz", "00" * 32])
def test_what_is_not_held_cannot_be_decided(site: Site, handle: str):
    assert not site.exchange.decide(handle, Decision.RELEASE, "tests")


def test_over_a_networks_limit_it_waits_longer_and_longer_and_is_never_refused(site: Site):
    site.partner("Platform A")
    made = [site.submit(n, network="192.0.2.0/24") for n in range(12)]
    other = site.submit("other", network="198.51.100.0/24")
    assert [site.states(one)[0][0] for one in made] == ["shared"] * 10 + ["waiting"] * 2
    assert site.states(other)[0][0] == "shared"
    assert pdq(11) not in site.fetched("Platform A")
    site.clock.turn(120)
    site.fetched("Platform A")  # enters the feed in this second, which is hidden
    assert {pdq(10), pdq(11)} & site.fetched("Platform A").keys() == {pdq(10)}
    site.clock.turn(120)
    site.fetched("Platform A")
    assert pdq(11) in site.fetched("Platform A")
    assert site.states(made[11])[0][0] == "shared"
    assert [wait_for(n) for n in (0, 9, 10, 11, 10**6)] == [0, 0, 120, 240, 6 * 3600]


def test_a_waiting_one_that_is_withdrawn_never_goes_out(site: Site):
    site.partner("Platform A")
    made = [site.submit(n, network="192.0.2.0/24") for n in range(11)][-1]
    site.exchange.withdraw(made.number, made.secret)
    site.clock.turn(600)
    assert pdq(10) not in site.fetched("Platform A")
    assert site.exchange.sweep() == 0
    assert site.exchange.database.read("SELECT 1 FROM records WHERE last_mod = 0") == []


def test_a_waiting_one_that_somebody_else_sends_waits_no_longer(site: Site):
    site.partner("Platform A")
    for n in range(11):
        site.submit(n, network="192.0.2.0/24")
    site.submit(10, network="198.51.100.0/24")
    assert site.fetched("Platform A")[pdq(10)] == "Active"


# --- feedback and partners' hashes ------------------------------------------------------------------------


def test_the_same_feedback_twice_changes_nothing(site: Site):
    site.partner("Platform A")
    site.submit("a")
    assert site.says("Platform A", "a", "Blocked") == 1
    place = site.exchange.database.read("SELECT last_mod, sequence FROM feed_clock")
    site.clock.turn(9)
    assert site.says("Platform A", "a", "Blocked") == 0
    assert site.exchange.database.read("SELECT last_mod, sequence FROM feed_clock") == place


def test_feedback_on_what_is_not_here_is_passed_over(site: Site):
    site.partner("Platform A")
    assert site.says("Platform A", "nowhere", "Blocked") == 0


ODD = [
    [],
    {},
    {"hashFeedbacks": None},
    {"hashFeedbacks": [1]},
    {"hashFeedbacks": [{}]},
    {"hashFeedbacks": [{"hashValue": 5, "feedbackValue": "Blocked"}]},
    {"hashFeedbacks": [{"hashValue": pdq("a"), "feedbackValue": "blocked"}]},
    {"hashFeedbacks": [{"hashValue": pdq("a"), "feedbackValue": ["Blocked"]}]},
    {"hashFeedbacks": [{"hashValue": pdq("a"), "feedbackValue": "Blocked", "tags": "x"}]},
    {"hashFeedbacks": [{"hashValue": pdq("a"), "feedbackValue": "Blocked", "tags": ["\ud800"]}]},
    {"hashFeedbacks": [{"hashValue": pdq("a"), "feedbackValue": "Blocked", "tags": ["a\0b"]}]},
    {"hashFeedbacks": [{"hashValue": "ab", "feedbackValue": "Blocked", "tags": []}]},
]


@pytest.mark.parametrize("told", ODD, ids=range(len(ODD)))
def test_feedback_that_is_not_as_written_is_refused_whole(site: Site, told: object):
    site.partner("Platform A")
    site.submit("a")
    with pytest.raises((NotAsWritten, NotAFingerprint)):
        site.exchange.feedback(site.look("Platform A"), told)
    assert site.exchange.database.read("SELECT * FROM feedback") == []


@pytest.mark.parametrize("written", ["ImagePDQ", "StopNCIISignalType.ImagePDQ"])
def test_a_partners_own_hashes_come_in_once_however_the_kind_is_written(site: Site, written: str):
    partner = site.partner("Platform A")
    told = {
        "count": 1,
        "hashRecords": [
            {
                "lastModtimestamp": site.exchange.now() + 86_400,
                "signalType": written,
                "hashValue": pdq("own").upper(),
                "CSPFeedbacks": [{"feedbackValue": "Blocked", "tags": ["b", "a", "a"]}],
            }
        ],
    }
    assert site.exchange.partner_hashes(partner, told) == 1
    assert site.exchange.partner_hashes(partner, told) == 0
    site.clock.turn(1)
    page = site.exchange.fetch(partner, 0, "", 10)
    own = next(one for one in page.records if one.fingerprint.value.hex() == pdq("own"))
    assert [(s.source, s.feedback.value, s.tags) for s in own.said] == [("Platform A", "Blocked", ("a", "b"))]
    assert own.position.last_mod < site.exchange.now()


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        ("ImagePDQ", "0" * 64, NotAFingerprint),
        ("ImagePDQ", pdq("a")[:-1], NotAFingerprint),
        ("ImagePDQ", "f" * 32 + "0" * 31 + "1", None),
        ("ImagePDQ", f"{1 << 200:064x}", TooPlain),
        ("VideoTMK", md5("a"), NotAsWritten),
        ("Text", "words", NotAsWritten),
        (None, pdq("a"), NotAsWritten),
    ],
)
def test_one_bad_hash_keeps_all_of_a_request_out(site: Site, kind, value, error):
    partner = site.partner("Platform A")
    records = [
        {"signalType": "VideoMD5", "hashValue": md5("good")},
        {"signalType": kind, "hashValue": value},
    ]
    if error is None:
        assert site.exchange.partner_hashes(partner, {"hashRecords": records}) == 2
        return
    with pytest.raises(error):
        site.exchange.partner_hashes(partner, {"hashRecords": records})
    assert md5("good") not in site.fetched("Platform A")


# --- time -------------------------------------------------------------------------------------------------


def test_a_tombstone_stays_until_the_slowest_partner_has_it_and_35_days(site: Site):
    site.partner("Quick")
    site.partner("Slow")
    made = site.submit("a")
    site.fetched("Quick")
    site.fetched("Slow")
    site.exchange.withdraw(made.number, made.secret)
    site.fetched("Quick")
    site.clock.turn(40 * 86_400)
    site.fetched("Quick")
    assert site.exchange.sweep() == 0
    assert site.fetched("Slow")[pdq("a")] == "Withdrawn"
    assert site.exchange.sweep() == 1
    assert pdq("a") not in site.fetched("Quick")
    assert site.states(made) == []


def test_a_partner_that_went_away_keeps_no_tombstone_for_ever(site: Site):
    site.partner("Gone")
    made = site.submit("a")
    site.fetched("Gone")
    site.exchange.withdraw(made.number, made.secret)
    site.clock.turn(91 * 86_400)
    assert site.exchange.sweep() == 1


def test_retention_withdraws_nothing(site: Site):
    site.partner("Platform A")
    site.submit("a")
    site.clock.turn(3 * 365 * 86_400)
    site.exchange.sweep()
    assert site.fetched("Platform A")[pdq("a")] == "Active"


def test_old_notes_of_fetches_go_and_what_was_fetched_stays_fetched(site: Site):
    site.partner("Platform A")
    made = [site.submit(n) for n in range(2) if site.fetched("Platform A") is not None]
    site.fetched("Platform A")
    assert len(site.exchange.database.read("SELECT at FROM fetches")) == 3
    site.clock.turn(401 * 86_400)
    site.exchange.sweep()
    assert len(site.exchange.database.read("SELECT at FROM fetches")) == 1
    assert [site.states(one)[0][1] for one in made] == [["fetched"], ["fetched"]]


def test_the_audit_log_names_every_request_and_no_person(site: Site):
    site.partner("Platform A")
    site.clock.turn(61)
    made = site.submit("a", network="192.0.2.0/24")
    site.fetched("Platform A")
    site.says("Platform A", "a", "Blocked")
    site.exchange.withdraw(made.number, made.secret)
    told = lines(site.exchange.database)
    assert [(line.who, line.action) for line in reversed(told)] == [
        ("tests", "partner.create"),
        ("person", "case.new"),
        ("Platform A", "FetchHashes"),
        ("Platform A", "SubmitFeedback"),
        ("person", "case.withdraw"),
    ]
    assert all(line.at % 3600 == 0 for line in told if line.who == "person")


def test_the_figures_count_what_happened_each_day(site: Site):
    partner = site.partner("Platform A")
    site.submit("a", "b")
    site.fetched("Platform A")
    site.says("Platform A", "a", "PendingReview")
    site.says("Platform A", "a", "Blocked")
    site.clock.turn(86_400)
    site.submit("c")
    site.fetched("Platform A")
    site.clock.turn(60)
    site.fetched("Platform A")
    today = site.exchange.now() // 86_400
    look = lambda kind, who=None: series(site.exchange.database, kind, who, today, 3)  # noqa: E731
    assert look(Figure.SUBMITTED) == (0, 2, 1)
    assert look(Figure.MATCHES, partner.partner_id) == look(Figure.BLOCKED) == (0, 1, 0)
    assert look(Figure.LAG, partner.partner_id) == (0, 0, 86_401)
    assert look(Figure.FETCHED)[1] == 3


@pytest.mark.parametrize(
    "wish", [Wish(""), Wish("a,b"), Wish("x" * 80), Wish("Good", ()), Wish("Good", networks=("300.1.1.1",))]
)
def test_a_partner_that_cannot_be_is_refused(site: Site, wish: Wish):
    with pytest.raises(BadPartner):
        site.exchange.create_partner(wish, "tests")


def test_two_partners_of_one_name_and_none_of_a_name_are_errors(site: Site):
    site.partner("Platform A")
    with pytest.raises(PartnerExists):
        site.partner("Platform A")
    with pytest.raises(NoSuchPartner):
        site.exchange.revoke("Platform B", "tests")
