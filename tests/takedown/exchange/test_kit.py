"""The partner's kit against a real exchange, without a network between: mirror, outbox, and everything that breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.takedown.exchange.kit import Site, Turned, bytes_below, pdq

from holdfast.errors import FeedBroken, FeedRefused, FeedUnreachable, HoldfastError, Tampered
from holdfast.takedown.client.feed import Answer, FeedClient, Keys, Report, over_http, page_of
from holdfast.takedown.client.mirror import Mirror
from holdfast.takedown.client.reporter import Reporter
from holdfast.takedown.exchange.feed import as_json
from holdfast.takedown.exchange.store_sqlite import SqliteDatabase
from holdfast.takedown.exchange.values import Feedback, Kind

Break = Callable[[Answer], Answer]


class Line:
    """What lies between the kit and the exchange. ``breaks``: what happens to the next answers."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.breaks: list[Break | OSError] = []
        self.slept: list[float] = []
        self.asked = 0

    def __call__(self, method: str, address: str, headers: object, body: bytes | None) -> Answer:
        self.asked += 1
        next_break = self.breaks.pop(0) if self.breaks else None
        if isinstance(next_break, OSError):
            raise next_break
        answer = self._answer(urlsplit(address).path.rpartition("/")[2], urlsplit(address).query, body)
        return next_break(answer) if next_break else answer

    def _answer(self, endpoint: str, query: str, body: bytes | None) -> Answer:
        partner, exchange = self.site.look("Platform A"), self.site.exchange
        try:
            if endpoint == "FetchHashes":
                asked = {name: values[0] for name, values in parse_qs(query).items()}
                start, size = int(asked["startTimestamp"]), int(asked["pageSize"])
                page = exchange.fetch(partner, start, asked.get("nextPageToken", ""), size)
                return Answer(200, {}, as_json(page))
            (exchange.feedback if endpoint == "SubmitFeedback" else exchange.partner_hashes)(
                partner, json.loads(body or b"")
            )
        except HoldfastError as refused:
            return Answer(refused.http_status, {}, b"{}")
        return Answer(200, {}, b"{}")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(SqliteDatabase(tmp_path / "exchange" / "exchange.db"), Turned())
    made.partner("Platform A")
    return made


@pytest.fixture
def line(site: Site) -> Line:
    return Line(site)


@pytest.fixture
def client(line: Line) -> FeedClient:
    return FeedClient(Keys("https://example.org/v1", "s", "f", "b", "h"), line, line.slept.append)


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "partner" / "mirror.db")


def known(mirror: Mirror) -> set[str]:
    return {value.hex() for value in mirror.active(Kind.PHOTO)}


