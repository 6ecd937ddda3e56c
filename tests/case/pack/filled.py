"""A case as a person fills it: told once, with screenshots, a chat export, a mail and a note."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PIL import ImageDraw, ImageFont
from tests.case import drawn
from tests.case.rooms import House

from holdfast.case.pack.interface import Choice, PackMade, Section
from holdfast.case.pack.make import make_pack
from holdfast.case.room import Case
from holdfast.case.values import (
    Account,
    AgeInPicture,
    Body,
    Demand,
    Item,
    Offender,
    Payment,
    PictureAnswer,
    Record,
    Report,
)
from holdfast.identifiers import Identifier, IdentifierKind

MADE = datetime(2031, 5, 7, 9, 30, tzinfo=UTC)

STORY = (
    "On Monday evening someone called Mia wrote to me on Instagram. She was friendly and asked a lot.\n"
    "After an hour she wanted a video call. I did not know that she recorded it.\n"
    "Right after the call she sent me a list of my followers and said she would send the video to all of them.\n"
    "\n"
    "I sent one gift card. Then she asked for more. I have not answered since. 😢 Я боюсь. 我很害怕."
)


@dataclass
class Pushed:
    """A sink that takes bytes and nothing else."""

    data: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)


def screenshot(number: int, size: tuple[int, int] = (390, 844)) -> bytes:
    """A drawn chat, different for each number."""
    picture = drawn.screen(size)
    pen = ImageDraw.Draw(picture)
    pen.text((12, 14), f"screen {number}", fill="black", font=ImageFont.load_default(20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def bodies() -> tuple[Body, ...]:
    theirs = (
        Identifier(IdentifierKind.HANDLE, "mia_example.x", "instagram"),
        Identifier(IdentifierKind.NUMERIC_ID, "178414000000001", "instagram"),
        Identifier(IdentifierKind.LINK, "https://instagram.example.com/mia_example.x", "instagram"),
        Identifier(IdentifierKind.HANDLE, "mia.more", "snapchat"),
        Identifier(IdentifierKind.PHONE, "+44 7700 900123", "whatsapp"),
        Identifier(IdentifierKind.EMAIL, "mia.pay@example.org"),
    )
    return (
        Account(
            STORY,
            "Please write, do not ring. My parents do not know.",
            "Sam Example",
            "sam@example.com, mornings",
        ),
        Offender(theirs, "instagram", "19, from Leeds", "The profile picture shows a beach."),
        Demand(
            "money",
            "300",
            "GBP",
            "Steam gift card",
            "tonight, 22:00",
            "my followers and my sister",
            "pay or all see it",
        ),
        Payment(
            "50",
            "GBP",
            "Steam gift card",
            (theirs[5],),
            "5 May, about 21:00",
            "ends in 4471",
            "Receipt kept.",
        ),
        Report("Instagram", "6 May, 08:10", "", "No answer yet."),
        Report("Police, 101", "6 May, 09:00", "CR/00017/31", "Told to send this."),
    )


def filled(house: House, age: AgeInPicture = AgeInPicture.ADULT, pictures: int = 4) -> Case:
    """A case with everything in it."""
    case = house.case(age)
    for body in bodies():
        case.put(body)
        house.clock.moves(minutes=2)
    for number in range(pictures):
        add_picture(case, screenshot(number), title=f"Chat, screen {number + 1}", captured="5 May, 21:10")
    wide = drawn.saved(drawn.screen((1280, 720)), "JPEG")
    add_picture(case, wide, PictureAnswer.COVERED, title="Profile on a laptop", original_sha256="ab" * 32)
    add = case.add
    add(
        "WhatsApp chat.zip",
        [drawn.whatsapp_zip()],
        answer=PictureAnswer.NO,
        title="WhatsApp chat",
        platform="whatsapp",
    )
    add("message_1.json", [drawn.instagram()], answer=PictureAnswer.NO, platform="instagram")
    add("threat.eml", [drawn.mail()], answer=PictureAnswer.NO, title="Mail from them")
    case.add_text("She wrote: you have 2 hours ⏰🤡\nThen: 1 hour\u202e left", title="What I remember")
    return case


def add_picture(case: Case, data: bytes, answer: PictureAnswer = PictureAnswer.NO, **said: str) -> Item:
    return case.add("screen.png", [data], answer=answer, **said)  # type: ignore[arg-type]


def pack(
    case: Case, choice: Choice | None = None, now: datetime = MADE, **how: object
) -> tuple[bytes, PackMade]:
    """The bytes of a pack and what the maker says about it."""
    sink = Pushed()
    clock: Callable[[], datetime] = lambda: now  # noqa: E731
    made = make_pack(case, sink, choice or Choice(), clock=clock, **how)  # type: ignore[arg-type]
    return bytes(sink.data), made


PLAN = Section("My plan", ("Tonight", "- Stop replying.", "- Do not pay.", "Tomorrow: ring the bank."))

__all__ = [
    "MADE",
    "PLAN",
    "STORY",
    "Body",
    "Pushed",
    "Record",
    "add_picture",
    "bodies",
    "filled",
    "pack",
    "screenshot",
]
