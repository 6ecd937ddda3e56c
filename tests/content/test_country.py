"""A country is ready only as long as its facts have sources."""

from __future__ import annotations

import pytest
from tests.content.facts_made import made_contact, made_country

from holdfast.content.country import Need, Status
from holdfast.errors import FactsBroken, UnknownCountry

EMERGENCY = made_contact(contact_id="zz-emergency", kind="emergency")
POLICE = made_contact(contact_id="zz-police", kind="police")
CRISIS = made_contact(contact_id="zz-crisis", kind="crisis")
CHAT = made_contact(
    contact_id="zz-chat", kind="child", channel='how = "chat"\nvalue = "https://example.org/chat"'
)
NATIONS = '[[country.nation]]\ncode = "ZZ-NTH"\ntext.en.name = "North"\n'


def test_a_country_with_all_four_is_ready() -> None:
    country = made_country(EMERGENCY, POLICE, CRISIS, CHAT)
    assert (country.status, country.missing) == (Status.READY, ())


@pytest.mark.parametrize("gone", list(Need))
def test_a_country_that_lacks_one_of_the_four_is_partial_and_says_which(gone: Need) -> None:
    four = dict(zip(Need, (EMERGENCY, POLICE, CRISIS, CHAT), strict=True))
    del four[gone]
    country = made_country(*four.values())
    assert (country.status, country.missing) == (Status.PARTIAL, (gone,))


@pytest.mark.parametrize("weaker", ['by = "other"', 'by = "reference"'])
def test_a_country_whose_crisis_line_loses_its_good_source_is_partial(weaker: str) -> None:
    weak = CRISIS.replace('by = "service"', weaker)
    assert made_country(EMERGENCY, POLICE, weak, CHAT).missing == (Need.CRISIS,)


def test_a_page_to_read_reaches_nobody() -> None:
    page = made_contact(
        contact_id="zz-police",
        kind="police",
        channel='how = "page"\nvalue = "https://example.org/p"\n'
        'source = { url = "https://example.org/h", seen = "2026", by = "police", supports = ["value"] }',
    )
    assert made_country(EMERGENCY, page, CRISIS, CHAT).missing == (Need.POLICE,)


def test_two_contacts_with_one_id_are_refused() -> None:
    with pytest.raises(FactsBroken, match="zz-crisis"):
        made_country(CRISIS, CRISIS)


def test_a_nation_sees_its_own_contacts_and_those_of_the_whole_country() -> None:
    north = made_contact(contact_id="zz-north", more='area = ["ZZ-NTH"]')
    country = made_country(CRISIS, north, more=NATIONS)
    south = made_country(CRISIS, more=NATIONS)
    assert [c.contact_id for c in country.contacts("zz-nth")] == ["zz-crisis", "zz-north"]
    assert [c.contact_id for c in south.contacts("ZZ-NTH")] == ["zz-crisis"]


def test_a_nation_the_country_does_not_have_is_unknown() -> None:
    with pytest.raises(UnknownCountry):
        made_country(CRISIS, more=NATIONS).contacts("ZZ-STH")


def test_an_area_that_is_no_nation_of_the_country_is_refused() -> None:
    with pytest.raises(FactsBroken, match="area"):
        made_country(made_contact(more='area = ["ZZ-NTH"]'))


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FactsBroken, match="time_zone"):
        made_country(made_contact(more='time_zone = "Europe/Atlantis"'))
