"""Guessing is slow: wrong tries are counted per locator and per network. No CAPTCHA: it fails people in panic."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest

from holdfast.case.room import locator_of
from holdfast.errors import TooManyTries
from holdfast.home import pepper
from holdfast.web.base.visitor import network_of
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
    network = network_of(request) if settings.HOSTED else ""
    if network:
        found[_hashed(salt, b"network", network.encode())] = PER_NETWORK
    return found


def _hashed(salt: bytes, label: bytes, value: bytes) -> str:
    return hmac.digest(salt, label + b":" + value, hashlib.sha256).hex()


def ask_leave(request: HttpRequest, typed: str, now: datetime) -> None:
    """Raises TooManyTries while a bucket is full, CodeNotReadable for what is no code."""
    WrongTry.objects.exclude(since__range=(now - WINDOW, now)).delete()  # a clock can be set back
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
