"""The first page, the questions and the plan. Each view: load, ask, show."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.guide import questions
from holdfast.web.case.opened import has_open_case
from holdfast.web.guide import forms, show
from holdfast.web.guide.answers import Told, forget, keep
from holdfast.web.guide.countries import near
from holdfast.web.guide.pages import link_to
from holdfast.web.guide.person import Person, person, remember_in_case, with_ticks
from holdfast.web.guide.plan import change_shown, plan_shown

#: Pages that the first page leads to.
ADULT = "for-an-adult"
READING = ("what-is-sextortion", "recipient", "when-the-timer-ends", "parent-first-words")


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """``/``: safety first, then three things to do, then the ways on."""
    asking = person(request)
    return show.page(
        request,
        "guide/first.html",
        asking,
        safety=show.safety(asking),
        near=near(asking),
        do_now=asking.untold().plan().moments[0].shown,
        adult=link_to(ADULT, asking.language),
        reading=tuple(link_to(page_id, asking.language) for page_id in READING),
        open_case=has_open_case(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, place: int) -> HttpResponse:
    """``/p/3``: one question, or what was answered to it."""
    asking = person(request)
    asked = _question_at(place, asking)
    if request.method == "POST":
        told = forms.told_after(asked, request.POST, asking)
        if request.POST.get("to") == "plan":
            told = told.changed_from(asking.told)
        remember_in_case(request, told)
        return keep(HttpResponseRedirect(_next(request, told, asking)), told)
    return show.page(
        request,
        "guide/question.html",
        asking,
        question=forms.shown(asked, asking),
        back=_before(place, asking),
        to_plan="plan" in request.GET,
    )


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """``/p``: the plan, as good as the answers allow; it needs none."""
    asking = with_ticks(person(request), request)
    following = asking.next_question()
    return show.page(
        request,
        "guide/plan.html",
        asking,
        plan=plan_shown(asking),
        change=change_shown(asking),
        large="g" in request.GET,
        help=show.help_now(asking),
        question=forms.shown(following, asking) if following else None,
        answers=forms.answers_shown(asking),
    )


@require_POST
def start_again(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Forgets every answer."""
    return forget(HttpResponseRedirect("/p/1"))


def _question_at(place: int, asking: Person) -> questions.Question:
    ids = forms.order(asking.language)
    if not 1 <= place <= len(ids):
        raise Http404
    return questions.question(ids[place - 1], asking.language)


def _next(request: HttpRequest, told: Told, asking: Person) -> str:
    """The next question, or the plan: when it was asked for, and after the last question."""
    following = asking.after(told).next_question()
    if request.POST.get("go") == forms.TO_PLAN or request.POST.get("to") == "plan" or following is None:
        return "/p"
    return f"/p/{forms.place_of(following.question_id, asking.language)}"


def _before(place: int, asking: Person) -> str:
    """Where "Back" leads: to the question asked before, else to the first page."""
    earlier = [name for name in forms.order(asking.language)[: place - 1] if name in asking.told.asked]
    return f"/p/{forms.place_of(earlier[-1], asking.language)}" if earlier else "/"
