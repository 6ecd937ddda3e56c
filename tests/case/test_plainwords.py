"""Words pass, files written as letters do not. Each row is a way in which a picture has been put into text."""

from __future__ import annotations

import base64
import binascii
import json
import quopri
import re
import urllib.parse
import zlib
from pathlib import Path

import django
import PIL
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case import drawn
from tests.case.doors import CHILD, HOSTED, OWN, bring

from holdfast import errors
from holdfast.case import intake
from holdfast.case.plainwords import Hides, is_opaque, what_hides

JPEG = drawn.picture("JPEG", (200, 300))
PACKED = zlib.compress(JPEG)
SAYS = "Mia wrote: pay by ten, or everybody sees it. I said no.\n"


def uuencoded(data: bytes, mode: str = "begin 644 a.jpg\n") -> str:
    rows = (binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))
    return mode + "".join(rows) + "`\nend\n"


def rows(text: str, length: int, between: str = "\n") -> str:
    return between.join(text[at : at + length] for at in range(0, len(text), length))


def wide(data: bytes, start: int, bits: int) -> str:
    """A file in a large alphabet: ``bits`` bits a character, from code point ``start`` on."""
    number = int.from_bytes(data, "big")
    letters = []
    while number:
        letters.append(chr(start + (number & ((1 << bits) - 1))))
        number >>= bits
    return "".join(letters)


BASE64 = base64.b64encode(JPEG).decode()

