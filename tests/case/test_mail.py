"""E-mails: words byte for byte, attachments outside, and a type that a mail claims is not believed."""

from __future__ import annotations

import base64
import io
import quopri
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case import drawn
from tests.case.doors import ADULT, CHILD, HOSTED, OWN, SKIPPED, bring

from holdfast import errors
from holdfast.case import mail as mails
from holdfast.case.mail_headers import fields
from holdfast.case.values import Kind, LeftOut

PNG = drawn.picture("PNG")
JPEG = drawn.picture("JPEG")
HEAD = (
    b"Received: from a.example.com\nFrom: Mia <mia@example.com>\nTo: me@example.org\n"
    b"Subject: pay\nMessage-ID: <1@example.com>\n"
)
SIGNED = b"DKIM-Signature: v=1; b=" + b"\n  ".join([b"Ab9/" * 18] * 10) + b"\n"


def single(kind: bytes, body: bytes, transfer: bytes = b"") -> bytes:
    coded = b"Content-Transfer-Encoding: " + transfer + b"\n" if transfer else b""
    return HEAD + b"Content-Type: " + kind + b"\n" + coded + b"\n" + body


def parts(*inside: bytes, kind: bytes = b"mixed", boundary: bytes = b"xx") -> bytes:
    between = b"--" + boundary + b"\n"
    body = b"".join(between + one + b"\n" for one in inside)
    return single(b"multipart/" + kind + b'; boundary="' + boundary + b'"', body + b"--" + boundary + b"--\n")


def part(kind: bytes, body: bytes, transfer: bytes = b"base64") -> bytes:
    return b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: " + transfer + b"\n\n" + body


def coded(data: bytes) -> bytes:
    return drawn.lines_of(base64.b64encode(data))


WORDS = part(b"text/plain; charset=utf-8", "Pay by ten. Zoë\n".encode(), b"8bit")

PLAIN = {
    "plain": drawn.mail(),
    "words and page": drawn.mail(page="<p>Pay <b>me</b>.</p>"),
    "base64 words": single(
        b"text/plain; charset=utf-8", coded("Zahl bis zehn, Zoë.\n".encode() * 20), b"base64"
    ),
    "quoted words": single(b"text/plain; charset=utf-8", b"Zo=C3=AB, pay=\n me\n", b"quoted-printable"),
    "russian": single(b"text/plain; charset=koi8-r", "Заплати до десяти.\n".encode("koi8-r") * 9, b"8bit"),
    "japanese": single(
        b"text/plain; charset=iso-2022-jp", "十時までに払って。\n".encode("iso-2022-jp") * 9, b"7bit"
    ),
    "chinese": single(b"text/html; charset=gb2312", "<p>十点之前付钱</p>\n".encode("gb2312") * 9, b"8bit"),
    "windows": single(b"text/plain; charset=windows-1252", "Zoë “pay”\n".encode("cp1252"), b"8bit"),
    "no type": HEAD + b"\nPay by ten.\n",
    "no body": HEAD + b"\n",
    "carriage returns": drawn.mail(page="<p>x</p>").replace(b"\n", b"\r\n"),
    "delivery report": parts(
        WORDS, b"Content-Type: message/delivery-status\n\nAction: failed\n", kind=b"report"
    ),
    "mail in a mail": parts(WORDS, b"Content-Type: message/rfc822\n\n" + HEAD + b"\nPay by ten.\n"),
    "no last boundary": parts(WORDS).replace(b"--xx--\n", b""),
    "words around the parts": parts(WORDS).replace(b"\n\n--xx", b"\n\nThis mail has parts.\n--xx", 1)
    + b"the end\n",
    "boundary in the words": parts(part(b"text/plain", b"--x\n--xxx\n-- \nMia\n", b"7bit")),
    "mbox": drawn.mbox(
        drawn.mail(), drawn.mail(words="I said no.\n>From here on\n"), drawn.mail(page="<p>x</p>")
    ),
    "long signature": SIGNED + HEAD + b"\nx\n",
}


