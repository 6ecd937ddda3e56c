"""The grammar of patterns, and the automaton against the plainest matcher there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.check.automaton import MOST_HITS, Automaton
from holdfast.check.patterns import PatternBroken, Row, open_pattern
from holdfast.check.tokens import STOP, Tokeniser

SETS = {"i": "i|we|i have", "send": "send*|share"}


def places(pattern: str, text: str, barred: tuple[str, ...] = ("not",)) -> list[str]:
    automaton = Automaton([("x", row) for row in open_pattern(pattern, SETS)], barred)
    tokens = Tokeniser(automaton.knows).tokens(text)
    hits = automaton.run(tokens.norms)
    return [text[tokens.starts[hit.first] : tokens.ends[hit.last]] for hit in hits]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("recorded you", "I recorded you", ["recorded you"]),
        ("record* you", "recording YOU", ["recording YOU"]),
        ("*video now", "Nacktvideo now", ["Nacktvideo now"]),
        ("(send|post it) now", "send now. post it now", ["send now", "post it now"]),
        ("{i} {send} it", "we shared it? i have sending it", ["i have sending it"]),
        ("pay (me)? now", "pay now. pay me now", ["pay now", "pay me now"]),
        ("pay ~2 now", "pay a b now", ["pay a b now"]),
        ("pay ~2 now", "pay a b c now", []),
        ("will ~2 send", "i will not send", []),
        ("will not send", "i will not send", ["will not send"]),
        ("pay ~3 now", "pay. now", []),
        ("pay <money>", "pay $500 or pay 500", ["pay $500"]),
        ("pay <amount>", "pay $500 or pay 500", ["pay $500", "pay 500"]),
        ("pay <btc>", "pay 0.5 btc or pay $5", ["pay 0.5 btc"]),
        ("don't j'ai", "DONT j'ai", ["DONT j'ai"]),
        ("((a|b) c|d) e", "b c e. d e. a e", ["b c e", "d e"]),
        ("~2 pay (x)?", "we pay", ["pay"]),
    ],
)
def test_a_pattern_finds(pattern: str, text: str, expected: list[str]) -> None:
    assert places(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern",
    ["", "(a", "a)", "~0 b", "a ~13 b", "{nobody}", "<nothing>", "ab*", "*ab*", "(a)? ~3", "a & b", "a [b]"],
)
def test_a_pattern_against_the_grammar_is_refused(pattern: str) -> None:
    with pytest.raises(PatternBroken):
        open_pattern(pattern, SETS)


def test_a_pattern_that_opens_into_too_many_rows_is_refused() -> None:
    with pytest.raises(PatternBroken):
        open_pattern(" ".join(["(a ~1 b|c ~1 d|e ~1 f)"] * 6), {})


def test_the_nearest_beginning_is_the_place() -> None:
    assert places("pay ~5 now", "pay us pay me now") == ["pay me now"]


def test_a_sign_that_never_ends_is_kept_a_bounded_number_of_times() -> None:
    automaton = Automaton([("x", row) for row in open_pattern("pay me", {})])
    assert len(automaton.run(["pay", "me"] * 1000)) == MOST_HITS


def test_a_label_can_be_left_out() -> None:
    automaton = Automaton([("x", row) for row in open_pattern("pay me", {})])
    assert automaton.run(["pay", "me"], automaton.bits_of("x")) == []


WORDS = ("a", "b", "c", "not", STOP)
ITEMS = st.sampled_from(["a", "b", "c", "(a|b)", "(a b|c)", "~1", "~2", "b?", "(a|c)?", "not"])


def matches(row: Row, norms: list[str], at: int, place: int) -> bool:
    """Whether ``row`` from its place on fits ``norms`` from ``at`` to the very end: all ways tried one by one."""
    if place == len(row):
        return at == len(norms)
    if row[place].optional and matches(row, norms, at, place + 1):
        return True
    for word in row[place].words:
        parts = word.split(" ")
        said = norms[at : at + len(parts)]
        fits = said == parts if word != "~" else len(said) == 1 and said[0] not in ("not", STOP)
        if fits and matches(row, norms, at + len(parts), place + 1):
            return True
    return False


@settings(max_examples=300)
@given(st.lists(ITEMS, min_size=1, max_size=5), st.lists(st.sampled_from(WORDS), max_size=12))
def test_the_automaton_finds_what_trying_every_way_finds(items: list[str], norms: list[str]) -> None:
    try:
        rows = open_pattern(" ".join(items), {})
    except PatternBroken:
        return
    automaton = Automaton([(str(number), row) for number, row in enumerate(rows)], ["not"])
    found = {(hit.label, hit.last) for hit in automaton.run(norms)}
    expected = {
        (str(number), end)
        for number, row in enumerate(rows)
        for end in range(len(norms))
        if any(matches(row, norms[: end + 1], start, 0) for start in range(end + 1))
    }
    assert found == expected
    for hit in automaton.run(norms):
        assert matches(rows[int(hit.label)], norms[: hit.last + 1], hit.first, 0)
