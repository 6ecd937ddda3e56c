"""How old a fact is, and who says it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.content.sources import By, Seen, Source, months_before

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025", date(2025, 1, 1)),
        ("2025-07", date(2025, 7, 1)),
        ("2025-07-31", date(2025, 7, 31)),
        ("undated", None),
    ],
)
def test_a_vague_date_is_never_read_as_younger_than_it_may_be(text: str, day: date | None) -> None:
    assert Seen(text).earliest == day


def test_eighteen_months_are_recent_and_a_day_more_is_not() -> None:
    assert Seen("2025-05-22").is_recent(TODAY)
    assert not Seen("2025-05-21").is_recent(TODAY)


def test_an_undated_source_is_never_recent() -> None:
    assert not Seen("undated").is_recent(TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_before_lands_in_the_right_month_and_never_later_in_it(today: date, months: int) -> None:
    before = months_before(today, months)
    assert (today.year - before.year) * 12 + today.month - before.month == months
    assert before.day == today.day or (before + timedelta(days=1)).month != before.month


@pytest.mark.parametrize(
    ("url", "by", "good", "official"),
    [
        ("https://example.org/", By.POLICE, True, True),
        ("https://example.org/", By.SERVICE, True, True),
        ("https://example.org/", By.PRESS, True, False),
        ("https://example.org/", By.REFERENCE, False, False),
        ("https://example.org/", By.OTHER, False, False),
        (None, By.POLICE, False, False),
    ],
)
def test_only_a_page_by_someone_answerable_is_good(
    url: str | None, by: By, good: bool, official: bool
) -> None:
    source = Source(url, "a name", Seen("2026"), by, frozenset())
    assert (source.is_good, source.is_official) == (good, official)
