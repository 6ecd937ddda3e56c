"""Leaving in a hurry: locks, never loses, and is never logged."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.web.base.door import COOKIE, KEYRING
from holdfast.web.case.opened import close_open_case

CLEAR = '"cache", "cookies", "storage"'


@csrf_exempt  # leaving must never be refused; the worst a foreign page can do is lock
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server, clears the browser, and shows a page that means nothing."""
    close_open_case(request)
    KEYRING.forget(request.COOKIES.get(COOKIE, ""))
    response = HttpResponseRedirect("/bye")
    response.status_code = 303
    response.headers["Clear-Site-Data"] = CLEAR
    for name in request.COOKIES:
        response.delete_cookie(name)
    return response


def neutral(request: HttpRequest) -> HttpResponse:
    """A calendar of this month."""
    today = datetime.now(UTC)
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return render(request, "base/neutral.html", {"weeks": weeks, "today": today})
