"""Chat exports: the words stay, pictures and films stay outside, traps are refused before they unpack."""

from __future__ import annotations

import base64
import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case import drawn
from tests.case.doors import ADULT, CHILD, HOSTED, NO, OWN, SKIPPED, bring

from holdfast import errors
from holdfast.case import exports, intake
from holdfast.case.embedded import without_files
from holdfast.case.kinds import HEAD
from holdfast.case.values import Kind, LeftOut

PNG = drawn.picture("PNG")

#: app → (path of the chat inside the archive, its bytes)
APPS = {
    "whatsapp": ("_chat.txt", drawn.whatsapp()),
    "whatsapp, android": ("WhatsApp Chat with Mia.txt", b"12/03/2026, 21:04 - Mia: pay me\n" * 9),
    "instagram": ("your_instagram_activity/messages/inbox/mia_1/message_1.json", drawn.instagram()),
    "telegram": ("ChatExport_2026-03-12/result.json", drawn.telegram()),
    "telegram page": ("ChatExport_2026-03-12/messages.html", drawn.telegram_page()),
    "snapchat": ("json/chat_history.json", drawn.snapchat()),
    "discord": ("messages/c123/messages.json", drawn.discord()),
    "x": ("data/direct-messages.js", drawn.x_messages()),
    "google chat": ("Takeout/Google Chat/Groups/DM abc/messages.json", drawn.google_chat()),
    "sms": ("sms-2026.xml", drawn.sms_backup()),
}


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("age", [ADULT, CHILD])
def test_one_chat_is_kept_as_it_is_and_the_rest_is_listed(app: str, age: object) -> None:
    name, chat = APPS[app]
    media = {
        "media/photo 1.jpg": drawn.picture("JPEG"),
        "media/clip.mp4": drawn.film(),
        "settings.json": b"{}",
    }
    data = drawn.archive({name: chat, **media})
    inside = bring(data, "export.zip", age=age)  # type: ignore[arg-type]
    assert inside.kind is Kind.CHAT and inside.data == chat
    hashed = age is ADULT
    assert inside.original_sha256 == (drawn.sha256(data) if hashed else "")
    assert inside.left_out == tuple(
        LeftOut(path.rpartition("/")[2], len(body), path, drawn.sha256(body) if hashed else "")
        for path, body in media.items()
    )


