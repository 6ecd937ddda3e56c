"""What may enter a case. The one place where the hard rule for children's pictures is enforced.

The rule (docs/decisions/0020): where the person in the picture may be under 18, or nobody said, a hosted Holdfast
takes words only, told by content. On one's own computer it takes pictures one at a time after the question, and
never a film or a recording: those are for adults only. Every door comes through :func:`first_look` before a byte
is kept and through :func:`second_look` before an item exists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from holdfast.case import embedded, kinds, plainwords, texts
from holdfast.case.kinds import Recognised, Shape
from holdfast.case.names import clean_name as clean_name
from holdfast.case.values import AgeInPicture, Kind, LeftOut, PictureAnswer, Place
from holdfast.errors import (
    ArchiveNotRead,
    Broken,
    ChildPictureRule,
    DocumentNotRead,
    EmptyFile,
    HiddenInText,
    IntimatePicture,
    KindNotRead,
    NotAdmitted,
    OneAtATime,
    PictureKindNotRead,
    PictureNotAnswered,
    TooLarge,
    TwoInOne,
    VideoNotRead,
)

MB = 1024 * 1024
#: A year of one chat is about 2 MB of text; the largest chat export seen in public reports is under 50 MB.
MAX_TEXT = 50 * MB
#: Mail services refuse messages over 25 to 50 MB; a small mbox fits too.
MAX_MAIL = 100 * MB
#: Bank statements and saved pages; a scanned letter is about 1 MB a page.
MAX_PDF = 100 * MB
#: Ten minutes of a phone's screen are about 300 MB.
MAX_RECORDING = 1024 * MB
#: A WhatsApp export with media is cut by the app at 2 GB; only its text is kept.
MAX_EXPORT = 2 * 1024 * MB
#: A PDF's last marker stands in its last 1,024 bytes (ISO 32000-1, Annex H.3, note 18).
PDF_TAIL = 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a file stays.

    ``replacement``: None where every byte stays, else the bytes to keep instead, in pieces; it may be walked
    through once or more, as long as the reader is open. ``original_sha256``: hex, of the whole file, where a
    replacement is kept and the person in the picture is an adult; else "".
    """

    kind: Kind
    replacement: Iterable[bytes] | None
    left_out: tuple[LeftOut, ...]
    original_sha256: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who is in the picture, where this runs and what was answered: all that the rule asks about."""

    answer: PictureAnswer
    place: Place
    age: AgeInPicture

    @property
    def words_only(self) -> bool:
        return self.age.maybe_child and self.place is Place.HOSTED

    @property
    def hashed(self) -> bool:
        """May the SHA-256 of something left out be written down?"""
        return not self.age.maybe_child


def first_look(
    head: bytes, *, name: str, answer: PictureAnswer, place: Place, age: AgeInPicture, many: bool
) -> Kind:
    """Decide from the first bytes, before a byte is kept.

    ``head``: the first 64 KiB of the file, or all of it. ``many``: more files come in the same step. Returns what
    the file is. Raises a :class:`NotAdmitted`: EmptyFile, KindNotRead and its kinds, PictureNotAnswered,
    IntimatePicture, ChildPictureRule, OneAtATime.
    """
    if not head:
        raise EmptyFile
    rule = _Rule(answer, place, age)
    found = kinds.recognise(head, name)
    admitted = _admit(found, rule, many=many)
    if rule.words_only and found.shape is Shape.WORDS:
        _only_words((texts.head_words(head) or "",))
    if rule.words_only and b"\0" in head and texts.head_words(head) is None:
        raise ChildPictureRule("a mail with more than words")
    return admitted


def pasted_look(text: str, *, place: Place, age: AgeInPicture) -> None:
    """Typed or pasted words are words; where only words may enter, they may not spell out a file: HiddenInText."""
    if _Rule(PictureAnswer.NOT_ASKED, place, age).words_only:
        _only_words((text,))


def asks_first(head: bytes, *, name: str, age: AgeInPicture) -> bool:
    """Must the person be asked "does this show a naked or sexual picture?" before this file enters?"""
    found = kinds.recognise(head, name)
    return _needs_answer(found, age)


def size_limit(kind: Kind) -> int:
    """Most bytes a file of this kind may have; a door may stop reading there."""
    from holdfast.case.pictures import MAX_PICTURE_BYTES

    if kind.is_picture:
        return MAX_PICTURE_BYTES
    if kind.is_recording:
        return MAX_RECORDING
    return {Kind.PDF: MAX_PDF, Kind.EMAIL: MAX_MAIL, Kind.TEXT: MAX_TEXT}.get(kind, MAX_EXPORT)


def second_look(
    kind: Kind,
    reader: BinaryIO,
    *,
    size: int,
    name: str,
    answer: PictureAnswer,
    place: Place,
    age: AgeInPicture,
) -> Kept:
    """Look at the whole file and say what of it stays.

    ``reader`` can be read at any place; ``size`` is its length in bytes; ``kind`` is what :func:`first_look` said.
    Everything the first look asks is asked again. Raises a :class:`NotAdmitted`, also TooLarge, Broken, Dangerous.
    """
    rule = _Rule(answer, place, age)
    reader.seek(0)
    head = reader.read(kinds.HEAD)
    if not head:
        raise EmptyFile
    found = kinds.recognise(head, name)
    if _admit(found, rule, many=False) is not kind:
        raise Broken("the file changed between two looks")
    if kind.is_picture:
        return _picture(kind, reader, size, name, rule)
    if kind is Kind.PDF:
        return _pdf(reader, size)
    if kind.is_recording:
        return _recording(kind, reader, size)
    if found.shape is Shape.ZIP:
        return _export(reader, size, rule)
    return _mail(reader, size, rule) if kind is Kind.EMAIL else _words(kind, reader, size, rule)


# --- the rule --------------------------------------------------------------------------------------------

_NOT_READ: dict[Shape, type[NotAdmitted]] = {
    Shape.OTHER_PICTURE: PictureKindNotRead,
    Shape.VIDEO: VideoNotRead,
    Shape.SOUND: VideoNotRead,
    Shape.ARCHIVE: ArchiveNotRead,
    Shape.DOCUMENT: DocumentNotRead,
    Shape.UNKNOWN: KindNotRead,
}


_RECORDINGS = {Shape.VIDEO: Kind.FILM, Shape.SOUND: Kind.SOUND}


def _admit(found: Recognised, rule: _Rule, *, many: bool) -> Kind:
    if rule.words_only and not found.is_words:
        raise ChildPictureRule(f"{found.shape} refused by the hard rule")
    kind = found.kind
    if found.shape in _RECORDINGS and not rule.age.maybe_child:
        kind = _RECORDINGS[found.shape]
    if kind is None:
        raise _NOT_READ[found.shape](f"{found.shape} is not read")
    if found.shape not in (Shape.PICTURE, Shape.PDF, Shape.VIDEO):
        return kind
    if rule.answer is PictureAnswer.YES:
        raise IntimatePicture
    if rule.age.maybe_child and many:
        raise OneAtATime
    if rule.answer is PictureAnswer.NOT_ASKED and _needs_answer(found, rule.age):
        raise PictureNotAnswered
    return kind


def _needs_answer(found: Recognised, age: AgeInPicture) -> bool:
    """Pictures and films always; a PDF can hold pictures, so it is asked about where a child may be in them."""
    film = found.shape is Shape.VIDEO and not age.maybe_child
    return found.shape is Shape.PICTURE or film or (found.shape is Shape.PDF and age.maybe_child)


# --- the whole file --------------------------------------------------------------------------------------


def _picture(kind: Kind, reader: BinaryIO, size: int, name: str, rule: _Rule) -> Kept:
    """Notes beside the pixels go where a child may be in the picture, or where it was covered: EXIF can hold a
    small copy of what was cut off or covered (decision 0023)."""
    from holdfast.case import pictures

    strip = rule.age.maybe_child or rule.answer is PictureAnswer.COVERED
    checked = pictures.check(kind, reader, size=size, name=clean_name(name), strip=strip, hashed=rule.hashed)
    if checked.kept is None:
        return Kept(kind, None, (), "")
    return Kept(kind, (checked.kept,), checked.left_out, _original(reader, rule))


def _pdf(reader: BinaryIO, size: int) -> Kept:
    from holdfast.case.pictures import is_also_an_archive

    if size > MAX_PDF:
        raise TooLarge("pdf", limit="100 MB")
    reader.seek(max(0, size - 65_535 - 22))
    tail = reader.read(65_535 + 22)
    if is_also_an_archive(tail):
        raise TwoInOne("pdf that is an archive too")
    if b"%%EOF" not in tail[-PDF_TAIL:]:
        raise Broken("pdf without its end")
    return Kept(Kind.PDF, None, (), "")


def _recording(kind: Kind, reader: BinaryIO, size: int) -> Kept:
    """Byte for byte: nothing here plays or changes it."""
    from holdfast.case.pictures import is_also_an_archive

    if size > MAX_RECORDING:
        raise TooLarge("recording", limit="1 GB")
    reader.seek(max(0, size - 65_535 - 22))
    if is_also_an_archive(reader.read(65_535 + 22)):
        raise TwoInOne("a recording that is an archive too")
    return Kept(kind, None, (), "")


def _export(reader: BinaryIO, size: int, rule: _Rule) -> Kept:
    from holdfast.case import exports

    if size > MAX_EXPORT:
        raise TooLarge("export", limit="2 GB")
    export = exports.read(reader, hashed=rule.hashed)
    return Kept(Kind.CHAT, _Again(export.pieces), export.left_out, _original(reader, rule))


def _words(kind: Kind, reader: BinaryIO, size: int, rule: _Rule) -> Kept:
    if size > MAX_TEXT:
        raise TooLarge("text", limit="50 MB")
    encoding = texts.encoding_of(reader)
    if encoding is None:
        raise _no_words(rule)("words at first, then not")
    if rule.words_only:
        _only_words(texts.pieces(reader, encoding))
        return Kept(kind, None, (), "")
    found: list[LeftOut] = []
    for _ in embedded.without_files(texts.pieces(reader, encoding), hashed=rule.hashed, found=found):
        pass
    if not found:
        return Kept(kind, None, (), "")

    def kept() -> Iterator[bytes]:
        for piece in embedded.without_files(texts.pieces(reader, encoding), hashed=False, found=[]):
            yield piece.encode(encoding.value)

    return Kept(kind, _Again(kept), tuple(found), _original(reader, rule))


def _mail(reader: BinaryIO, size: int, rule: _Rule) -> Kept:
    from holdfast.case import mail

    if size > MAX_MAIL:
        raise TooLarge("mail", limit="100 MB")
    asked = mail.MailRule(words_only=rule.words_only, hashed=rule.hashed)
    walk = mail.Walk(asked)
    for _ in mail.rewritten(reader, walk):
        pass
    if not walk.left_out:
        return Kept(Kind.EMAIL, None, (), "")
    again = _Again(lambda: mail.rewritten(reader, mail.Walk(mail.MailRule(rule.words_only, hashed=False))))
    return Kept(Kind.EMAIL, again, tuple(walk.left_out), _original(reader, rule))


def _only_words(pieces: Iterable[str]) -> None:
    hidden = plainwords.what_hides(pieces)
    if hidden is not None:
        raise HiddenInText(f"text: {hidden.name}")


def _no_words(rule: _Rule) -> type[NotAdmitted]:
    return ChildPictureRule if rule.words_only else KindNotRead


def _original(reader: BinaryIO, rule: _Rule) -> str:
    """SHA-256 of the whole file, in steps; "" where the person in the picture may be under 18."""
    if not rule.hashed:
        return ""
    digest = hashlib.sha256()
    reader.seek(0)
    while data := reader.read(MB):
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Again:
    """Pieces that can be walked through more than once."""

    begin: Callable[[], Iterator[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return self.begin()
