"""Canonical JSON, against the examples of RFC 8785."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.canonical import NotCanonical, canonical


def test_names_are_sorted_by_their_utf16_units_as_in_the_rfc() -> None:
    # RFC 8785 section 3.2.3: the order asked for is carriage return, 1, U+0080, ö, €, the smiley, U+FB33.
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    assert list(json.loads(canonical(value))) == ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]


def test_strings_are_escaped_as_in_the_rfc() -> None:
    # RFC 8785 section 3.2.2.2.
    text = '\u20ac$\x0f\nA\'B"\\"/\x08\x0c\r\t\x7f\u2028'
    assert canonical(text).decode() == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/\\b\\f\\r\\t\x7f\u2028"'


def test_nothing_stands_between_the_parts() -> None:
    assert canonical({"b": [1, True, None, "x"], "a": {}}) == b'{"a":{},"b":[1,true,null,"x"]}'


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), "\ud800", {1: 2}, {"\udfff": 1}, b"x", {1}]
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"in": [value]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
)


@given(JSON)
def test_it_reads_back_as_the_same_value_and_spells_it_the_same_way(value: object) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)
