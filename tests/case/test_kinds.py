"""Files are recognised by their bytes; names are for the eye."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case import drawn

from holdfast.case import kinds
from holdfast.case.chats import FORMATS, ChatFormat, chat_format
from holdfast.case.kinds import Shape, recognise
from holdfast.case.names import MAX_NAME, clean_name, clean_place
from holdfast.case.values import Kind


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        entry = tarfile.TarInfo("a.txt")
        entry.size = 3
        made.addfile(entry, io.BytesIO(b"abc"))
    return out.getvalue()


def box(brand: bytes) -> bytes:
    return struct.pack(">I4s4sI", 24, b"ftyp", brand, 0) + brand + drawn.noise(60)


KNOWN: list[tuple[str, bytes, Kind | None, Shape]] = [
    ("png", drawn.picture("PNG"), Kind.PNG, Shape.PICTURE),
    ("jpeg with JFIF", drawn.picture("JPEG"), Kind.JPEG, Shape.PICTURE),
    ("jpeg with EXIF", drawn.photo_with_notes(), Kind.JPEG, Shape.PICTURE),
    ("jpeg without either", b"\xff\xd8\xff\xdb\0\x43" + drawn.noise(90), Kind.JPEG, Shape.PICTURE),
    ("webp", drawn.picture("WEBP"), Kind.WEBP, Shape.PICTURE),
    ("pdf", drawn.paper(), Kind.PDF, Shape.PDF),
    ("gif", drawn.moving("GIF"), None, Shape.OTHER_PICTURE),
    ("bmp", drawn.picture("BMP", (30, 30)), None, Shape.OTHER_PICTURE),
    ("tiff", drawn.picture("TIFF", (30, 30)), None, Shape.OTHER_PICTURE),
    ("ico", drawn.picture("ICO", (30, 30)), None, Shape.OTHER_PICTURE),
    ("jpeg 2000", drawn.picture("JPEG2000", (60, 60)), None, Shape.OTHER_PICTURE),
    ("avif", drawn.picture("AVIF", (60, 60)), None, Shape.OTHER_PICTURE),
    ("netpbm, binary", drawn.picture("PPM", (30, 30)), None, Shape.OTHER_PICTURE),
    ("netpbm, words", b"P3\n2 2\n255\n0 0 0 9 9 9 0 0 0 9 9 9\n", None, Shape.OTHER_PICTURE),
    ("xbm", drawn.picture("XBM", (30, 30), "1"), None, Shape.OTHER_PICTURE),
    ("postscript", b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 1 1\n", None, Shape.OTHER_PICTURE),
    ("svg", drawn.drawing(), None, Shape.OTHER_PICTURE),
    (
        "svg with doctype",
        b"<!DOCTYPE svg PUBLIC '-//W3C' ''>\n<svg width='1'/>",
        None,
        Shape.OTHER_PICTURE,
    ),
    ("heic", drawn.heic(), None, Shape.OTHER_PICTURE),
    ("mp4", drawn.film(), None, Shape.VIDEO),
    ("mov", box(b"qt  "), None, Shape.VIDEO),
    ("3gp", box(b"3gp4"), None, Shape.VIDEO),
    ("old mov", b"\0\0\0\x08wide\0\0\0\x10mdat" + drawn.noise(50), None, Shape.VIDEO),
    ("webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\1" + drawn.noise(50), None, Shape.VIDEO),
    ("avi", b"RIFF\x24\0\0\0AVI LIST" + drawn.noise(50), None, Shape.VIDEO),
    ("m4a", box(b"M4A "), None, Shape.SOUND),
    ("ogg", b"OggS\0\2" + drawn.noise(50), None, Shape.SOUND),
    ("opus voice message called .txt", b"OggS\0\2" + drawn.noise(50), None, Shape.SOUND),
    ("mp3 with ID3", b"ID3\4\0" + drawn.noise(50), None, Shape.SOUND),
    ("mp3 without", b"\xff\xfb\x90\x64" + drawn.noise(50), None, Shape.SOUND),
    ("wav", b"RIFF\x24\0\0\0WAVEfmt " + drawn.noise(50), None, Shape.SOUND),
    ("amr voice message", b"#!AMR\n" + drawn.noise(50), None, Shape.SOUND),
    ("zip", drawn.whatsapp_zip(), Kind.CHAT, Shape.ZIP),
    ("empty zip", drawn.archive({}), Kind.CHAT, Shape.ZIP),
    ("7z", b"7z\xbc\xaf'\x1c\0\4" + drawn.noise(50), None, Shape.ARCHIVE),
    ("gz", gzip.compress(b"a" * 99), None, Shape.ARCHIVE),
    ("bz2", bz2.compress(b"a" * 99), None, Shape.ARCHIVE),
    ("xz", lzma.compress(b"a" * 99), None, Shape.ARCHIVE),
    ("tar", tar(), None, Shape.ARCHIVE),
    ("docx", drawn.archive({"[Content_Types].xml": b"<Types/>"}), None, Shape.DOCUMENT),
    ("odt", drawn.archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), None, Shape.DOCUMENT),
    ("doc, msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + drawn.noise(90), None, Shape.DOCUMENT),
    ("rtf", rb"{\rtf1\ansi{\pict\pngblip 89504e47}}", None, Shape.DOCUMENT),
    ("words", b"hello", Kind.TEXT, Shape.WORDS),
    ("one letter", b"a", Kind.TEXT, Shape.WORDS),
    ("other json", b'{"weather": "mild"}', Kind.TEXT, Shape.WORDS),
    ("page", b"<html><body>hello</body></html>", Kind.TEXT, Shape.WORDS),
    ("page with a drawing later", b"<html><body>hello <svg></svg></body></html>", Kind.TEXT, Shape.WORDS),
    ("mail", drawn.mail(), Kind.EMAIL, Shape.MAIL),
    (
        "mail with a body in another charset",
        drawn.mail() + "Привет, как дела".encode("koi8-r") * 9,
        Kind.EMAIL,
        Shape.MAIL,
    ),
    ("mbox", drawn.mbox(drawn.mail()), Kind.EMAIL, Shape.MAIL),
    ("pasted mail talk", b"From: mia\nTo: me\n\nI said no.\n", Kind.TEXT, Shape.WORDS),
    ("one zero byte", b"\0", None, Shape.UNKNOWN),
    ("database", b"SQLite format 3\0" + drawn.noise(90), None, Shape.UNKNOWN),
    ("noise", b"\1" + drawn.noise(5000), None, Shape.UNKNOWN),
]


@pytest.mark.parametrize(("what", "data", "kind", "shape"), KNOWN, ids=[known[0] for known in KNOWN])
def test_a_file_is_recognised_by_its_bytes(what: str, data: bytes, kind: Kind | None, shape: Shape) -> None:
    for name in ("", "notes.txt", "picture.png", "film.mp4"):
        found = recognise(data[: kinds.HEAD], name)
        assert (found.kind, found.shape) == (kind, shape)


def test_the_name_breaks_ties_between_words_only() -> None:
    assert recognise(b"From: mia\nTo: me\n\nI said no.\n", "x.eml").kind is Kind.EMAIL
    assert recognise(b'{"Activity": {}}', "user_data_tiktok.json").kind is Kind.CHAT
    assert recognise(b'{"Activity": {}}', "weather.json").kind is Kind.TEXT


@pytest.mark.parametrize(
    "known", FORMATS, ids=[f"{known.app}-{number}" for number, known in enumerate(FORMATS)]
)
def test_each_chat_format_finds_its_example_and_misses_its_counter_example(known: ChatFormat) -> None:
    found = chat_format(known.example, known.example_name)
    assert found is not None and found.app == known.app
    assert chat_format(known.counter, known.example_name) is None


EXPORTS = [
    drawn.whatsapp,
    drawn.instagram,
    drawn.telegram,
    drawn.snapchat,
    drawn.discord,
    drawn.x_messages,
    drawn.google_chat,
    drawn.sms_backup,
]


@pytest.mark.parametrize("made", EXPORTS)
def test_the_drawn_exports_are_chats(made: object) -> None:
    assert recognise(made()).kind is Kind.CHAT  # type: ignore[operator]


@pytest.mark.parametrize(
    "line",
    [
        "[12.03.26, 21:04:07] Mia: ja",
        "3/12/26, 9:04 PM - Mia: yes",
        "3/12/26, 9:04\u202fPM - Mia: yes",
        "2026-03-12, 21:04 - Mia: sí",
        "\u200e[12/03/2026, 9:04:07 p. m.] Mia: sí",
        "12.03.26, 21:04 - Миа: да",
    ],
)
def test_whatsapp_is_known_in_other_countries(line: str) -> None:
    assert recognise((line + "\n").encode()).kind is Kind.CHAT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_words_are_words_in_every_encoding_that_is_read(encoding: str) -> None:
    words = "Zoë wrote: “pay by ten”. I said no.\n" * 40
    data = words.encode(encoding)
    assert recognise(data).kind is Kind.TEXT
    assert recognise(data[:-1]).kind is Kind.TEXT


SCRIPTS = [
    "Привет, заплати до десяти",
    "你好，你必须在十点之前付钱",
    "مرحبا ادفع قبل العاشرة",
    "จ่ายก่อนสิบโมง",
    "😀🏳️‍🌈👩‍👩‍👧",
]


@pytest.mark.parametrize("language", SCRIPTS)
def test_words_in_any_script_are_words(language: str) -> None:
    assert recognise(language.encode()).kind is Kind.TEXT
    assert recognise(language.encode("utf-16")).kind is Kind.TEXT


@given(st.binary(max_size=400), st.text(max_size=40))
def test_recognising_never_fails(data: bytes, name: str) -> None:
    assert isinstance(recognise(data, name), kinds.Recognised)


NAMES = [
    ("Screenshot 2026-03-12.png", "Screenshot 2026-03-12.png"),
    ("../../etc/passwd", "passwd"),
    (r"C:\Users\me\Desktop\chat.txt", "chat.txt"),
    ("/", "file"),
    ("", "file"),
    ("...", "file"),
    ("con", "_con"),
    ("NUL.txt", "_NUL.txt"),
    ("com1.tar.gz", "_com1.tar.gz"),
    ("a\0b\nc\x1b[31m.txt", "a b c [31m.txt"),
    ("photo\u202egnp.exe", "photognp.exe"),
    ("\u200b\ufeff", "file"),
    ('<a href="x">:|?*.txt', "_a href=_x______.txt"),
    (" .hidden. ", "hidden"),
    ("e\u0301" + "\u0301" * 50 + ".txt", "é" + "\u0301" * 4 + ".txt"),
]


@pytest.mark.parametrize(("given_name", "shown"), NAMES)
def test_a_hostile_name_becomes_a_name_to_show(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


def test_a_name_of_500_emoji_is_cut_and_keeps_its_ending() -> None:
    shown = clean_name("😱" * 500 + ".png")
    assert len(shown) <= MAX_NAME and shown.endswith("….png") and shown.startswith("😱")


@given(st.text(max_size=300))
def test_any_name_becomes_one_safe_line(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown) <= MAX_NAME + 1
    assert not set(shown) & set('/\\<>:"|?*\0\n\r')
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in shown)
    assert shown not in (".", "..") and not shown.startswith(".")
    assert clean_name(shown) == shown


def test_a_place_inside_an_archive_never_climbs() -> None:
    assert clean_place("../../a/./b/photo.jpg") == "a/b/photo.jpg"
    assert clean_place("/etc/passwd") == "etc/passwd"
