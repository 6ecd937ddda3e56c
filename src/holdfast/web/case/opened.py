"""A case that is open in this browser: 30 minutes idle, then it locks by itself."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from holdfast.case.keys import unwrap_from_cookie, wrap_for_cookie
from holdfast.case.room import Case, resume
from holdfast.errors import CaseLocked, Tampered
from holdfast.web.base import rooms
from holdfast.web.case.models import OpenCase

COOKIE = "c"
IDLE = timedelta(minutes=30)


def _key(request: HttpRequest) -> bytes:
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise CaseLocked("no cookie")
    return key


def _handle(key: bytes) -> str:
    return hashlib.sha256(b"holdfast open case" + key).hexdigest()


def open_here(response: HttpResponse, case: Case) -> HttpResponse:
    """Keeps ``case`` open in the browser that gets ``response``."""
    key = rooms.chance(32)
    OpenCase.objects.create(
        handle=_handle(key), case_id=case.case_id, wrapped=wrap_for_cookie(case.key, key), seen=rooms.clock()
    )
    response.set_cookie(
        COOKIE, base64.urlsafe_b64encode(key).decode(), httponly=True, samesite="Strict", secure=not _own()
    )
    return response


def _own() -> bool:
    return rooms.place().value == "own"


def the_case(request: HttpRequest) -> Case:
    """The open case of this browser. Raises CaseLocked when none is, or when it lay idle too long."""
    key = _key(request)
    now = rooms.clock()
    OpenCase.objects.filter(seen__lt=now - IDLE).delete()
    row = OpenCase.objects.filter(handle=_handle(key)).first()
    if row is None:
        raise CaseLocked("not open, or idle too long")
    try:
        case_key = unwrap_from_cookie(bytes(row.wrapped), key)
    except Tampered as error:
        raise CaseLocked("the row does not belong to this cookie") from error
    if now - row.seen > timedelta(minutes=1):
        OpenCase.objects.filter(handle=row.handle).update(seen=now)
    return resume(
        rooms.store(), row.case_id, case_key, place=rooms.place(), clock=rooms.clock, chance=rooms.chance
    )


def has_open_case(request: HttpRequest) -> bool:
    """Whether this browser has a case open, without opening it."""
    try:
        handle = _handle(_key(request))
    except CaseLocked:
        return False
    return OpenCase.objects.filter(handle=handle, seen__gte=rooms.clock() - IDLE).exists()


def close_open_case(request: HttpRequest) -> None:
    """Locks the case of this browser; does nothing where none is open."""
    try:
        OpenCase.objects.filter(handle=_handle(_key(request))).delete()
    except CaseLocked:
        return


def close_everywhere(case_id: str) -> None:
    """Locks a case in every browser, e.g. because it was deleted."""
    OpenCase.objects.filter(case_id=case_id).delete()
