"""Every door: which file may enter where, for whom, after which answer. This table is the specification."""

from __future__ import annotations

import base64
import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case import drawn
from tests.case.doors import ADULT, CHILD, COVERED, HOSTED, NO, NOT_ASKED, OWN, SKIPPED, YES, bring

from holdfast import errors
from holdfast.case import intake
from holdfast.case.values import AgeInPicture, Kind, PictureAnswer, Place

PNG = drawn.picture("PNG")
JPEG = drawn.picture("JPEG")
WORDS = b"She wrote: pay by ten. I said no.\n"
BASE64 = drawn.lines_of(base64.b64encode(JPEG))

#: name → bytes of one file of each kind.
FILES: dict[str, tuple[str, bytes]] = {
    "words": ("note.txt", WORDS),
    "words in UTF-16": ("note.txt", WORDS.decode().encode("utf-16")),
    "words in Windows-1252": ("note.txt", "Zoë écrit: paye avant dix heures.\n".encode("cp1252")),
    "chat .txt": ("_chat.txt", drawn.whatsapp()),
    "chat .json": ("message_1.json", drawn.instagram()),
    "chat page": ("messages.html", drawn.telegram_page()),
    "chat zip": ("WhatsApp Chat.zip", drawn.whatsapp_zip()),
    "text-only zip": ("chat.zip", drawn.archive({"_chat.txt": drawn.whatsapp()})),
    "SMS backup with a picture": ("sms.xml", drawn.sms_backup(PNG)),
    "mail": ("mail.eml", drawn.mail()),
    "mail with page": ("mail.eml", drawn.mail(page="<p>Pay me.</p>")),
    "mail with picture": ("mail.eml", drawn.mail(("image/png", "a.png", PNG))),
    "mail with lying type": (
        "mail.eml",
        drawn.mail().replace(b"\n\nPay me by ten.\n", b"\nContent-Transfer-Encoding: base64\n\n" + BASE64),
    ),
    "pdf": ("statement.pdf", drawn.paper()),
    "png": ("Screenshot.png", PNG),
    "jpeg": ("Screenshot.jpg", JPEG),
    "photo with notes": ("photo.jpg", drawn.photo_with_notes()),
    "webp": ("Screenshot.webp", drawn.picture("WEBP")),
    "png called .txt": ("notes.txt", PNG),
    "png+zip": ("picture.png", PNG + drawn.whatsapp_zip()),
    "heic": ("IMG_1.heic", drawn.heic()),
    "gif": ("a.gif", drawn.moving("GIF")),
    "svg": ("a.svg", drawn.drawing()),
    "film": ("clip.mp4", drawn.film()),
    "voice": ("voice.ogg", b"OggS\0\2" + drawn.noise(900)),
    "gz called .txt": ("notes.txt", gzip.compress(WORDS * 9)),
    "rar": ("a.rar", b"Rar!\x1a\7\1\0" + drawn.noise(90)),
    "office paper": (
        "a.docx",
        drawn.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    ),
    "unknown": ("a.bin", b"\0\1\2\3" + drawn.noise(500)),
    "page with picture inside": ("page.html", drawn.data_page()),
    "json with picture inside": ("a.json", b'{"photo": "' + base64.b64encode(JPEG) + b'"}'),
    "base64 as words": ("note.txt", BASE64),
    "base64 as UTF-16": ("note.txt", BASE64.decode().encode("utf-16")),
    "words before a zip": ("note.txt", WORDS + drawn.whatsapp_zip()),
    "empty": ("note.txt", b""),
}

IN = "in"
CUT = "in, without what it carries"
RULE = errors.ChildPictureRule
HIDDEN = errors.HiddenInText
OTHER = errors.PictureKindNotRead
FILM = errors.VideoNotRead

#: file → (adult anywhere, perhaps a child on one's own computer, perhaps a child hosted); the answer is "no".
TABLE: dict[str, tuple[object, object, object]] = {
    "words": (IN, IN, IN),
    "words in UTF-16": (IN, IN, IN),
    "words in Windows-1252": (IN, IN, IN),
    "chat .txt": (IN, IN, IN),
    "chat .json": (IN, IN, IN),
    "chat page": (IN, IN, IN),
    "chat zip": (CUT, CUT, RULE),
    "text-only zip": (CUT, CUT, RULE),
    "SMS backup with a picture": (CUT, CUT, HIDDEN),
    "mail": (IN, IN, IN),
    "mail with page": (IN, IN, IN),
    "mail with picture": (CUT, CUT, RULE),
    "mail with lying type": (CUT, CUT, RULE),
    "pdf": (IN, IN, RULE),
    "png": (IN, IN, RULE),
    "jpeg": (IN, IN, RULE),
    "photo with notes": (IN, CUT, RULE),
    "webp": (IN, IN, RULE),
    "png called .txt": (IN, IN, RULE),
    "png+zip": (CUT, CUT, RULE),
    "heic": (OTHER, OTHER, RULE),
    "gif": (OTHER, OTHER, RULE),
    "svg": (OTHER, OTHER, RULE),
    "film": (IN, FILM, RULE),
    "voice": (IN, FILM, RULE),
    "gz called .txt": (errors.ArchiveNotRead, errors.ArchiveNotRead, RULE),
    "rar": (errors.ArchiveNotRead, errors.ArchiveNotRead, RULE),
    "office paper": (errors.DocumentNotRead, errors.DocumentNotRead, RULE),
    "unknown": (errors.KindNotRead, errors.KindNotRead, RULE),
    "page with picture inside": (CUT, CUT, HIDDEN),
    "json with picture inside": (CUT, CUT, HIDDEN),
    "base64 as words": (CUT, CUT, HIDDEN),
    "base64 as UTF-16": (CUT, CUT, HIDDEN),
    "words before a zip": (errors.KindNotRead, errors.KindNotRead, RULE),
    "empty": (errors.EmptyFile, errors.EmptyFile, errors.EmptyFile),
}

