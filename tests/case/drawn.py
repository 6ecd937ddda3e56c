"""Everything the case's tests look at is drawn or written here: chat screenshots, exports, e-mails, PDFs, traps.

No picture shows a person. Names and handles are invented; numbers come from the ranges kept for stories.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import json
import random
import struct
import zipfile
import zlib
from email.message import EmailMessage

from PIL import Image, ImageDraw, ImageFont

LINES = (
    ("mia_example", "hey you there?"),
    ("me", "yes, why"),
    ("mia_example", "send 300 to the card by 22:00"),
    ("mia_example", "or everybody on your list sees it"),
    ("me", "please stop"),
)


def noise(length: int, seed: int = 1) -> bytes:
    """Bytes that look random and are the same each time."""
    return random.Random(seed).randbytes(length)


# --- pictures --------------------------------------------------------------------------------------------


def screen(size: tuple[int, int] = (390, 844), mode: str = "RGB") -> Image.Image:
    """A chat on a phone: a grey bar, bubbles left and right, words in them."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(max(10, size[0] // 26))
    pen.rectangle((0, 0, size[0], size[1] // 14), fill=(224, 226, 230))
    top, step = size[1] // 10, max(4, size[1] // 12)
    for number in range(max(1, (size[1] - top) // step)):
        who, words = LINES[number % len(LINES)]
        left = 12 if who != "me" else size[0] // 4
        box = (left, top, left + size[0] * 7 // 10, top + step * 3 // 4)
        pen.rounded_rectangle(box, 12, fill=(0, 120, 80) if who == "me" else (235, 235, 240))
        pen.text((left + 8, top + 6), words, font=font, fill="white" if who == "me" else "black")
        top += step
    return picture.convert(mode)


@functools.lru_cache(maxsize=64)
def picture(kind: str = "PNG", size: tuple[int, int] = (390, 844), mode: str = "RGB") -> bytes:
    return saved(screen(size, mode), kind)


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo_with_notes(kind: str = "JPEG", turn: int = 6, size: tuple[int, int] = (400, 300)) -> bytes:
    """A picture with EXIF: turned, with a place, a camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "Drawn Camera"
    exif[0x9286] = "a comment that must not stay"
    exif.get_ifd(0x8825)[1] = "N"
    return saved(corners(size), kind, exif=exif)


def corners(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Four colours, one in each corner, so that a turn can be seen."""
    image = Image.new("RGB", size, "white")
    half = (size[0] // 2, size[1] // 2)
    for colour, at in (("red", (0, 0)), ("lime", (half[0], 0)), ("blue", (0, half[1])), ("black", half)):
        image.paste(colour, (*at, at[0] + half[0], at[1] + half[1]))
    return image


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, rows: bytes = b"", *extra: bytes) -> bytes:
    """A grey PNG with the given packed rows (default: nothing), so that sizes can lie; ``extra`` chunks first."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (
        png_chunk(b"IHDR", header),
        *extra,
        png_chunk(b"IDAT", rows or zlib.compress(b"")),
        png_chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "white")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def jpeg_segment(mark: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body


# --- chats -----------------------------------------------------------------------------------------------


def whatsapp(lines: int = 40) -> bytes:
    """An iPhone's _chat.txt."""
    said = (
        f"[12/03/2026, 21:{number % 60:02d}:07] {LINES[number % 5][0]}: {LINES[number % 5][1]}\r\n"
        for number in range(lines)
    )
    return "".join(said).encode()


def instagram(lines: int = 40) -> bytes:
    said = [
        {
            "sender_name": LINES[number % 5][0],
            "timestamp_ms": 1773349200000 + number,
            "content": LINES[number % 5][1],
        }
        for number in range(lines)
    ]
    people = [{"name": "mia_example"}, {"name": "me"}]
    return json.dumps({"participants": people, "messages": said, "title": "mia_example"}, indent=1).encode()


def telegram() -> bytes:
    said = [
        {"id": 7, "type": "message", "from": "Mia", "from_id": "user700900123", "text": "you have till 22:00"}
    ]
    return json.dumps({"name": "Mia", "type": "personal_chat", "id": 7, "messages": said}, indent=1).encode()


def telegram_page() -> bytes:
    return (
        b'<!DOCTYPE html><html><head><link href="css/style.css" rel="stylesheet"/></head><body>'
        b'<div class="page_wrap"><div class="from_name">Mia</div><div class="text">pay me</div>'
        b'<a href="photos/photo_1.jpg"><img src="photos/photo_1_thumb.jpg"/></a></div></body></html>'
    )


def snapchat() -> bytes:
    said = [
        {
            "From": "mia_example",
            "Media Type": "TEXT",
            "Created": "2026-03-12 21:04:07 UTC",
            "Content": "pay me",
        }
    ]
    return json.dumps({"mia_example": said}).encode()


def discord() -> bytes:
    said = [{"ID": 1, "Timestamp": "2026-03-12 21:04:07", "Contents": "pay me", "Attachments": ""}]
    return json.dumps(said).encode()


def x_messages() -> bytes:
    return b'window.YTD.direct_messages.part0 = [ {\n  "dmConversation" : { "messages" : [ ] }\n} ]'


def google_chat() -> bytes:
    said = [{"creator": {"name": "Mia", "email": "mia@example.com"}, "text": "pay me", "topic_id": "x"}]
    return json.dumps({"messages": said}, indent=2).encode()


def sms_backup(image: bytes | None = None) -> bytes:
    """Android's SMS Backup & Restore; with a picture message where ``image`` is given."""
    data = base64.b64encode(image).decode() if image else ""
    part = (
        f'<mms address="+15555550100"><parts><part ct="image/png" data="{data}" /></parts></mms>'
        if image
        else ""
    )
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
        f'<smses count="2"><sms address="+15555550100" date="1773349447000" body="pay me" />{part}</smses>\n'
    ).encode()


def archive(entries: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, data in entries.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 3, 12, 21, 0, 0)), data, how)
    return out.getvalue()


def whatsapp_zip() -> bytes:
    return archive({"_chat.txt": whatsapp(), "IMG-0001.jpg": picture("JPEG"), "VID-0002.mp4": film()})


# --- mails, papers, films, others ------------------------------------------------------------------------


def mail(*attached: tuple[str, str, bytes], words: str = "Pay me by ten.\n", page: str = "") -> bytes:
    """An e-mail; ``attached`` are (media type, file name, bytes)."""
    message = EmailMessage()
    message["Received"] = "from mail.example.com by mx.example.org; Thu, 12 Mar 2026 21:04:07 +0000"
    message["From"] = "Mia <mia@example.com>"
    message["To"] = "me@example.org"
    message["Subject"] = "I have your pictures"
    message["Date"] = "Thu, 12 Mar 2026 21:04:07 +0000"
    message["Message-ID"] = "<1@example.com>"
    message.set_content(words)
    if page:
        message.add_alternative(page, subtype="html")
    for kind, name, data in attached:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if message.is_multipart():
        message.set_boundary("=_drawn_boundary")
    return message.as_bytes()


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From mia@example.com Thu Mar 12 21:04:07 2026\n" + one + b"\n" for one in mails)


def paper() -> bytes:
    return saved(screen((300, 400)), "PDF", title="Statement", creationDate=None, modDate=None)


def film() -> bytes:
    return (
        struct.pack(">I4s4sI", 24, b"ftyp", b"isom", 512) + b"isommp42" + b"\0\0\0\x08free" + noise(2000, 4)
    )


def heic() -> bytes:
    return struct.pack(">I4s4sI", 24, b"ftyp", b"heic", 0) + b"mif1heic" + noise(500, 5)


def drawing() -> bytes:
    return b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><circle cx="5" cy="5" r="4"/></svg>\n'


def data_page() -> bytes:
    return (
        b'<html><body><p>look</p><img src="data:image/png;base64,'
        + base64.b64encode(picture())
        + b'"></body></html>'
    )


def lines_of(data: bytes, length: int = 76) -> bytes:
    return b"\n".join(data[at : at + length] for at in range(0, len(data), length)) + b"\n"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
