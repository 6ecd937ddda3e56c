"""What a person is told about the "deactivate" button, and the schema of a platform."""

from __future__ import annotations

from datetime import date

import pytest
from tests.content.facts_made import made_platform

from holdfast.content.platform import Deactivating
from holdfast.errors import FactsBroken

TODAY = date(2026, 11, 22)


def source(by: str, seen: str, supports: str = "deactivate") -> str:
    return f'[[source]]\nurl = "https://example.org/help"\nseen = "{seen}"\nby = "{by}"\nsupports = ["{supports}"]\n'


@pytest.mark.parametrize("kind", ["pause", "hide"])
@pytest.mark.parametrize("by", ["service", "police", "government"])
def test_do_it_is_said_where_an_official_source_of_the_last_18_months_says_it_pauses(
    kind: str, by: str
) -> None:
    platform = made_platform(kind=kind, source=source(by, "2025-05-22"))
    assert platform.advice_on_deactivating(TODAY) is Deactivating.DO_IT


@pytest.mark.parametrize(
    "weak",
    [
        "",
        source("police", "2025-05-21"),
        source("police", "undated"),
        source("press", "2026-11"),
        source("other", "2026-11"),
        source("police", "2026-11", supports="report"),
    ],
    ids=["none", "a day too old", "undated", "press", "blog", "about something else"],
)
def test_without_such_a_source_the_person_reads_the_screen_first(weak: str) -> None:
    advice = made_platform(kind="pause", source=weak).advice_on_deactivating(TODAY)
    assert advice is Deactivating.READ_SCREEN_FIRST


def test_do_it_expires() -> None:
    platform = made_platform(kind="pause", source=source("police", "2026-11-01"))
    assert platform.advice_on_deactivating(TODAY) is Deactivating.DO_IT
    assert platform.advice_on_deactivating(date(2028, 6, 1)) is Deactivating.READ_SCREEN_FIRST


@pytest.mark.parametrize(
    ("kind", "days", "advice"),
    [
        ("countdown", "days = 30", Deactivating.DO_NOT),
        ("permanent_only", "", Deactivating.DO_NOT),
        ("none", "", Deactivating.NO_SUCH_CONTROL),
        ("unknown", "", Deactivating.READ_SCREEN_FIRST),
    ],
)
def test_no_source_turns_a_deletion_into_a_pause(kind: str, days: str, advice: Deactivating) -> None:
    platform = made_platform(kind=kind, days=days, source=source("police", "2026-11"))
    assert platform.advice_on_deactivating(TODAY) is advice


@pytest.mark.parametrize(("kind", "days"), [("countdown", ""), ("pause", "days = 30")])
def test_days_belong_to_a_countdown_and_to_nothing_else(kind: str, days: str) -> None:
    with pytest.raises(FactsBroken, match="days"):
        made_platform(kind=kind, days=days)


@pytest.mark.parametrize(
    "broken",
    [
        {"more": "tells_about_screenshots = 1"},
        {"more": 'removal_form_url = "example.org"'},
        {"more": 'colour = "red"'},
        {"steps": 'colour = ["red"]'},
        {"source": source("police", "2026", supports="colour")},
        {"more": 'checked = "yesterday"'},
    ],
)
def test_a_platform_that_breaks_the_schema_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises(FactsBroken):
        made_platform(**broken)


def test_what_nobody_knows_is_none_not_no() -> None:
    platform = made_platform()
    assert platform.tells_about_screenshots is None
    assert platform.wipes_chat_on_block is None
    assert platform.report_closes_chat is None