SITUATIONS = [
    (file, column, place, age)
    for file in TABLE
    for column, place, age in (
        (0, OWN, ADULT),
        (0, HOSTED, ADULT),
        (1, OWN, CHILD),
        (1, OWN, SKIPPED),
        (2, HOSTED, CHILD),
        (2, HOSTED, SKIPPED),
    )
]


@pytest.mark.parametrize(("file", "column", "place", "age"), SITUATIONS)
def test_every_file_meets_the_rule_at_the_door(
    file: str, column: int, place: Place, age: AgeInPicture
) -> None:
    name, data = FILES[file]
    expected = TABLE[file][column]
    if isinstance(expected, type):
        with pytest.raises(expected):
            bring(data, name, place=place, age=age)
        return
    inside = bring(data, name, place=place, age=age)
    assert inside.same is (expected is IN)
    assert PNG not in inside.data or file.startswith("png")
    assert not (age.maybe_child and (inside.original_sha256 or any(left.sha256 for left in inside.left_out)))


def test_the_table_names_every_file() -> None:
    assert TABLE.keys() == FILES.keys()


#: (file, answer, place, age, many) → what happens: the answers to the question before each picture.
ANSWERS = [
    ("png", NOT_ASKED, OWN, ADULT, False, errors.PictureNotAnswered),
    ("png", YES, OWN, ADULT, False, errors.IntimatePicture),
    ("png", COVERED, OWN, ADULT, False, IN),
    ("png", NO, OWN, ADULT, True, IN),
    ("png", YES, HOSTED, ADULT, True, errors.IntimatePicture),
    ("png", NOT_ASKED, OWN, CHILD, False, errors.PictureNotAnswered),
    ("png", YES, OWN, SKIPPED, False, errors.IntimatePicture),
    ("png", COVERED, OWN, CHILD, False, IN),
    ("png", NO, OWN, SKIPPED, True, errors.OneAtATime),
    ("png", COVERED, HOSTED, CHILD, False, RULE),
    ("png", NO, HOSTED, SKIPPED, True, RULE),
    ("pdf", NOT_ASKED, OWN, ADULT, True, IN),
    ("pdf", YES, OWN, ADULT, False, errors.IntimatePicture),
    ("pdf", NOT_ASKED, OWN, SKIPPED, False, errors.PictureNotAnswered),
    ("pdf", NO, OWN, CHILD, True, errors.OneAtATime),
    ("film", NOT_ASKED, OWN, ADULT, False, errors.PictureNotAnswered),
    ("film", YES, OWN, ADULT, False, errors.IntimatePicture),
    ("film", NO, HOSTED, ADULT, True, IN),
    ("film", NO, OWN, SKIPPED, False, errors.VideoNotRead),
    ("voice", NOT_ASKED, OWN, ADULT, False, IN),
    ("voice", NOT_ASKED, OWN, CHILD, False, errors.VideoNotRead),
    ("words", NOT_ASKED, HOSTED, CHILD, True, IN),
    ("chat .txt", NOT_ASKED, OWN, CHILD, True, IN),
    ("mail", NOT_ASKED, HOSTED, SKIPPED, True, IN),
]


@pytest.mark.parametrize(("file", "answer", "place", "age", "many", "expected"), ANSWERS)
def test_the_answer_decides_about_pictures(
    file: str, answer: PictureAnswer, place: Place, age: AgeInPicture, many: bool, expected: object
) -> None:
    name, data = FILES[file]
    if isinstance(expected, type):
        with pytest.raises(expected):
            bring(data, name, answer=answer, place=place, age=age, many=many)
    else:
        assert bring(data, name, answer=answer, place=place, age=age, many=many).data


