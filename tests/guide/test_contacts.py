"""Who a person is shown, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.content.contact import ContactKind, How, Serves
from holdfast.content.facts import places
from holdfast.content.hours import Open
from holdfast.errors import UnknownCountry
from holdfast.guide.contacts import (
    OpenContact,
    contacts_for,
    crisis_contacts,
    emergency,
    guess_country,
    guess_territory,
    is_night,
    is_partial,
)

SUNDAY_ONE_AM = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVERYWHERE = [country.code for country in places().all] + [""]


def ids(shown: tuple[OpenContact, ...]) -> list[str]:
    return [one.contact.contact_id for one in shown]


def kinds(shown: tuple[OpenContact, ...]) -> list[ContactKind]:
    return [one.contact.kind for one in shown]


def test_a_boy_at_one_in_the_morning_is_shown_the_chat_before_the_phone() -> None:
    shown = contacts_for("GB", now=SUNDAY_ONE_AM, adult=False, child_in_picture=True)
    childline = next(one for one in shown if one.contact.contact_id == "gb-childline")
    assert childline.channels[0].channel.how is How.CHAT
    assert childline.is_open
    helpers = [one for one in shown if not one.contact.is_emergency]
    assert helpers[0] is childline


@pytest.mark.parametrize("country", EVERYWHERE)
def test_at_night_nobody_who_must_be_spoken_to_stands_before_someone_who_answers_in_silence(
    country: str,
) -> None:
    shown = contacts_for(country, now=SUNDAY_ONE_AM, night=True)
    answering = [one for one in shown if one.is_open and not one.state.unattended]
    silent = [any(way.answers_in_silence for way in one.channels) or one.silent for one in answering]
    assert silent == sorted(silent, reverse=True)


@pytest.mark.parametrize("country", EVERYWHERE)
@pytest.mark.parametrize("now", [SUNDAY_ONE_AM, MONDAY_NOON])
def test_nobody_who_is_closed_stands_before_someone_who_is_open(country: str, now: datetime) -> None:
    shown = contacts_for(country, now=now)
    closed = [one.state.state is Open.CLOSED for one in shown]
    assert closed == sorted(closed)


@pytest.mark.parametrize("country", EVERYWHERE)
def test_in_a_crisis_emergency_then_crisis_lines_stand_first(country: str) -> None:
    shown = contacts_for(country, now=MONDAY_NOON, crisis=True)
    calls = [one.contact.kind for one in shown if not one.contact.is_to_read]
    urgent = [kind for kind in calls if kind in (ContactKind.EMERGENCY, ContactKind.CRISIS)]
    assert calls[: len(urgent)] == urgent
    assert urgent == sorted(urgent, key=[ContactKind.EMERGENCY, ContactKind.CRISIS].index)


@pytest.mark.parametrize("country", ["GB", "IE", "US"])
def test_even_at_night_an_emergency_number_is_called_first_for_a_text_may_not_arrive(country: str) -> None:
    box = crisis_contacts(country, now=SUNDAY_ONE_AM)
    assert box[0].channels[0].channel.how is How.CALL


def test_the_helpline_for_adults_is_open_by_day_and_says_when_it_opens_by_night() -> None:
    by_day = contacts_for("GB", now=MONDAY_NOON, adult=True, child_in_picture=False)
    by_night = contacts_for("GB", now=SUNDAY_ONE_AM, adult=True, child_in_picture=False)
    name = "gb-revenge-porn-helpline"
    assert next(one for one in by_day if one.contact.contact_id == name).is_open
    asleep = next(one for one in by_night if one.contact.contact_id == name)
    assert asleep.opens_at is not None
    assert asleep.opens_at.isoformat() == "2026-11-23T10:00:00+00:00"


def test_the_age_in_the_picture_decides_who_takes_it_down() -> None:
    child = ids(contacts_for("GB", now=MONDAY_NOON, adult=True, child_in_picture=True))
    grown = ids(contacts_for("GB", now=MONDAY_NOON, adult=True, child_in_picture=False))
    assert "world-take-it-down" in child
    assert "world-stopncii" not in child
    assert "world-stopncii" in grown
    assert "world-take-it-down" not in grown


def test_report_remove_is_only_for_someone_who_is_under_18_now() -> None:
    assert "gb-report-remove" in ids(contacts_for("GB", now=MONDAY_NOON, adult=False, child_in_picture=True))
    assert "gb-report-remove" not in ids(
        contacts_for("GB", now=MONDAY_NOON, adult=True, child_in_picture=True)
    )


def test_a_skipped_question_rules_nobody_out() -> None:
    shown = ids(contacts_for("GB", now=MONDAY_NOON))
    assert {"world-stopncii", "world-take-it-down", "gb-childline", "gb-revenge-porn-helpline"} <= set(shown)


@pytest.mark.parametrize("country", EVERYWHERE)
def test_an_adult_is_shown_no_line_that_is_only_for_children(country: str) -> None:
    for one in contacts_for(country, now=MONDAY_NOON, adult=True):
        assert one.contact.serves - {Serves.CHILD, Serves.PARENT, Serves.CHILD_IMAGE}


@pytest.mark.parametrize("country", EVERYWHERE)
def test_domestic_abuse_lines_are_shown_only_where_it_is_someone_known(country: str) -> None:
    assert ContactKind.DOMESTIC_ABUSE not in kinds(contacts_for(country, now=MONDAY_NOON))


def test_where_it_is_someone_known_the_domestic_abuse_line_of_the_nation_leads_the_helplines() -> None:
    shown = contacts_for("GB", "GB-WLS", now=MONDAY_NOON, adult=True, known_person=True)
    helpers = [one.contact.contact_id for one in shown if not one.contact.is_emergency]
    assert helpers[0] == "gb-wls-live-fear-free"
    assert "gb-sct-domestic-abuse" not in helpers


def test_who_paid_is_shown_the_bank_line_before_the_take_down() -> None:
    shown = ids(contacts_for("GB", now=MONDAY_NOON, adult=True, child_in_picture=False, paid=True))
    assert shown.index("gb-bank-159") < shown.index("world-stopncii")
    assert "gb-bank-159" not in ids(contacts_for("GB", now=MONDAY_NOON, adult=True))


def test_without_a_nation_the_same_number_is_not_listed_three_times() -> None:
    shown = contacts_for("GB", now=MONDAY_NOON)
    assert sum(way.channel.value == "101" for one in shown for way in one.channels) == 1
    assert "gb-sct-police" in ids(contacts_for("GB", "GB-SCT", now=MONDAY_NOON))


@pytest.mark.parametrize("country", EVERYWHERE)
def test_every_number_has_a_link_or_a_source_beside_it(country: str) -> None:
    for one in contacts_for(country, now=MONDAY_NOON, known_person=True, paid=True):
        assert one.link or all(way.channel.verified for way in one.channels)


@pytest.mark.parametrize("country", EVERYWHERE)
def test_the_crisis_box_is_never_empty_and_opens_with_an_emergency_number(country: str) -> None:
    box = crisis_contacts(country, now=SUNDAY_ONE_AM)
    assert box[0].contact.is_emergency
    assert {one.contact.kind for one in box} >= {ContactKind.EMERGENCY, ContactKind.CRISIS}


def test_an_adults_crisis_box_has_no_child_lines_and_a_childs_has_none_for_parents() -> None:
    assert "gb-childline" not in ids(crisis_contacts("GB", now=MONDAY_NOON, adult=True))
    child = ids(crisis_contacts("GB", now=MONDAY_NOON, adult=False))
    assert "gb-childline" in child
    assert "gb-nspcc" not in child


def test_a_country_without_a_file_is_unknown_to_the_directory_but_not_to_the_emergency_number() -> None:
    with pytest.raises(UnknownCountry):
        contacts_for("GH", now=MONDAY_NOON)
    assert emergency("GH")


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("GB", "999"), ("ie", "112"), ("US", "911"), ("AU", "000"), ("NZ", "111"), ("JP", "110"), ("", "112"),
     ("GH", "112"), ("JM", "911"), ("not a code", "112")],
)  # fmt: skip
def test_every_place_on_earth_has_an_emergency_number(country: str, numbers: str) -> None:
    assert emergency(country)[0].channels[0].value == numbers


def test_where_nothing_is_known_112_911_and_the_directory_stand_in() -> None:
    shown = ids(contacts_for("", now=MONDAY_NOON))
    assert shown[:2] == ["world-112", "world-911"]
    assert {"world-find-a-helpline", "world-inhope"} <= set(shown)


@pytest.mark.parametrize(("country", "partial"), [("GB", False), ("KE", True), ("", True), ("GH", True)])
def test_a_partial_country_says_so(country: str, partial: bool) -> None:
    assert is_partial(country) is partial


@pytest.mark.parametrize(
    ("hour", "country", "night"),
    [
        (21, "GB", False),
        (22, "GB", True),
        (6, "GB", True),
        (7, "GB", False),
        (13, "NZ", True),
        (3, "US", True),
    ],
)
def test_night_is_from_ten_to_seven_where_the_person_is(hour: int, country: str, night: bool) -> None:
    assert is_night(datetime(2026, 11, 22, hour, 0, tzinfo=UTC), places().country(country)) is night


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("en;q=0.9,en-IE;q=1.0", "IE"),
        ("de", "DE"),
        ("de-AT,de;q=0.9", "AT"),
        ("zh-Hant-HK", "HK"),
        ("en", None),
        ("es-419", None),
        ("en-GH,fr;q=0.1", "FR"),
        ("en-GB;q=0,sv", "SE"),
        ("", None),
        ("*", None),
        ("en-GB;q=lots", None),
        ("🦊,;;;==,--", None),
    ],
)
def test_the_country_is_guessed_from_the_browsers_language(header: str, country: str | None) -> None:
    assert guess_country(header) == country


def test_a_territory_without_a_file_can_still_be_named() -> None:
    assert guess_territory("en-GH,en;q=0.9") == "GH"
    assert guess_territory("en,fr") is None
