"""The pages of the reader: the form, one answer, several answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from holdfast.check.readers import formats
from holdfast.check.summary import needs_crisis_line, summary
from holdfast.check.values import Document
from holdfast.content.facts import places
from holdfast.content.readings import reading_words
from holdfast.content.signs import sign_languages
from holdfast.content.words import words
from holdfast.errors import ChatBroken, FormatNotRead, HoldfastError, NoChatFound, NotThisFormat
from holdfast.web.base.errors import words_for
from holdfast.web.case.opened import has_open_case
from holdfast.web.check.arriving import Asked, words_only
from holdfast.web.check.keeping import to_keep
from holdfast.web.check.planning import answers_from
from holdfast.web.check.shelf import ReadingGone
from holdfast.web.check.shown import shown
from holdfast.web.check.work import Result, Work
from holdfast.web.guide import show
from holdfast.web.guide.person import Person

#: A picture is no file that can be chosen here.
FORMATS = tuple(one for one in formats() if one != "screenshot")
#: Names to choose oneself from.
MOST_SPEAKERS = 12
#: Where nothing was read, the structure without its words may be saved for the people who write readers.
_UNREAD = (FormatNotRead, NotThisFormat, ChatBroken, NoChatFound)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in a form."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be set right by hand."""

    formats: tuple[Choice, ...]
    dates: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    speakers: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One of several answers. ``number`` is its place among the results."""

    number: int
    name: str
    title: str
    stage: str
    error: str


def ask(
    request: HttpRequest, asking: Person, pasted: str = "", error: HoldfastError | None = None
) -> HttpResponse:
    """The form, with what was pasted still in it."""
    page = show.page(
        request,
        "check/paste.html",
        asking,
        choices=choices(Asked(country=asking.situation.country), asking),
        words_only=words_only(asking),
        pasted=pasted,
        error=words_for(error) if error else "",
        describe="",
    )
    page.status_code = error.http_status if error else 200
    return page


def answer(request: HttpRequest, asking: Person, work: Work, *, printed: bool = False) -> HttpResponse:
    """One answer where one thing was read, else the list of them, the worst first."""
    if not work.results:
        raise ReadingGone("stopped")
    if len(work.results) == 1:
        return _one(request, asking, work, 0, printed=printed)
    return _list(request, asking, work)


def one_page(request: HttpRequest, asking: Person, work: Work, number: str, *, printed: bool) -> HttpResponse:
    """The answer of this number. Raises ReadingGone where there is none."""
    if not number.isascii() or not number.isdigit() or int(number) >= len(work.results):
        raise ReadingGone("no such answer")
    return _one(request, asking, work, int(number), printed=printed)


def _one(request: HttpRequest, asking: Person, work: Work, number: int, *, printed: bool) -> HttpResponse:
    one = work.results[number]
    if one.reading is None or one.document is None:
        return _unread(request, asking, work, one)
    found = shown(one.reading, one.document, asking.situation.country, asking.language, one.course)
    crisis = words(asking.language).crisis if found.crisis or asking.situation.crisis else None
    return show.page(
        request,
        "check/read.html",
        asking,
        found=found,
        name=one.name,
        number=number,
        given=one.given,
        several=len(work.results) > 1,
        printed=printed,
        choices=choices(one.asked, asking, one.document),
        crisis=crisis,
        crisis_cards=show.crisis_cards(asking) if crisis else None,
        help=show.safety(asking) if found.late and not crisis else None,
        answers=tuple(answers_from(one.reading).items()),
        open_case=has_open_case(request),
        keep=to_keep(one.reading, asking.language),
    )


def _unread(request: HttpRequest, asking: Person, work: Work, one: Result) -> HttpResponse:
    """The form again: why it was not read, the words still there, another guess to be made."""
    error = one.error or ReadingGone("no reading")
    page = show.page(
        request,
        "check/paste.html",
        asking,
        choices=choices(one.asked, asking),
        words_only=words_only(asking),
        pasted=work.given[one.given].words,
        error=words_for(error),
        describe=str(one.given) if isinstance(error, _UNREAD) else "",
    )
    page.status_code = error.http_status
    return page


def _list(request: HttpRequest, asking: Person, work: Work) -> HttpResponse:
    ranked = sorted(enumerate(work.results), key=lambda pair: -pair[1].severity)
    read = [one.reading for one in work.results if one.reading]
    dying = asking.situation.crisis or any(reading.crisis for reading in read)
    crisis = words(asking.language).crisis if dying else None
    late = any(needs_crisis_line(reading) for reading in read)
    return show.page(
        request,
        "check/several.html",
        asking,
        rows=tuple(_row(number, one, asking.language) for number, one in ranked),
        crisis=crisis,
        crisis_cards=show.crisis_cards(asking) if crisis else None,
        help=show.safety(asking) if late and not crisis else None,
    )


def _row(number: int, one: Result, language: str) -> Row:
    name = one.name or gettext("Pasted words")
    if one.reading is None:
        return Row(number, name, gettext("Not read yet"), "", words_for(one.error) if one.error else "")
    said = summary(one.reading, language)
    return Row(number, name, said.title, said.stage, "")


def choices(asked: Asked, asking: Person, document: Document | None = None) -> Choices:
    """What can be set right, with what holds now chosen."""
    said = reading_words(asking.language)
    here = asking.country.code if asking.country else ""
    orders = {"dmy": gettext("Day first"), "mdy": gettext("Month first"), "ymd": gettext("Year first")}
    named = sorted((country.name_in(asking.language), country.code) for country in places().all)
    return Choices(
        formats=tuple(Choice(one, said.name("format", one), one == asked.as_format) for one in FORMATS),
        dates=tuple(Choice(order, name, order == asked.date_order) for order, name in orders.items()),
        languages=tuple(
            Choice(code, said.name("language", code), code == asked.language) for code in sign_languages()
        ),
        countries=tuple(Choice(code, name, code == here) for name, code in named),
        speakers=_speakers(document, asked.me) if document else (),
    )


def _speakers(document: Document, me: str) -> tuple[Choice, ...]:
    """Who speaks in the chat, the most talkative first; nobody where one side has no name."""
    counted = Counter(message.speaker for message in document.messages if message.speaker)
    if len(counted) < 2:
        return ()
    mine = {message.speaker for message in document.messages if message.mine}
    chosen = {me} if me in counted else mine if len(mine) == 1 else set()
    return tuple(Choice(name, name, name in chosen) for name, _ in counted.most_common(MOST_SPEAKERS))
