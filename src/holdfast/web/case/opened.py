"""A case that is open in this browser: 30 minutes idle, then it locks by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from holdfast.case.keys import unwrap_from_cookie, wrap_for_cookie
from holdfast.case.room import Case, resume
from holdfast.errors import CaseLocked
from holdfast.web.base import rooms
from holdfast.web.case.models import OpenCase

COOKIE = "c"
IDLE = timedelta(minutes=30)
#: The server's half of what seals the key of an open case. It ends with the program: browsers write cookies to the
#: disk when they restore sessions, and the row lies on the same disk.
_OURS = rooms.chance(32)


def cookie_name() -> str:
    """Hosted, the browser takes this cookie from no neighbour under the same domain: nobody is led into their case."""
    return COOKIE if _own() else f"__Host-{COOKIE}"


def _key(request: HttpRequest) -> bytes:
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(), ""))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise CaseLocked("no cookie")
    return key


def _handle(key: bytes) -> str:
    return hashlib.sha256(b"holdfast open case" + key).hexdigest()


def _both_halves(key: bytes) -> bytes:
    """Of several servers each must know the other half: hosted it is made of the secret they share."""
    return hmac.digest(_OURS if _own() else settings.SECRET_KEY.encode(), key, "sha256")


def _not_idle(now: datetime) -> tuple[datetime, datetime]:
    """When an open case was last used at the earliest, and, as a clock can be set back, at the latest."""
    return now - IDLE, now + IDLE


def open_here(response: HttpResponse, case: Case) -> HttpResponse:
    """Keeps ``case`` open in the browser that gets ``response``."""
    key = rooms.chance(32)
    forget_idle()
    wrapped = wrap_for_cookie(case.key, _both_halves(key), chance=rooms.chance)
    OpenCase.objects.create(handle=_handle(key), case_id=case.case_id, wrapped=wrapped, seen=rooms.clock())
    response.set_cookie(
        cookie_name(),
        base64.urlsafe_b64encode(key).decode(),
        httponly=True,
        samesite="Strict",
        secure=not _own(),
    )
    return response


def _own() -> bool:
    return rooms.place().value == "own"


def the_case(request: HttpRequest) -> Case:
    """The open case of this browser. Raises CaseLocked when none is, or when it lay idle too long."""
    key = _key(request)
    now = rooms.clock()
    row = OpenCase.objects.filter(handle=_handle(key), seen__range=_not_idle(now)).first()
    if row is None:
        raise CaseLocked("not open, or idle too long")
    case_key = unwrap_from_cookie(bytes(row.wrapped), _both_halves(key))
    if abs(now - row.seen) > timedelta(minutes=1):
        OpenCase.objects.filter(handle=row.handle).update(seen=now)
        forget_idle()
    return resume(
        rooms.store(), row.case_id, case_key, place=rooms.place(), clock=rooms.clock, chance=rooms.chance
    )


def handle_in(response: HttpResponse) -> str:
    """The row of the case that :func:`open_here` just opened in the browser that gets ``response``."""
    return _handle(base64.urlsafe_b64decode(response.cookies[cookie_name()].value))


def close_elsewhere(request: HttpRequest, case_id: str) -> None:
    """Locks a case in every browser but this one: a code was changed, because somebody may know the old one."""
    OpenCase.objects.filter(case_id=case_id).exclude(handle=handle_of(request)).delete()


def handle_of(request: HttpRequest) -> str:
    """The row of the case that is open in this browser. Raises CaseLocked."""
    return _handle(_key(request))


def forget_idle() -> None:
    """Takes away the rows of cases that lay idle too long; without their cookies they opened nothing anyway."""
    OpenCase.objects.exclude(seen__range=_not_idle(rooms.clock())).delete()


def has_open_case(request: HttpRequest) -> bool:
    """Whether this browser has a case open, without opening it."""
    try:
        handle = _handle(_key(request))
    except CaseLocked:
        return False
    return OpenCase.objects.filter(handle=handle, seen__range=_not_idle(rooms.clock())).exists()


def close_open_case(request: HttpRequest) -> None:
    """Locks the case of this browser; does nothing where none is open."""
    try:
        OpenCase.objects.filter(handle=_handle(_key(request))).delete()
    except CaseLocked:
        return


def close_everywhere(case_id: str) -> None:
    """Locks a case in every browser, e.g. because it was deleted."""
    OpenCase.objects.filter(case_id=case_id).delete()
