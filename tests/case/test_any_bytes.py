"""Whatever is read, nothing but the room's own errors comes out."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.case.rooms import Memory

from holdfast.case.code import parse_code
from holdfast.case.keys import CaseKey, unwrap_from_cookie
from holdfast.case.log import read_log_lines
from holdfast.case.moments import moments_of
from holdfast.case.seal import HEADER, MAGIC, SealedReader, open_row
from holdfast.case.values import Payment, Record
from holdfast.errors import CaseLocked, CodeNotReadable, Tampered

KEY = CaseKey(bytes(range(32)))


@given(st.binary(max_size=300))
@example(b"")
@example(MAGIC + b"\x10" + bytes(HEADER - 5 + 24))
def test_no_bytes_make_a_reader_stumble(data: bytes) -> None:
    with suppress(Tampered):
        SealedReader(Memory(bytearray(data)), KEY, "case", "blob").read()
        raise AssertionError("random bytes opened")
    with suppress(Tampered):
        open_row(KEY, "item", "sealed", "a/1", "case", b"\x01" + data)
        raise AssertionError("random bytes opened")
    with suppress(CaseLocked):
        unwrap_from_cookie(data, bytes(32))
        raise AssertionError("random bytes opened")


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: f'{{"number":1,"utc":"{text}"}}\n'.encode("utf-8", "replace"))
)
def test_no_bytes_make_the_log_stumble(data: bytes) -> None:
    with suppress(Tampered):
        assert read_log_lines(data) == ()


@given(
    st.text(max_size=200) | st.text("0123456789 ", max_size=60) | st.text("abcdefghijklmnop- ", max_size=80)
)
@settings(max_examples=300)
def test_no_text_makes_the_code_field_stumble(typed: str) -> None:
    with suppress(CodeNotReadable):
        code = parse_code(typed)
        assert parse_code(code.digits) == code


@given(
    st.text(max_size=40) | st.from_regex(r"\A\d{4}-\d\d-\d\d[T ]\d\d:\d\d(Z|[+-]\d\d:\d\d)?\Z"),
    st.text(max_size=20),
)
@example("0001-01-01 00:00", "Pacific/Auckland")
@example("9999-12-31T23:59-12:00", "UTC")
def test_no_time_that_was_said_makes_the_timeline_stumble(said: str, zone: str) -> None:
    from datetime import UTC, datetime

    record = Record("r", Payment(when=said), datetime(2031, 1, 1, tzinfo=UTC))
    assert len(moments_of((), (record,), zone)) == 1
