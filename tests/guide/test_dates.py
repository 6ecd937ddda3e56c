"""Dates to keep, and the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.content.facts import platforms
from holdfast.content.platform import DeactivateKind
from holdfast.errors import UnknownPlatform
from holdfast.guide.dates import (
    ASK_AGAIN,
    CAREFUL_DAYS,
    Did,
    Noted,
    Reason,
    UnknownDay,
    calendar,
    dues,
    noted,
)
from holdfast.guide.situation import UnknownAnswer

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_one_looks_on_days_1_3_7_and_30() -> None:
    assert [due.on.day for due in dues([Noted(Did.THREAT, DAY)])] == [22, 24, 28, 21]


@pytest.mark.parametrize("app", platforms().all, ids=lambda app: app.platform_id)
def test_an_account_that_waits_is_logged_in_before_it_is_deleted(app) -> None:
    (due,) = dues([Noted(Did.SWITCHED_OFF, DAY, app.platform_id)])
    waited = (due.on - DAY).days
    if app.deactivate.kind is DeactivateKind.COUNTDOWN:
        assert due.reason is Reason.LOG_IN and waited < app.deactivate.days
    else:
        assert due.reason is Reason.LOG_IN_CAREFUL and waited == CAREFUL_DAYS


def test_the_careful_date_is_before_the_shortest_wait_we_know() -> None:
    known = [app.deactivate.days for app in platforms().all if app.deactivate.days]
    assert min(known) > CAREFUL_DAYS


def test_every_report_has_a_day_to_ask_again() -> None:
    assert set(ASK_AGAIN) == {did.value for did in Did} - {"threat", "switched_off"}
    assert [due.reason for due in dues([Noted(Did.US_REQUEST, DAY)])] == [Reason.ASK_AGAIN]


@pytest.mark.parametrize(
    ("did", "on", "platform", "error"),
    [("x", "2026-11-22", "", UnknownAnswer), ("app", "soon", "", UnknownDay), ("app", "9999-12-31", "", UnknownDay),
     ("app", "2026-11-22", "nowhere", UnknownPlatform)],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(did: str, on: str, platform: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        noted(did, on, platform)


@given(st.lists(st.tuples(st.sampled_from(Did), st.dates(date(2020, 1, 1), date(2090, 1, 1)))), st.text())
@settings(max_examples=100, deadline=None)
def test_a_calendar_keeps_the_rules_whatever_its_titles_say(
    lines: list[tuple[Did, date]], title: str
) -> None:
    found = [(due, title) for due in dues(Noted(did, on) for did, on in lines)]
    text = calendar(found, now=NOW, chance=b"12345678")
    rows = text.split("\r\n")
    assert rows[-1] == "" and "\n" not in text.replace("\r\n", "")
    assert all(len(row.encode()) <= 75 for row in rows)
    assert text.count("BEGIN:VEVENT") == len(found) == len({row for row in rows if row.startswith("UID:")})