def test_several_chats_become_a_plain_zip_of_words_that_is_always_the_same() -> None:
    chats = {f"inbox/mia_{number}/message_1.json": drawn.instagram(number + 1) for number in range(3)}
    data = drawn.archive({**chats, "photos/1.jpg": drawn.picture("JPEG")})
    inside = bring(data)
    assert inside.data == bring(data).data
    with zipfile.ZipFile(io.BytesIO(inside.data)) as made:
        assert made.testzip() is None
        assert {entry.filename: made.read(entry) for entry in made.infolist()} == chats
        assert {entry.compress_type for entry in made.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_was_kept_can_be_brought_in_again() -> None:
    first = bring(drawn.archive({"a/_chat.txt": drawn.whatsapp(3), "b/_chat.txt": drawn.whatsapp(4)}))
    assert bring(first.data).data == first.data


def test_path_like_names_are_only_names() -> None:
    chats = {
        "../../_chat.txt": drawn.whatsapp(3),
        "/etc/_chat.txt": drawn.whatsapp(4),
        "_CHAT.TXT": drawn.whatsapp(5),
    }
    inside = bring(drawn.archive({**chats, "../../../.ssh/id": b"x"}))
    with zipfile.ZipFile(io.BytesIO(inside.data)) as made:
        assert made.namelist() == ["_chat.txt", "etc/_chat.txt", "_CHAT.TXT (2)"]
    assert inside.left_out[0].place == "ssh/id"


def test_archives_inside_the_archive_stay_outside() -> None:
    inside = bring(drawn.archive({"_chat.txt": drawn.whatsapp(), "more.zip": drawn.whatsapp_zip()}))
    assert inside.data == drawn.whatsapp() and [left.name for left in inside.left_out] == ["more.zip"]


def test_a_picture_called_txt_stays_outside() -> None:
    inside = bring(
        drawn.archive({"_chat.txt": drawn.whatsapp(), "message_1.json": PNG, "b.txt": drawn.film()})
    )
    assert inside.data == drawn.whatsapp() and len(inside.left_out) == 2


def test_pictures_spelled_out_in_a_chat_inside_are_cut_out() -> None:
    data = drawn.archive({"sms.xml": drawn.sms_backup(PNG), "_chat.txt": drawn.whatsapp()})
    inside = bring(data)
    assert base64.b64encode(PNG)[:60] not in inside.data
    assert LeftOut("picture 1", len(PNG), "inside the text", drawn.sha256(PNG)) in inside.left_out
    with zipfile.ZipFile(io.BytesIO(inside.data)) as made:
        assert made.testzip() is None


def test_a_damaged_picture_does_not_keep_the_words_outside() -> None:
    data = drawn.archive({"_chat.txt": drawn.whatsapp(), "a.jpg": drawn.picture("JPEG")}, zipfile.ZIP_STORED)
    inside = bring(data.replace(b"JFIF", b"JXXX"))
    assert inside.data == drawn.whatsapp() and inside.left_out[0].sha256 == ""


def test_an_archive_without_a_chat_says_so() -> None:
    for entries in ({}, {"a.jpg": PNG}, {"notes.txt": b"hello"}):
        with pytest.raises(errors.NoChatInside):
            bring(drawn.archive(entries))


def locked(data: bytes) -> bytes:
    """Set the bit that says "encrypted" in both headers of every entry."""
    changed = bytearray(data)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(mark, place + 1)
    return bytes(changed)


def test_a_locked_archive_says_so() -> None:
    with pytest.raises(errors.ArchiveEncrypted):
        bring(locked(drawn.archive({"_chat.txt": drawn.whatsapp()})))


# --- traps -----------------------------------------------------------------------------------------------


def test_a_chat_that_unpacks_to_very_much_is_refused() -> None:
    with pytest.raises(errors.Dangerous):
        bring(drawn.archive({"_chat.txt": drawn.whatsapp(1) + b" " * 30_000_000}))


def test_a_picture_that_unpacks_to_very_much_is_refused_also_unopened() -> None:
    for age in (ADULT, CHILD):
        with pytest.raises(errors.Dangerous):
            bring(drawn.archive({"_chat.txt": drawn.whatsapp(), "a.jpg": bytes(30_000_000)}), age=age)


def test_entries_that_share_their_bytes_are_refused() -> None:
    """The flat bomb: many names in the list, one body."""
    data = drawn.archive({"_chat.txt": drawn.whatsapp()})
    at = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    one = data[at:end]
    tail = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 50, 50, len(one) * 50, at, 0)
    with pytest.raises(errors.Dangerous):
        bring(data[:at] + one * 50 + tail)


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(errors.Dangerous):
        bring(drawn.archive({f"{number}.txt": b"" for number in range(exports.MAX_ENTRIES + 1)}))


def test_a_list_of_contents_too_large_to_hold_is_refused() -> None:
    start = b"PK\3\4" + bytes(26)
    listed = (b"PK\1\2" + bytes(42)) * 200_000
    tail = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(start), 0)
    with pytest.raises(errors.Dangerous):
        bring(start + listed + tail)


def test_words_over_200_mb_are_too_large() -> None:
    entry = zipfile.ZipInfo("_chat.txt")
    entry.file_size, entry.compress_size = exports.MAX_TEXT + 1, exports.MAX_TEXT
    with pytest.raises(errors.TooLarge):
        exports.check_words([entry])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_archive_is_broken(share: float) -> None:
    data = drawn.whatsapp_zip()
    with pytest.raises(errors.Broken):
        bring(data[: int(len(data) * share)])


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0), what=st.binary(min_size=1, max_size=30))
def test_a_damaged_archive_is_kept_or_refused_in_words(at: int, what: bytes) -> None:
    data = drawn.archive({"_chat.txt": drawn.whatsapp(), "b/_chat.txt": drawn.whatsapp(2), "a.jpg": PNG})
    place = at % len(data)
    try:
        bring(data[:place] + what + data[place + len(what) :])
    except errors.NotAdmitted as refused:
        assert refused.says()


