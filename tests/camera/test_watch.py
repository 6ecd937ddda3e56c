"""The guard at work, on a clock that is moved by hand: told once, not for moments, and honest after a kill."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.camera.tree import BROWSER, CALLS, START, Clock, MadeGuard

from holdfast.camera.diary import Diary
from holdfast.camera.values import NOBODY_SEEN
from holdfast.camera.watch import News, Turned, Watch


class Post:
    """A guard with its camera, its diary and everything it told."""

    def __init__(self, folder: Path, clock: Clock | None = None, guard: MadeGuard | None = None) -> None:
        self.guard, self.diary, self.clock = guard or MadeGuard(), Diary(folder), clock or Clock()
        self.told: list[News] = []
        self.known = {BROWSER.key}
        self.watch = Watch(
            self.guard, self.diary, self.clock, self.told.append, lambda who: who.key in self.known
        )
        self.watch.begin()

    def goes(self, seconds: float, *, opened: frozenset[str] = frozenset()) -> None:
        self.clock.goes_on(seconds)
        self.watch.step(opened)

    @property
    def turns(self) -> list[tuple[Turned, str]]:
        return [(news.turned, news.program.name) for news in self.told]


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


def test_a_program_that_stays_is_told_once_and_within_a_second(post):
    post.guard.at_camera = (CALLS,)
    wait = post.watch.step()
    assert wait is not None and wait < 1
    post.goes(wait)
    post.goes(5)
    assert post.turns == [(Turned.ON, "calls")]
    (entry,) = post.diary.read().entries
    assert (entry.start, entry.is_open, entry.program.path) == (START, True, CALLS.path)


def test_a_program_that_only_asks_what_a_camera_can_do_is_not_told(post):
    post.guard.at_camera = (CALLS,)
    post.goes(0)
    post.guard.at_camera = ()
    post.goes(0.1)
    assert post.turns == []
    (entry,) = post.diary.read().entries
    assert entry.brief and not entry.is_open


def test_a_program_that_asks_all_day_fills_no_diary(post):
    for _ in range(50):
        post.guard.at_camera = (CALLS,)
        post.goes(0.1)
        post.guard.at_camera = ()
        post.goes(0.1)
    assert len(post.diary.read().entries) == 1


def test_the_end_is_told_with_the_moment_it_was_closed(post):
    post.guard.at_camera = (CALLS,)
    post.goes(0)
    post.goes(0.3)
    post.guard.at_camera = ()
    post.goes(60)
    post.goes(1)
    assert post.turns == [(Turned.ON, "calls"), (Turned.OFF, "calls")]
    assert (post.told[1].at - START).total_seconds() == pytest.approx(60.3)
    assert post.diary.read().entries[0].at_least.total_seconds() == pytest.approx(60.3)


def test_a_browser_that_closes_and_opens_again_is_one_use(post):
    post.guard.at_camera = (BROWSER,)
    post.goes(0)
    post.goes(0.3)
    post.guard.at_camera = ()
    post.goes(0.2)
    post.guard.at_camera = (BROWSER,)
    post.goes(0.2)
    post.goes(2)
    assert len(post.told) == 1 and len(post.diary.read().entries) == 1


def test_two_programs_at_one_camera_are_two_uses(post):
    post.guard.at_camera = (BROWSER, CALLS)
    post.goes(0)
    post.goes(0.3)
    post.guard.at_camera = (CALLS,)
    post.goes(0.1)
    post.goes(1)
    assert post.turns == [(Turned.ON, "browser"), (Turned.ON, "calls"), (Turned.OFF, "browser")]


def test_a_program_you_know_is_marked_as_one(post):
    post.guard.at_camera = (BROWSER, CALLS)
    post.goes(0)
    post.goes(0.3)
    assert [(news.program.name, news.allowed) for news in post.told] == [("browser", True), ("calls", False)]


def test_a_camera_that_is_open_with_nobody_to_be_seen_is_told_too(post):
    post.goes(0, opened=frozenset({"/dev/video0"}))
    post.goes(0.3, opened=frozenset({"/dev/video0"}))
    assert post.turns == [(Turned.ON, NOBODY_SEEN.name)]
    post.goes(5)
    post.goes(1)
    assert post.turns[-1] == (Turned.OFF, NOBODY_SEEN.name)


def test_a_program_that_shows_a_moment_after_its_opening_is_one_use(post):
    post.goes(0, opened=frozenset({"/dev/video0"}))
    post.guard.at_camera = (CALLS,)
    post.goes(0.1, opened=frozenset({"/dev/video0"}))
    post.goes(0.3, opened=frozenset({"/dev/video0"}))
    assert post.turns == [(Turned.ON, "calls")]
    assert [entry.program.name for entry in post.diary.read().entries] == ["calls"]


def test_a_clock_that_is_set_back_holds_nothing_up(post):
    post.guard.at_camera = (CALLS,)
    post.goes(0)
    post.goes(-3600)
    assert post.turns == [(Turned.ON, "calls")]


def test_after_a_kill_what_still_goes_on_goes_on(tmp_path):
    first = Post(tmp_path)
    first.guard.at_camera = (CALLS,)
    first.goes(0)
    first.goes(0.3)
    clock = Clock(first.clock.now)
    clock.goes_on(600)
    second = Post(tmp_path, clock, first.guard)
    second.goes(0)
    assert second.told == []
    second.guard.at_camera = ()
    second.goes(1)
    second.goes(1)
    (entry,) = second.diary.read().entries
    assert entry.start == START and entry.end is not None
    assert second.turns == [(Turned.OFF, "calls")]


def test_after_a_kill_what_ended_meanwhile_has_an_unknown_end(tmp_path):
    first = Post(tmp_path)
    first.guard.at_camera = (CALLS,)
    first.goes(0)
    first.goes(0.3)
    first.goes(70)
    last_seen = first.clock.now
    clock = Clock(last_seen)
    clock.goes_on(3600)
    Post(tmp_path, clock)
    (entry,) = Diary(tmp_path).read().entries
    assert entry.end is None and not entry.is_open
    assert (entry.last_seen, entry.found_off) == (last_seen, clock.now)


def test_a_computer_that_slept_was_not_watched(post):
    post.goes(30)
    post.goes(8 * 3600)
    post.watch.end()
    watched = post.diary.read().watched
    assert [(one.end - one.start).total_seconds() for one in watched] == [30, 0]


def test_still_on_is_written_each_minute_and_not_more(post):
    post.guard.at_camera = (CALLS,)
    for _ in range(121):
        post.goes(1)
    lines = post.diary.path.read_text().splitlines()
    assert sum('"seen"' in line for line in lines) == 1


def test_nothing_on_means_no_look_until_something_happens(post):
    assert post.watch.step() is None


def test_a_diary_that_cannot_be_written_is_said_once_and_everybody_is_still_told(tmp_path):
    (tmp_path / "diary.jsonl").mkdir()
    guard, clock, told, unwritten = MadeGuard(), Clock(), [], []
    watch = Watch(guard, Diary(tmp_path), clock, told.append, lambda _: False, unwritten.append)
    watch.begin()
    for at_camera in ((CALLS,), (), (BROWSER,), ()):
        guard.at_camera = at_camera
        for _ in range(3):
            clock.goes_on(1)
            watch.step()
    watch.end()
    assert [news.program.name for news in told] == ["calls", "calls", "browser", "browser"]
    assert len(unwritten) == 1
