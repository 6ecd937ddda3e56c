"""The language of the pages: the browser's, until somebody presses another one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt  # the worst a foreign page can do is show another language
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """``POST /lang``: ``language`` is one of ours; goes back to ``back``, one of our own pages."""
    told, back = request.POST.get("language", ""), request.POST.get("back", "/")[:200]
    inside = (
        back.startswith("/") and not back.startswith(("//", "/\\")) and back.isascii() and back.isprintable()
    )
    answer = HttpResponseRedirect(back if inside else "/")
    if told in {code for code, _ in settings.LANGUAGES}:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, told, httponly=True, samesite="Strict", secure=settings.HOSTED
        )
    return answer