@pytest.mark.parametrize("what", PLAIN)
@pytest.mark.parametrize(("place", "age"), [(OWN, ADULT), (OWN, CHILD), (HOSTED, CHILD), (HOSTED, SKIPPED)])
def test_a_mail_of_words_is_kept_byte_for_byte_everywhere(what: str, place: object, age: object) -> None:
    inside = bring(PLAIN[what], "mail.eml", place=place, age=age)  # type: ignore[arg-type]
    assert inside.kind is Kind.EMAIL
    assert inside.same, inside.left_out


CARRIES = {
    "attached picture": parts(WORDS, part(b'image/png; name="a b.png"', coded(PNG))),
    "picture in the page": parts(WORDS, part(b"image/png", coded(PNG)), kind=b"related"),
    "quoted picture": parts(WORDS, part(b"image/png", quopri.encodestring(PNG), b"quoted-printable")),
    "raw picture": parts(WORDS, part(b"image/png", PNG, b"binary")),
    "picture called words": parts(WORDS, part(b"text/plain", coded(PNG))),
    "picture called page": parts(WORDS, part(b"text/html", PNG, b"8bit")),
    "picture as plain letters": parts(WORDS, part(b"text/plain", coded(PNG), b"7bit")),
    "page with a data address": parts(WORDS, part(b"text/html", coded(drawn.data_page()))),
    "unknown coding": parts(WORDS, part(b"text/plain", b"begin 644 a.png\n" + PNG, b"x-uuencode")),
    "mail in a mail": parts(
        WORDS,
        b"Content-Type: message/rfc822\n\n" + parts(WORDS, part(b"image/png", coded(PNG)), boundary=b"yy"),
    ),
    "coded mail in a mail": parts(
        WORDS, part(b"message/rfc822", coded(drawn.mail(("image/png", "a.png", PNG))))
    ),
    "behind the last boundary": parts(WORDS) + coded(PNG),
    "before the first boundary": parts(WORDS).replace(b"\n\n--xx", b"\n\n" + coded(PNG) + b"--xx", 1),
    "zip": parts(WORDS, part(b"application/zip", coded(drawn.whatsapp_zip()))),
    "the whole mail": single(b"image/png", coded(PNG), b"base64"),
    "in the second mail": drawn.mbox(drawn.mail(), drawn.mail(("image/png", "a.png", PNG))),
}


@pytest.mark.parametrize("what", CARRIES)
def test_what_a_mail_carries_stays_outside(what: str) -> None:
    data = CARRIES[what]
    inside = bring(data, "mail.eml", place=HOSTED, age=ADULT)
    assert not inside.same and len(inside.left_out) == 1
    assert inside.left_out[0].sha256 and inside.original_sha256 == drawn.sha256(data)
    assert PNG[:40] not in inside.data and base64.b64encode(PNG)[:60] not in inside.data
    assert b"Pay" in inside.data or what in ("the whole mail",)
    assert bring(inside.data, "mail.eml").same


@pytest.mark.parametrize("what", CARRIES)
@pytest.mark.parametrize("age", [CHILD, SKIPPED])
def test_hosted_with_a_child_a_mail_that_carries_anything_is_refused(what: str, age: object) -> None:
    with pytest.raises(errors.ChildPictureRule):
        bring(CARRIES[what], "mail.eml", place=HOSTED, age=age)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", CARRIES)
def test_on_ones_own_computer_it_is_listed_without_a_hash(what: str) -> None:
    inside = bring(CARRIES[what], "mail.eml", place=OWN, age=CHILD)
    assert [left.sha256 for left in inside.left_out] == [""] and inside.original_sha256 == ""
    assert PNG[:40] not in inside.data


def test_an_attachment_is_listed_with_its_own_name_size_and_place() -> None:
    inside = bring(CARRIES["attached picture"], "mail.eml")
    assert inside.left_out == (LeftOut("a b.png", len(PNG), "part 2, image/png", drawn.sha256(PNG)),)
    assert b'name="a b.png"' in inside.data


