"""A phone in the same home adds proof to the case that is open on the computer: for this case only, for 30 minutes."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.case.keys import CaseKey
from holdfast.case.room import Case, resume
from holdfast.errors import CaseLocked
from holdfast.web.base import rooms
from holdfast.web.base.lan import MARK, listener
from holdfast.web.case.door import case_page
from holdfast.web.case.models import OpenCase
from holdfast.web.case.opened import handle_in, handle_of, open_here
from holdfast.web.case.views_codes import qr_picture

COOKIE = "p"
#: A pass ends after this, used or not.
LASTS = timedelta(minutes=30)
#: All that a phone may see: adding files and words, and what belongs to every page.
_ALLOWED = frozenset({"/n/add", "/n/words", "/n/hello", "/n/lock"})
#: Leaving is never refused.
_ALWAYS = ("/s/", "/j/", "/bye", "/leave")
#: Seconds between two looks while a long file comes in.
_LOOK = 1.0


@dataclass(slots=True)
class Pass:
    """For one phone and one case. ``owner`` is the open case on the computer: when it locks, the pass ends."""

    case_id: str
    owner: str
    ends: datetime
    key: CaseKey | None
    cookie: str = field(default="", repr=False)
    phone: str = ""


class Passes:
    """In memory only: gone when the program ends. The key is dropped as soon as the phone is in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_token: dict[str, Pass] = {}

    def new(self, case: Case, owner: str, now: datetime) -> str:
        """A token for the QR picture; an older one of the same computer ends."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._by_token = {
                known: one for known, one in self._by_token.items() if one.owner != owner and one.ends > now
            }
            self._by_token[_hash(token)] = Pass(case.case_id, owner, now + LASTS, case.key)
        return token

    def enter(self, token: str, now: datetime) -> tuple[Pass, CaseKey, str] | None:
        """The pass, the key and a new cookie; once for each token."""
        with self._lock:
            found = self._by_token.get(_hash(token))
            if found is None or found.key is None or found.ends <= now or not _is_open(found.owner):
                return None
            key, found.key = found.key, None
            cookie = secrets.token_urlsafe(32)
            found.cookie = _hash(cookie)
            return found, key, cookie

    def of(self, cookie: str, now: datetime) -> Pass | None:
        """The pass of a phone that is in, while it lasts and the computer has the case open."""
        with self._lock:
            found = next((one for one in self._by_token.values() if one.cookie == _hash(cookie)), None)
        if found is None or found.ends <= now or not _is_open(found.owner):
            return None
        return found

    def end(self, handle: str) -> None:
        """The passes of this computer, or of this phone, open nothing any more."""
        with self._lock:
            ended = [one.phone for one in self._by_token.values() if handle in (one.owner, one.phone)]
            self._by_token = {
                known: one for known, one in self._by_token.items() if handle not in (one.owner, one.phone)
            }
        OpenCase.objects.filter(handle__in=[phone for phone in ended if phone]).delete()


PASSES = Passes()


def _is_open(handle: str) -> bool:
    return OpenCase.objects.filter(handle=handle).exists()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class PhoneDoor:
    """What comes from the home network meets this door first; it never meets the door of the own browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.META.get(MARK) or request.path.startswith(_ALWAYS):
            return self.get_response(request)
        if not has_pass(request):
            return render(request, "base/ended.html", status=403)
        if request.path not in _ALLOWED:
            return HttpResponseRedirect("/n/add")
        return self.get_response(request)


def has_pass(request: HttpRequest) -> bool:
    """Whether this phone's pass lasts, for the very case that its other cookie opens."""
    found = PASSES.of(request.COOKIES.get(COOKIE, ""), rooms.clock())
    try:
        return found is not None and handle_of(request) == found.phone
    except CaseLocked:
        return False


def while_allowed(request: HttpRequest, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A phone's file as it comes in, until its pass ends. Raises CaseLocked; then nothing of the file is kept."""
    looked = time.monotonic()
    for chunk in chunks:
        if request.META.get(MARK) and time.monotonic() - looked > _LOOK:
            looked = time.monotonic()
            _check(request)
        yield chunk
    _check(request)


def _check(request: HttpRequest) -> None:
    if request.META.get(MARK) and not has_pass(request):
        raise CaseLocked("the phone's pass ended")


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """``/j/TOKEN``: the address in the QR picture, good once, from the home network only."""
    found = PASSES.enter(token, rooms.clock()) if request.META.get(MARK) else None
    if found is None:
        return render(request, "base/ended.html", status=403)
    this, key, cookie = found
    case = resume(
        rooms.store(), this.case_id, key, place=rooms.place(), clock=rooms.clock, chance=rooms.chance
    )
    answer = open_here(HttpResponseRedirect("/n/hello"), case)
    this.phone = handle_in(answer)
    answer.set_cookie(
        COOKIE, cookie, httponly=True, samesite="Strict", secure=True, max_age=int(LASTS.total_seconds())
    )
    return answer


@require_safe
@case_page
def hello(request: HttpRequest, case: Case) -> HttpResponseBase:  # noqa: ARG001
    """``/n/hello`` on the phone: four words to compare, then adding."""
    here = listener()
    return render(request, "case/phone_hello.html", {"words": here.words if here else ()})


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def phone(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/phone`` on the computer: what this does; the button shows the picture to scan, or ends it."""
    here, owner = listener(), handle_of(request)
    if request.method != "POST" or here is None:
        return render(request, "case/phone.html", {"here": here, "link": ""})
    if request.POST.get("do") == "end":
        PASSES.end(owner)
        return render(request, "case/phone.html", {"here": here, "link": "", "ended": True})
    link = f"{here.base}j/{PASSES.new(case, owner, rooms.clock())}"
    return render(request, "case/phone.html", {"here": here, "link": link, "qr": qr_picture(link)})
