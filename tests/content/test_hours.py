"""Who is open now: weekly hours, nights, clock changes, holidays, and hours that nobody vouches for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.content.facts_made import made_contact, read_made

from holdfast.content.contact import Contact
from holdfast.content.hours import Open, is_open
from holdfast.errors import FactsBroken

WEEKDAYS = 'weekly = [{ days = "mon-fri", from = "10:00", to = "16:00" }]'
NIGHTS = 'weekly = [{ days = "mon-thu", from = "18:00", to = "02:00" }]'
LONDON = ZoneInfo("Europe/London")


def line(hours: str, **more: str) -> Contact:
    return read_made(made_contact(hours=hours, **more))


def at(*clock: int, zone: ZoneInfo = LONDON) -> datetime:
    """A wall-clock time, handed over as UTC."""
    year, month, day, hour, minute = clock
    return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)


def test_a_line_is_open_inside_its_hours_and_says_when_it_closes() -> None:
    state = is_open(line(WEEKDAYS), at(2026, 11, 23, 15, 59))
    assert state.state is Open.OPEN
    assert state.closes_at == datetime(2026, 11, 23, 16, 0, tzinfo=LONDON)


def test_a_line_is_closed_from_the_minute_it_closes() -> None:
    state = is_open(line(WEEKDAYS), at(2026, 11, 23, 16, 0))
    assert (state.state, state.closes_at) == (Open.CLOSED, None)


def test_on_friday_night_the_next_opening_is_on_monday() -> None:
    state = is_open(line(WEEKDAYS), at(2026, 11, 27, 23, 0))
    assert state.opens_at == datetime(2026, 11, 30, 10, 0, tzinfo=LONDON)


def test_a_night_line_that_opened_yesterday_is_still_open_after_midnight() -> None:
    state = is_open(line(NIGHTS), at(2026, 11, 27, 1, 59))
    assert (state.state, state.closes_at) == (Open.OPEN, datetime(2026, 11, 27, 2, 0, tzinfo=LONDON))
    assert is_open(line(NIGHTS), at(2026, 11, 28, 1, 59)).state is Open.CLOSED


def test_openings_that_touch_are_one() -> None:
    weekend = (
        'weekly = [{ days = "fri", from = "18:00", to = "24:00" }, '
        '{ days = "sat-sun", from = "00:00", to = "24:00" }, { days = "mon", from = "00:00", to = "06:00" }]'
    )
    state = is_open(line(weekend), at(2026, 11, 28, 12, 0))
    assert state.closes_at == datetime(2026, 11, 30, 6, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("month", "day", "utc_hour"), [(3, 30, 9), (10, 26, 10)], ids=["summer time", "winter time"]
)
def test_the_wall_clock_counts_on_both_sides_of_a_clock_change(month: int, day: int, utc_hour: int) -> None:
    """The clocks change on 29 March and 25 October 2026: 10:00 in London is 9 or 10 o'clock UTC."""
    opening = datetime(2026, month, day, utc_hour, 0, tzinfo=UTC)
    friday_before = datetime(2026, month, day - 3, 20, 0, tzinfo=UTC)
    assert is_open(line(WEEKDAYS), friday_before).opens_at == opening
    assert is_open(line(WEEKDAYS), opening).state is Open.OPEN


def test_a_night_that_loses_an_hour_still_ends_by_the_wall_clock() -> None:
    sunday = 'weekly = [{ days = "sat", from = "22:00", to = "03:00" }]'
    state = is_open(line(sunday), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert state.closes_at == datetime(2026, 3, 29, 2, 0, tzinfo=UTC)


def test_hours_are_read_in_the_time_zone_of_the_service() -> None:
    east = read_made(made_contact(hours=WEEKDAYS), time_zone="America/New_York")
    assert is_open(east, datetime(2026, 11, 23, 15, 0, tzinfo=UTC)).state is Open.OPEN
    assert is_open(east, datetime(2026, 11, 23, 14, 59, tzinfo=UTC)).state is Open.CLOSED


def test_day_and_night_is_always_open() -> None:
    state = is_open(line("always = true"), at(2026, 12, 25, 4, 0))
    assert (state.state, state.always) == (Open.OPEN, True)


@pytest.mark.parametrize("hours", ["unknown = true", "conflict = true"])
def test_unknown_or_disputed_hours_are_to_be_checked(hours: str) -> None:
    state = is_open(line(hours), at(2026, 11, 23, 12, 0))
    assert (state.state, state.said_open) == (Open.CHECK_HOURS, None)


def test_hours_without_a_source_are_to_be_checked_not_told_as_a_fact() -> None:
    source = '[[contact.source]]\nname = "a leaflet"\nseen = "undated"\nby = "other"\nsupports = ["call"]'
    unsure = line(WEEKDAYS, source=source)
    assert is_open(unsure, at(2026, 11, 23, 12, 0)).state is Open.CHECK_HOURS
    assert is_open(unsure, at(2026, 11, 23, 12, 0)).said_open is True
    assert is_open(unsure, at(2026, 11, 23, 20, 0)).said_open is False


def test_an_emergency_number_is_always_open_even_without_hours() -> None:
    emergency = line("unknown = true", kind="emergency")
    assert is_open(emergency, at(2026, 1, 1, 3, 0)).state is Open.OPEN


def test_a_line_that_closes_on_public_holidays_is_closed_on_christmas_day() -> None:
    christmas = read_made(
        made_contact(hours=WEEKDAYS + ", not_on_holidays = true"), holidays=(date(2026, 12, 25),)
    )
    state = is_open(christmas, at(2026, 12, 25, 12, 0))
    assert (state.state, state.opens_at) == (Open.CLOSED, datetime(2026, 12, 28, 10, 0, tzinfo=LONDON))


def test_a_form_can_be_used_at_any_time_but_nobody_answers_at_once() -> None:
    form = line("unknown = true", channel='how = "form"\nvalue = "https://www.example.org/form"')
    state = is_open(form, at(2026, 11, 23, 3, 0))
    assert (state.state, state.unattended) == (Open.OPEN, True)


def test_a_closed_phone_is_not_open_because_it_has_a_form_too() -> None:
    both = 'how = "call"\nvalue = "07700 900123"\n[[contact.channel]]\nhow = "form"\nvalue = "https://example.org/f"'
    assert is_open(line(WEEKDAYS, channel=both), at(2026, 11, 23, 3, 0)).state is Open.CLOSED


def test_a_chat_with_hours_of_its_own_opens_the_service_while_the_phone_sleeps() -> None:
    both = (
        'how = "call"\nvalue = "07700 900123"\n[[contact.channel]]\nhow = "chat"\n'
        'value = "https://example.org/chat"\nhours = { always = true }\n'
        'source = { url = "https://example.org/h", seen = "2026", by = "service", supports = ["value", "hours"] }'
    )
    assert is_open(line(WEEKDAYS, channel=both), at(2026, 11, 23, 3, 0)).state is Open.OPEN


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        is_open(line("always = true"), datetime(2026, 11, 23, 12, 0))


@pytest.mark.parametrize(
    "hours",
    [
        "always = true, unknown = true",
        "always = false",
        'weekly = [{ days = "mon-xyz", from = "10:00", to = "16:00" }]',
        'weekly = [{ days = "mon", from = "10", to = "16:00" }]',
        'weekly = [{ days = "mon", from = "10:00", to = "25:00" }]',
        'weekly = [{ days = "mon", from = "10:00" }]',
    ],
)
def test_hours_that_say_nothing_or_too_much_are_refused(hours: str) -> None:
    with pytest.raises(FactsBroken):
        line(hours)
