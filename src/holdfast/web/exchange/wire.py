"""JSON in and out: every answer is whole before its first byte is sent, with its length (hash-feed-1)."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from holdfast.errors import HoldfastError, NotAsWritten, NotUnderstood, TooFast
from holdfast.web.base.errors import words_for
from holdfast.web.base.logs import describe

log = logging.getLogger("holdfast.web")
View = Callable[..., HttpResponse]


def answer(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    """``application/json`` with its Content-Length."""
    response = HttpResponse(body, status=status, content_type="application/json")
    response.headers["Content-Length"] = str(len(body))
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def told(value: object, status: int = 200, **headers: str) -> HttpResponse:
    """Any JSON value."""
    return answer(json.dumps(value, separators=(",", ":")).encode("ascii"), status, **headers)


def api(*methods: str) -> Callable[[View], View]:
    """An endpoint for programs: only these methods, no cookies, errors in words and as JSON.

    A browser of another site cannot send it JSON without asking first, and is never told that it may.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest) -> HttpResponse:
            if request.method not in methods:
                problem = problem_of(NotUnderstood("method"), 405)
                problem.headers["Allow"] = ", ".join(methods)
                return problem
            try:
                return view(request)
            except HoldfastError as error:
                log.info("%s", describe(error))
                return problem_of(error, error.http_status)
            except SuspiciousOperation:
                return problem_of(NotAsWritten("too large", what="it is too large"), 413)

        return csrf_exempt(inside)

    return wrap


def problem_of(error: HoldfastError, status: int) -> HttpResponse:
    """``{"error": name, "message": words}``."""
    response = told({"error": type(error).__name__, "message": words_for(error)}, status)
    if isinstance(error, TooFast):
        response.headers["Retry-After"] = str(error.words["seconds"])
    return response


def body_of(request: HttpRequest) -> dict[str, object]:
    """The JSON object that was sent. Raises NotAsWritten."""
    if request.content_type != "application/json":
        raise NotAsWritten("content type", what="Content-Type is application/json")
    try:
        found = json.loads(request.body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as broken:
        raise NotAsWritten("JSON", what="the body is not JSON") from broken
    if not isinstance(found, dict):
        raise NotAsWritten("JSON", what="the body is an object")
    return found


def number_of(request: HttpRequest, name: str, usual: int) -> int:
    """A whole number of the query, ``usual`` where it is not given. Raises NotAsWritten."""
    text = request.GET.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NotAsWritten(name, what=f"{name} is a whole number")
    return int(text)


def _no_constant(_name: str) -> object:
    raise ValueError("NaN and Infinity are no JSON (RFC 8259, 6)")
