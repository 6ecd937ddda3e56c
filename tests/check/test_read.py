"""The reading of whole texts: what it is, how far it went, who says it, what is asked for, what to do."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.vectors import chat

from holdfast.check.read import read, read_text
from holdfast.check.steps import CRISIS, next_steps
from holdfast.check.values import (
    Attachment,
    Bluff,
    DemandRead,
    Document,
    FoundIdentifier,
    Message,
    Other,
    Reading,
    Role,
    SignHit,
    Stage,
    Sure,
    Verdict,
)
from holdfast.content.signs import sign_languages, sign_pack
from holdfast.content.words import words
from holdfast.identifiers import IdentifierKind

THREAT = "I recorded you. Pay $500 or I send the video to all your friends."
MAIL = (
    "I hacked your operating system. I have been watching you for months through your camera. I made a video of you "
    "while you visited an adult site. Transfer 900 USD in bitcoin to 1MFV5E5fe1wXgTFTNxVLSSWjgZdbWB2Ak6 within 48 "
    "hours or I send it to all your contacts."
)
CHAT = """\
Sam: hi
Lia: hey, wanna video call?
Sam: ok
Lia: I recorded you
Lia: pay me 300 on cash app
Lia: or I send it to your mom
Sam: please don't
"""


def said(reading: Reading, sign: str) -> list[str]:
    return [reading.text[hit.start : hit.end] for hit in reading.signs if hit.id == sign]


@settings(max_examples=400, deadline=None)
@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    reading = read_text(text)
    assert reading.text == text
    assert all(0 <= hit.start < hit.end <= len(text) for hit in reading.signs)


WALLET = "1MFV5E5fe1wXgTFTNxVLSSWjgZdbWB2Ak6 "
THREATS = (
    "I recorded you ",
    "pay me ",
    "$500 ",
    "bitcoin ",
    "he says ",
    "not ",
    "lol ",
    "your mom ",
    "48 h ",
    "or ",
)
MARKS = ("“", "”", '"', ". ", "\n\n", "ă\u0300", "v.i.d.e.o ", "<b>", "&#105;", "\u202e", "\u200b", WALLET)
PIECES = st.sampled_from(THREATS + MARKS)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40), st.lists(st.sampled_from(["a", "b", "me", ""]), min_size=1, max_size=4))
def test_any_mixture_of_threats_and_marks_is_read(pieces: list[str], names: list[str]) -> None:
    messages, text = [], ""
    for number, piece in enumerate(pieces):
        messages.append(Message(names[number % len(names)], piece, len(text), len(text) + len(piece)))
        text += piece + "\n"
    reading = read(Document(text, tuple(messages)), me="me", country="GB", language="xx")
    assert reading.blackmailer != "me"
    assert (reading.stage is None) <= (reading.kind is not Verdict.SEXTORTION)
    assert all(0 <= start < end <= len(text) for start, end in reading.demand.spans)


@pytest.mark.parametrize("text", ["", " ", "\n", "ok", "👍", "\ud800", "\x00"])
def test_next_to_nothing_is_nothing(text: str) -> None:
    assert read_text(text).kind is Verdict.NONE


def test_the_places_of_signs_are_those_of_the_text_as_written() -> None:
    text = "Hello. I rе\u200bсоr\u00addеd  y0u last night. P\u0430y me $500 or I s\u0435nd it to your mom"
    assert said(read_text(text), "recorded-you") == ["I rе\u200bсоr\u00addеd  y0u"]


def test_a_chat_knows_who_the_blackmailer_is() -> None:
    reading = read(chat(CHAT), me="Sam")
    assert (reading.kind, reading.stage, reading.blackmailer) == (Verdict.SEXTORTION, Stage.DEMAND, "Lia")
    assert read(chat(CHAT)).blackmailer == "Lia"


def test_the_person_is_never_the_blackmailer() -> None:
    assert read(chat(CHAT), me="Lia").kind is not Verdict.SEXTORTION


def test_who_sent_a_message_can_come_from_its_export() -> None:
    said_by = Message("", THREAT, 0, len(THREAT), mine=True)
    assert read(Document(THREAT, (said_by,))).kind is not Verdict.SEXTORTION


def test_a_threat_split_over_short_messages_is_one_threat() -> None:
    split = "A: i will\nA: send\nA: ur pics\nA: to ur mom\nA: unless u pay me\nB: no"
    reading = read(chat(split))
    assert reading.kind is Verdict.SEXTORTION
    assert said(reading, "will-send")


def test_what_one_side_says_does_not_run_into_what_the_other_says() -> None:
    assert not said(read(chat("A: i will send\nB: ur pics to your mom\nA: ok")), "will-send")


def test_a_quoted_threat_proves_nothing_in_a_report() -> None:
    reading = read_text(
        f'Police warn of blackmail. Victims get messages such as "{THREAT}" Do not pay, report it.'
    )
    assert reading.kind is Verdict.ARTICLE
    assert all(hit.reported for hit in reading.signs if hit.id == "recorded-you")


def test_a_text_that_is_a_quote_from_end_to_end_is_no_quote() -> None:
    assert read_text(f"“{THREAT}”").kind is Verdict.SEXTORTION


def test_what_somebody_tells_is_no_threat() -> None:
    assert (
        read_text("He says he recorded me and will send it to my mother unless I pay.").kind
        is Verdict.OWN_ACCOUNT
    )


def test_a_threat_that_is_denied_is_no_threat() -> None:
    assert not said(read_text("I will not send the video to your friends"), "will-send")


def test_a_mass_mail_is_a_bluff_by_what_is_there_and_what_is_not() -> None:
    reading = read_text(MAIL)
    assert (reading.stage, reading.bluff) == (Stage.MASS_MAIL, Bluff.YES)
    assert {"standard_text", "coin_address", "list_price"} <= set(reading.present)
    assert {"no_picture", "nobody_named", "no_conversation"} <= set(reading.absent)


def test_a_mass_mail_with_a_picture_in_it_can_not_be_told() -> None:
    with_picture = Document(
        MAIL, (Message("", MAIL, 0, len(MAIL)),), attachments=(Attachment("a.jpg", "image"),)
    )
    assert read(with_picture).bluff is Bluff.CANNOT_TELL


def test_a_live_chat_is_never_called_a_bluff_for_its_words_alone() -> None:
    assert read(chat(CHAT)).bluff is Bluff.CANNOT_TELL


def test_a_demand_is_read_with_its_sum_way_deadline_and_audience() -> None:
    text = (
        "I have your nudes. Send £1,200 by Western Union within 2 days or your wife and your boss see them."
    )
    demand = read_text(text).demand
    assert (demand.amount, demand.currency, demand.method) == ("1200", "GBP", "western_union")
    assert (demand.deadline_hours, set(demand.audience), demand.wants) == (
        48,
        {"partner", "work"},
        ("money",),
    )
    assert "£1,200" in [text[start:end] for start, end in demand.spans]


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("$1,500", "1500", "USD"),
        ("1.500,00 EUR", "1500", "EUR"),
        ("0,05 BTC", "0.05", "BTC"),
        ("2k usd", "2000", "USD"),
        ("999 GBP", "999", "GBP"),
        ("4500 zł", "4500", "PLN"),
    ],
)
def test_a_sum_is_read_as_it_is_written_anywhere(written: str, amount: str, currency: str) -> None:
    demand = read_text(f"I recorded you. Pay {written} now or I send the video to all your friends.").demand
    assert (demand.amount, demand.currency) == (amount, currency)


def test_the_first_sum_asked_for_counts_and_all_are_kept() -> None:
    haggled = (
        "A: I have your video, pay me $500 or I post it\nB: I can't\nA: ok $300 then\nA: last price $200"
    )
    demand = read(chat(haggled)).demand
    assert (demand.amount, demand.amounts) == ("500", ("500", "300", "200"))


def test_a_wallet_in_a_threat_is_theirs_and_your_own_address_is_yours() -> None:
    reading = read_text(MAIL + " I sent this from your account you@example.org.")
    roles = {found.value: found.role for found in reading.identifiers}
    assert roles["1MFV5E5fe1wXgTFTNxVLSSWjgZdbWB2Ak6"] is Role.THEIRS
    assert roles["you@example.org"] is not Role.THEIRS


def test_what_an_article_names_belongs_to_nobody() -> None:
    text = f"Police warn of sextortion. The scammers say: “{MAIL}” If you receive such a mail, do not pay, report it."
    reading = read_text(text)
    assert reading.kind is Verdict.ARTICLE
    assert {found.role for found in reading.identifiers} == {Role.UNKNOWN}


def test_words_about_dying_are_seen_in_any_kind_of_text() -> None:
    assert read_text("I don't want to be here anymore").crisis
    assert read(chat(CHAT + "Lia: just kill yourself")).crisis
    assert not read_text(MAIL).crisis


def test_the_crisis_step_comes_before_all_others() -> None:
    assert read(chat(CHAT + "Sam: i want to die")).steps[0] == CRISIS[0]


def all_steps() -> set[str]:
    signs = frozenset(sign.sign_id for sign in sign_pack().signs)
    demands = [
        DemandRead(method=method, deadline="soon") for method in ("", "gift_card", "bitcoin", "bank", "card")
    ]
    return {
        step
        for kind in Verdict
        for stage in (None, *Stage)
        for demand in demands
        for other in (None, *Other)
        for country in ("", "GB")
        for step in next_steps(kind, stage, demand, signs=signs, crisis=True, country=country, other=other)
    }


def test_every_step_a_reading_names_is_one_of_the_guide() -> None:
    assert all_steps() <= set(words().steps)
    assert len(all_steps()) > 20


def test_a_late_stage_has_steps_and_nothing_has_none() -> None:
    assert read_text(THREAT).steps
    assert read_text("see you at eight").steps == ()


def test_two_languages_in_one_text_are_both_read() -> None:
    if "de" not in sign_languages():
        pytest.skip("no German pack")
    text = (
        "Hallo, ich habe dich gefilmt und ich schicke das Video an deine Familie, wenn du nicht zahlst. "
        + MAIL
    )
    reading = read_text(text)
    assert {"en", "de"} <= set(reading.languages)
    assert reading.kind is Verdict.SEXTORTION


def test_the_reading_of_a_text_is_the_same_every_time() -> None:
    assert read_text(MAIL) == read_text(MAIL)


def test_every_field_and_value_of_a_reading_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats" / "reading-1.md").read_text("utf-8")
    named = {field.name for kind in (Reading, DemandRead, SignHit, FoundIdentifier) for field in fields(kind)}
    values = {str(value) for kind in (Verdict, Bluff, Sure, Role, Other, IdentifierKind) for value in kind}
    said = set(re.findall(r"[a-z_]+", page))
    assert named | values <= said
