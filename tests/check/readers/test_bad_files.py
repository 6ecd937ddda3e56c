"""What frightened people hand over: the wrong file, half a file, a file too large. An answer each time."""

from __future__ import annotations

import json
import os

import pytest

from holdfast.check.read import read
from holdfast.check.readers import open_document, open_text
from holdfast.check.values import Verdict
from holdfast.errors import HoldfastError, TooLongToRead

THREAT = "I recorded you. Pay me $500 today or I send the video to all your friends and your family"


def test_a_sparse_file_of_two_gigabytes_is_refused_before_it_fills_the_memory(tmp_path):
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.write(b"Kai: hello\n")
        os.truncate(out.fileno(), 2 * 1024**3)
    with file.open("rb") as stream, pytest.raises(TooLongToRead) as refused:
        open_document(stream, file.name)
    assert "64 MB" in refused.value.says()
    assert stream.closed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_threat_in_any_encoding_is_found(encoding):
    document = open_document((THREAT + " é").encode(encoding))
    assert read(document).kind is Verdict.SEXTORTION


def test_a_threat_in_cyrillic_of_another_age_is_read_as_letters():
    words = "Я записал видео с тобой. Переведи 500 долларов в биткоинах, иначе отправлю видео всем твоим контактам."
    document = open_document(words.encode("cp1251"))
    assert document.text == words and "encoding_guessed" in document.notes


def test_a_thread_that_is_cut_off_is_read_up_to_the_cut():
    rows = [{"sender_name": "Kai", "timestamp_ms": 1773349440000 + n, "content": THREAT} for n in range(3)]
    whole = json.dumps({"participants": [{"name": "Kai"}, {"name": "Sam"}], "messages": rows}).encode()
    document = open_document(whole[:-60])
    assert "cut_off" in document.notes and read(document).kind is Verdict.SEXTORTION


def test_a_chat_of_one_person_only_is_read_and_said():
    lines = [f"[12/03/2026, 20:0{n}:00] Kai: {words}" for n, words in enumerate(THREAT.split(". "))]
    document = open_text("\n".join((*lines, *lines)))
    assert "one_speaker" in document.notes and read(document).kind is Verdict.SEXTORTION


def test_dates_in_two_orders_are_read_and_the_doubt_is_said():
    lines = [
        "13/04/2026, 10:00 - Kai: hey",
        "04/14/2026, 10:01 - Sam: hi",
        f"15/04/2026, 10:02 - Kai: {THREAT}",
    ]
    document = open_text("\n".join(lines))
    assert len(document.messages) == 3 and "date_order_unsure" in document.notes
    assert read(document).kind is Verdict.SEXTORTION


def test_writing_from_right_to_left_keeps_its_places():
    document = open_text("\u200fكاي: مرحبا\nSam: שלום, מה שלומך?\n")
    for message in document.messages:
        assert document.text[message.start : message.end] == message.text
    assert read(document).kind is Verdict.NONE
    turned = open_text("\u202e" + THREAT[::-1] + "\u202c")
    assert read(turned).kind is Verdict.SEXTORTION


@pytest.mark.parametrize("data", [b"", bytes(range(256)) * 40, b"\xff\xd8\xff\xe0cut", b"PK\3\4 cut"])
def test_nothing_and_noise_get_words_each(data):
    with pytest.raises(HoldfastError) as refused:
        open_document(data)
    assert refused.value.says().endswith((".", "onnxruntime"))


LONG = 100_000
HOSTILE = {
    "no space": "a" * LONG,
    "quotes in quotes": "> " * (LONG // 2),
    "quotation marks": "“" * (LONG // 2) + "”" * (LONG // 2),
    "faces": "😂😭🔥" * (LONG // 3),
    "at signs": "@" * LONG,
    "half mails": "a@b." * (LONG // 4),
    "brackets": "[at]" * (LONG // 4),
    "entities": "&#1" * (LONG // 3),
    "dots": "a." * (LONG // 2),
    "letters apart": "b i t " * (LONG // 6),
    "marks": "a" + "\u0301" * LONG,
    "half addresses": "bc1" * (LONG // 3),
    "apps": "insta snap telegram " * (LONG // 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_an_answer(name):
    assert read(open_text(HOSTILE[name]), country="GB").text
