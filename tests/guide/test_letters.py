"""Letters: filled once from what is known; what is not known stands in capitals; the picture is never in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from tests.guide.situations import situations
from tests.guide.test_hard_rule import takes_the_picture

from holdfast.content.contact import ContactKind
from holdfast.content.facts import places
from holdfast.content.letters import BLANK, LetterWords, letters
from holdfast.content.words import words
from holdfast.guide.facts import BY_ID
from holdfast.guide.letters import Known, UnknownLetter, letter_for, letters_for
from holdfast.guide.plan import LinkKind
from holdfast.guide.situation import Situation

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHELF = tuple(letters().all.values())
each_letter = pytest.mark.parametrize("letter", SHELF, ids=lambda letter: letter.letter_id)

PAID = {"country": ["GB"], "happened": ["threatened", "paid"], "payment_methods": ["card", "gift_card"]}
US_POST = {"country": ["US"], "happened": ["posted"], "age_in_picture": ["adult"], "platforms": ["instagram"]}


def fitting(answers: dict[str, list[str]]) -> list[str]:
    return [one.letter_id for one in letters_for(Situation.from_answers(answers), now=NOON) if one.fits]


@each_letter
def test_a_letter_asks_for_known_facts_and_known_blanks_only(letter: LetterWords) -> None:
    assert set(letter.when) | set(letter.unless) <= set(BY_ID)
    frame = letters().frame
    chosen = {"what", "shown", "why", "age", "wants", "paid"}
    assert set(letter.blanks) <= set(frame.blanks) | chosen
    assert letter.before and letter.answer


def test_every_blank_is_used_and_has_a_field_of_what_is_known() -> None:
    frame = letters().frame
    used = {name for letter in SHELF for name in letter.blanks}
    used |= {name for phrase in frame.phrases.values() for name in BLANK.findall(phrase)}
    assert set(frame.blanks) <= used
    assert set(frame.blanks) == set(Known.__dataclass_fields__)


@each_letter
def test_where_it_goes_is_somewhere(letter: LetterWords) -> None:
    found = next(one for one in letters_for(Situation(), now=NOON) if one.letter_id == letter.letter_id)
    contacts = {contact.contact_id for country in (*places().all, places().world) for contact in country.own}
    for link in found.links:
        known = {
            LinkKind.PAGE: set(words().pages),
            LinkKind.CONTACT: contacts,
            LinkKind.KIND: set(ContactKind),
        }
        assert link.kind is LinkKind.CASE or link.target in known[link.kind]
    assert found.links or found.apps


def test_the_paid_get_the_letters_of_their_ways_to_pay() -> None:
    found = fitting(PAID)
    assert {"card", "gift-card", "payment-company", "report-fraud", "police-101"} <= set(found)
    assert not {"bank", "crypto-exchange", "ic3", "us-48-hours"} & set(found)


def test_a_post_in_the_us_gets_the_48_hour_request_with_its_four_parts() -> None:
    assert "us-48-hours" in fitting(US_POST)
    known = Known(name="Alex Example", reach="alex@example.org", link="https://example.com/p/1", account="@b")
    letter = letter_for("us-48-hours", Situation.from_answers(US_POST), now=NOON, known=known)
    assert letter.missing == ()
    for part in (
        "Alex Example",
        "https://example.com/p/1",
        "In good faith",
        "alex@example.org",
        "2026-11-22",
    ):
        assert part in letter.text
    assert letter.ask_again == date(2026, 11, 24)


def test_what_was_told_once_stands_in_every_letter_that_needs_it() -> None:
    answers = {**PAID, "platforms": ["instagram", "whatsapp"], "demand": ["$200 by midnight"]}
    for one in letters_for(Situation.from_answers(answers), now=NOON):
        source = letters().all[one.letter_id]
        if "{app}" in source.text:
            assert "Instagram, WhatsApp" in one.text
        if "{wants}" in source.text:
            assert "$200 by midnight" in one.text


def test_a_case_may_know_more_than_the_answers() -> None:
    plain = letter_for("card", Situation.from_answers(PAID), now=NOON)
    full = letter_for("card", Situation.from_answers(PAID), now=NOON, known=Known(amount="£400", payee="J"))
    assert "amount" in plain.missing and "AMOUNT" in plain.text
    assert "amount" not in full.missing and "£400" in full.text


@given(situations())
@settings(max_examples=150, deadline=None)
def test_no_letter_leaves_a_blank_open_and_none_tells_anyone_to_send_the_picture(
    situation: Situation,
) -> None:
    for one in letters_for(situation, now=NOON, known=Known(account="{link}")):
        # what a person typed may hold braces; ours are all filled
        assert not BLANK.search(one.text.replace("{link}", "").replace(situation.demand, ""))
        for line in (*one.before, *one.text.split("\n"), *one.answer):
            assert not takes_the_picture(line), (one.letter_id, line)


@given(situations())
@settings(max_examples=100, deadline=None)
def test_the_age_said_in_a_letter_is_the_age_in_the_picture(situation: Situation) -> None:
    text = letter_for("platform", situation, now=NOON).text
    assert ("18 or over" in text) == (situation.picture_age == "adult")
    assert ("under 18" in text) == situation.picture_age.is_child


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(UnknownLetter):
        letter_for("../../etc", Situation(), now=NOON)
