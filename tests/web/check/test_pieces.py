"""Marking places in a text: any spans, any text, nothing lost and nothing doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.check.pieces import PLACES, WHOLE, pieces

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: tuple(sorted(ends))))


@given(st.text(min_size=60, max_size=80), SPANS)
def test_the_pieces_of_a_short_text_are_the_text_and_what_is_marked_was_asked_for(text, spans):
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    marked = {at for first, last in spans for at in range(first, last)}
    at = 0
    for piece in found:
        assert all((place in marked) == piece.marked for place in range(at, at + len(piece.text)))
        at += len(piece.text)


@given(SPANS)
def test_a_long_text_shows_every_place_that_was_asked_for_up_to_the_limit(spans):
    text = "".join(chr(97 + number % 26) for number in range(WHOLE + 1))
    shown = "".join(piece.text for piece in pieces(text, spans) if piece.marked)
    assert len(shown) == len({at for first, last in spans[:PLACES] for at in range(first, last)})
