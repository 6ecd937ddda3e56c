"""Leaving in a hurry: locks, never loses, and is never logged."""

from __future__ import annotations

import calendar
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookies import CookieError

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from holdfast.web.base.door import COOKIE, KEYRING
from holdfast.web.case.opened import close_open_case
from holdfast.web.check import shelf

CLEAR = '"cache", "cookies", "storage"'
#: Says "this browser left", and nothing else. Set on the neutral page, because Clear-Site-Data on the answer
#: before it takes every cookie away.
LEFT = "x"
LEFT_SECONDS = 3600
#: What still answers a browser that left.
OPEN_PATHS = ("/s/", "/bye", "/leave", "/in")


class Left:
    """After leaving a hosted Holdfast, Back shows "Session ended" for an hour; one press opens it again.

    On one's own computer the door does this: leaving takes its key away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HOSTED and request.COOKIES.get(LEFT) and not request.path.startswith(OPEN_PATHS):
            return render(request, "base/ended.html", status=403)
        return self.get_response(request)


@csrf_exempt  # leaving must never be refused; the worst a foreign page can do is lock
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server, clears the browser, and shows a page that means nothing."""
    with contextlib.suppress(DatabaseError):  # the cookie goes all the same; without it the row opens nothing
        close_open_case(request)
    shelf.forget(request)
    KEYRING.forget(request.COOKIES.get(COOKIE, ""))
    response = HttpResponseRedirect("/bye")
    response.status_code = 303
    response.headers["Clear-Site-Data"] = CLEAR
    for name in request.COOKIES:
        # Another program of this computer may have set a name that Python refuses.
        with contextlib.suppress(CookieError):
            response.delete_cookie(name)
    return response


@require_safe
def neutral(request: HttpRequest) -> HttpResponse:
    """A calendar of this month."""
    today = datetime.now(UTC)
    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    shown = {"weeks": weeks, "weekdays": weeks[0], "today": today}
    response = render(request, "base/neutral.html", shown)
    if settings.HOSTED:
        response.set_cookie(LEFT, "1", max_age=LEFT_SECONDS, httponly=True, samesite="Lax", secure=True)
    return response


@csrf_exempt  # the cookies of the form's check are gone by then; all it does is show the first page
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Opens a hosted Holdfast again in a browser that left."""
    response = HttpResponseRedirect("/")
    response.delete_cookie(LEFT, samesite="Lax")
    return response
