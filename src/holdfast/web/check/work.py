"""A reading in the making: in a thread of its own, with a count of how far it is. In memory only."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from holdfast.check.course import Point, course
from holdfast.check.read import read
from holdfast.check.readers import open_chats, open_document, open_text
from holdfast.check.signs import forget_texts
from holdfast.check.summary import severity
from holdfast.check.values import Document, Reading
from holdfast.errors import CheckError, HoldfastError, UnknownFormat
from holdfast.web.base.logs import describe
from holdfast.web.check.arriving import Asked, Given

#: Readings at once, and readings that may wait for their turn: each holds its file and some ten times that.
AT_ONCE, MOST_WAITING = 2, 20
#: Chats of one export that are read one by one; of a larger one all chats are read as one text.
MOST_CHATS = 100
_TURNS = threading.BoundedSemaphore(AT_ONCE)
_WAITING = threading.BoundedSemaphore(MOST_WAITING)
log = logging.getLogger("holdfast.web")


class ManyRead(CheckError):
    for_person = "Many people have messages read now. Please press again in a moment."
    exit_code = 3
    http_status = 503


class ReadingFault(CheckError):
    """A fault of the program, not of the file."""

    for_person = "We could not read this. The fault is ours. Paste the words, or try another file."
    http_status = 500


class Stopped(Exception):
    """The person stopped it, or it was forgotten."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one chat of one thing given: a reading, or why there is none."""

    given: int
    name: str
    asked: Asked
    document: Document | None = None
    reading: Reading | None = None
    course: tuple[Point, ...] = ()
    error: HoldfastError | None = None

    @property
    def severity(self) -> int:
        return severity(self.reading) if self.reading else -1


class Work:
    """What was given, what came of it. One thread writes; pages look on."""

    def __init__(self, given: Sequence[Given], asked: Asked) -> None:
        self.given = tuple(given)
        self.results: tuple[Result, ...] = ()
        self.step, self.of = 0, 0
        self.place, self.places = 0, len(self.given)
        self.finished = threading.Event()
        self._stopped = threading.Event()
        self._asked = dict.fromkeys(range(len(self.given)), asked)

    @property
    def size(self) -> int:
        return sum(one.size for one in self.given)

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100: things given, and messages of the one that is read now."""
        share = self.step / self.of if self.of else 0.0
        return (
            min(99, int(100 * (self.place + share) / max(1, self.places)))
            if not self.finished.is_set()
            else 100
        )

    def start(self, numbers: Sequence[int] | None = None) -> None:
        """Reads what was given, or only these of it anew. Raises ManyRead where too many wait."""
        if not _WAITING.acquire(blocking=False):
            raise ManyRead("too many waiting")
        self.finished.clear()
        wanted = tuple(range(len(self.given)) if numbers is None else numbers)
        self.place, self.places, self.step, self.of = 0, len(wanted), 0, 0
        threading.Thread(target=self._run, args=(wanted,), daemon=True).start()

    def again(self, number: int, asked: Asked) -> None:
        """Reads one thing given anew, as the person says it is."""
        self._asked[number] = asked
        self.start((number,))

    def stop(self) -> None:
        self._stopped.set()

    def _run(self, wanted: Sequence[int]) -> None:
        try:
            with _TURNS, suppress(Stopped):
                for self.place, number in enumerate(wanted):
                    found = self._read(number)
                    kept = [one for one in self.results if one.given != number]
                    self.results = tuple(sorted((*kept, *found), key=lambda one: one.given))
        finally:
            # What the packs keep to read the next text faster are words of this one.
            forget_texts()
            _WAITING.release()
            self.finished.set()

    def _read(self, number: int) -> list[Result]:
        given, asked = self.given[number], self._asked[number]
        self.step, self.of = 0, 0
        try:
            documents = _documents(given, asked)
        except HoldfastError as error:
            return [Result(number, given.name, asked, error=error)]
        except Exception as error:
            log.error("a reader failed: %s", describe(error))
            return [Result(number, given.name, asked, error=ReadingFault("reader"))]
        return [self._one(number, document, asked, len(documents)) for document in documents]

    def _one(self, number: int, document: Document, asked: Asked, many: int) -> Result:
        name = self.given[number].name
        title = next((value for key, value in document.facts if key == "title"), "")
        shown = " · ".join(part for part in (name, title if many > 1 else "") if part)
        told = {"me": asked.me, "country": asked.country, "language": asked.language}
        try:
            reading = read(document, **told, progress=self._progress)
            points = course(document, reading, **told)
        except Stopped:
            raise
        except Exception as error:
            log.error("a reading failed: %s", describe(error))
            return Result(number, shown, asked, document, error=ReadingFault("reading"))
        return Result(number, shown, asked, document, reading, points)

    def _progress(self, step: int, of: int) -> None:
        if self._stopped.is_set():
            raise Stopped
        self.step, self.of = step, of


def _documents(given: Given, asked: Asked) -> tuple[Document, ...]:
    """The chats of one file, or the pasted words. Raises CheckErrors and UnknownFormat."""
    told = {"as_format": asked.as_format, "me": asked.me, "date_order": asked.date_order}
    if given.words:
        return (open_text(given.words, **told),)
    chats = open_chats(given.data, given.name, **told)
    return chats if len(chats) <= MOST_CHATS else (open_document(given.data, given.name, **told),)


def refusals() -> tuple[type[HoldfastError], ...]:
    """What a form can be refused with, on the same page."""
    return (CheckError, UnknownFormat)
