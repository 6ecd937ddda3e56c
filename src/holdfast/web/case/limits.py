"""Guessing is slow: wrong tries are counted per locator and per network. No CAPTCHA: it fails people in panic."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest

from holdfast.case.room import locator_of
from holdfast.errors import TooManyTries
from holdfast.home import pepper
from holdfast.web.case.models import WrongTry

WINDOW = timedelta(minutes=15)
#: With seven words a person needs a handful of tries; a guesser needs 2^63.
PER_LOCATOR = 10
PER_NETWORK = 40


def buckets(request: HttpRequest, typed: str, now: datetime) -> dict[str, int]:
    """Bucket → how many wrong tries it may hold. Networks are kept only as a hash with the day's salt.

    The locator is read as the case room reads it, so that spelling it another way is no fresh start.
    Raises CodeNotReadable.
    """
    salt = hmac.digest(settings.SECRET_KEY.encode(), now.date().isoformat().encode(), hashlib.sha256)
    found = {_hashed(salt, b"locator", locator_of(typed, pepper())): PER_LOCATOR}
    network = _network(request) if settings.HOSTED else ""
    if network:
        found[_hashed(salt, b"network", network.encode())] = PER_NETWORK
    return found


def _hashed(salt: bytes, label: bytes, value: bytes) -> str:
    return hmac.digest(salt, label + b":" + value, hashlib.sha256).hex()


def _network(request: HttpRequest) -> str:
    """/24 of IPv4, /56 of IPv6: what one household or phone mast shares. "" where it cannot be known.

    A hosted Holdfast listens on loopback behind a proxy; the proxy's last ``X-Forwarded-For`` entry is who came.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if address in ("127.0.0.1", "::1", ""):
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 56), strict=False))


def ask_leave(request: HttpRequest, typed: str, now: datetime) -> None:
    """Raises TooManyTries while a bucket is full, CodeNotReadable for what is no code."""
    WrongTry.objects.filter(since__lt=now - WINDOW).delete()
    limits = buckets(request, typed, now)
    for row in WrongTry.objects.filter(bucket__in=limits):
        if row.count >= limits[row.bucket]:
            left = row.since + WINDOW - now
            raise TooManyTries("bucket full", minutes=max(1, round(left.total_seconds() / 60)))


def note_wrong(request: HttpRequest, typed: str, now: datetime) -> None:
    """Counts one wrong try in each bucket."""
    for bucket in buckets(request, typed, now):
        WrongTry.objects.get_or_create(bucket=bucket, defaults={"since": now})
        WrongTry.objects.filter(bucket=bucket).update(count=F("count") + 1)
