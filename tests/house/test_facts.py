"""House test 2, the part on facts: every place has help or falls back, every fact has a source and a date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.house.reading import read

from holdfast.content.audit import Fault, audit
from holdfast.content.contact import Contact, ContactKind, How
from holdfast.content.country import Country, Need, Status
from holdfast.content.facts import places, platforms
from holdfast.content.platform import Deactivating, Platform, Steps
from holdfast.content.sources import Source

PLACES = (*places().all, places().europe, places().world)
CONTACTS = [contact for country in PLACES for contact in country.own]
WORKED_THROUGH = (
    "instagram", "snapchat", "whatsapp", "facebook", "messenger", "tiktok", "x", "telegram", "discord", "email",
)  # fmt: skip
CONTENT = Path(__file__).parents[2] / "src" / "holdfast" / "content"
BANNED = re.compile(
    r"should not have|let yourself|fell for|careless|mistake|regret|compromising|revenge porn(?! helpline)|"
    r"child pornography|\bcontent\b|incident|predator|\bruin|won.t share|gone everywhere",
    re.IGNORECASE,
)


def all_sources() -> list[tuple[str, Source]]:
    found = [(c.contact_id, s) for c in CONTACTS for s in c.sources]
    found += [(c.contact_id, way.source) for c in CONTACTS for way in c.channels if way.source]
    return found + [(p.platform_id, s) for p in platforms().all for s in p.sources]


def words_of(contact: Contact) -> list[str]:
    said = contact.text()
    return [text for text in (said.for_whom, said.note, said.who_they_tell) if text]


def words_of_platform(platform: Platform) -> list[str]:
    steps = platform.steps()
    return [line for name in Steps.__dataclass_fields__ for line in getattr(steps, name)]


def by_id(one: Contact | Country | Platform) -> str:
    return getattr(one, "contact_id", "") or getattr(one, "code", "") or getattr(one, "platform_id", "")


@pytest.mark.parametrize("country", places().all, ids=by_id)
def test_every_place_is_ready_or_partial_with_an_emergency_number_and_the_directories(
    country: Country,
) -> None:
    assert country.emergency is not None
    if country.status is Status.PARTIAL:
        assert country.missing
        behind = {contact.contact_id for contact in places().fall_back(country)}
        assert {"world-find-a-helpline", "world-inhope"} <= behind
    else:
        for need in (Need.EMERGENCY, Need.POLICE, Need.CRISIS):
            assert country.of_kind(ContactKind(need.value))


@pytest.mark.parametrize("code", ["GB", "IE", "US"])
def test_the_countries_worked_through_whole_are_ready(code: str) -> None:
    assert places().country(code).status is Status.READY


@pytest.mark.parametrize("nation", ["GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR"])
def test_each_uk_nation_has_police_crisis_child_and_domestic_abuse_help_with_a_source(nation: str) -> None:
    found = places().country("GB").contacts(nation)
    for kind in ("emergency", "police", "crisis", "child", "image_removal", "fraud", "domestic_abuse"):
        assert any(c.kind.value == kind and c.has_good_source(way) for c in found for way in c.channels), kind


@pytest.mark.parametrize("platform_id", WORKED_THROUGH)
def test_the_platforms_worked_through_whole_have_all_their_steps(platform_id: str) -> None:
    steps = platforms().get(platform_id).steps()
    for name in ("capture", "write_down", "export", "report", "block", "go_private", "deactivate_note"):
        assert getattr(steps, name), name


def test_every_fact_has_a_source_with_a_date_or_says_that_it_has_none() -> None:
    assert all(contact.sources for contact in CONTACTS)
    for subject, source in all_sources():
        assert source.url or source.name, subject
        assert source.seen.text, subject
        assert source.seen.earliest is None or source.seen.earliest <= date(2026, 11, 22), subject


def test_no_two_contacts_share_an_id_anywhere() -> None:
    ids = [contact.contact_id for contact in CONTACTS]
    assert sorted(ids) == sorted(set(ids))


def test_an_id_begins_with_its_place() -> None:
    for country in PLACES:
        stem = {"*": "world"}.get(country.code, country.code.lower())
        assert all(contact.contact_id.startswith(f"{stem}-") for contact in country.own)


def test_an_unverified_number_always_has_the_services_own_link_beside_it() -> None:
    for contact in CONTACTS:
        if any(way.tel and not way.verified for way in contact.channels):
            assert contact.link, contact.contact_id


def test_stale_undated_and_unverified_facts_are_named() -> None:
    """Named, not failed: `holdfast facts check` prints them."""
    named = {(note.subject, note.fault) for note in audit(date(2026, 11, 22))}
    for contact in CONTACTS:
        if any(not way.verified for way in contact.channels):
            assert (contact.contact_id, Fault.UNVERIFIED) in named
        if contact.checked is None:
            assert (contact.contact_id, Fault.UNCHECKED) in named


def test_every_service_a_step_or_page_points_to_has_a_row() -> None:
    known = {contact.contact_id for contact in CONTACTS}
    kinds = {kind.value for kind in ContactKind}
    for path in sorted((CONTENT / "en").rglob("*.md")):
        text = path.read_text("utf-8")
        assert set(re.findall(r"\bcontact:([a-z0-9-]+)", text)) <= known, path.name
        assert set(re.findall(r"\bkind:([a-z_]+)", text)) <= kinds, path.name


def test_do_it_is_never_said_of_a_button_that_deletes() -> None:
    today = date(2026, 11, 22)
    for platform_id in ("snapchat", "x", "reddit"):
        assert platforms().get(platform_id).advice_on_deactivating(today) is Deactivating.DO_NOT
    for platform in platforms().all:
        if platform.advice_on_deactivating(today) is Deactivating.DO_IT:
            assert platform.deactivating_is_confirmed(today)


def test_no_channel_but_a_web_address_can_be_reached_over_plain_http() -> None:
    for contact in CONTACTS:
        for way in contact.channels:
            if way.how in (How.FORM, How.CHAT, How.PAGE, How.DIRECTORY, How.APP):
                assert way.value.startswith("https://"), contact.contact_id


def test_no_step_tells_a_person_to_save_the_sexual_picture() -> None:
    for platform in platforms().all:
        capture = platform.steps().capture
        if len(capture) > 1:
            assert any("sexual" in line for line in capture) or platform.platform_id in ("email", "omegle")


@pytest.mark.parametrize("contact", CONTACTS, ids=by_id)
def test_the_words_about_a_service_are_short_and_none_is_banned(contact: Contact) -> None:
    check_words(words_of(contact))


@pytest.mark.parametrize("platform", platforms().all, ids=by_id)
def test_the_words_of_a_platform_are_short_plain_and_none_is_banned(platform: Platform) -> None:
    lines = words_of_platform(platform)
    check_words(lines)
    reading = read("\n".join(lines))
    assert reading.grade <= 6, reading.grade
    assert reading.mean <= 12


def test_the_words_about_all_services_read_at_grade_six() -> None:
    reading = read("\n".join(line for contact in CONTACTS for line in words_of(contact)))
    assert reading.grade <= 6, reading.grade
    assert reading.mean <= 12


def check_words(lines: list[str]) -> None:
    """What stands in “quotes” is printed on a button or form: official names are exempt from the ban."""
    for line in lines:
        assert len(read(line).longest) <= 20, line
        assert not BANNED.search(re.sub("“[^”]*”", "", line)), line


def test_facts_files_hold_no_numbers_of_the_kind_kept_for_films() -> None:
    for path in [*(CONTENT / "places").glob("*.toml"), *(CONTENT / "platforms").glob("*.toml")]:
        assert not re.search(r"07700 ?900|555-01\d\d|example\.(com|org)", path.read_text("utf-8")), path.name
