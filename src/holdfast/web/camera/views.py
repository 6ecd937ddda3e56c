"""``/u``: the camera's page, on one's own computer only. Each view: load, ask, show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from holdfast.camera import installing
from holdfast.camera.allowing import Allowed
from holdfast.camera.diary import Diary
from holdfast.web.base import rooms
from holdfast.web.camera import here, shown
from holdfast.web.guide import show
from holdfast.web.guide.person import person

View = Callable[[HttpRequest], HttpResponse]


def own_computer(view: View) -> View:
    """A hosted Holdfast has no camera to look at: there is no page here."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if settings.HOSTED:
            raise Http404
        return view(request)

    return guarded


@own_computer
@require_safe
def camera(request: HttpRequest) -> HttpResponse:
    """What is so now, the week, the programs one knows, and what can be done."""
    asking = person(request)
    sight, pages, moment = here.sight(), here.diary().read(), rooms.clock()
    allowed = Allowed(here.folder())
    return show.page(
        request,
        "camera/camera.html",
        asking,
        now=shown.now(sight, allowed, watching=here.watching()),
        week=shown.week(pages, moment, watching=here.watching()),
        programs=shown.programs(sight, pages, allowed),
        login=shown.login(here.plan(), installed=installing.is_installed(here.folder())),
        off_commands=here.off_commands(),
    )


@own_computer
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Only what is so now: asked for each second by a page that stands open."""
    told = shown.now(here.sight(), Allowed(here.folder()), watching=here.watching())
    return render(request, "camera/_now.html", {"now": told})


@own_computer
@require_POST
def allow(request: HttpRequest) -> HttpResponse:
    """A program goes on the list, or off it. Only programs that were seen at the camera can be put on it here."""
    allowed, key = Allowed(here.folder()), request.POST.get("key", "")
    seen = shown.programs(here.sight(), here.diary().read(), allowed)
    if key in {one.key for one in seen}:
        (allowed.remove if key in allowed.all() else allowed.add)(key)
    return HttpResponseRedirect("/u#programs")


@own_computer
@require_POST
def delete(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The whole diary, at once."""
    Diary(here.folder()).delete()
    return HttpResponseRedirect("/u#week")


@own_computer
@require_POST
def install(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The guard from each login on, as the page showed it."""
    installing.install(here.plan(), here.folder(), installing.run_command)
    return HttpResponseRedirect("/u#login")


@own_computer
@require_POST
def uninstall(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Takes out what was written."""
    installing.uninstall(here.folder(), installing.run_command)
    return HttpResponseRedirect("/u#login")
