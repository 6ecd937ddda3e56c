"""Who may see a page of a case: the browser that has it open. Everybody else meets the same locked page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from holdfast.case.room import Case
from holdfast.errors import CaseLocked, HoldfastError
from holdfast.web.case.damage import remember
from holdfast.web.case.opened import cookie_name, the_case

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
CaseView = Callable[Concatenate[HttpRequest, Case, P], HttpResponseBase]

#: Typed words that wait on the locked page weigh no more than a form may.
KEEP_LIMIT = 400_000
#: The form's secret, and what must not be sent twice.
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "passphrase", "again"})


def case_page(view: CaseView[P]) -> View[P]:
    """Hands the open case of this browser to ``view``, or shows the locked page with status 403."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            case = the_case(request)
        except CaseLocked:
            if wants_json(request):
                raise
            return locked(request)
        remember(request, case)
        return view(request, case, *args, **kwargs)

    return opened


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def locked(request: HttpRequest, error: HoldfastError | None = None) -> HttpResponse:
    """The page that asks for the code. What was typed into a form stays in the page, and only there."""
    kept = keep_typed(request)
    shown = {
        "error": error,
        "next": request.path if kept or request.method in ("GET", "HEAD") else "/n/",
        "kept": kept,
        "was_open": cookie_name() in request.COOKIES,
    }
    drain(request)
    return render(request, "case/locked.html", shown, status=403)


def drain(request: HttpRequest) -> None:
    """Reads a body that nobody wanted, piece by piece: else the server takes all of it into memory at once."""
    if request.method == "POST" and request.content_type == "multipart/form-data":
        with contextlib.suppress(OSError):
            while request.read(256 * 1024):
                pass


def keep_typed(request: HttpRequest) -> str:
    """The fields of a form that came too late, as one line for a hidden field; "" where nothing was typed."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return ""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = QueryDict(mutable=True)
    for name, value in fields:
        if name not in _NOT_KEPT:
            kept.appendlist(name, value)
    line = kept.urlencode()
    return line if len(line) <= KEEP_LIMIT else ""


def inside(path: str, otherwise: str = "/n/") -> str:
    """``path`` where it is one of our own addresses, else ``otherwise``."""
    fine = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and path.isascii() and path.isprintable()
    )
    return path if fine and len(path) < 200 and "\\" not in path else otherwise
