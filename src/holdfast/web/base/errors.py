"""The one place where the web door catches errors and finds the person's words for them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from holdfast.errors import HoldfastError, NotUnderstood
from holdfast.web.base.logs import describe

log = logging.getLogger("holdfast.web")


def words_for(error: HoldfastError) -> str:
    """The person's sentence, in the person's language."""
    return gettext(error.for_person).format(**error.words)


class WordsForErrors:
    """Turns any HoldfastError into a page (or JSON, where a script asked) with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, HoldfastError):
            return None
        log.info("%s", describe(error))
        words = words_for(error)
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": type(error).__name__, "message": words}, status=error.http_status)
        return render(request, "base/problem.html", {"words": words}, status=error.http_status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "base/problem.html", {"words": gettext("There is no page here.")}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A name that is not ours, a form too large or of another shape. Nothing of the request is looked at."""
    return render(request, "base/problem.html", {"words": gettext(NotUnderstood.for_person)}, status=400)


def program_fault(request: HttpRequest) -> HttpResponse:
    return render(request, "base/problem.html", {"words": gettext(HoldfastError.for_person)}, status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    words = gettext(
        "This page was open too long. Go back, load it again, and press once more. Nothing is lost."
    )
    return render(request, "base/problem.html", {"words": words}, status=403)
