"""Opening, locking and deleting a case, and the one answer that decides about pictures."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.case.room import Case, open_case
from holdfast.errors import Busy, CaseLocked, CodeNotReadable, HoldfastError, TooManyTries, WrongCode
from holdfast.home import pepper
from holdfast.web.base import rooms
from holdfast.web.base.errors import words_for
from holdfast.web.case import jobs, limits
from holdfast.web.case.door import KEEP_LIMIT, case_page, inside
from holdfast.web.case.forms import AgeForm, DeleteForm, OpenForm
from holdfast.web.case.opened import (
    close_everywhere,
    close_open_case,
    cookie_name,
    handle_of,
    has_open_case,
    open_here,
)
from holdfast.web.case.phone import PASSES


@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest) -> HttpResponse:
    """``/n/open``: one field. Unknown and wrong codes get the same answer after the same work."""
    if request.method != "POST":
        return render(request, "case/open.html", _shown(OpenForm(), request))
    form = OpenForm(request.POST)
    try:
        case = _open(request, form.data.get("code", "")[:400])
    except Busy as error:
        return _waiting(request, error)
    except (WrongCode, CodeNotReadable, TooManyTries) as error:
        form.add_error("code", words_for(error))
        return render(request, "case/open.html", _shown(form, request), status=error.http_status)
    close_open_case(request)
    return open_here(_go_on(request), case)


def _open(request: HttpRequest, typed: str) -> Case:
    now = rooms.clock()
    limits.ask_leave(request, typed, now)
    try:
        return open_case(
            rooms.store(), typed, place=rooms.place(), pepper=pepper(), stretcher=rooms.stretcher(),
            clock=rooms.clock, chance=rooms.chance,
        )  # fmt: skip
    except WrongCode:
        limits.note_wrong(request, typed, now)
        raise


def _shown(form: OpenForm, request: HttpRequest) -> dict[str, object]:
    data = request.POST
    return {
        "form": form,
        "next": inside(data.get("next", "/n/")),
        "kept": data.get("kept", "")[:KEEP_LIMIT],
        "open_already": has_open_case(request),
    }


def _waiting(request: HttpRequest, error: HoldfastError) -> HttpResponse:
    """Keeps nothing: neither the server nor the page holds what was typed."""
    shown = {
        "form": OpenForm(),
        "next": inside(request.POST.get("next", "/n/")),
        "kept": "",
        "words": words_for(error),
    }
    response = render(request, "case/busy.html", shown, status=error.http_status)
    response.headers["Retry-After"] = "10"
    return response


def _go_on(request: HttpRequest) -> HttpResponse:
    """To where the person was; words that waited in the locked page are shown once more, to be saved."""
    path, kept = inside(request.POST.get("next", "/n/")), request.POST.get("kept", "")
    if not kept:
        return HttpResponseRedirect(path)
    fields = [(name, value) for name, values in QueryDict(kept).lists() for value in values]
    return render(request, "case/kept.html", {"path": path, "fields": fields})


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """``/n/lock``: locks the case in this browser. Nothing is lost."""
    with contextlib.suppress(CaseLocked):
        PASSES.end(handle_of(request))
    close_open_case(request)
    response = render(request, "case/is_locked.html", {})
    response.delete_cookie(cookie_name(), samesite="Strict")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def delete(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/delete``: says what it does, asks for the word, then it is gone everywhere."""
    form = DeleteForm(request.POST or None)
    if not form.agrees():
        asked = request.method == "POST"
        counts = {"items": len(case.items()), "records": len(case.records())}
        return render(
            request,
            "case/delete.html",
            {"form": form, "asked": asked, **counts},
            status=400 if asked else 200,
        )
    jobs.forget_all(case)
    case.delete()
    close_everywhere(case.case_id)
    response = render(request, "case/deleted.html", {})
    response.delete_cookie(cookie_name(), samesite="Strict")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def age(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/age``: the age in the picture can be answered, or answered anew."""
    form = AgeForm(request.POST or None, initial={"age": case.about.age_in_picture.value})
    if request.method == "POST" and form.is_valid():
        case.set_about(age_in_picture=form.answer)
        return HttpResponseRedirect("/n/")
    return render(request, "case/age.html", {"form": form})
