"""WhatsApp's exports: languages, clocks, orders of dates, lines that are no messages."""

from __future__ import annotations

import pytest

from holdfast.check.readers import open_document
from holdfast.check.readers.whatsapp import begins

HEADERS = (
    ("12/03/2026, 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("3/12/26, 9:04 PM - Rosa: hi", "2026-03-12T21:04"),
    ("3/12/26, 9:04\u202fPM - Rosa: hi", "2026-03-12T21:04"),
    ("3/12/26, 12:04\u202fAM - Rosa: hi", "2026-03-12T00:04"),
    ("3/12/26, 12:04\u202fPM - Rosa: hi", "2026-03-12T12:04"),
    ("[3/12/26, 9:04:33\u202fPM] Rosa: hi", "2026-03-12T21:04:33"),
    ("\u200e[12/03/2026, 21:04:33] Rosa: hi", "2026-03-12T21:04:33"),
    ("12.03.26, 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("12.03.2026 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("12-03-2026 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("2026-03-12, 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("2026/03/12 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("12/03/2026 à 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("12.3.2026 klo 21.04 - Rosa: hi", "2026-03-12T21:04"),
    ("12/3/26, 9:04\u202fp.\u00a0m. - Rosa: hi", "2026-03-12T21:04"),
    ("12/3/26, 9:04 p. m. - Rosa: hi", "2026-03-12T21:04"),
    ("12/3/26, 9:04 a.m. - Rosa: hi", "2026-03-12T09:04"),
    ("12/3/26, 9:04 μ.μ. - Rosa: hi", "2026-03-12T21:04"),
    ("12.03.26 г., 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("2026. 03. 12. 21:04 - Rosa: hi", "2026-03-12T21:04"),
    ("2026년 3월 12일 오후 9:04, Rosa : hi", "2026-03-12T21:04"),
    ("[2026. 3. 12. 오전 9:04:12] Rosa: hi", "2026-03-12T09:04:12"),
    ("[2026/3/12 下午9:04:12] Rosa: hi", "2026-03-12T21:04:12"),
    ("١٢/٣/٢٠٢٦، ٩:٠٤ م - Rosa: hi", "2026-03-12T21:04"),
    ("[21:04, 13/03/2026] Rosa: hi", "2026-03-13T21:04"),
    ("[9:04 PM, 3/13/2026] Rosa: hi", "2026-03-13T21:04"),
)


def only(text: str, **by_hand: str):
    document = open_document(text.encode(), **by_hand)
    assert document.format == "whatsapp"
    return document


@pytest.mark.parametrize(("line", "when"), HEADERS, ids=[line for line, _ in HEADERS])
def test_a_header_of_any_phone_is_read(line, when):
    (message,) = only(line).messages
    assert (message.speaker.strip(), message.text, message.when) == ("Rosa", "hi", when)


def test_half_of_the_day_in_a_language_we_do_not_know_leaves_the_hour_out():
    (message,) = only("12.03.26, 9:04 xyz - Rosa: hi").messages
    assert message.when == "2026-03-12"


def test_one_late_day_settles_the_order_of_the_whole_file():
    document = only("3/4/26, 20:00 - Rosa: hi\n3/5/26, 20:00 - Jo: hi\n3/31/26, 20:00 - Rosa: bye")
    assert [message.when[:10] for message in document.messages] == ["2026-03-04", "2026-03-05", "2026-03-31"]


def test_time_that_would_run_backwards_settles_the_order():
    document = only("3/4/26, 20:00 - Rosa: hi\n2/5/26, 20:00 - Jo: hi")
    assert [message.when[:10] for message in document.messages] == ["2026-04-03", "2026-05-02"]


def test_an_order_nobody_can_tell_is_said_and_not_guessed():
    document = only("3/4/26, 20:00 - Rosa: hi\n3/4/26, 20:01 - Jo: hi")
    assert "date_order_unsure" in document.notes
    assert {message.when for message in document.messages} == {""}


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", "2026-04-03"), ("mdy", "2026-03-04"), ("ymd", "2003-04-26")]
)
def test_the_order_can_be_set_by_hand(order, day):
    document = only("3/4/26, 20:00 - Rosa: hi", date_order=order)
    assert document.messages[0].when == f"{day}T20:00" and "date_order_unsure" not in document.notes


def test_a_message_of_many_lines_is_one_message():
    document = only("12/03/2026, 21:04 - Rosa: one\ntwo\n\nthree: four\n12/03/2026, 21:05 - Jo: five")
    assert [message.text for message in document.messages] == ["one\ntwo\n\nthree: four", "five"]


def test_lines_about_the_chat_are_dropped_and_said():
    document = only(
        "12/03/2026, 21:03 - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
        '12/03/2026, 21:03 - Jo created group "Cake: the plan"\n'
        "12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: yo"
    )
    assert [message.speaker for message in document.messages] == ["Rosa", "Jo"]
    assert "system_lines_left_out" in document.notes


def test_a_line_without_a_name_that_is_not_known_is_kept():
    document = only(
        "12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - pay by noon or else\n12/03/2026, 21:05 - Jo: no"
    )
    assert "pay by noon or else" in document.text
    assert document.messages[1].speaker == ""


def test_words_pasted_before_the_chat_are_kept_as_nobodys():
    document = only(
        "This is what he wrote to me:\n\n12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: no"
    )
    assert (document.messages[0].speaker, document.messages[0].text) == ("", "This is what he wrote to me:")


def test_an_attached_picture_is_noted_with_its_message():
    document = only("12/03/2026, 21:04 - Rosa: IMG-1.jpg (file attached)\nlook\n12/03/2026, 21:05 - Jo: no")
    (attachment,) = document.attachments
    assert (attachment.name, attachment.media, attachment.message) == ("IMG-1.jpg", "image", 0)
    assert "look" in document.messages[0].text


def test_the_person_can_be_named_by_hand_in_any_spelling():
    document = only(
        "12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - ~\u202fJo Example: no", me=" jo  EXAMPLE"
    )
    assert [message.mine for message in document.messages] == [False, True]


def test_a_name_that_is_not_there_is_said():
    assert "me_not_found" in only("12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: no", me="Sam").notes


def test_the_name_of_the_file_names_the_other_side():
    text = "12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: no"
    for name in ("WhatsApp Chat with Rosa.txt", "Chat de WhatsApp con Rosa.txt", "WhatsApp Chat - Rosa.zip"):
        document = open_document(text.encode(), name)
        assert [message.mine for message in document.messages] == [False, True]
    assert {message.mine for message in open_document(text.encode(), "Rosa.txt").messages} == {None}


@pytest.mark.parametrize(
    "words",
    [
        "See you on 12/03/2026, at 21:04 then",
        "Meeting 12/03/2026, 21:04 - room 5",
        "12/03/2026\n21:04 - Rosa: hi",
        "My notes: 12/03/2026, 21:04 - 22:10",
        "1.2.3. 4:5 - x",
    ],
)
def test_dates_in_ordinary_words_are_no_chat(words):
    assert not begins(words)
