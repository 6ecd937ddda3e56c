"""Nothing is lost to a partner that pages while many write: a property, on both stores, with real threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.takedown.exchange.kit import Site, Turned, pdq, photo, request_key

from holdfast.takedown.exchange.store import Database
from holdfast.takedown.exchange.values import AgeInPicture


class Quick:
    """Seconds that pass a hundred times as fast, so that many of them fall into one test."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(1_800_000_000 + (time.monotonic() - self._begun) * 100, UTC)


def pulled(site: Site, name: str, known: dict[str, str], start: int, size: int) -> int:
    """One poll as the public client makes it: all pages, then the time to ask from the next time."""
    token = ""
    while True:
        page = site.exchange.fetch(site.look(name), start, token, size)
        for record in page.records:
            known[record.fingerprint.value.hex()] = record.status.in_feed
        token, after = page.next_token, page.next_set
        if not token:
            return after


@pytest.mark.parametrize("size", [3, 50])
def test_a_partner_that_pages_while_many_write_misses_nothing(database: Database, size: int):
    site = Site(database, Quick())  # type: ignore[arg-type]
    site.partner("Platform A")
    done, failed = threading.Event(), []

    def write(writer: int) -> None:
        try:
            for step in range(12):
                made = site.submit(f"{writer} {step}", f"shared {step}")
                if step % 3 == 0:
                    site.exchange.withdraw(made.number, made.secret)
                if step % 4 == 0:
                    site.says("Platform A", f"{writer} {step}", "Blocked")
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    known: dict[str, str] = {}
    starts = [0]

    def read() -> None:
        while not done.is_set():
            starts.append(pulled(site, "Platform A", known, starts[-1], size))

    reader = threading.Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    time.sleep(0.03)
    pulled(site, "Platform A", known, starts[-1], size)
    assert not failed
    assert starts == sorted(starts)
    fresh: dict[str, str] = {}
    pulled(site, "Platform A", fresh, 0, 5000)
    assert known == fresh and len(fresh) == 4 * 12 + 12 + 1
    database.close()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("submit"), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("says"), st.integers(0, 5)),
        st.tuples(st.just("turn"), st.integers(-3, 3)),
        st.tuples(st.just("poll"), st.integers(1, 4)),
        st.tuples(st.just("page"), st.integers(1, 3)),
        st.tuples(st.just("cut"), st.just(0)),
    ),
    max_size=40,
)


@given(steps=STEPS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_between_two_pages_an_incremental_copy_ends_as_a_full_one(tmp_path_factory, steps):
    from holdfast.takedown.exchange.store_sqlite import SqliteDatabase

    database = SqliteDatabase(tmp_path_factory.mktemp("x") / "exchange.db")
    copy = _Copy(Site(database, Turned()))
    for step, value in steps:
        getattr(copy, step)(value)
    copy.site.clock.turn(10)
    copy.poll(2)
    full: dict[str, str] = {}
    pulled(copy.site, "Platform A", full, 0, 5000)
    assert copy.known == full
    database.close()


class _Copy:
    """A partner's copy, poll by poll and page by page; a page may be cut, and is then asked for again."""

    def __init__(self, site: Site) -> None:
        self.site = site
        site.partner("Platform A")
        self.known: dict[str, str] = {}
        self.start, self.token, self.checkpoint = 0, "", 0
        self.cases = {n: site.submit(f"first {n}") for n in range(6)}

    def submit(self, n: int) -> None:
        made = self.cases[n]
        self.site.exchange.add(made.number, made.secret, (photo(n),), age=AgeInPicture.ADULT)

    def withdraw(self, n: int) -> None:
        self.site.exchange.withdraw(self.cases[n].number, self.cases[n].secret)

    def says(self, n: int) -> None:
        self.site.says("Platform A", n, "PendingReview")

    def turn(self, seconds: int) -> None:
        self.site.clock.turn(seconds)

    def page(self, size: int) -> None:
        page = self.site.exchange.fetch(self.site.look("Platform A"), self.start, self.token, size)
        self.known |= {r.fingerprint.value.hex(): r.status.in_feed for r in page.records}
        self.token, self.checkpoint = page.next_token, page.next_set
        if not self.token:
            self.start = self.checkpoint

    def poll(self, size: int) -> None:
        self.page(size)
        while self.token:
            self.page(size)

    def cut(self, _: int) -> None:
        """The page is lost on the way and the program starts again from its checkpoint."""
        self.site.exchange.fetch(self.site.look("Platform A"), self.start, self.token, 2)
        self.start, self.token = self.checkpoint, ""


def test_the_same_request_key_sent_by_two_at_once_makes_one_case(database: Database):
    site = Site(database, Turned())
    key, made = request_key(), []

    def send() -> None:
        made.append(site.exchange.submit((photo(pdq("a")),), age=AgeInPicture.ADULT, request_key=key))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({(one.number, one.secret) for one in made}) == 1 and len(made) == 4
    assert database.read("SELECT count(*) FROM cases")[0][0] == 1
    database.close()


class Between:
    """A store that lets something happen between a page's reading and the note that it was sent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.then: list[Callable[[], object]] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    def writing(self):
        if self.then:
            self.then.pop()()
        return self._database.writing()


def test_what_moves_between_a_page_and_its_note_was_fetched_all_the_same(database: Database):
    between = Between(database)
    site = Site(between, Turned())  # type: ignore[arg-type]
    site.partner("Platform A")
    made = site.submit("a")
    site.clock.turn(1)
    between.then = [lambda: site.exchange.withdraw(made.number, made.secret)]
    page = site.exchange.fetch(site.look("Platform A"), 0, "", 10)
    assert [one.status.in_feed for one in page.records] == ["Active", "Active"] and not between.then
    assert site.states(made) == [("withdrawn", ["withdrawal_waits"])]
    assert site.fetched("Platform A")[pdq("a")] == "Withdrawn"
    assert site.states(made) == [("withdrawn", ["withdrawal_fetched"])]
