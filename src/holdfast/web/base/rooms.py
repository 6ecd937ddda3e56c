"""What the web door hands to the rooms: the store, the stretcher, clock and chance."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache

from django.conf import settings

from holdfast.case.store import Store
from holdfast.case.stretch import Argon2, Bounded
from holdfast.case.values import Place


def clock() -> datetime:
    return datetime.now(UTC)


def chance(size: int) -> bytes:
    return os.urandom(size)


def place() -> Place:
    return Place.HOSTED if settings.HOSTED else Place.OWN_COMPUTER


@cache
def store() -> Store:
    """The one store of this process; its connections are per thread."""
    if settings.DATABASE_ADDRESS:
        from holdfast.case.store_postgres import PostgresStore

        return PostgresStore(settings.DATABASE_ADDRESS)
    from holdfast.case.store_sqlite import SqliteStore

    return SqliteStore(settings.HOME)


@cache
def stretcher() -> Bounded:
    """Two at a time: each stretch takes 64 MiB, and 500 at once would take 32 GB."""
    return Bounded(Argon2(), at_once=2, wait_seconds=20)
