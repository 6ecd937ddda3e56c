"""Who may see the operator's pages. Everybody else meets "no page here", at every address but the sign-in."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.errors import HoldfastError
from holdfast.takedown.exchange.operators import SESSION, Operator
from holdfast.web.base.errors import words_for
from holdfast.web.exchange.rooms import exchange

View = Callable[..., HttpResponse]


def cookie_name() -> str:
    """Behind TLS, a name that no neighbour under the same domain can set."""
    return "__Host-o" if settings.HOSTED else "o"


def give_session(response: HttpResponse, session: str) -> HttpResponse:
    response.set_cookie(
        cookie_name(),
        session,
        max_age=SESSION,
        httponly=True,
        samesite="Strict",
        secure=settings.HOSTED,
    )
    return response


def session_of(request: HttpRequest) -> str:
    return request.COOKIES.get(cookie_name(), "")[:200]


def operators_only(*methods: str) -> Callable[[View], View]:
    """The view gets the operator as its second argument; strangers get 404 whatever they ask."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, **route: object) -> HttpResponse:
            session = session_of(request)
            found: Operator | None = exchange().who_is(session) if session else None
            if found is None:
                raise Http404
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            try:
                return view(request, found, **route)
            except HoldfastError as error:
                shown = {"words": words_for(error)}
                return render(request, "exchange/problem.html", shown, status=error.http_status)

        return inside

    return wrap


def no_page(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404 of this face."""
    return render(request, "exchange/nothing.html", status=404)
