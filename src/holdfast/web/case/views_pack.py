"""The pack: check your answers, make it, watch it being made, take it, drop it."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.case.room import Case
from holdfast.errors import BadRecipient, NothingToPack
from holdfast.web.base.errors import words_for
from holdfast.web.case import facts, jobs, packing
from holdfast.web.case.door import case_page
from holdfast.web.case.forms import BY_KIND
from holdfast.web.case.models import Job
from holdfast.web.case.sending import send


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def pack(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/pack``: what goes in, and how it is protected; then it is made."""
    there = packing.shelf(case)
    if request.method != "POST":
        return _check_answers(request, case, there, packing.everything(case, there))
    try:
        asked = packing.read(there, request.POST)
    except (packing.PassphraseShort, BadRecipient) as error:
        kept = packing.read(there, _without_protection(request))
        return _check_answers(
            request, case, there, kept, words_for(error), request.POST.get("protect", "plain")
        )
    if not packing.has_something(case, asked):
        return _check_answers(request, case, there, asked, words_for(NothingToPack("nothing chosen")))
    job = jobs.start(case, packing.order_of(case, asked, get_language() or "en"), ending=asked.ending)
    return HttpResponseRedirect(f"/n/pack/{job.handle}")


def _without_protection(request: HttpRequest) -> QueryDict:
    post = request.POST.copy()
    post["protect"] = "plain"
    return post


def _check_answers(
    request: HttpRequest,
    case: Case,
    there: packing.Shelf,
    asked: packing.Asked,
    error: str = "",
    protect: str = "",
) -> HttpResponse:
    items = [(item, facts.family_name(item.kind), item.item_id in asked.items) for item in there.items]
    shown = {
        "items": items,
        "held_back": there.held_back,
        "records": [(r, BY_KIND[r.kind].title, facts.headline(r)) for r in case.records()],
        "asked": asked,
        "readers": facts.pack_readers(),
        "protect": protect or asked.protect,
        "error": error,
        "made": jobs.jobs_of(case),
        "age": case.about.age_in_picture,
        "shortest": packing.SHORTEST_PASSPHRASE,
    }
    return render(request, "case/pack.html", shown, status=400 if error else 200)


def _job(case: Case, handle: str) -> Job:
    """The one getter for a job: of this case, or there is no such page."""
    found = jobs.job_of(case, handle)
    if found is None:
        raise Http404
    return found


@require_safe
@case_page
def job(request: HttpRequest, case: Case, handle: str) -> HttpResponseBase:
    """``/n/pack/HANDLE``: how far it is; then the download."""
    found = _job(case, handle)
    failed = words_for(jobs.problem_of(found)) if found.state == Job.State.FAILED else ""
    shown = {"job": found, "failed": failed, "fingerprint": facts.fingerprint_of(case)}
    return render(request, "case/job.html", shown)


@require_safe
@case_page
def state(_request: HttpRequest, case: Case, handle: str) -> HttpResponseBase:
    """``/n/pack/HANDLE/state``: the same for a script."""
    found = _job(case, handle)
    return JsonResponse({"state": found.state, "done": found.done, "total": found.total})


@require_safe
@case_page
def get(_request: HttpRequest, case: Case, handle: str) -> HttpResponseBase:
    """``/n/pack/HANDLE/get``: the pack, opened while it is sent."""
    found = _job(case, handle)
    if found.state != Job.State.DONE:
        raise Http404
    return send(jobs.open_pack(case, found), f"pack-{found.started:%Y-%m-%d}.{found.ending}")


@require_POST
@case_page
def drop(_request: HttpRequest, case: Case, handle: str) -> HttpResponseBase:
    """``POST /n/pack/HANDLE/drop``: stops it, or takes it away."""
    jobs.forget(case, _job(case, handle))
    return HttpResponseRedirect("/n/pack")
