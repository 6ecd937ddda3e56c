"""Exports as zip: what is read, and what is refused in words."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile

import pytest

from holdfast.check.readers import open_chats, open_document
from holdfast.errors import (
    ArchiveLocked,
    ArchiveTrap,
    ChatBroken,
    DocumentFormat,
    NoChatFound,
    TooLongToRead,
)

WHATSAPP = "12/03/2026, 21:04 - Rosa: hi\n12/03/2026, 21:05 - Jo: no"


def zipped(files: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def thread(*messages: tuple[str, int, str]) -> str:
    rows = [{"sender_name": who, "timestamp_ms": when, "content": words} for who, when, words in messages]
    people = [{"name": "Rosa"}, {"name": "Jo"}]
    return json.dumps({"participants": people, "messages": rows, "title": "Rosa"})


def test_a_whatsapp_export_with_pictures_is_read_without_them():
    document = open_document(zipped({"_chat.txt": WHATSAPP, "IMG-1.jpg": b"\xff\xd8\xff"}))
    assert [message.text for message in document.messages] == ["hi", "no"]
    assert "some_files_not_read" in document.notes


def test_parts_of_one_thread_are_one_chat_in_the_order_of_time():
    folder = "your_instagram_activity/messages/inbox/rosa_1/"
    data = zipped(
        {
            folder + "message_1.json": thread(("Rosa", 1773349445000, "late")),
            folder + "message_2.json": thread(("Jo", 1773349441000, "early")),
            "your_instagram_activity/messages/inbox/sam_2/message_1.json": thread(
                ("Rosa", 1773349445000, "else")
            ),
            "personal_information/account.json": '{"profile": []}',
        }
    )
    first, second = open_chats(data)
    assert [message.text for message in first.messages] == ["early", "late"]
    assert [message.text for message in second.messages] == ["else"]
    assert "several_chats" in open_document(data).notes


def test_pages_of_telegram_come_in_the_order_of_their_numbers():
    def page(words: str) -> str:
        inside = f'<div class="from_name">Rosa</div><div class="text">{words}</div>'
        message = f'<div class="message default"><div class="body">{inside}</div></div>'
        return f'<!DOCTYPE html><html><body><div class="page_wrap">{message}</div></body></html>'

    names = {f"export/messages{number or ''}.html": page(f"m{number}") for number in (10, 2, 0)}
    assert open_document(zipped(names)).text == "m0\nm2\nm10"


def test_ones_own_number_in_an_x_archive_tells_who_is_who():
    message = {"messageCreate": {"text": "hi", "senderId": "111", "createdAt": "2026-03-12T21:04:05.000Z"}}
    talk = [{"dmConversation": {"conversationId": "111-222", "messages": [message]}}]
    data = zipped(
        {
            "data/account.js": 'window.YTD.account.part0 = [ {"account": {"accountId" : "111"}} ]',
            "data/direct-messages.js": "window.YTD.direct_messages.part0 = " + json.dumps(talk),
        }
    )
    assert [message.mine for message in open_document(data).messages] == [True]


def test_a_text_that_is_no_export_is_read_where_nothing_better_is_inside():
    assert open_document(zipped({"what he said.txt": "pay me"})).text == "pay me"


def test_an_archive_without_words_is_said():
    with pytest.raises(NoChatFound):
        open_document(zipped({"a.jpg": b"\xff\xd8\xff", "b.json": "{}"}))


def test_a_locked_archive_is_said():
    data = bytearray(zipped({"_chat.txt": WHATSAPP}, zipfile.ZIP_STORED))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(mark) + flags
        data[place : place + 2] = struct.pack("<H", 1)
    with pytest.raises(ArchiveLocked):
        open_document(bytes(data))


def test_a_bomb_is_not_unpacked():
    bomb = WHATSAPP.encode() + b"\n" + b"0" * (80 * 1024 * 1024)
    with pytest.raises(ArchiveTrap):
        open_document(zipped({"_chat.txt": bomb}))


def test_a_long_honest_entry_is_too_long_and_no_trap():
    words = random.Random(4).randbytes(33 * 1024 * 1024).hex()
    with pytest.raises(TooLongToRead):
        open_document(zipped({"_chat.txt": f"{WHATSAPP}\n{words}"}))


def test_too_many_entries_are_refused():
    with pytest.raises(ArchiveTrap):
        open_document(zipped({f"{number}.txt": b"" for number in range(20_001)}, zipfile.ZIP_STORED))


def test_a_cut_archive_is_said():
    data = zipped({"_chat.txt": WHATSAPP})
    for end in (30, len(data) // 2, len(data) - 5):
        with pytest.raises(ChatBroken):
            open_document(data[:end])


def test_an_office_document_is_no_archive_of_chats():
    with pytest.raises(DocumentFormat):
        open_document(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}))


def test_an_archive_inside_an_archive_is_not_opened():
    with pytest.raises(NoChatFound):
        open_document(zipped({"inner.zip": zipped({"_chat.txt": WHATSAPP})}))


def test_a_damaged_thread_does_not_keep_the_others_out():
    data = zipped({"a/message_1.json": '{"participants": [{"na', "b/_chat.txt": WHATSAPP})
    assert open_document(data).format == "whatsapp"
