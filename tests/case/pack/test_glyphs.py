"""Which characters print as they are, and how the others do."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.pack.glyphs import (
    FONT_FILES,
    FONT_FOLDER,
    PIECE,
    RUN,
    Printer,
    code_points,
    name_of,
    shown,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def bare(printed: str) -> str:
    return printed.replace(RUN, "").replace(PIECE, "")


def test_the_fonts_show_what_chats_in_europe_need():
    for text in ("Größe £ € — “quotes”", "Привет", "Γειά σου", "ąćęłńóśźż", "\u202f\u00a0", "→ ✓ ♥ 😀"):
        assert all(ord(c) in shown() for c in text), text


def test_the_fonts_are_read_as_another_reader_reads_them():
    """Pillow draws with FreeType: a character with a shape draws another picture than one without."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(FONT_FOLDER / FONT_FILES[0]), 20)
    nothing = bytes(font.getmask("\U0010fffd"))
    ours = code_points((FONT_FOLDER / FONT_FILES[0]).read_bytes())
    for c in [
        *range(0x21, 0x7F),
        0x416,
        0x5D0,
        0x10D0,
        0x2665,
        0x1F600,
        0x4E2D,
        0xE01,
        0x1F921,
        0xAC00,
        0x3042,
    ]:
        assert (c in ours) == (bytes(font.getmask(chr(c))) != nothing), hex(c)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("\ud800", "[U+D800]"),
        ("中", "[U+4E2D]"),
        ("x\x00y\x1b", "x[U+0000]y[U+001B]"),
        ("\ufeff\ue000\U000e0041", "[U+FEFF][U+E000][U+E0041]"),
        ("a\tb", "a    b"),
        ("one\r\ntwo\nthree\rfour", "one two three four"),
    ],
)
def test_what_has_no_shape_is_printed_by_number(text, printed):
    assert bare(Printer().line(text)) == printed


def test_characters_printed_by_number_are_counted():
    printer = Printer()
    printer.line("😢 ok 🤡🤡")
    printer.lines("🤡\n中")
    assert printer.by_number == {"🤡": 3, "中": 1}
    assert name_of("🤡") == "CLOWN FACE"


@given(ANY_TEXT)
def test_nothing_dangerous_is_ever_printed(text):
    for c in bare(Printer().line(text)):
        assert ord(c) in shown() or c == "…"
        assert unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text("ab /-é😀中", min_size=1, max_size=200))
def test_long_runs_get_places_to_wrap_and_lose_nothing(text):
    whole = Printer().line(text)
    assert bare(whole) == re.sub("中", "[U+4E2D]", text).strip()
    for run in re.findall(f"{RUN}(.*?){RUN}", whole):
        assert all(len(piece) <= 10 for piece in run.split(PIECE))
    assert max((len(word) for word in re.sub(f"{RUN}.*?{RUN}", " ", whole).split()), default=0) <= 18


def test_long_texts_are_cut_and_say_so():
    lines, cut = Printer().lines("x\n" * 50_000)
    assert len(lines) == 2_000 and cut
    assert Printer().lines("short") == (["short"], False)
    assert bare(Printer().line("y" * 3_000, 100)) == "y" * 100 + "…"
