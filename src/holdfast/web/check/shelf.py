"""Readings that were just made, kept in the memory of this program for a short while and nowhere else.

So a wrong guess can be set right without pasting again, and a long chat can be waited for. The browser holds a key
made by chance in a cookie that ends with it; no address carries it.
"""

from __future__ import annotations

import base64
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from holdfast.errors import CheckError
from holdfast.web.base import rooms
from holdfast.web.check.work import Work

COOKIE = "m"
LIFE = timedelta(minutes=20)
#: Readings and bytes of what was given, of all people together. The oldest go first.
MOST, MOST_BYTES = 200, 128 * 1024 * 1024
_KEY = 32


class ReadingGone(CheckError):
    for_person = "We no longer have that message. We forget each one soon. Paste it again."
    http_status = 410


class Shelf:
    """Works by key, each with when it was last looked at."""

    def __init__(self) -> None:
        self._works: dict[str, tuple[Work, datetime]] = {}
        self._lock = threading.Lock()
        self._watched = False

    def put(self, work: Work) -> str:
        """Keeps ``work``; gives its key."""
        key = base64.urlsafe_b64encode(rooms.chance(_KEY)).decode().rstrip("=")
        with self._lock:
            self._works[key] = work, rooms.clock()
            self._sweep()
            self._watch()
        return key

    def get(self, key: str) -> Work | None:
        with self._lock:
            self._sweep()
            found = self._works.get(key)
            if found is None:
                return None
            self._works[key] = found[0], rooms.clock()
            return found[0]

    def drop(self, key: str) -> None:
        with self._lock:
            found = self._works.pop(key, None)
        if found:
            found[0].stop()

    def sweep(self) -> None:
        """Forgets what nobody looked at for LIFE; looks again later while something is there."""
        with self._lock:
            self._watched = False
            self._sweep()
            if self._works:
                self._watch()

    def _watch(self) -> None:
        """One timer at a time sweeps, also where nobody ever asks again."""
        if not self._watched:
            self._watched = True
            timer = threading.Timer(LIFE.total_seconds() + 1, self.sweep)
            timer.daemon = True
            timer.start()

    def _sweep(self) -> None:
        now = rooms.clock()
        by_age = sorted(self._works.items(), key=lambda pair: pair[1][1], reverse=True)
        kept, size = 0, 0
        for key, (work, seen) in by_age:
            kept, size = kept + 1, size + work.size
            # The newest stays, however large: it is being looked at.
            over = kept > 1 and (kept > MOST or size > MOST_BYTES)
            if over or abs(now - seen) > LIFE:
                del self._works[key]
                work.stop()


SHELF = Shelf()


def cookie_name() -> str:
    return f"__Host-{COOKIE}" if settings.HOSTED else COOKIE


def keep(request: HttpRequest, response: HttpResponse, work: Work) -> HttpResponse:
    """Puts ``work`` on the shelf for the browser that gets ``response``; what it had there before goes."""
    forget(request)
    response.set_cookie(
        cookie_name(), SHELF.put(work), httponly=True, samesite="Strict", secure=bool(settings.HOSTED)
    )
    return response


def held(request: HttpRequest) -> Work:
    """What this browser had read last. Raises ReadingGone."""
    found = SHELF.get(request.COOKIES.get(cookie_name(), ""))
    if found is None:
        raise ReadingGone("not on the shelf")
    return found


def forget(request: HttpRequest) -> None:
    """Takes it away; does nothing where there is none."""
    SHELF.drop(request.COOKIES.get(cookie_name(), ""))