def status(code: int, **headers: str) -> Break:
    return lambda _: Answer(code, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def test_the_mirror_follows_what_comes_and_what_goes(site: Site, client: FeedClient, mirror: Mirror):
    made = site.submit("a", "b")
    site.clock.turn(1)
    assert mirror.fetch(client, site.clock, size=2) == 3
    assert {pdq("a"), pdq("b")} < known(mirror)
    site.exchange.withdraw(made.number, made.secret, frozenset({1}))
    site.clock.turn(1)
    assert mirror.fetch(client, site.clock) == 1
    assert pdq("a") not in known(mirror) and pdq("b") in known(mirror)
    assert mirror.fetch(client, site.clock) == 0


def test_an_index_that_keeps_up_hears_only_of_changes(site: Site, client: FeedClient, mirror: Mirror):
    made = site.submit("a")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    before = mirror.look().change
    site.exchange.withdraw(made.number, made.secret)
    site.submit("b")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    found = [(change.value.hex(), change.active) for change in mirror.changes_after(before)]
    assert found == [(pdq("a"), False), (pdq("b"), True)]


def test_a_withdrawal_is_confirmed_to_the_person_through_the_outbox(site, line, client, mirror):
    made = site.submit("a")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    site.exchange.withdraw(made.number, made.secret)
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    reporter = Reporter(mirror, client, site.clock)
    assert reporter.send().sent == 1
    assert site.states(made) == [("withdrawn", ["withdrawal_confirmed"])]
    site.clock.turn(1)
    assert mirror.fetch(client, site.clock) == 0 and reporter.send().sent == 0


def cut(answer: Answer) -> Answer:
    return Answer(200, answer.headers, answer.body[: len(answer.body) // 2])


def shorter(answer: Answer) -> Answer:
    told = json.loads(answer.body)
    return Answer(200, {}, json.dumps({**told, "hashRecords": told["hashRecords"][1:]}).encode())


def back(answer: Answer) -> Answer:
    return Answer(200, {}, json.dumps({**json.loads(answer.body), "nextSetTimestamp": -1}).encode())


def endless(answer: Answer) -> Answer:
    told = {**json.loads(answer.body), "hasMoreRecords": True, "nextPageToken": None}
    return Answer(200, {}, json.dumps(told).encode())


@pytest.mark.parametrize("harm", [cut, shorter, back, endless, lambda _: Answer(200, {}, b"<html>")])
def test_of_a_damaged_page_nothing_is_used_and_the_next_fetch_is_whole(site, line, client, mirror, harm):
    site.submit("a", "b", "c")
    site.clock.turn(1)
    line.breaks = [harm]
    with pytest.raises(FeedBroken):
        mirror.fetch(client, site.clock, size=2)
    assert known(mirror) == set()
    mirror.fetch(client, site.clock, size=2)
    assert len(known(mirror)) == 4


def test_a_fetch_that_breaks_in_the_middle_goes_on_in_the_middle(site, line, client, mirror):
    site.submit(*range(9))
    site.clock.turn(1)
    line.breaks = [lambda a: a, lambda a: a, cut]
    with pytest.raises(FeedBroken):
        mirror.fetch(client, site.clock, size=2)
    assert len(known(mirror)) == 4
    asked = line.asked
    mirror.fetch(client, site.clock, size=2)
    assert len(known(mirror)) == 10 and line.asked - asked == 3


def test_429_and_5xx_and_silence_are_waited_out_as_the_server_asks(site, line, client, mirror):
    line.breaks = [status(429, retry_after="7"), status(503), OSError("nobody"), status(500)]
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    assert len(known(mirror)) == 1 and line.slept == [7.0, 14.0, 28.0, 56.0]


def test_an_exchange_that_stays_away_is_an_error_and_takes_nothing_away(site, line, client, mirror):
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    line.breaks = [OSError("nobody")] * 5
    with pytest.raises(FeedUnreachable):
        mirror.fetch(client, site.clock)
    assert len(known(mirror)) == 1


def test_refused_keys_are_not_tried_again(line, client, mirror, site):
    line.breaks = [status(401)]
    with pytest.raises(FeedRefused):
        mirror.fetch(client, site.clock)
    assert line.asked == 1 and line.slept == []


def test_a_token_that_is_refused_is_thrown_away_and_nothing_is_lost(site, line, client, mirror):
    site.submit(*range(9))
    site.clock.turn(1)
    line.breaks = [lambda a: a, status(400)]
    with pytest.raises(FeedRefused):
        mirror.fetch(client, site.clock, size=4)
    mirror.fetch(client, site.clock, size=4)
    assert len(known(mirror)) == 10


def test_after_a_month_away_all_is_read_again_and_what_is_gone_is_dropped(site, line, client, mirror):
    made = site.submit("a", "b")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    site.exchange.withdraw(made.number, made.secret, frozenset({1}))
    site.clock.turn(100 * 86_400)
    assert site.exchange.sweep() == 1
    mirror.fetch(client, site.clock)
    assert {pdq("a"), pdq("b")} <= known(mirror)
    site.clock.turn(60)
    mirror.fetch(client, site.clock)
    assert pdq("a") not in known(mirror) and pdq("b") in known(mirror)


@pytest.mark.parametrize("cut_at", [0, 1, 2])
def test_a_whole_scan_that_is_cut_drops_nothing_that_is_still_asked_for(site, line, client, mirror, cut_at):
    site.submit(*range(6))
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    everything = known(mirror)
    line.breaks = [*([lambda a: a] * cut_at), cut]
    with pytest.raises(FeedBroken):
        mirror.fetch(client, site.clock, size=2, whole=True)
    for _ in range(4):
        site.clock.turn(5)
        mirror.fetch(client, site.clock, size=2)
        assert known(mirror) == everything


def test_what_moves_while_a_whole_scan_ends_is_never_dropped(site, client, mirror):
    site.submit("a", "b")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    site.says("Platform A", "a", "Blocked")
    mirror.fetch(client, site.clock, whole=True)
    assert pdq("a") in known(mirror)
    for _ in range(3):
        mirror.fetch(client, site.clock)
        assert pdq("a") in known(mirror)
        site.clock.turn(2)


def test_a_partner_clock_that_is_a_day_off_loses_nothing(site, client, mirror):
    wrong = Turned()
    for days in (1, -1, 1):
        wrong.time = site.clock.time
        wrong.turn(days * 86_400)
        made = site.submit(f"day {days} {wrong.time}")
        site.clock.turn(1)
        mirror.fetch(client, wrong)
        assert site.states(made)[0][1] == ["fetched"]
    assert len(known(mirror)) == 4


# --- reports ----------------------------------------------------------------------------------------------


def test_a_report_waits_on_the_disk_until_it_arrived(site, line, client, mirror, tmp_path):
    made = site.submit("a")
    site.fetched("Platform A")
    reporter = Reporter(mirror, client, site.clock)
    reporter.report(Report(bytes.fromhex(pdq("a")), Feedback.PENDING_REVIEW))
    line.breaks = [OSError("nobody")] * 5
    assert reporter.send().waiting == 1
    mirror.close()
    again = Mirror(tmp_path / "partner" / "mirror.db")
    reporter = Reporter(again, client, site.clock)
    assert reporter.send().sent == 0  # not due yet
    site.clock.turn(30)
    assert reporter.send().sent == 1 and again.look().waiting_reports == 0
    assert site.states(made) == [("shared", ["under_review"])]


def test_the_newest_word_about_a_fingerprint_is_the_one_that_is_sent(site, client, mirror):
    made = site.submit("a")
    reporter = Reporter(mirror, client, site.clock)
    for said in (Feedback.PENDING_REVIEW, Feedback.BLOCKED):
        reporter.report(Report(bytes.fromhex(pdq("a")), said, ("x",)))
    assert reporter.send().sent == 1
    assert site.states(made)[0][1] == ["blocked"]


def test_a_report_that_is_refused_for_ever_holds_up_no_other(site, client, mirror):
    made = site.submit("a")
    reporter = Reporter(mirror, client, site.clock)
    reporter.report(Report(b"short", Feedback.BLOCKED))
    reporter.report(Report(bytes.fromhex(pdq("a")), Feedback.BLOCKED))
    assert (reporter.send().refused, mirror.look().refused_reports) == (1, 1)
    assert site.states(made)[0][1] == ["blocked"]


def test_wrong_keys_throw_no_report_away(site, line, client, mirror):
    reporter = Reporter(mirror, client, site.clock)
    reporter.report(Report(bytes.fromhex(pdq("a")), Feedback.BLOCKED))
    line.breaks = [status(401)]
    assert reporter.send().waiting == 1
    for _ in range(20):
        line.breaks = [status(401)]
        site.clock.turn(3600)
        assert reporter.send().waiting == 1
    site.clock.turn(3600)
    assert reporter.send().sent == 1


# --- the reader ---------------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise_anything_of_its_own(body: bytes):
    with pytest.raises(FeedBroken):
        page_of(body, 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["hashRecords", "count", "hashValue"]), inner)
    ),
    max_leaves=8,
)