def test_a_large_export_is_read_in_little_memory(tmp_path: Path) -> None:
    """300 MB of film beside a chat, on a disk with holes: nothing is held whole."""
    path = tmp_path / "export.zip"
    chat = drawn.whatsapp(2000)
    length = 300 * 1024 * 1024
    with path.open("wb") as out:
        films = _hole(out, b"VID-1.mp4", length, 0)
        chats = _stored(out, b"_chat.txt", chat)
        at = out.tell()
        out.write(films + chats)
        out.write(b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 2, 2, out.tell() - at, at, 0))
    tracemalloc.start()
    with path.open("rb") as reader:
        kept = intake.second_look(
            Kind.CHAT, reader, size=path.stat().st_size, name="", answer=NO, place=OWN, age=ADULT
        )
        assert b"".join(kept.replacement or ()) == chat
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.left_out[0].size == length and kept.left_out[0].sha256
    assert most < 16 * 1024 * 1024


def _hole(out: io.BufferedWriter, name: bytes, length: int, crc: int) -> bytes:
    """A stored entry of zeros that takes no room on the disk; its checksum is computed in steps."""
    for _ in range(length // (1024 * 1024)):
        crc = zlib.crc32(bytes(1024 * 1024), crc)
    at = out.tell()
    fields = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, crc, length, length, len(name), 0)
    out.write(b"PK\3\4" + fields + name)
    out.seek(length, io.SEEK_CUR)
    return b"PK\1\2" + struct.pack("<H", 10) + fields + struct.pack("<HHHII", 0, 0, 0, 0, at) + name


def _stored(out: io.BufferedWriter, name: bytes, body: bytes) -> bytes:
    at = out.tell()
    size = len(body)
    fields = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, zlib.crc32(body), size, size, len(name), 0)
    out.write(b"PK\3\4" + fields + name + body)
    return b"PK\1\2" + struct.pack("<H", 10) + fields + struct.pack("<HHHII", 0, 0, 0, 0, at) + name


# --- files spelled out in a text -------------------------------------------------------------------------

WRAPS = {
    "one line": base64.b64encode(PNG).decode(),
    "76 letters a line": drawn.lines_of(base64.b64encode(PNG)).decode().strip(),
    "carriage returns": drawn.lines_of(base64.b64encode(PNG)).decode().strip().replace("\n", "\r\n"),
    "marks for new lines": drawn.lines_of(base64.b64encode(PNG)).decode().strip().replace("\n", "&#10;"),
    "JSON's own new lines": drawn.lines_of(base64.b64encode(PNG)).decode().strip().replace("\n", "\\n"),
    "JSON's own slashes": base64.b64encode(PNG).decode().replace("/", "\\/"),
    "letters for links": base64.urlsafe_b64encode(PNG).decode(),
    "no padding": base64.b64encode(PNG).decode().rstrip("="),
}


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("step", [1, 7, 1000, 10**9])
def test_a_file_in_a_text_is_cut_out_however_it_is_wrapped(wrap: str, step: int) -> None:
    text = f'before "{WRAPS[wrap]}" after\nHello\n'
    found: list[LeftOut] = []
    pieces = (text[at : at + step] for at in range(0, len(text), step))
    kept = "".join(without_files(pieces, hashed=True, found=found))
    assert kept == f'before "(left out: {len(PNG)} bytes)" after\nHello\n'
    assert found == [LeftOut("picture 1", len(PNG), "inside the text", drawn.sha256(PNG))]


@given(st.text(max_size=500), st.integers(1, 100))
def test_words_come_out_as_they_went_in(text: str, step: int) -> None:
    found: list[LeftOut] = []
    pieces = (text[at : at + step] for at in range(0, len(text), step))
    assert "".join(without_files(pieces, hashed=True, found=found)) == text
    assert found == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_outside_a_cut_every_byte_stays(encoding: str) -> None:
    before, after = "Zoë: look\r\n", "\r\n“no” I said\r\n"
    data = (before + WRAPS["one line"] + after).encode(encoding)
    inside = bring(data, "note.txt", place=HOSTED)
    assert inside.data == (before + f"(left out: {len(PNG)} bytes)" + after).encode(encoding)
    assert inside.original_sha256 == drawn.sha256(data)
    assert bring(data, "note.txt", age=SKIPPED).original_sha256 == ""


def test_the_first_look_needs_only_the_head_of_an_archive() -> None:
    data = drawn.archive({"a.mp4": drawn.noise(200_000), "_chat.txt": drawn.whatsapp()})
    assert intake.first_look(data[:HEAD], name="", answer=NO, place=OWN, age=CHILD, many=False) is Kind.CHAT
