"""The door of one's own computer: only the browser that was given the one-time address gets in.

Another user of the same machine, or a web page that guesses the port, meets "Session ended". A page of another name
that was made to point here (DNS rebinding) meets nothing, hosted or not.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from holdfast.web.base.lan import MARK
from holdfast.web.base.peer import is_of_another

COOKIE = "d"


class Keyring:
    """One-time tokens and the cookies they were changed into. Lives in memory, gone when the program ends."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._cookies: set[str] = set()

    def new_token(self) -> str:
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return token

    def enter(self, token: str) -> str | None:
        """Changes a token into a cookie, once."""
        if token not in self._tokens:
            return None
        self._tokens.discard(token)
        cookie = secrets.token_urlsafe(32)
        self._cookies.add(cookie)
        return cookie

    def knows(self, cookie: str) -> bool:
        return any(hmac.compare_digest(cookie.encode(), known.encode()) for known in self._cookies)

    def forget(self, cookie: str) -> None:
        self._cookies.discard(cookie)


KEYRING = Keyring()


def give_cookie(response: HttpResponse, cookie: str) -> HttpResponse:
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict")
    return response


class KnownHost:
    """Refuses a request that was sent to another name than ours, before anything else looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost, which Django answers with 400
        return self.get_response(request)


class OwnDoor:
    """Lets nobody but the person's own browser in; a hosted Holdfast has no such door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HOSTED or request.path.startswith("/s/") or request.path in ("/bye", "/leave"):
            return self.get_response(request)
        if request.META.get(MARK):  # PhoneDoor let it in
            return self.get_response(request)
        let_in = request.path.startswith("/t/") or KEYRING.knows(request.COOKIES.get(COOKIE, ""))
        if not let_in or is_of_another(request.META):
            return render(request, "base/ended.html", status=403)
        return self.get_response(request)


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """``/t/TOKEN``: the address the program opens in the browser, good once.

    A token used twice (a double click, a restored tab) does no harm to a browser that is already in.
    """
    if KEYRING.knows(request.COOKIES.get(COOKIE, "")):
        return HttpResponseRedirect("/")
    cookie = KEYRING.enter(token)
    if cookie is None:
        return render(request, "base/ended.html", status=403)
    return give_cookie(HttpResponseRedirect("/"), cookie)
