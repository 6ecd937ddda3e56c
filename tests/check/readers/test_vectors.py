"""Every format in its real shape: what must come out is written beside each file."""

from __future__ import annotations

import pytest
from tests.check.readers.vectors import FILES, came_out, expected

from holdfast.check.readers import open_chats, open_document, recognise
from holdfast.check.readers.source import Source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_what_is_written_beside_it(path):
    assert came_out(open_document(path.read_bytes())) == expected(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_message_stands_in_the_text_at_its_place(path):
    document = open_document(path.read_bytes())
    for message in document.messages:
        assert document.text[message.start : message.end] == message.text
    assert document.text == "\n".join(message.text for message in document.messages)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_chats_apart_hold_what_the_whole_holds(path):
    apart = [message.text for chat in open_chats(path.read_bytes()) for message in chat.messages]
    assert apart == [message.text for message in open_document(path.read_bytes()).messages]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_stream_is_read_like_bytes_and_left_open(path):
    with path.open("rb") as stream:
        assert open_document(stream) == open_document(path.read_bytes())
        assert not stream.closed


@pytest.mark.parametrize("reader", recognise.READERS, ids=lambda reader: reader.id)
def test_a_reader_knows_its_example_and_not_its_counter_example(reader):
    assert next(recognise.candidates(Source(reader.example.encode()))).id == reader.id
    if reader.counter:
        assert all(found.id != reader.id for found in recognise.candidates(Source(reader.counter.encode())))


def test_every_format_has_a_vector():
    assert {expected(path)["format"] for path in FILES} == {reader.id for reader in recognise.READERS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_misleading_name_changes_nothing(path):
    named = open_document(path.read_bytes(), "holiday.mbox")
    assert came_out(named) == expected(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_line_ends_of_windows_change_nothing_but_themselves(path):
    unix = path.read_bytes().replace(b"\r\n", b"\n")
    assert came_out(open_document(unix.replace(b"\n", b"\r\n"))) == came_out(open_document(unix))
