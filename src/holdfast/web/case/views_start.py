"""A new case: two short questions, seven words shown once, two of them typed back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.case.code import CaseCode
from holdfast.case.room import Case, new_case
from holdfast.case.store import hour_of
from holdfast.case.values import About, AgeInPicture
from holdfast.errors import HoldfastError
from holdfast.home import pepper
from holdfast.web.base import rooms
from holdfast.web.case.forms import AgeForm, NewForm
from holdfast.web.case.fresh import Fresh
from holdfast.web.case.models import UsedForm
from holdfast.web.case.opened import close_open_case, has_open_case, open_here
from holdfast.web.case.views_codes import sealed_for_two_words, shown
from holdfast.web.guide import answers


class Made(NamedTuple):
    case: Case
    code: CaseCode


class UsedAlready(HoldfastError):
    """The form that makes a case was sent again, long after."""

    http_status = 409


FRESH: Fresh[Made] = Fresh()
#: A page that makes a case is not sent again after this long; until then the host reads the hour it was used, no more.
FORGOTTEN = timedelta(days=30)


#: How the answer about the age stands in an address: browser history stays, so it says nothing.
_SHORT = {AgeInPicture.ADULT: "1", AgeInPicture.UNDER_18: "2", AgeInPicture.UNKNOWN: "3"}
_LONG = {short: answer for answer, short in _SHORT.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """``/n/new``: the first question, the age in the picture. It can be skipped."""
    form = AgeForm(
        request.POST or None, initial={"age": _age_told(answers.read(request).situation.picture_age.value)}
    )
    if request.method == "POST":
        answer = form.answer if form.is_valid() else AgeInPicture.UNKNOWN
        return HttpResponseRedirect(f"/n/new/2?a={_SHORT[answer]}")
    return render(request, "case/new.html", {"form": form, "open_already": has_open_case(request)})


@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """``/n/new/2``: who else uses this device; the button that makes the case."""
    return render(request, "case/new_device.html", _before_making(request))


@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """``/n/new/3``: advice for a device that others use."""
    return render(request, "case/new_shared.html", _before_making(request))


def _before_making(request: HttpRequest) -> dict[str, object]:
    answer = _LONG.get(request.GET.get("a", ""), AgeInPicture.UNKNOWN)
    return {
        "answer": answer,
        "short": _SHORT[answer],
        "once": secrets.token_urlsafe(24),
        "open_already": has_open_case(request),
    }


def _age_told(band: str) -> str:
    """The plan's question has bands; the case only asks on which side of 18."""
    return {"adult": "adult", "unknown": ""}.get(band, "under_18")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """``/n/code``: makes the case and shows its words, once, in the answer to the form itself."""
    form = NewForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "case/code_gone.html", {"open_already": has_open_case(request)})
    try:
        made = FRESH.once(form.cleaned_data["once"], lambda: _make(request, form))
    except UsedAlready:
        return render(request, "case/code_gone.html", {"open_already": has_open_case(request)}, status=409)
    close_open_case(request)
    page = {
        **shown(made.code),
        "sealed": sealed_for_two_words(made.case, made.code),
        "hosted_words_only": _words_only(made.case),
    }
    return open_here(render(request, "case/code.html", page), made.case)


def _make(request: HttpRequest, form: NewForm) -> Made:
    token = hashlib.sha256(form.cleaned_data["once"].encode()).hexdigest()
    now = rooms.clock()
    UsedForm.objects.filter(used__lt=now - FORGOTTEN).delete()
    try:
        used = UsedForm.objects.create(token=token, used=hour_of(now))
    except IntegrityError as again:
        raise UsedAlready("a new case's form was sent again") from again
    told = answers.read(request).situation
    about = About(
        age_in_picture=form.answer,
        country=told.country,
        time_zone=form.cleaned_data["zone"],
        situation=dict(told.to_answers()),
    )
    try:
        made = new_case(
            rooms.store(), place=rooms.place(), about=about, pepper=pepper(), stretcher=rooms.stretcher(),
            clock=rooms.clock, chance=rooms.chance,
        )  # fmt: skip
    except HoldfastError:
        used.delete()
        raise
    return Made(*made)


def _words_only(case: Case) -> bool:
    return case.about.age_in_picture is not AgeInPicture.ADULT and rooms.place().value == "hosted"