@pytest.mark.parametrize(
    "name", ["../../evil.png", "=?utf-8?B?w6kucG5n?=", "=?bad?X?x?=", "a\u202eb.png", "x" * 400 + ".png"]
)
def test_a_hostile_attachment_name_is_listed_safely(name: str) -> None:
    data = parts(WORDS, part(f'image/png; name="{name}"'.encode(), coded(PNG)))
    (left,) = bring(data, "mail.eml").left_out
    assert left.size == len(PNG) and 0 < len(left.name) <= 121 and "/" not in left.name


@pytest.mark.parametrize("field", [b"Face", b"X-Face", b"BIMI-Indicator", b"X-Note"])
def test_a_picture_in_a_header_line_stays_outside(field: bytes) -> None:
    folded = field + b": " + b"\n ".join(coded(drawn.picture("PNG", (16, 16))).split()) + b"\n"
    data = HEAD + folded + b"\nPay.\n"
    for place, age in ((OWN, ADULT), (HOSTED, CHILD)):
        inside = bring(data, "mail.eml", place=place, age=age)
        assert inside.data == HEAD + b"\nPay.\n"
        assert inside.left_out[0].name == field.decode() and inside.left_out[0].sha256 == ""


def test_a_file_spread_over_many_header_lines_stays_outside() -> None:
    letters = base64.b64encode(drawn.noise(40_000))
    lines = b"".join(b"X-Part: %s\n" % letters[at : at + 700] for at in range(0, len(letters), 700))
    inside = bring(HEAD + lines + b"\nPay.\n", "mail.eml", place=HOSTED, age=CHILD)
    assert len(inside.data) < len(HEAD) + mails.MAX_SIGNED + 2000


def test_endless_mails_are_refused() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(60))
    with pytest.raises(errors.Dangerous):
        bring(HEAD + deep, "mail.eml")
    with pytest.raises(errors.Dangerous):
        bring(single(b'multipart/mixed; boundary="x"', b"--x\n\n" * 6000), "mail.eml")
    with pytest.raises(errors.Broken):
        bring(HEAD + b"X-Long: a\n" * 200_000, "mail.eml")


def test_a_text_part_longer_than_any_message_stays_outside() -> None:
    data = parts(WORDS, part(b"text/plain", b"on and on\n" * 500_000, b"7bit"))
    inside = bring(data, "mail.eml")
    assert inside.left_out[0].size == 5_000_001


def test_fields_joined_are_the_block() -> None:
    block = HEAD + b"X-A: b\n  c\n\td\nnot a field\n\n"
    assert b"".join(fields(block)) == block
    assert b"X-A: b\n  c\n\td\n" in fields(block)


def test_an_attachment_is_walked_through_without_being_held() -> None:
    data = parts(WORDS, part(b"video/mp4", coded(drawn.noise(12_000_000))))
    walk = mails.Walk(mails.MailRule(words_only=False, hashed=True))
    tracemalloc.start()
    kept = sum(len(piece) for piece in mails.rewritten(io.BytesIO(data), walk))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert walk.left_out[0].size == 12_000_000 and kept < 2000
    assert most < 4 * 1024 * 1024


@settings(max_examples=200, deadline=None)
@given(
    seed=st.sampled_from([*PLAIN.values(), *CARRIES.values()]),
    at=st.integers(0),
    what=st.binary(min_size=1, max_size=20),
    age=st.sampled_from([ADULT, CHILD]),
)
def test_a_damaged_mail_is_kept_or_refused_in_words(seed: bytes, at: int, what: bytes, age: object) -> None:
    place = at % len(seed)
    try:
        bring(HEAD + seed[:place] + what + seed[place + len(what) :], "m.eml", age=age)  # type: ignore[arg-type]
    except errors.NotAdmitted as refused:
        assert refused.says()