@pytest.mark.parametrize("file", [name for name in FILES if FILES[name][1]])
@pytest.mark.parametrize("age", [CHILD, SKIPPED])
@pytest.mark.parametrize("answer", list(PictureAnswer))
def test_hosted_with_a_child_only_words_are_ever_kept(
    file: str, age: AgeInPicture, answer: PictureAnswer
) -> None:
    name, data = FILES[file]
    try:
        inside = bring(data, name, answer=answer, place=HOSTED, age=age)
    except errors.ChildPictureRule:
        return
    assert inside.kind in (Kind.TEXT, Kind.CHAT, Kind.EMAIL)
    assert JPEG not in inside.data and base64.b64encode(JPEG)[:200] not in inside.data


def test_a_refusal_at_the_first_look_needs_only_the_first_bytes() -> None:
    with pytest.raises(errors.ChildPictureRule):
        intake.first_look(PNG[:16], name="a.png", answer=NO, place=HOSTED, age=SKIPPED, many=False)


def test_doors_can_ask_whether_to_ask() -> None:
    assert intake.asks_first(PNG, name="a.png", age=ADULT)
    assert not intake.asks_first(drawn.paper(), name="a.pdf", age=ADULT)
    assert intake.asks_first(drawn.paper(), name="a.pdf", age=SKIPPED)
    assert not intake.asks_first(WORDS, name="a.txt", age=CHILD)


def test_the_second_look_asks_everything_again() -> None:
    with pytest.raises(errors.ChildPictureRule):
        intake.second_look(
            Kind.PNG, io.BytesIO(PNG), size=len(PNG), name="", answer=NO, place=HOSTED, age=CHILD
        )
    with pytest.raises(errors.Broken):
        intake.second_look(
            Kind.TEXT, io.BytesIO(PNG), size=len(PNG), name="", answer=NO, place=OWN, age=ADULT
        )


def test_a_file_hidden_behind_the_first_look_is_found_by_the_second() -> None:
    long_words = b"".join(b"line %d of an ordinary talk about nothing\n" % number for number in range(4000))
    for hidden in (BASE64, base64.b64encode(JPEG), drawn.data_page()):
        with pytest.raises(errors.ChildPictureRule):
            bring(long_words + hidden, "note.txt", place=HOSTED, age=CHILD)
    with pytest.raises(errors.ChildPictureRule):
        bring(long_words + JPEG, "note.txt", place=HOSTED, age=CHILD)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (Kind.TEXT, intake.MAX_TEXT),
        (Kind.PDF, intake.MAX_PDF),
        (Kind.EMAIL, intake.MAX_MAIL),
        (Kind.CHAT, intake.MAX_EXPORT),
    ],
)
def test_a_file_over_its_limit_is_refused_with_the_limit(kind: Kind, limit: int) -> None:
    assert intake.size_limit(kind) == limit
    sample = {
        Kind.TEXT: WORDS,
        Kind.PDF: drawn.paper(),
        Kind.EMAIL: drawn.mail(),
        Kind.CHAT: drawn.whatsapp_zip(),
    }[kind]
    with pytest.raises(errors.TooLarge) as refused:
        intake.second_look(kind, io.BytesIO(sample), size=limit + 1, name="", answer=NO, place=OWN, age=ADULT)
    assert any(character.isdigit() for character in refused.value.says())


def test_a_pdf_without_its_end_is_broken_and_one_that_is_a_zip_is_refused() -> None:
    with pytest.raises(errors.Broken):
        bring(drawn.paper()[:-2000])
    with pytest.raises(errors.TwoInOne):
        bring(drawn.paper() + drawn.archive({"a.txt": b"a"}))


def test_nothing_a_person_sent_stands_in_the_log_text() -> None:
    for name, data in FILES.values():
        try:
            bring(data, "very-private-name-" + name, place=HOSTED, age=CHILD)
        except errors.HoldfastError as refused:
            assert "very-private-name" not in str(refused) and "pay by ten" not in str(refused)


_SEEDS = st.sampled_from([data for _, data in FILES.values()])


@settings(max_examples=150, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=3000), st.text(max_size=2000).map(lambda text: text.encode("utf-8", "replace"))
    ),
    name=st.text(max_size=30),
    place=st.sampled_from(Place),
    age=st.sampled_from(AgeInPicture),
)
def test_any_bytes_are_admitted_or_refused_in_words(
    data: bytes, name: str, place: Place, age: AgeInPicture
) -> None:
    try:
        bring(data, name, place=place, age=age)
    except errors.NotAdmitted as refused:
        assert refused.says()


@settings(max_examples=250, deadline=None)
@given(
    seed=_SEEDS,
    at=st.integers(0),
    what=st.binary(max_size=12),
    drop=st.integers(0, 40),
    age=st.sampled_from(AgeInPicture),
)
def test_a_damaged_file_is_admitted_or_refused_in_words(
    seed: bytes, at: int, what: bytes, drop: int, age: AgeInPicture
) -> None:
    place = at % (len(seed) + 1)
    try:
        bring(seed[:place] + what + seed[place + drop :], "file.eml", age=age)
    except errors.NotAdmitted as refused:
        assert refused.says()
