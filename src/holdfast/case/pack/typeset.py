"""Blocks to a PDF by Typst, wholly in memory: PDF/A-3a and PDF/UA-1, our own fonts only, the same bytes each time.

A person's text goes in as JSON data and is never markup. Pictures go in as SVG wrappers around the JPEG, because
Typst's in-memory files must be text; the JPEG's own bytes land in the PDF unchanged (decision 0031).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from holdfast.case.pack.blocks import (
    Block,
    Bullets,
    Code,
    Contents,
    Facts,
    Heading,
    Line,
    Pictures,
    Table,
    Text,
    Thread,
    Title,
)
from holdfast.case.pack.glyphs import FONT_FOLDER, Printer

_TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS = ("a-3a", "ua-1")

#: Blocks were cut to their length where they were made; nothing is cut a second time.
_ALL = 10_000_000

Json = str | int | bool | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands around the blocks: document marks and the footer."""

    title: str
    subject: str
    author: str
    language: str
    made: datetime
    footer: str
    footer_case: str
    footer_page: str
    footer_of: str


def printable(blocks: Iterable[Block], printer: Printer) -> list[Json]:
    """The blocks as data for the template, every text made printable and what was printed by number counted."""
    return [_block(block, printer) for block in blocks]


def pdf(
    imprint: Imprint, blocks: list[Json], pictures: Mapping[str, bytes], sizes: Mapping[str, tuple[int, int]]
) -> bytes:
    """The PDF. ``pictures`` are JPEG bytes by the names that the blocks use, ``sizes`` their width and height."""
    files = _files(imprint, blocks)
    files |= {name: _wrapped(jpeg, sizes[name]) for name, jpeg in pictures.items()}
    made = _compiled(files, pdf_standards=list(STANDARDS), timestamp=int(imprint.made.timestamp()))
    assert isinstance(made, bytes)
    return made


def page_count(imprint: Imprint, blocks: list[Json]) -> int:
    """How many pages blocks without pictures take."""
    made = _compiled(_files(imprint, blocks), format="svg")
    return len(made) if isinstance(made, list) else 1


def _compiled(files: Mapping[str, bytes], **how: object) -> object:
    import typst

    # Its stubs leave out the dictionary of files that compile() takes.
    make: Callable[..., object] = typst.compile
    return make(files, font_paths=[str(FONT_FOLDER)], ignore_system_fonts=True, **how)


def _files(imprint: Imprint, blocks: list[Json]) -> dict[str, bytes]:
    made = imprint.made
    data: dict[str, Json] = {
        "title": _not_empty(_own(imprint.title)),
        "subject": _own(imprint.subject),
        "author": _own(imprint.author),
        "keywords": ["Holdfast"],
        "language": imprint.language.split("-")[0],
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "footer": _own(imprint.footer),
        "footer_case": _own(imprint.footer_case),
        "footer_page": _own(imprint.footer_page),
        "footer_of": _own(imprint.footer_of),
        "blocks": blocks,
    }
    return {"main.typ": _TEMPLATE.read_bytes(), "report.json": json.dumps(data).encode()}


def _wrapped(jpeg: bytes, size: tuple[int, int]) -> bytes:
    sides = f'width="{size[0]}" height="{size[1]}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {sides}><image {sides} href="data:image/jpeg;base64,'
    return start.encode() + b64encode(jpeg) + b'"/></svg>'


def _block(block: Block, printer: Printer) -> Json:
    lines = partial(_lines, printer=printer)
    match block:
        case Contents(text):
            return {"kind": "contents", "text": printer.line(text, _ALL)}
        case Title(text):
            return {"kind": "title", "text": _not_empty(printer.line(text, _ALL))}
        case Heading(text, level, new_page):
            return {
                "kind": "heading",
                "text": _not_empty(printer.line(text, _ALL)),
                "level": level,
                "new_page": new_page,
            }
        case Text(said, look):
            return {"kind": "text", "lines": lines(said), "look": look.value}
        case Bullets(said):
            return {"kind": "bullets", "lines": lines(said)}
        case Facts(rows):
            return {"kind": "facts", "rows": [[printer.line(name, _ALL), lines(said)] for name, said in rows]}
        case Table(head, rows, widths):
            cells: list[Json] = [[lines(cell) for cell in row] for row in rows]
            return {"kind": "table", "head": lines(head), "rows": cells, "widths": list(widths)}
        case Thread(said):
            return {"kind": "thread", "lines": lines(said)}
        case Pictures(shots, upright):
            shown: list[Json] = [
                {
                    "file": shot.file,
                    "size": list(shot.size),
                    "alt": _unbroken(_not_empty(printer.line(shot.alt, 400))),
                    "caption": lines(shot.caption),
                }
                for shot in shots
            ]
            return {"kind": "pictures", "shots": shown, "upright": upright}


def _lines(lines: Iterable[Line], printer: Printer) -> list[Json]:
    return [
        {"code": printer.line(li.text, _ALL)} if isinstance(li, Code) else printer.line(li, _ALL)
        for li in lines
    ]


def _own(text: str) -> str:
    """A text for the marks and the footer, where nothing wraps."""
    return _unbroken(Printer().line(text, 500))


def _not_empty(text: str) -> str:
    """PDF/UA refuses headings, titles and alternative texts without a word."""
    return text if text.strip() else "–"


def _unbroken(text: str) -> str:
    """A text that is read out and not set needs no places to wrap."""
    return text.replace("\ue000", "").replace("\ue001", "")
