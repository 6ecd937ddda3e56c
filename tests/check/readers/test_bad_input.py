"""Whatever comes in: a document, or a HoldfastError with words for the person."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.readers.vectors import FILES

from holdfast.check.readers import formats, open_document, open_text
from holdfast.check.readers.source import MAX_TEXT
from holdfast.check.readers.structure import shape_of
from holdfast.errors import (
    ArchiveTrap,
    ChatBroken,
    DocumentFormat,
    FormatNotRead,
    HoldfastError,
    NothingToRead,
    NotThisFormat,
    TooLongToRead,
    UnknownFormat,
)

SEEDS = [path.read_bytes() for path in FILES]
WORDS = [format_id for format_id in formats() if format_id != "screenshot"]


def read_or_refuse(data: bytes, **by_hand: str) -> None:
    try:
        document = open_document(data, **by_hand)
    except HoldfastError as error:
        assert error.says()
        return
    document.text.encode("utf-8")
    for message in document.messages:
        assert document.text[message.start : message.end] == message.text
        assert not message.when or message.when[:2] in ("19", "20")


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data):
    read_or_refuse(data)


@given(st.text(max_size=1000), st.sampled_from(WORDS))
@settings(max_examples=300, deadline=None)
def test_any_words_in_any_format_are_read_or_refused_in_words(words, format_id):
    read_or_refuse(words.encode("utf-8", "surrogatepass"), as_format=format_id)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=400, deadline=None)
def test_a_damaged_export_is_read_or_refused_in_words(seed, data):
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 40)))
    put = data.draw(st.binary(max_size=12))
    read_or_refuse(seed[:start] + put + seed[end:])


@given(st.sampled_from(SEEDS), st.integers(0, 4000))
@settings(max_examples=300, deadline=None)
def test_a_cut_export_is_read_or_refused_in_words(seed, end):
    read_or_refuse(seed[:end])


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_nothing_of_a_paste_is_lost(words):
    try:
        document = open_text(words)
    except HoldfastError:
        return
    if document.format == "plain":
        kept = "".join(document.text.split())
        given_words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        assert kept == "".join(given_words.removeprefix("\ufeff").split())


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=60), max_size=8
    )
)
@settings(max_examples=150, deadline=None)
def test_no_message_of_a_thread_is_lost(words):
    rows = [
        {"sender_name": "Rosa", "timestamp_ms": 1773349440000 - place, "content": one}
        for place, one in enumerate(words)
    ]
    thread = {
        "participants": [{"name": "Rosa"}],
        "messages": [{"sender_name": "Jo", "timestamp_ms": 1773349449999}, *rows],
    }
    document = open_document(json.dumps(thread).encode())
    assert len(document.messages) == len(words) + 1


@given(st.binary(max_size=1500))
@settings(max_examples=200, deadline=None)
def test_the_structure_of_a_file_tells_no_word_of_it(data):
    described = shape_of(b"Rosalind pays 48151 " + data, len(data))
    assert "Rosalind" not in described and "48151" not in described and "pays" not in described


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0"])
def test_an_empty_file_is_said(data):
    with pytest.raises(NothingToRead):
        open_document(data)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\2\1\1", bytes(range(256)) * 20, b"\0\1\2\3" * 500, b"OggS\0\2", b"MZ\x90\0\3"]
)
def test_what_is_no_words_is_said(data):
    with pytest.raises(FormatNotRead):
        open_document(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7 words", b"{\\rtf1 words}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_document_is_told_apart(data):
    with pytest.raises(DocumentFormat):
        open_document(data)


def test_a_file_of_two_gigabytes_is_refused_without_reading_it():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked += size
            return b"a" * min(size, MAX_TEXT + 1)

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

    endless = Endless()
    with pytest.raises(TooLongToRead):
        open_document(endless)
    assert endless.asked <= 2 * MAX_TEXT


def test_brackets_without_end_are_a_trap():
    deep = b'{"participants": [], "messages": [{"sender_name": ' + b"[" * 200_000
    with pytest.raises((ArchiveTrap, ChatBroken)):
        open_document(deep)
    with pytest.raises(ArchiveTrap):
        open_document(b'{"participants": [], "messages": [{"sender_name": ' + b"[]," * 4_000_001)


def test_a_format_that_does_not_fit_is_said():
    for format_id in ("telegram", "whatsapp", "sms-backup", "instagram"):
        with pytest.raises(NotThisFormat):
            open_document(b"only words", as_format=format_id)


def test_a_format_nobody_knows_is_said():
    with pytest.raises(UnknownFormat) as refused:
        open_document(b"only words", as_format="icq")
    assert "whatsapp" in refused.value.says()
    with pytest.raises(UnknownFormat):
        open_document(b"only words", date_order="ydm")


@pytest.mark.parametrize("format_id", ["plain", "lines"])
def test_a_wrong_guess_can_be_set_right(format_id):
    words = b"12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: no"
    document = open_document(words, as_format=format_id)
    assert document.format == format_id
    assert "hi" in document.text and "no" in document.text
