"""What is this file, by its bytes? The content decides; the name only breaks ties between two kinds of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from holdfast.case import texts
from holdfast.case.chats import chat_format
from holdfast.case.values import Kind

#: Bytes of a file's start that are enough to recognise it.
HEAD = 64 * 1024


class Shape(StrEnum):
    """The wider family of a file, also of files that are not read."""

    PICTURE = "picture"
    OTHER_PICTURE = "other_picture"
    VIDEO = "video"
    SOUND = "sound"
    ZIP = "zip"
    ARCHIVE = "archive"
    PDF = "pdf"
    DOCUMENT = "document"
    WORDS = "words"
    MAIL = "mail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognised:
    """``kind`` is None where this release does not read such files."""

    kind: Kind | None
    shape: Shape

    @property
    def is_words(self) -> bool:
        return self.shape in (Shape.WORDS, Shape.MAIL)


_READ = {
    Kind.PNG: Shape.PICTURE,
    Kind.JPEG: Shape.PICTURE,
    Kind.WEBP: Shape.PICTURE,
    Kind.PDF: Shape.PDF,
}

#: (offset, bytes, what it is). Signatures from the formats' own specifications, as listed in docs/formats/intake.md.
_MAGIC: tuple[tuple[int, bytes, Kind | Shape], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (0, b"\xff\xd8\xff", Kind.JPEG),
    (0, b"%PDF-", Kind.PDF),
    (0, b"GIF87a", Shape.OTHER_PICTURE),
    (0, b"GIF89a", Shape.OTHER_PICTURE),
    (0, b"II*\0", Shape.OTHER_PICTURE),
    (0, b"MM\0*", Shape.OTHER_PICTURE),
    (0, b"II+\0", Shape.OTHER_PICTURE),
    (0, b"MM\0+", Shape.OTHER_PICTURE),
    (0, b"8BPS\0\1", Shape.OTHER_PICTURE),
    (0, b"\0\0\1\0", Shape.OTHER_PICTURE),
    (0, b"\0\0\0\x0cJXL \r\n", Shape.OTHER_PICTURE),
    (0, b"\xff\x0a", Shape.OTHER_PICTURE),
    (0, b"\0\0\0\x0cjP  \r\n", Shape.OTHER_PICTURE),
    (0, b"\xffO\xffQ", Shape.OTHER_PICTURE),
    (0, b"qoif", Shape.OTHER_PICTURE),
    (0, b"DDS |\0\0\0", Shape.OTHER_PICTURE),
    (0, b"v/1\x01", Shape.OTHER_PICTURE),
    (0, b"\x8aMNG\r\n", Shape.OTHER_PICTURE),
    (0, b"/* XPM */", Shape.OTHER_PICTURE),
    (0, b"%!PS", Shape.OTHER_PICTURE),
    (0, b"\x1aE\xdf\xa3", Shape.VIDEO),
    (0, b"FLV\x01", Shape.VIDEO),
    (0, b"0&\xb2u\x8ef\xcf\x11", Shape.VIDEO),
    (0, b"\0\0\1\xba", Shape.VIDEO),
    (0, b"\0\0\1\xb3", Shape.VIDEO),
    (0, b"OggS", Shape.SOUND),
    (0, b"ID3", Shape.SOUND),
    (0, b"fLaC", Shape.SOUND),
    (0, b"#!AMR", Shape.SOUND),
    (0, b"#!SILK", Shape.SOUND),
    (0, b"\x02#!SILK", Shape.SOUND),
    (0, b"caff\0", Shape.SOUND),
    (0, b"MThd\0", Shape.SOUND),
    (0, b".snd\0", Shape.SOUND),
    (0, b"PK\3\4", Shape.ZIP),
    (0, b"PK\5\6", Shape.ZIP),
    (0, b"PK\7\x08PK\3\4", Shape.ZIP),
    (0, b"7z\xbc\xaf'\x1c", Shape.ARCHIVE),
    (0, b"Rar!\x1a\7", Shape.ARCHIVE),
    (0, b"\x1f\x8b\x08", Shape.ARCHIVE),
    (0, b"\xfd7zXZ\0", Shape.ARCHIVE),
    (0, b"(\xb5/\xfd", Shape.ARCHIVE),
    (0, b'\4"M\x18', Shape.ARCHIVE),
    (0, b"MSCF\0\0\0\0", Shape.ARCHIVE),
    (0, b"!<arch>\n", Shape.ARCHIVE),
    (4, b"1AY&SY", Shape.ARCHIVE),
    (257, b"ustar", Shape.ARCHIVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Shape.DOCUMENT),
    (0, b"{\\rtf", Shape.DOCUMENT),
)

#: The signatures of three bytes and more at the very start, in one pattern: a text can hold a million rows to try.
_SURE = re.compile(
    b"|".join(re.escape(magic) for offset, magic, _ in _MAGIC if offset == 0 and len(magic) > 2)
)
_STILL_BRANDS = (
    b"heic",
    b"heix",
    b"hevc",
    b"hevx",
    b"heim",
    b"heis",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
    b"crx ",
)
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ")
_OLD_MOVIES = (b"moov", b"mdat", b"wide", b"skip", b"free", b"pnot")
_OFFICE_ENTRIES = (b"[Content_Types].xml", b"_rels/", b"mimetype", b"META-INF/", b"AndroidManifest.xml")
_NETPBM = re.compile(rb"P[1-7f]\s(?:#[^\n]*\n|\s)*\d+\s+\d+|P7\nWIDTH|P[Ff]\n\d+ \d+")
_XBM = re.compile(rb"\s*#define\s+\w+_width\s+\d+\s+#define\s+\w+_height\s+\d+")
_DRAWN = re.compile(
    r"^[\s\ufeff]*<(?:\?xml|!DOCTYPE|!--|svg)(?s:.){0,8192}?<svg[\s>]|^[\s\ufeff]*<svg[\s>]", re.IGNORECASE
)
_MAIL_FIELD = re.compile(r"^([!-9;-~]{1,76}):", re.MULTILINE)
_MAIL_SURE = frozenset(
    ("received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature")
)
_MAIL_LIKELY = frozenset(("from", "to", "subject", "date", "cc", "reply-to", "sender", "content-type"))


def recognise(head: bytes, name: str = "") -> Recognised:
    """What a file is, from its first bytes (:data:`HEAD` of them, or all when it is shorter). Raises nothing."""
    found = _by_magic(head)
    if found is not None:
        return found
    if _is_mail(_header_block(head), name):
        return Recognised(Kind.EMAIL, Shape.MAIL)
    words = texts.head_words(head)
    if words is None:
        return Recognised(None, Shape.UNKNOWN)
    return _among_words(words, name)


def is_file(start: bytes) -> bool:
    """True where these first bytes begin a picture, film, sound, archive or document.

    Signatures of one or two bytes are not believed here: they stand in random bytes too often.
    """
    if _SURE.match(start) or start[4:10] == b"1AY&SY" or start[257:262] == b"ustar":
        return True
    return _by_container(start) is not None or _by_pattern(start) is not None


def _by_magic(head: bytes) -> Recognised | None:
    for offset, magic, what in _MAGIC:
        if head.startswith(magic, offset):
            return _of(what, head)
    return _by_container(head) or _by_pattern(head) or _by_loose_magic(head)


def _of(what: Kind | Shape, head: bytes) -> Recognised:
    if isinstance(what, Kind):
        return Recognised(what, _READ[what])
    if what is not Shape.ZIP:
        return Recognised(None, what)
    if head[30:].startswith(_OFFICE_ENTRIES):
        return Recognised(None, Shape.DOCUMENT)
    return Recognised(Kind.CHAT, Shape.ZIP)


def _by_container(head: bytes) -> Recognised | None:
    """RIFF (WebP, WAV, AVI) and ISO base media (MP4, MOV, HEIC, AVIF)."""
    if head.startswith(b"RIFF") and len(head) >= 12:
        form = head[8:12]
        if form == b"WEBP":
            return Recognised(Kind.WEBP, Shape.PICTURE)
        return Recognised(None, Shape.SOUND if form == b"WAVE" else Shape.VIDEO)
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Recognised(None, Shape.SOUND)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _STILL_BRANDS:
            return Recognised(None, Shape.OTHER_PICTURE)
        return Recognised(None, Shape.SOUND if brand in _SOUND_BRANDS else Shape.VIDEO)
    if head[4:8] in _OLD_MOVIES and head[:1] == b"\0":
        return Recognised(None, Shape.VIDEO)
    return None


def _by_pattern(head: bytes) -> Recognised | None:
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Recognised(None, Shape.OTHER_PICTURE)
    if _NETPBM.match(head) or _XBM.match(head) or head[128:132] == b"DICM":
        return Recognised(None, Shape.OTHER_PICTURE)
    return None


def _by_loose_magic(head: bytes) -> Recognised | None:
    """Sound and film without a header: frames that begin with a short mark."""
    if len(head) > 4 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] not in (0xFE, 0xFF):
        return Recognised(None, Shape.SOUND)
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47 and not head[:377].isascii():
        return Recognised(None, Shape.VIDEO)
    return None


def _among_words(words: str, name: str) -> Recognised:
    if _DRAWN.search(words[:16384]):
        return Recognised(None, Shape.OTHER_PICTURE)
    if chat_format(words, name) is not None:
        return Recognised(Kind.CHAT, Shape.WORDS)
    return Recognised(Kind.TEXT, Shape.WORDS)


def _header_block(head: bytes) -> str:
    """What stands before the first blank line, as words; "" where it is not words. Bodies may be in any charset."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].removeprefix(b"\xef\xbb\xbf")
    if block.startswith(b"From ") and b"\n" in block:
        block = block.split(b"\n", 1)[1]
    return texts.head_words(block) or ""


def _is_mail(block: str, name: str) -> bool:
    """Mail headers or an mbox: two sure fields, or one sure and two likely ones, before the first blank line.

    With an e-mail's file name two fields are enough; a pasted "From: … Subject: …" stays text.
    """
    if not _MAIL_FIELD.match(block):
        return False
    fields = {field.lower() for field in _MAIL_FIELD.findall(block)}
    sure, likely = len(fields & _MAIL_SURE), len(fields & _MAIL_LIKELY)
    if name.lower().endswith((".eml", ".mbox", ".mht", ".mhtml")):
        return sure + likely >= 2
    return sure >= 2 or (sure >= 1 and likely >= 2)
