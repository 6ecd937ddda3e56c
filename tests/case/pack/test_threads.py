"""Chats, mails and texts become plain lines, and bad ones never raise."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case import drawn

from holdfast.case.pack.threads import PRINT_LINES, tell
from holdfast.case.values import Item, Kind


def told(data: bytes, kind: Kind = Kind.CHAT, room: int = 10**6):
    item = Item("i", 1, kind, "x", len(data), "", datetime(2031, 1, 1, tzinfo=UTC), "b")
    return tell(item, io.BytesIO(data), room)


def test_a_whatsapp_export_prints_as_it_stands():
    lines = told(drawn.whatsapp()).lines
    assert len(lines) == 40 and lines[0].endswith("mia_example: hey you there?")


def test_an_instagram_export_is_told_oldest_first_with_repaired_letters():
    data = b'{"messages":[{"sender_name":"Ren\\u00c3\\u00a9","timestamp_ms":2000,"content":"two"},'
    data += b'{"sender_name":"me","timestamp_ms":1000,"photos":[{}]}]}'
    assert told(data).lines == (
        "1970-01-01 00:00:01 UTC, me:  [photos]",
        "1970-01-01 00:00:02 UTC, René: two",
    )
    assert len(told(drawn.instagram()).lines) == 40


def test_telegram_and_html_exports_are_told_without_their_wrapping():
    assert all('"' not in line for line in told(drawn.telegram()).lines)
    page = told(drawn.telegram_page()).lines
    assert page and all("<" not in line for line in page)
    assert told(b"<html><script>bad()</script><p>hello  there</p></html>").lines == ("hello there",)


def test_an_export_of_several_files_is_told_file_by_file():
    both = drawn.archive({"a.txt": b"12/03/2026, 21:04 - a: one", "b.txt": b"12/03/2026, 21:05 - b: two"})
    assert [line[-3:] for line in told(both).lines] == ["one", "two"]


def test_a_mail_is_told_with_the_headers_that_say_who():
    lines = told(drawn.mail(), Kind.EMAIL).lines
    assert any(line.startswith("From: ") for line in lines) and "Pay me by ten." in lines
    page = told(drawn.mail(page="<p>Pay <b>now</b></p>", words=""), Kind.EMAIL).lines
    assert all("<p>" not in line for line in page)


def test_long_chats_are_cut_and_say_so():
    long = told(b"line\n" * 50_000, Kind.TEXT)
    assert len(long.lines) == PRINT_LINES and long.cut
    assert told(b"x" * 100_000, Kind.TEXT).cut
    assert told(b"12345\n" * 10, Kind.TEXT, room=20).cut
    assert not told(b"short", Kind.TEXT).cut


def test_other_encodings_are_read():
    assert told("schön".encode("utf-16"), Kind.TEXT).lines == ("schön",)
    assert told("schön".encode("cp1252"), Kind.TEXT).lines[0].startswith("sch")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([Kind.CHAT, Kind.EMAIL, Kind.TEXT]),
    st.sampled_from([b"", b"{", b"PK", b"<html>"]),
)
def test_no_bytes_make_it_fail(data, kind, start):
    assert isinstance(told(start + data, kind).lines, tuple)


@pytest.mark.parametrize(
    "data",
    [
        b'{"messages":[{"sender_name":1,"timestamp_ms":"x"}]}',
        b'{"messages":[{"sender_name":"a","timestamp_ms":1e30}]}',
        b'{"messages":{"a":1}}',
        b'{"messages":[1,2]}',
        b'{"messages":' + b"[" * 100_000,
        b'{"messages":[{"date":"d","text":[1,{"text":null}],"from":null}]}',
    ],
)
def test_odd_json_is_told_as_it_stands_or_as_messages(data):
    assert told(data).lines
