"""The steps and pages hold together: every name in them means something, every step can come up, nothing is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from tests.house.texts import every_text

from holdfast.content.contact import ContactKind
from holdfast.content.facts import places, platforms
from holdfast.content.platform import Deactivating
from holdfast.content.words import StepWords, words
from holdfast.guide.facts import BY_ID
from holdfast.guide.plan import Link, LinkKind, Moment, PerApp, make_plan
from holdfast.guide.situation import Situation

STEPS = tuple(words().steps.values())
PAGES = tuple(words().pages.values())
TODAY = date(2026, 11, 22)
#: Opened by a door itself, at the foot of every page.
AT_THE_DOOR = {"about-own-computer", "about-hosted", "about-money-and-fakes"}

each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.step_id)


@each_step
def test_every_fact_a_step_asks_for_is_known(step: StepWords) -> None:
    assert set(step.when) | set(step.unless) <= set(BY_ID)
    assert not set(step.when) & set(step.unless)


@each_step
def test_a_step_is_short_and_says_why_and_how_long(step: StepWords) -> None:
    assert step.moment in set(Moment)
    assert step.per_app in {"", *PerApp}
    assert 1 <= len(step.lines) + len(step.any_app) <= 5
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", step.why)) <= 3
    assert 1 <= step.minutes <= 60
    assert not step.title.endswith(".")


def every_link() -> Iterator[tuple[str, Link]]:
    for entry in (*STEPS, *PAGES):
        name = entry.step_id if isinstance(entry, StepWords) else entry.page_id
        for text in entry.links:
            yield name, Link.read(text)


def test_every_link_leads_somewhere() -> None:
    contacts = {contact.contact_id for country in (*places().all, places().world) for contact in country.own}
    for name, link in every_link():
        known = {
            LinkKind.PAGE: set(words().pages),
            LinkKind.CONTACT: contacts,
            LinkKind.KIND: set(ContactKind),
            LinkKind.CASE: {""},
            LinkKind.LETTERS: {""},
            LinkKind.DATES: {""},
        }[link.kind]
        assert link.target in known, f"{name}: {link}"


def test_every_page_is_reached_from_a_step_or_a_page_or_the_door() -> None:
    linked = {link.target for _, link in every_link() if link.kind is LinkKind.PAGE}
    assert {page.page_id for page in PAGES} <= linked | AT_THE_DOOR


def test_every_fact_is_asked_for() -> None:
    asked = {fact for step in STEPS for fact in (*step.when, *step.unless)}
    asked |= {fact for opening in words().plan.openings for fact in (*opening.when, *opening.unless)}
    assert asked == set(BY_ID)


def test_the_last_opening_holds_for_everybody_and_its_moments_have_headings() -> None:
    last = words().plan.openings[-1]
    assert last.when == last.unless == ()
    assert {entry.option_id for entry in words().plan.moments} == {*Moment, "today"}


def both(one: Situation, other: Situation) -> Situation:
    """A situation that is ``one`` and ``other``; sets are joined, else the answer that was given wins."""
    merged = {}
    for field in fields(Situation):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, frozenset):
            merged[field.name] = first | second
        elif second != field.default:
            merged[field.name] = second
    return replace(one, **merged)


def situations_for(step: StepWords) -> Iterator[tuple[Situation, datetime]]:
    """Every join of examples of the facts it asks for, with no app and with each app."""
    situation = Situation()
    for fact in step.when:
        situation = both(situation, BY_ID[fact].example)
    apps = [(), *((platform_id,) for platform_id in platforms().ids)] if step.per_app else [()]
    for app, hour in product(apps, (1, 12)):
        yield replace(situation, platforms=app), datetime(2026, 11, 22, hour, tzinfo=UTC)


def offered(advice: Deactivating) -> bool:
    return any(app.advice_on_deactivating(TODAY) is advice for app in platforms().all)


@each_step
def test_every_step_comes_up_in_some_situation(step: StepWords) -> None:
    reached = any(
        step.step_id in {found.partition(":")[0] for found in make_plan(situation, now=now).ids()}
        for situation, now in situations_for(step)
    )
    # A pause is offered once an official source confirms it for one app; tests/guide/test_plan.py tries that.
    waits = step.per_app == PerApp.PAUSE and not offered(Deactivating.DO_IT)
    assert reached is not waits


def test_every_number_to_call_is_one_of_the_places() -> None:
    known = {
        re.sub(r"\D", "", channel.value)
        for country in (*places().all, places().world, places().europe)
        for contact in country.own
        for channel in contact.channels
        if channel.tel
    }
    said = re.compile(r"\b(?:call|police on|number is|or|and|is)\s+(?:the number )?(\d[\d ]{1,}\d)\b", re.I)
    for text in every_text():
        if text.text_id.startswith(("guide/", "pages/", "crisis", "errors/")):
            for number in said.findall(text.words):
                assert re.sub(r"\D", "", number) in known | {"55"}, f"{text.text_id}: {number}"
