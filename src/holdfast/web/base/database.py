"""The web's own small tables, made ready at the start. Nothing of a case lies in them.

They hold who has a case open, wrong tries and running packs. A damaged file of them is thrown away and made anew.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from holdfast.errors import Busy, NotSaved

#: Damaged, or tables that are not those of this program.
_USELESS = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class _Useless(Exception):
    """The file cannot be used any more."""


def make_ready() -> None:
    """Creates or upgrades the tables; a few milliseconds when nothing is to do. Raises NotSaved, Busy."""
    if settings.DATABASE_ADDRESS:
        _migrate()
        return
    try:
        _ready_sqlite()
    except _Useless:
        _throw_away(Path(settings.DATABASES["default"]["NAME"]))
        _ready_sqlite()


def _ready_sqlite() -> None:
    try:
        with connection.cursor() as cursor:
            if cursor.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _Useless
        _migrate()
        if not settings.HOSTED:
            _lock_all()
    except DatabaseError as error:
        # The low byte is the primary code (sqlite.org/rescode.html).
        code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
        if code in _USELESS:
            raise _Useless from error
        raise (Busy if code in _BUSY else NotSaved)(f"web.db: sqlite code {code}") from error


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    if set(loader.applied_migrations) - set(loader.disk_migrations) and not settings.DATABASE_ADDRESS:
        # A later program made this file.
        raise _Useless
    if executor.migration_plan(loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _lock_all() -> None:
    """What was open when the program ended opens no more: the other half of its key ended with the program."""
    from holdfast.web.case.models import OpenCase

    OpenCase.objects.all().delete()


def _throw_away(path: Path) -> None:
    connection.close()
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
