"""``/m``: messages, chats and mails are read here. They stay in memory for a short while, and in no file."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.case.room import Case
from holdfast.check.profile import Answer, profile_signs, read_profile
from holdfast.content.facts import places
from holdfast.errors import NothingToRead
from holdfast.web.case.crisis import after_saving
from holdfast.web.case.door import case_page
from holdfast.web.case.upload import Upload
from holdfast.web.check import shelf
from holdfast.web.check.arriving import asked_in, country_in, given_in, pasted_in, words_only
from holdfast.web.check.keeping import demand_in, identifiers_in, write_down
from holdfast.web.check.pages import answer, ask, one_page
from holdfast.web.check.planning import told_with
from holdfast.web.check.shown import FEW
from holdfast.web.check.work import Work, refusals
from holdfast.web.guide import show
from holdfast.web.guide.answers import keep
from holdfast.web.guide.person import Person, person, remember_in_case

#: Seconds that a form waits for its answer before it shows how far the reading is.
PATIENCE = 4.0


@csrf_exempt  # the form's secret is checked below, once it has arrived
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest) -> HttpResponse:
    """``/m``: paste or choose; a short reading is answered on the same address."""
    asking = person(request)
    return _take(request, asking) if request.method == "POST" else ask(request, asking)


def _take(request: HttpRequest, asking: Person) -> HttpResponse:
    upload = Upload(request)
    refused = upload.check_form(request)
    if refused is not None:
        upload.drain()
        return refused
    try:
        asked = asked_in(upload.fields, asking)
        work = Work(given_in(upload, no_files=words_only(asking)), asked)
        work.start()
    except refusals() as error:
        return ask(request, asking, pasted_in(upload.fields), error)
    now = _in_country(request, asking, country_in(upload.fields))
    response = _shown_or_waiting(request, now, work)
    return shelf.keep(request, _remembering(response, asking, now), work)


def _shown_or_waiting(request: HttpRequest, asking: Person, work: Work) -> HttpResponse:
    if not work.finished.wait(PATIENCE):
        return _see_other("/m/w")
    return answer(request, asking, work)


def _see_other(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response


def _in_country(request: HttpRequest, asking: Person, code: str) -> Person:
    """The same person, in the country that was chosen in the form; the very same where it is the one shown."""
    if not code or (asking.country and asking.country.code == code):
        return asking
    told = asking.told.in_country(code)
    remember_in_case(request, told)
    return replace(asking, told=told, country=places().country(code), guessed=False)


def _remembering(response: HttpResponse, before: Person, now: Person) -> HttpResponse:
    """A country that was chosen in the form goes into the browser's cookie."""
    return response if now is before else keep(response, now.told)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """``/m/w``: how far it is. The page asks again by itself, with or without a script."""
    work = shelf.held(request)
    if work.finished.is_set():
        return _see_other("/m/r")
    return show.page(request, "check/waiting.html", person(request), percent=work.percent)


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """``/m/w/state``: the same for a script."""
    work = shelf.held(request)
    done = work.finished.is_set()
    return JsonResponse({"state": "done" if done else "running", "done": work.percent, "total": 100})


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """``/m/r``: what was read last, ``?n=`` one of several; posted, one thing is read anew as the person says."""
    work = shelf.held(request)
    if not work.finished.is_set():
        return _see_other("/m/w")
    asking = person(request)
    if request.method == "POST":
        return _again(request, asking, work)
    number = request.GET.get("n", "")
    if number:
        return one_page(request, asking, work, number, printed="print" in request.GET)
    return answer(request, asking, work, printed="print" in request.GET)


def _again(request: HttpRequest, asking: Person, work: Work) -> HttpResponse:
    given = request.POST.get("given", "0")
    if not given.isascii() or not given.isdigit() or int(given) >= len(work.given):
        raise shelf.ReadingGone("no such thing was given")
    now = _in_country(request, asking, country_in(request.POST))
    work.again(int(given), asked_in(request.POST, now))
    work.finished.wait(PATIENCE)
    return _remembering(_see_other("/m/r" if work.finished.is_set() else "/m/w"), asking, now)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """``/m/q``: is this person real? What is ticked is answered at once and kept nowhere."""
    asking = person(request)
    read = None
    if request.method == "POST":
        seen = request.POST.getlist("seen")
        read = read_profile(seen, country=asking.situation.country, language=asking.language)
    threatened = read is not None and read.answer is Answer.THREATENED
    return show.page(
        request,
        "check/profile.html",
        asking,
        signs=profile_signs(asking.language),
        read=read,
        now=read.steps[:FEW] if read else (),
        help=show.safety(asking) if threatened and not asking.situation.crisis else None,
    )


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """``POST /m/x``: stops it, and forgets what was given."""
    shelf.forget(request)
    return _see_other("/m")


@require_POST
def describe(request: HttpRequest) -> HttpResponse:
    """``POST /m/d``: the structure of a file that was not read, without a word of it, to be saved."""
    from holdfast.check.readers.structure import shape_of

    work, given = shelf.held(request), request.POST.get("given", "0")
    if not given.isascii() or not given.isdigit() or int(given) >= len(work.given):
        raise shelf.ReadingGone("no such thing was given")
    one = work.given[int(given)]
    data = one.data or one.words.encode("utf-8", "replace")
    response = HttpResponse(shape_of(data, len(data)), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="structure.txt"'
    return response


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
