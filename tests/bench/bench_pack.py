"""The pack: made from stored copies, and checked. The peer puts the same copies into a plain PDF by Pillow: no words,
no tags, no bag, no hashes."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from holdfast.case.pack.interface import Choice
from holdfast.case.pack.make import make_pack
from holdfast.case.pack.verify import verify_pack
from holdfast.case.pictures import smaller_copy
from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore
from tests.bench.row import Row, seconds
from tests.case.memory import peak_mib
from tests.case.pack.filled import MADE, Pushed, add_picture, filled
from tests.case.rooms import House

_BARS = {20: 2.0, 100: 15.0}
#: Opens the case again in a program of its own and makes its pack.
_ALONE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from holdfast.case.keys import CaseKey
from holdfast.case.pack.interface import Choice
from holdfast.case.pack.make import make_pack
from holdfast.case.room import resume
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import Place
class Nowhere:
    def write(self, data): return len(data)
clock = lambda: datetime(2031, 5, 7, tzinfo=UTC)
key = CaseKey(bytes.fromhex(sys.argv[3]))
store = SqliteStore(Path(sys.argv[1]))
case = resume(store, sys.argv[2], key, place=Place.OWN_COMPUTER, clock=clock, chance=os.urandom)
make_pack(case, Nowhere(), Choice(), clock=clock)
"""


def rows() -> Iterator[Row]:
    """What ``make bench`` prints."""
    for count, bar in _BARS.items():
        with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
            folder = Path(name)
            case, copies = _case(folder, count)
            sink = Pushed()
            ours = seconds(lambda: make_pack(case, sink, Choice(), clock=lambda: MADE))  # noqa: B023
            peer = seconds(lambda: _plain_pdf(copies))  # noqa: B023
            yield Row(
                f"pack of {count} screenshots",
                ours,
                "s",
                f"<= {bar:g} s",
                ours <= bar,
                "Pillow, plain PDF",
                peer,
            )
            memory = peak_mib(_ALONE, str(folder), case.case_id, case.key.to_bytes().hex())
            yield Row(
                f"pack of {count} screenshots, memory in total", memory, "MiB", "< 1024 MiB", memory < 1024
            )
            check = seconds(lambda: verify_pack(io.BytesIO(sink.data)))  # noqa: B023
            yield Row(f"verify that pack ({len(sink.data) >> 20} MiB)", check, "s", "printed", True)


def _case(folder: Path, count: int) -> tuple[Case, list[bytes]]:
    """A filled case with ``count`` screenshots of about 1.5 MB as PNG, and their copies."""
    case = filled(House(SqliteStore(folder)), pictures=0)
    copies = []
    for number in range(count):
        data = _screenshot(number)
        item = add_picture(case, data, title=f"Screen {number}")
        jpeg, size = smaller_copy(io.BytesIO(data))
        case.put_copy(item.item_id, jpeg, size)
        copies.append(jpeg)
    return case, copies


def _screenshot(number: int) -> bytes:
    """A phone's screen with a wallpaper of noise, which neither PNG nor JPEG packs well."""
    picture = Image.effect_noise((360, 780), 25).resize((1080, 2340)).convert("RGB")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(34)
    for row in range(14):
        pen.rounded_rectangle((60, 100 + row * 150, 800, 210 + row * 150), 20, fill=(240, 240, 245))
        pen.text((90, 130 + row * 150), f"{number}.{row} pay or everybody sees it", font=font, fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _plain_pdf(copies: list[bytes]) -> None:
    first, *others = (Image.open(io.BytesIO(jpeg)) for jpeg in copies)
    first.save(io.BytesIO(), "PDF", save_all=True, append_images=others)