@given(st.fixed_dictionaries(dict.fromkeys(("hashRecords", "count", "nextPageToken", "nextSetTimestamp", "hasMoreRecords"), JSON)))  # fmt: skip  # noqa: E501
def test_no_json_does_either(told: dict[str, object]):
    try:
        page = page_of(json.dumps(told).encode(), 0)
    except FeedBroken:
        return
    assert page.next_set >= 0


def test_unknown_kinds_and_states_are_passed_over_and_the_rest_is_used():
    record = {"lastModtimestamp": 5, "signalType": "ImagePDQ", "hashValue": pdq("a"), "hashStatus": "Active"}
    told = [record, {**record, "signalType": "VideoTMK"}, {**record, "hashStatus": "Purple"}]
    page = {"count": 3, "nextPageToken": None, "nextSetTimestamp": 5, "hasMoreRecords": False}
    found = page_of(json.dumps({**page, "hashRecords": told}).encode(), 0)
    assert [one.value.hex() for one in found.records] == [pdq("a")]


def test_only_web_addresses_are_asked():
    with pytest.raises(FeedRefused):
        over_http("GET", "file:///etc/passwd", {}, None)


def test_a_file_that_is_no_mirror_is_refused(tmp_path: Path):
    (tmp_path / "mirror.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Tampered):
        Mirror(tmp_path / "mirror.db")


def test_a_withdrawn_fingerprint_is_kept_only_to_tell_indexes_and_never_matched(
    site, client, mirror, tmp_path
):
    made = site.submit("a")
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    assert bytes.fromhex(pdq("a")) in bytes_below(tmp_path / "partner")
    site.exchange.withdraw(made.number, made.secret)
    site.clock.turn(1)
    mirror.fetch(client, site.clock)
    assert pdq("a") not in known(mirror)
