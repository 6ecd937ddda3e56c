"""Screenshots: from lines to messages everywhere; the reading of letters where the extra ``ocr`` is installed."""

from __future__ import annotations

import pytest
from tests.check.readers.drawn_chat import LOOKS, drawn

from holdfast.check.identifiers import find
from holdfast.check.readers import open_document, open_screenshots
from holdfast.check.readers.layout import Line, said
from holdfast.check.readers.screenshot import available, command
from holdfast.errors import PictureNotRead, PictureReaderMissing, TooDarkToRead, TooLongToRead

with_extra = pytest.mark.skipif(
    not available(), reason="the extra 'ocr' is not installed: pip install .[ocr]"
)
without_extra = pytest.mark.skipif(available(), reason="the extra 'ocr' is installed")

BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
CHAT = [
    ("them", "hey you, add me on telegram @mia_example9"),
    ("me", "who is this"),
    ("them", "I have your friends list and I will send it to your school today"),
    ("them", "pay 300 € before the end of today at 21:00"),
    ("me", "please leave me alone, I have no money and I am only asking you to stop"),
    ("them", f"BTC: {BTC}"),
    ("me", "I told the police"),
]


def line(left: float, top: float, text: str, *, size: float = 30, right: float = 0) -> Line:
    return Line(left, top, right or left + len(text) * size * 0.5, top + size, 0.99, text)


def bare(text: str) -> str:
    return "".join(text.split())


# --- lines → messages ------------------------------------------------------------------------------------


def test_a_side_is_told_by_the_left_edge():
    lines = [line(60, 200, "hey"), line(60, 300, "you there"), line(600, 400, "who is this", right=960)]
    assert [(one.speaker, one.text, one.mine) for one in said(lines, 1000)] == [
        ("them", "hey", False),
        ("them", "you there", False),
        ("me", "who is this", True),
    ]


def test_lines_close_below_each_other_are_one_message():
    lines = [
        line(60, 200, "pay before"),
        line(60, 240, "the end of it"),
        line(60, 340, "or else"),
        line(700, 420, "no", right=950),
    ]
    assert [one.text for one in said(lines, 1000)] == ["pay before the end of it", "or else", "no"]


def test_the_clock_at_a_bubbles_end_is_dropped_and_a_time_in_the_words_stays():
    lines = [
        line(60, 200, "pay 200 before tonight"),
        line(60, 240, "21:00", size=34),
        line(420, 246, "20:14", size=22),
        line(860, 400, "no way"),
    ]
    assert [one.text for one in said(lines, 1000)] == ["pay 200 before tonight 21:00", "no way"]


def test_the_bar_of_the_phone_and_a_date_in_the_middle_are_no_messages():
    lines = [
        line(30, 10, "21:07"),
        line(850, 10, "5G 81%"),
        line(430, 120, "Thursday, 12 March", right=570),
        line(60, 200, "hey"),
        line(60, 300, "hello"),
        line(700, 400, "no way", right=950),
    ]
    assert [one.text for one in said(lines, 1000)] == ["hey", "hello", "no way"]


def test_words_in_the_middle_that_are_no_date_stay():
    lines = [
        line(60, 200, "hey"),
        line(60, 300, "hello"),
        line(400, 400, "200 by 9", right=600),
        line(700, 500, "no", right=950),
    ]
    assert "200 by 9" in " ".join(one.text for one in said(lines, 1000))


def test_a_page_with_one_side_only_names_nobody():
    lines = [line(60, 200 + 100 * place, f"line {place} of a mail") for place in range(4)]
    assert {(one.speaker, one.mine) for one in said(lines, 1000)} == {("", None)}


# --- the extra -------------------------------------------------------------------------------------------


@without_extra
def test_a_missing_extra_is_said_with_the_command_that_installs_it():
    with pytest.raises(PictureReaderMissing) as missing:
        open_document(drawn(CHAT[:2], LOOKS[0]))
    assert command() in missing.value.says() and "rapidocr" in command()


@with_extra
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_drawn_chat_is_read_letter_by_letter(look, kind):
    document = open_document(drawn(CHAT, look, kind=kind))
    assert [message.speaker for message in document.messages] == [who for who, _ in CHAT]
    assert [bare(message.text) for message in document.messages] == [bare(words) for _, words in CHAT]
    assert (document.format, document.notes) == ("screenshot", ("read_from_picture",))


@with_extra
def test_a_wallet_wrapped_over_two_lines_is_found_and_said_to_be_repaired():
    found = [one for one in find(open_document(drawn(CHAT, LOOKS[1])).text) if one.kind == "coin_address"]
    assert [(one.value, one.valid, one.repaired) for one in found] == [(BTC, True, True)]


@with_extra
def test_a_long_screenshot_is_read_to_its_end():
    chat = [("them" if place % 3 else "me", f"message number {place} of a long chat") for place in range(30)]
    document = open_document(drawn(chat, LOOKS[0]))
    assert [message.text for message in document.messages] == [words for _, words in chat]


@with_extra
def test_what_two_screenshots_both_show_is_taken_once():
    chat = [("them" if place % 2 else "me", f"message number {place}") for place in range(12)]
    document = open_screenshots([drawn(chat[:8], LOOKS[0]), drawn(chat[5:], LOOKS[0])])
    assert [message.text for message in document.messages] == [words for _, words in chat]


@with_extra
def test_a_picture_without_words_is_said():
    with pytest.raises(TooDarkToRead):
        open_document(drawn([], LOOKS[0], date=""))


@with_extra
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 cut", b"GIF89a" + b"\0" * 40, b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_a_damaged_picture_is_said(data):
    with pytest.raises(PictureNotRead):
        open_document(data)


@with_extra
def test_a_picture_far_too_large_is_said():
    with pytest.raises(TooLongToRead):
        open_document(b"\x89PNG\r\n\x1a\n" + b"\0" * (26 * 1024 * 1024))
