"""``/m``: a message, a chat or a mail is read here, and kept only where a person puts it into their open case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.case.room import Case
from holdfast.check.read import read
from holdfast.check.readers import formats
from holdfast.content.words import words
from holdfast.errors import CheckError, NothingToRead, UnknownFormat
from holdfast.web.base.errors import words_for
from holdfast.web.case.crisis import after_saving
from holdfast.web.case.door import case_page
from holdfast.web.case.opened import has_open_case
from holdfast.web.case.upload import Upload
from holdfast.web.check.arriving import Sent, document_in, file_in, sent_in, turn, words_only
from holdfast.web.check.keeping import demand_in, identifiers_in, to_keep, write_down
from holdfast.web.check.planning import answers_from, told_with
from holdfast.web.check.shown import shown
from holdfast.web.guide import show
from holdfast.web.guide.answers import keep
from holdfast.web.guide.countries import near
from holdfast.web.guide.person import Person, person, remember_in_case

#: A picture is no file that can be chosen here.
FORMATS = tuple(one for one in formats() if one not in ("plain", "screenshot"))


@csrf_exempt  # the form's secret is checked below, once it has arrived
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest) -> HttpResponse:
    """``/m``: paste or choose; the answer comes on the same address and is kept nowhere."""
    asking = person(request)
    return _take(request, asking) if request.method == "POST" else _ask(request, asking)


def _ask(
    request: HttpRequest,
    asking: Person,
    sent: Sent | None = None,
    error: CheckError | UnknownFormat | None = None,
) -> HttpResponse:
    page = show.page(
        request,
        "check/paste.html",
        asking,
        near=near(asking),
        formats=FORMATS,
        words_only=words_only(asking),
        pasted=sent.words if sent else "",
        error=words_for(error) if error else "",
    )
    page.status_code = error.http_status if error else 200
    return page


def _take(request: HttpRequest, asking: Person) -> HttpResponse:
    upload = Upload(request)
    refused = upload.check_form(request)
    if refused is not None:
        upload.drain()
        return refused
    sent = sent_in(upload)
    try:
        file = file_in(upload, no_files=words_only(asking))
        with turn():
            document = document_in(file, sent)
            reading = read(document, me=sent.me, country=asking.situation.country)
    except (CheckError, UnknownFormat) as error:
        return _ask(request, asking, sent, error)
    found = shown(reading, document, asking.situation.country, asking.language)
    crisis = words(asking.language).crisis if found.crisis or asking.situation.crisis else None
    return show.page(
        request,
        "check/read.html",
        asking,
        found=found,
        crisis=crisis,
        crisis_cards=show.crisis_cards(asking) if crisis else None,
        help=show.safety(asking) if found.late and not crisis else None,
        answers=tuple(answers_from(reading).items()),
        open_case=has_open_case(request),
        keep=to_keep(reading, asking.language),
    )


@require_POST
@case_page
def into_case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``POST /n/m``: what was read becomes an item; what was ticked becomes records. Others stay out."""
    typed = request.POST.get("words", "").replace("\r\n", "\n").strip("\n")
    if not typed.strip():
        raise NothingToRead("no words to keep")
    found, demand = identifiers_in(request.POST), demand_in(request.POST)
    item = case.add_text(typed)
    write_down(case, found)
    if demand is not None:
        case.put(demand)
    return after_saving(request, case, (typed,), f"/n/i/{item.item_id}?done=saved")


@require_POST
def into_plan(request: HttpRequest) -> HttpResponse:
    """``POST /m/p``: what was read answers questions of the plan. Only ids travel, none of the words."""
    asking = person(request)
    told = told_with(asking.told, request.POST, asking.language)
    remember_in_case(request, told)
    return keep(HttpResponseRedirect("/p"), told)
