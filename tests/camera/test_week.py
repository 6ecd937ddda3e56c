"""The diary as places of a picture: today last, midnight cuts, and nothing drawn outside of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.camera.tree import CALLS

from holdfast.camera.diary import Entry, Pages, Watched
from holdfast.camera.week import week

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(start: datetime, end: datetime | None, **more: object) -> Entry:
    return Entry("e", "Garden camera", "/dev/video0", CALLS, start, end or start, end=end, **more)  # type: ignore[arg-type]


def shown(*entries: Entry, watched: tuple[Watched, ...] = (), watching: bool = False, zone: str = "UTC"):
    local = ZoneInfo(zone)
    return week(Pages(entries, watched), NOW, watching=watching, local=lambda at: at.astimezone(local))


def test_seven_days_with_today_last():
    days = shown()
    assert [str(days[0].day), str(days[-1].day)] == ["2026-11-16", "2026-11-22"] and len(days) == 7


def test_a_use_stands_where_the_clock_on_the_wall_was():
    start = NOW.replace(hour=6)
    (bar,) = shown(entry(start, start + timedelta(hours=3)))[-1].bars
    assert (bar.span.left, bar.span.width) == (0.25, 0.125)


def test_a_use_over_midnight_is_two_bars():
    start = NOW.replace(day=21, hour=23)
    days = shown(entry(start, start + timedelta(hours=2)))
    assert [len(day.bars) for day in days[-2:]] == [1, 1]
    assert days[-1].bars[0].span.left == 0


def test_a_camera_that_is_on_is_drawn_until_now():
    (bar,) = shown(entry(NOW.replace(hour=6), None))[-1].bars
    assert bar.span.width == pytest.approx(0.25)


def test_an_end_that_nobody_saw_is_drawn_only_as_long_as_it_was_surely_on():
    start = NOW.replace(hour=6)
    lost = Entry("e", "c", "d", CALLS, start, start + timedelta(minutes=36), found_off=NOW)
    assert shown(lost)[-1].bars[0].span.width == pytest.approx(0.025)


def test_a_guard_at_work_has_watched_until_now():
    begun = Watched("w", NOW.replace(hour=6), NOW.replace(hour=6), ended=False)
    assert shown(watched=(begun,), watching=True)[-1].watched[0].width == pytest.approx(0.25)
    assert shown(watched=(begun,))[-1].watched[0].width == 0


def test_the_night_the_clocks_change_nothing_leaves_its_day():
    night = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    local = ZoneInfo("Europe/London")
    long_one = entry(night - timedelta(hours=3), night + timedelta(hours=30))
    days = week(
        Pages((long_one,)), night + timedelta(days=2), watching=False, local=lambda at: at.astimezone(local)
    )
    spans = [bar.span for day in days for bar in day.bars]
    assert spans and all(0 <= span.left <= span.left + span.width <= 1 for span in spans)