FILES: dict[str, str] = {
    "base64": BASE64,
    "base64, one letter before": "x" + BASE64,
    "base64, two letters before": "xy" + BASE64,
    "base64 in rows": rows(BASE64, 76),
    "base64 in quoted rows": rows(BASE64, 76, "\n> "),
    "base64 in short rows": rows(BASE64, 20),
    "base64 in words": rows(BASE64, 7, " "),
    "base64 for links": base64.urlsafe_b64encode(JPEG).decode(),
    "base64 with JSON's slashes": BASE64.replace("/", "\\/"),
    "base64 of something packed": base64.b64encode(PACKED).decode(),
    "base64 of something packed, in rows": rows(base64.b64encode(PACKED).decode(), 64),
    "a thumbnail": base64.b64encode(drawn.picture("JPEG", (24, 24))).decode(),
    "base32": base64.b32encode(PACKED).decode(),
    "base85": base64.b85encode(JPEG).decode(),
    "ascii85 in rows": base64.a85encode(JPEG, wrapcol=72).decode(),
    "hex": JPEG.hex(),
    "hex of something packed": PACKED.hex(),
    "hex in pairs": JPEG.hex(" "),
    "hex as in C": ", ".join(f"0x{byte:02x}" for byte in JPEG[:4000]),
    "hex dump": "".join(
        f"{at:08x}: {JPEG[at : at + 16].hex(' ', 2)}  ................\n" for at in range(0, 4000, 16)
    ),
    "numbers": json.dumps(list(JPEG[:4000])),
    "numbers in rows": "\n".join(str(byte) for byte in JPEG[:4000]),
    "decimal parts": " ".join(f"{byte / 255:.4f}" for byte in JPEG[:2000]),
    "uuencode": uuencoded(JPEG),
    "uuencode without its first line": uuencoded(JPEG, ""),
    "yenc": "=ybegin line=128 size=9 name=a.jpg\nabc\n=yend size=9\n",
    "quoted-printable": quopri.encodestring(JPEG).decode("ascii", "replace"),
    "percent": urllib.parse.quote_from_bytes(JPEG),
    "backslashes": "".join(f"\\x{byte:02x}" for byte in JPEG[:3000]),
    "json escapes": json.dumps(JPEG.decode("latin-1")),
    "numbered signs of a page": "".join(f"&#{byte};" for byte in JPEG[:3000]),
    "data address": '<img src="data:image/png;base64,iVBORw0KGgo=">',
    "data address, percent": '<img src="data:image/svg+xml,%3Csvg%3E">',
    "data address without a type": "data:;base64,AAAA",
    "svg in a page": '<p>look</p><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    "pgp message": "-----BEGIN PGP MESSAGE-----\n\n" + rows(BASE64[:500], 64),
    "pdf made of letters": "\n%PDF-1.4\n1 0 obj\n",
    "large alphabet": wide(PACKED[:3000], 0x4E00, 14),
    "emoji alphabet": wide(PACKED[:3000], 0x1F300, 10),
    "unseen letters": "hi" + "".join("\u200b" if byte & 1 else "\u200c" for byte in JPEG[:400]),
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("between", [False, True])
def test_a_file_written_as_letters_is_found(file: str, between: bool) -> None:
    text = SAYS * 30 + FILES[file] + "\n" + SAYS * 30 if between else FILES[file]
    assert what_hides((text,)) is not None
    with pytest.raises(errors.HiddenInText):
        bring(text.encode(), "note.txt", place=HOSTED, age=CHILD)


@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_between_two_pieces_is_found(file: str) -> None:
    text = SAYS * 5 + FILES[file]
    assert what_hides(text[at : at + 3000] for at in range(0, len(text), 3000)) is not None


@pytest.mark.parametrize("file", FILES)
def test_pasted_words_are_asked_the_same(file: str) -> None:
    with pytest.raises(errors.HiddenInText):
        intake.pasted_look(FILES[file], place=HOSTED, age=CHILD)
    intake.pasted_look(FILES[file], place=OWN, age=CHILD)


LINK = "https://www.example.com/p/" + base64.urlsafe_b64encode(drawn.noise(1200)).decode()

WORDS: dict[str, str] = {
    "a talk": SAYS * 200,
    "a chat": drawn.whatsapp(400).decode(),
    "a chat as JSON": drawn.instagram(400).decode(),
    "a chat as JSON without spaces": json.dumps(json.loads(drawn.instagram(400)), separators=(",", ":")),
    "emoji as Instagram writes them": json.dumps("😱🙏".encode().decode("latin-1")) * 200,
    "accents as JSON writes them": json.dumps("été à l'école, où ça déjà? " * 60),
    "russian as JSON writes it": json.dumps("Заплати до десяти часов. " * 60),
    "telegram page": drawn.telegram_page().decode() * 30,
    "a long link": f"look {LINK} please\n" * 3,
    "many links": "".join(
        f"https://example.com/{base64.urlsafe_b64encode(drawn.noise(9, n)).decode()}\n" for n in range(300)
    ),
    "laughing": "ha" * 3000,
    "screaming": "A" * 900 + "AAAARGH" * 400,
    "lines": "=" * 900 + "\n" + "-" * 3000 + "\n" + "_/" * 900,
    "one word a line": "\n".join(["ok", "no", "why", "please", "stop", "now"] * 300),
    "phones": "\n".join(f"+1 555 01{number:02d}" for number in range(90)),
    "times": "\n".join(f"12/03/2026 21:{number % 60:02d} pay" for number in range(400)),
    "a price list": "".join(f"card {number}: {number * 5} GBP\n" for number in range(300)),
    "coin addresses": "\n".join(
        "bc1q" + base64.b32encode(drawn.noise(24, n)).decode().lower().rstrip("=") for n in range(12)
    ),
    "a key": "-----BEGIN PUBLIC KEY-----\n"
    + rows(base64.b64encode(drawn.noise(294)).decode(), 64)
    + "\n-----END PUBLIC KEY-----",
    "emoji": "😱🙏🏽👩‍👩‍👧🏳️‍🌈" * 400,
    "chinese": "你好，你必须在十点之前付钱，不然大家都会看到。我说不行。" * 60,
    "thai": "ถ้าไม่จ่ายก่อนสี่ทุ่มทุกคนจะได้เห็น" * 60,
    "arabic": "إذا لم تدفع قبل العاشرة سيرى الجميع ذلك. قلت لا. " * 60,
    "korean": "열 시까지 돈을 보내지 않으면 모두가 보게 될 거야. " * 60,
}


@pytest.mark.parametrize("words", WORDS)
def test_words_are_let_in(words: str) -> None:
    assert what_hides((WORDS[words],)) is None
    assert bring(WORDS[words].encode(), "note.txt", place=HOSTED, age=CHILD).same


def _documents() -> list[Path]:
    """Long plain text that is on every machine where tests run: Python's own licence texts and word lists."""
    site = Path(PIL.__file__).parents[1]
    return sorted(path for path in site.glob("*.dist-info/**/LICENSE*") if path.is_file())


def test_ordinary_documents_are_let_in() -> None:
    read = [path.read_text("utf-8", "replace") for path in _documents()]
    assert len(read) > 5
    assert [what_hides((text,)) for text in read] == [None] * len(read)


def test_a_signature_in_a_header_is_not_a_file() -> None:
    assert not is_opaque(
        "v=1; a=rsa-sha256; b=" + rows(base64.b64encode(drawn.noise(512)).decode(), 70, "\r\n ")
    )
    assert is_opaque(rows(base64.b64encode(drawn.noise(900)).decode(), 70, "\r\n "))
    assert is_opaque(base64.b64encode(drawn.picture("PNG", (9, 9))).decode())


def test_each_reason_is_met_by_a_file_above() -> None:
    assert {what_hides((text,)) for text in FILES.values()} == set(Hides)


@given(st.lists(st.text(max_size=200), max_size=6))
def test_looking_never_fails(pieces: list[str]) -> None:
    assert what_hides(pieces) in (None, *Hides)


def test_ninety_languages_are_words() -> None:
    """Django's own translations, as running text."""
    shelves = sorted((Path(django.__file__).parent / "conf" / "locale").glob("*/LC_MESSAGES/django.po"))
    assert len(shelves) > 80
    for shelf in shelves:
        said = " ".join(re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', shelf.read_text("utf-8"), re.MULTILINE))
        assert what_hides((said,)) is None, shelf.parent.parent.name
