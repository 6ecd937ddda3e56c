"""A contact: its numbers as links, and what stands behind each of them."""

from __future__ import annotations

import pytest
from tests.content.facts_made import made_contact, read_made

from holdfast.content.contact import Channel, How
from holdfast.errors import FactsBroken

LEAFLET = '[[contact.source]]\nname = "a leaflet"\nseen = "2020"\nby = "other"\nsupports = []'


def channel(toml: str, **more: str) -> Channel:
    return read_made(made_contact(channel=toml, **more)).channels[0]


@pytest.mark.parametrize(
    ("toml", "tel", "href"),
    [
        ('how = "call"\nvalue = "07700 900 123"', "07700900123", "tel:07700900123"),
        ('how = "call"\nvalue = "+49 30 5550-100"', "+49305550100", "tel:+49305550100"),
        ('how = "call"\nvalue = "#9110"', "#9110", "tel:%239110"),
        ('how = "text"\nvalue = "07700 900123"', "07700900123", "sms:07700900123"),
        ('how = "text"\nvalue = "555019"\nword = "HELP ME"', "555019", "sms:555019?body=HELP%20ME"),
        ('how = "email"\nvalue = "help@example.org"', None, "mailto:help@example.org"),
        ('how = "chat"\nvalue = "https://example.org/chat"', None, "https://example.org/chat"),
    ],
)
def test_a_number_becomes_a_link_the_phone_understands(toml: str, tel: str | None, href: str) -> None:
    way = channel(toml)
    assert (way.tel, way.href) == (tel, href)


@pytest.mark.parametrize(
    "toml",
    [
        'how = "call"\nvalue = "call me"',
        'how = "call"\nvalue = "999 / 112"',
        'how = "text"\nvalue = "text 85258"',
        'how = "email"\nvalue = "nobody"',
        'how = "chat"\nvalue = "javascript:alert(1)"',
        'how = "form"\nvalue = "example.org/form"',
        'how = "form"',
        'how = "pigeon"\nvalue = "coo"',
    ],
)
def test_a_number_or_address_that_cannot_be_used_is_refused(toml: str) -> None:
    with pytest.raises(FactsBroken):
        channel(toml)


@pytest.mark.parametrize(("how", "silent"), [("call", False), ("text", True)])
def test_a_call_is_loud_and_a_text_is_silent(how: str, silent: bool) -> None:
    assert channel(f'how = "{how}"\nvalue = "07700 900123"').silent is silent


def test_a_call_can_be_made_silent_with_a_code() -> None:
    way = channel('how = "call"\nvalue = "07700 900123"\nthen = "55"\nsilent = true')
    assert (way.silent, way.then) == (True, "55")


def test_a_source_of_the_contact_stands_behind_its_number() -> None:
    assert channel('how = "call"\nvalue = "07700 900123"').verified


def test_a_number_marked_unverified_has_no_source_even_beside_one_that_has() -> None:
    assert not channel('how = "call"\nvalue = "07700 900123"\nunverified = true').verified


def test_a_number_that_no_source_names_is_unverified() -> None:
    assert not channel('how = "call"\nvalue = "07700 900123"', source=LEAFLET).verified


def test_a_channel_can_bring_its_own_source() -> None:
    own = 'source = { url = "https://example.org/h", seen = "2026", by = "service", supports = ["value"] }'
    way = channel(f'how = "call"\nvalue = "07700 900123"\n{own}', source=LEAFLET)
    assert way.source is not None
    assert way.source.url == "https://example.org/h"


def test_of_two_sources_the_one_that_can_be_relied_on_is_shown() -> None:
    two = (
        '[[contact.source]]\nname = "a list"\nseen = "2026"\nby = "reference"\nsupports = ["call"]\n'
        '[[contact.source]]\nurl = "https://example.org/h"\nseen = "2020"\nby = "police"\nsupports = ["call"]'
    )
    way = channel('how = "call"\nvalue = "07700 900123"', source=two)
    assert way.source is not None
    assert way.source.is_good


def test_an_unsourced_number_without_the_services_own_page_is_refused() -> None:
    with pytest.raises(FactsBroken, match="own page"):
        read_made(made_contact(source=LEAFLET, url=""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "zz-line"', 'id = "ZZ line"'),
        ('serves = ["anyone"]', "serves = []"),
        ('kind = "crisis"', 'kind = "cult"'),
        ('supports = ["call",', 'supports = ["phone",'),
        ('seen = "2026-01"', 'seen = "last year"'),
        ('seen = "2026-01"', 'seen = "2026-13"'),
        ('by = "service"', 'by = "me"'),
        ('name = "Example Line"', 'name = "Example Line"\nphone = "1"'),
        ('text.en.for_whom = "Anyone."', 'text.en.for_whom = "Anyone."\ntext.en.colour = "red"'),
    ],
)
def test_a_contact_that_breaks_the_schema_is_refused(old: str, new: str) -> None:
    toml = made_contact()
    assert old in toml
    with pytest.raises(FactsBroken):
        read_made(toml.replace(old, new))


def test_a_contact_without_any_source_is_refused() -> None:
    with pytest.raises(FactsBroken, match="needs a source"):
        read_made(made_contact(source=""))


def test_words_fall_back_to_english() -> None:
    welsh = read_made(made_contact(more='text.cy.for_whom = "Unrhyw un."'))
    assert welsh.text("cy").for_whom == "Unrhyw un."
    assert welsh.text("fr").for_whom == "Anyone."


def test_every_way_to_reach_a_service_is_live_to_read_or_in_between() -> None:
    live = {How.CALL, How.TEXT, How.CHAT}
    for how in How:
        value = "07700 900123" if how in (How.CALL, How.TEXT) else "https://example.org/x"
        value = "help@example.org" if how is How.EMAIL else value
        contact = read_made(made_contact(channel=f'how = "{how}"\nvalue = "{value}"'))
        assert contact.channels[0].is_live is (how in live)
        assert contact.is_to_read is (how in (How.PAGE, How.DIRECTORY))
