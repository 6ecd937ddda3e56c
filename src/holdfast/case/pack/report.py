"""The report as PDF volumes, and its words as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from holdfast.case.pack.annex import annex, readme
from holdfast.case.pack.blocks import Block, Code, Heading, Line, Look, Pictures, Shot, Text, Title, as_text
from holdfast.case.pack.exhibits import Exhibit
from holdfast.case.pack.glyphs import Printer
from holdfast.case.pack.matter import Matter, minute
from holdfast.case.pack.page_one import page_one
from holdfast.case.pack.parts import exhibit_part, log_part, section_parts, thread_part, title_of, told_parts
from holdfast.case.pack.readers import SCOPES
from holdfast.case.pack.short_report import short_report
from holdfast.case.pack.threads import Told
from holdfast.case.pack.typeset import Imprint, page_count, pdf, printable

#: A volume takes so many pictures; 200 full ones took 1.7 GB of memory, 100 copies under 0.3 GB.
MOST_PICTURES = 100
#: And so many bytes of JPEG, so that one PDF stays under 10 MB with its text and fonts.
MOST_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    exhibit: Exhibit
    jpeg: bytes
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Volume:
    """The pictures of one PDF, and the exhibits whose picture could not be made smaller."""

    pictures: tuple[Picture, ...] = ()
    unshown: tuple[Exhibit, ...] = ()

    def is_full_with(self, jpeg: bytes) -> bool:
        """Would this picture be one too many?"""
        together = sum(len(picture.jpeg) for picture in self.pictures) + len(jpeg)
        return bool(self.pictures) and (len(self.pictures) >= MOST_PICTURES or together > MOST_BYTES)

    def with_picture(self, exhibit: Exhibit, jpeg: bytes, size: tuple[int, int]) -> Volume:
        return replace(self, pictures=(*self.pictures, Picture(exhibit, jpeg, size)))

    def without(self, exhibit: Exhibit) -> Volume:
        return replace(self, unshown=(*self.unshown, exhibit))


class ReportPrinter:
    """Prints the volumes of one report. ``by_number`` counts characters of all volumes."""

    def __init__(self, matter: Matter, threads: Mapping[str, Told]) -> None:
        self._matter, self._threads = matter, threads
        self.by_number: Counter[str] = Counter()

    def pdf(self, volume: Volume, number: int) -> bytes:
        """Volume 1 is the report with its first pictures, the others hold pictures only."""
        blocks = self._first(volume) if number == 1 else self._further(volume, number)
        printer = Printer()
        data = printable(blocks, printer)
        if number == 1:
            self.by_number = printer.by_number
            if self.by_number:
                # Page 1 says the count and the last page names the characters: both in plain ASCII.
                data = printable(self._first(volume), Printer())
        else:
            self.by_number += printer.by_number
        jpegs = {_file(picture.exhibit): picture.jpeg for picture in volume.pictures}
        sizes = {_file(picture.exhibit): picture.size for picture in volume.pictures}
        return pdf(self._imprint(number), data, jpegs, sizes)

    def _first(self, volume: Volume) -> list[Block]:
        matter = self._matter
        if not SCOPES[matter.choice.reader].whole:
            return short_report(matter)
        return [
            *page_one(matter, self.by_number.total(), self._is_one_page),
            *told_parts(matter),
            *exhibit_part(matter),
            *thread_part(matter, self._threads),
            *self._pictures(volume),
            *section_parts(matter.choice.sections),
            *log_part(matter),
            *annex(matter, self.by_number),
        ]

    def _is_one_page(self, blocks: list[Block]) -> bool:
        return page_count(self._imprint(1), printable(blocks, Printer())) == 1

    def _further(self, volume: Volume, number: int) -> list[Block]:
        words = self._matter.words
        head: list[Block] = [Title(words("volume.title", number=number)), Text((words("volume.text"),))]
        return [*head, *self._pictures(volume)]

    def _pictures(self, volume: Volume) -> list[Block]:
        words = self._matter.words
        if not (volume.pictures or volume.unshown):
            return []
        blocks: list[Block] = [Heading(words("part.pictures"), new_page=True)]
        blocks.append(Text((words("part.pictures.note"),), Look.SMALL))
        blocks += [Text((words("part.pictures.unshown", exhibit=e.item.exhibit),)) for e in volume.unshown]
        return [*blocks, *pages_of([self._shot(picture) for picture in volume.pictures])]

    def _shot(self, picture: Picture) -> Shot:
        words, item = self._matter.words, picture.exhibit.item
        title = title_of(self._matter, picture.exhibit)
        caption: list[Line] = [f"{item.exhibit} · {title[:200]}"]
        if item.captured:
            caption.append(words("exhibit.captured", captured=item.captured[:200]))
        kept = words(f"exhibit.{picture.exhibit.state.value}", count=len(item.left_out))
        caption.append(f"{words('exhibit.saved')}: {minute(item.added)}. {kept}")
        caption.append(Code(f"SHA-256 {item.sha256}"))
        alt = words("exhibit.alt", exhibit=item.exhibit, title=" ".join(title.split()))
        return Shot(_file(picture.exhibit), picture.size, alt, tuple(caption))

    def _imprint(self, number: int) -> Imprint:
        words, matter = self._matter.words, self._matter
        title = words("title") if number == 1 else words("volume.title", number=number)
        return Imprint(
            title=title,
            subject=words("subject"),
            author=words("author"),
            language=words.language,
            made=matter.made,
            footer=words("footer"),
            footer_case=words("footer.case", case=matter.short_id),
            footer_page=words("footer.page"),
            footer_of=words("footer.of"),
        )


def pages_of(shots: Iterable[Shot]) -> list[Pictures]:
    """Two pictures a page: upright ones side by side, wide ones under one another."""
    pages: list[Pictures] = []
    for shot in shots:
        upright = shot.size[1] >= shot.size[0]
        if pages and len(pages[-1].shots) == 1 and pages[-1].upright == upright:
            pages[-1] = Pictures((*pages[-1].shots, shot), upright)
        else:
            pages.append(Pictures((shot,), upright))
    return pages


def _names(matter: Matter) -> frozenset[str]:
    """Which kinds of files the pack holds."""
    scope = SCOPES[matter.choice.reader]
    there = {
        "report": True,
        "text": True,
        "accounts": scope.accounts,
        "requests": scope.accounts,
        "payments": scope.payments,
        "items": bool(matter.chosen.exhibits),
        "manifest": True,
        "log": matter.choice.include_log,
        "time": bool(matter.times),
        "graph": scope.whole,
        "verify": True,
    }
    return frozenset(name for name, inside in there.items() if inside)


def web_text(matter: Matter) -> str:
    """``text-for-web-forms.txt``: page 1 and what the person said, for a form that takes no file."""
    if not SCOPES[matter.choice.reader].whole:
        return as_text(short_report(matter))
    return as_text([*page_one(matter, 0, lambda _blocks: True), *told_parts(matter)])


def read_me(matter: Matter) -> str:
    """``READ-ME-FIRST.txt``."""
    return as_text(readme(matter.words, matter.fingerprint, _names(matter)))


def _file(exhibit: Exhibit) -> str:
    """The name of a copy inside the compiler's memory."""
    return f"{exhibit.item.number}.svg"
