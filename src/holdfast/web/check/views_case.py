"""``/n/f``: find words in the open case; those in an adult's screenshots too, once the person had them read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.case.room import Case
from holdfast.case.values import Item, Kind
from holdfast.check.folding import IGNORED, fold
from holdfast.check.readers import screenshot
from holdfast.errors import CheckError, NothingToRead, PictureReaderMissing
from holdfast.web.base.errors import words_for
from holdfast.web.case import facts
from holdfast.web.case.door import case_page
from holdfast.web.check import pictures, shelf
from holdfast.web.check.arriving import Asked, Given
from holdfast.web.check.work import Work
from holdfast.web.guide.person import person

#: Bytes of one text that are searched, letters around a place that are shown, and letters of what is looked for.
SEARCHED, AROUND, LONGEST = 2_000_000, 80, 200
_TEXTS = (Kind.TEXT, Kind.CHAT, Kind.EMAIL)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item in which the words stand, and the first place of it."""

    item: Item
    kind: str
    before: str
    words: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def find(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/f``: what is looked for comes in a form, so that no address and no history holds it."""
    wanted = request.POST.get("words", "").strip()[:LONGEST]
    return _page(request, case, wanted, tuple(_hits(case, wanted)) if wanted else ())


def _page(
    request: HttpRequest, case: Case, wanted: str, hits: tuple[Hit, ...], error: CheckError | None = None
) -> HttpResponseBase:
    words, there = pictures.words_of(case), pictures.pictures_of(case)
    told = error or words.error
    shown = {
        "wanted": wanted,
        "hits": hits,
        "adult": pictures.may_read(case),
        "pictures": there,
        "unread": [item for item in there if item.item_id not in words.texts],
        "without_words": sum(not text for text in words.texts.values()),
        "any_words": any(words.texts.values()),
        "running": words.running,
        "done": words.done,
        "total": words.total,
        "missing": "" if screenshot.available() else _words(_missing()),
        "error": _words(told) if told else "",
    }
    return render(request, "check/find.html", shown, status=error.http_status if error else 200)


def _words(error: CheckError) -> str:
    """Where many share a server, nobody is told to install something on it."""
    if settings.HOSTED and isinstance(error, PictureReaderMissing):
        return gettext("Pictures cannot be read here yet. Type the words in.")
    return words_for(error)


def _missing() -> PictureReaderMissing:
    return PictureReaderMissing("no rapidocr", command=screenshot.command())


@require_POST
@case_page
def read_pictures(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``POST /n/f/read``: only on this press are pictures read. Raises ChildPictureRule."""
    try:
        pictures.start(case)
    except CheckError as error:
        return _page(request, case, "", (), error)
    return HttpResponseRedirect("/n/f")


@require_safe
@case_page
def state(_request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/f/state``: how far it is, for a script."""
    words = pictures.words_of(case)
    now = "running" if words.running else "done"
    return JsonResponse({"state": now, "done": words.done, "total": words.total})


@require_POST
@case_page
def check_pictures(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``POST /n/f/check``: what the words of the pictures are, read like any other chat."""
    texts = pictures.words_of(case).texts
    given = tuple(
        Given(item.exhibit, words=texts[item.item_id])
        for item in pictures.pictures_of(case)
        if texts.get(item.item_id)
    )
    if not given:
        raise NothingToRead("no words of pictures")
    asking = person(request)
    work = Work(given, Asked(me="me", country=asking.situation.country))
    work.start()
    response = HttpResponseRedirect("/m/w")
    response.status_code = 303
    shelf.keep(request, response, work)
    return response


def _hits(case: Case, wanted: str) -> Iterator[Hit]:
    read, blocked = pictures.words_of(case).texts, facts.blocked_ids(case)
    sought = _folded(wanted)
    for item in case.items():
        closed = item.item_id in blocked
        for text in _texts(case, item, "" if closed else read.get(item.item_id, ""), closed=closed):
            at = _folded(text).find(sought)
            if at >= 0:
                end = at + len(sought)
                before, after = text[max(0, at - AROUND) : at], text[end : end + AROUND]
                yield Hit(item, facts.family_name(item.kind), before, text[at:end], after)
                break


def _texts(case: Case, item: Item, read: str, *, closed: bool) -> Iterator[str]:
    """What stands beside an item, then what is in it."""
    yield from (text for text in (item.title, item.note, item.captured, item.name, read) if text)
    if item.kind in _TEXTS and not closed:
        with closing(case.open_item(item)) as reader:
            raw = reader.read(SEARCHED)
        yield raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _folded(text: str) -> str:
    """Of the same length as the text, so that a place in one is a place in the other."""
    return fold(text).replace(IGNORED, " ")
