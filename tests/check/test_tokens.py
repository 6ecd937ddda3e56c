"""Words in their normal form, each with its place in the text as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.check.tokens import STOP, Tokeniser

KNOWN = {"video", "recorded", "bitcoin", "password", "send", "you", "friends", "hello", "your", "see", "it"}
TOKENISER = Tokeniser(KNOWN.__contains__)


def norms(text: str) -> list[str]:
    return TOKENISER.tokens(text).norms


@given(st.text())
def test_every_token_stands_inside_the_text_and_after_the_one_before(text: str) -> None:
    found = TOKENISER.tokens(text)
    assert len(found.norms) == len(found.starts) == len(found.ends)
    assert all(norm for norm in found.norms)
    for start, end in zip(found.starts, found.ends, strict=True):
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="a1'.-_ \n@$é漢か\u200b\u0430b€5", max_size=60))
def test_odd_mixtures_keep_their_places(text: str) -> None:
    found = TOKENISER.tokens(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I've DON'T", ["ive", "dont"]),
        ("j'ai l'argent d'un", ["j", "ai", "l", "argent", "d", "un"]),
        ("e-mail envie-le", ["e", "mail", "envie", "le"]),
        ("48h 2 days", ["48", "h", "2", "days"]),
        ("$500 or 1.500,00 EUR or 0,5 BTC", ["<money>", "or", "<money>", "or", "<btc>"]),
        ("me@example.org @bob https://x.example", ["<email>", "<handle>", "<url>"]),
        ("stop. now! ok?", ["stop", STOP, "now", STOP, "ok", STOP]),
        ("one\ntwo\n\nthree", ["one", "two", STOP, "three"]),
        ("wait... what", ["wait", "what"]),
        ("p4ssw0rd v1deo", ["password", "video"]),
        ("v.i.d.e.o re-corded b i t c o i n", ["video", "recorded", "bitcoin"]),
        ("vid eo", ["video"]),
        ("yоu (Cyrillic) раssword", ["you", "cyrillic", "password"]),
        ("Straße ﬁne", ["strasse", "fine"]),
        ("録画した", ["録", "画", "し", "た"]),
        ("funny 😂😂", ["funny", "haha"]),
    ],
)
def test_words_are_brought_to_their_normal_form(text: str, expected: list[str]) -> None:
    assert norms(text) == expected


def test_a_text_in_cyrillic_keeps_its_letters() -> None:
    assert norms("я записал видео") == ["я", "записал", "видео"]


def test_words_of_single_letters_are_closed_up_when_there_are_many() -> None:
    assert norms("y o u r  f r i e n d s  s e e  h e l l o") == ["your", "friends", "see", "hello"]
    assert norms("plan a b c") == ["plan", "a", "b", "c"]


def test_a_disguised_word_has_its_place_in_the_text_as_written() -> None:
    text = "my v.i.d\u200b.e.o now"
    found = TOKENISER.tokens(text)
    at = found.norms.index("video")
    assert text[found.starts[at] : found.ends[at]] == "v.i.d\u200b.e.o"


def test_turned_writing_is_read_and_keeps_its_places() -> None:
    text = "\u202eoediv\u202c x"
    found = TOKENISER.tokens(text)
    assert found.norms[0] == "video"
    assert text[found.starts[0] : found.ends[0]] == "oediv"


def test_a_coin_address_is_one_word() -> None:
    assert norms("to 1MFV5E5fe1wXgTFTNxVLSSWjgZdbWB2Ak6") == ["to", "<coin>"]
