"""Chats drawn as a phone shows them, for tests of the screenshot reader. All words are ours."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[3] / "src" / "holdfast" / "case" / "pack" / "fonts" / "DejaVuSans.ttf"


@dataclass(frozen=True)
class Look:
    """Colours and sizes of an app; sizes in pixels of a screen 1080 wide."""

    name: str
    ground: str
    theirs: str
    mine: str
    their_ink: str
    my_ink: str
    size: int = 40
    width: int = 1080
    clock_inside: bool = True


LOOKS = (
    Look("light", "#efe7de", "#ffffff", "#d9fdd3", "#111111", "#111111"),
    Look("dark", "#0b141a", "#202c33", "#005c4b", "#e9edef", "#e9edef"),
    Look("blue", "#ffffff", "#efefef", "#3797f0", "#000000", "#ffffff", clock_inside=False),
    Look("small", "#ffffff", "#e9e9eb", "#007aff", "#000000", "#ffffff", size=26, width=720),
)


def drawn(
    messages: list[tuple[str, str]], look: Look, *, date: str = "Today 9:04 PM", kind: str = "PNG"
) -> bytes:
    """``messages``: ("them" or "me", words). The picture's bytes."""
    font = ImageFont.truetype(str(FONT), look.size)
    small = ImageFont.truetype(str(FONT), int(look.size * 0.65))
    line = int(look.size * 1.3)
    wrapped = [(who, wrap(words, font, int(look.width * 0.66))) for who, words in messages]
    height = 6 * line + sum(len(lines) * line + int(look.size * 2.6) for _, lines in wrapped) + 3 * line
    image = Image.new("RGB", (look.width, height), look.ground)
    pen = ImageDraw.Draw(image)
    pen.text((30, 12), "21:07", font=small, fill=look.their_ink)
    pen.text((look.width - 160, 12), "5G 81%", font=small, fill=look.their_ink)
    pen.text((look.width * 0.38, 4 * line), date, font=small, fill="#808080")
    top = 6 * line
    for place, (who, lines) in enumerate(wrapped):
        top = _bubble(pen, look, (font, small), who, lines, top, f"21:{place:02}")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def wrap(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        tried = f"{lines[-1]} {word}".strip()
        if font.getlength(tried) <= width:
            lines[-1] = tried
            continue
        if lines[-1]:
            lines.append("")
        while font.getlength(word) > width:
            cut = next(cut for cut in range(len(word), 0, -1) if font.getlength(word[:cut]) <= width)
            lines[-1], word = word[:cut], word[cut:]
            lines.append("")
        lines[-1] = word
    return lines


def _bubble(pen, look, fonts, who, lines, top, clock) -> int:
    font, small = fonts
    line, pad = int(look.size * 1.3), int(look.size * 0.6)
    wide = int(max(font.getlength(text) for text in lines)) + 2 * pad + (110 if look.clock_inside else 0)
    left = 40 if who == "them" else look.width - 40 - wide
    box = (left, top, left + wide, top + len(lines) * line + pad)
    pen.rounded_rectangle(box, radius=28, fill=look.theirs if who == "them" else look.mine)
    ink = look.their_ink if who == "them" else look.my_ink
    for place, text in enumerate(lines):
        pen.text((left + pad, top + pad // 3 + place * line), text, font=font, fill=ink)
    if look.clock_inside:
        at = (box[2] - pad - small.getlength(clock) + 10, box[3] - int(look.size * 0.95))
        pen.text(at, clock, font=small, fill="#8696a0")
    return box[3] + int(look.size * 1.4)
