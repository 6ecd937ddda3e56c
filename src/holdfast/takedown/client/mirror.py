"""A partner's own copy of the feed in one SQLite file. A page and the place after it are saved together, or neither.

So a program that is killed goes on exactly where it was, and nothing is applied twice or not at all.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import FeedBroken, FeedRefused, NotSaved, Tampered
from holdfast.takedown.client.feed import PAGE, FeedClient, FeedRecord, Page
from holdfast.takedown.exchange.values import Clock, Feedback, Kind

#: After so many seconds without a fetch all is read again: tombstones live 35 days at the exchange.
STALE = 30 * 86_400
#: Reading all; has read all, but what changed in the last second is still hidden and must not be dropped; keeping up.
_SCANS, _SCANNED, _KEEPS_UP = 1, 2, 0
_TABLES = """
CREATE TABLE IF NOT EXISTS prints (
    kind INTEGER NOT NULL, value BLOB NOT NULL, active INTEGER NOT NULL, change INTEGER NOT NULL,
    scan INTEGER NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS prints_change ON prints (change);
CREATE TABLE IF NOT EXISTS place (
    one INTEGER PRIMARY KEY, start INTEGER NOT NULL, token TEXT NOT NULL, next_set INTEGER NOT NULL,
    fetched INTEGER NOT NULL, change INTEGER NOT NULL, scan INTEGER NOT NULL, scanning INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (
    value BLOB PRIMARY KEY, feedback TEXT NOT NULL, tags TEXT NOT NULL, tries INTEGER NOT NULL,
    due INTEGER NOT NULL, refused INTEGER NOT NULL DEFAULT 0);
INSERT OR IGNORE INTO place VALUES (1, 0, '', 0, 0, 0, 1, 1);
"""


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """A fingerprint that came (``active``) or went, and the number of the change."""

    number: int
    kind: Kind
    value: bytes
    active: bool


@dataclass(frozen=True, slots=True)
class Look:
    """How the copy stands. ``fetched``: Unix seconds of the last whole fetch, 0 for none."""

    active: int
    fetched: int
    change: int
    waiting_reports: int
    refused_reports: int


class Mirror:
    """One file, mode 0600, for one exchange. Used by one thread at a time; several processes may read."""

    def __init__(self, path: Path) -> None:
        """Makes it where there is none. Raises NotSaved, Tampered (a file that is no mirror)."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                self.connection.execute(f"PRAGMA {pragma}")
            self.connection.executescript(_TABLES)
        except (OSError, sqlite3.OperationalError) as refused:
            raise NotSaved("mirror") from refused
        except sqlite3.DatabaseError as broken:
            raise Tampered("not a mirror") from broken

    def close(self) -> None:
        self.connection.close()

    # --- reading --------------------------------------------------------------------------------------------

    def active(self, kind: Kind) -> Iterator[bytes]:
        """Every fingerprint of this kind that is to be matched, in order of its bytes."""
        found = self.connection.execute(
            "SELECT value FROM prints WHERE kind = ? AND active = 1 ORDER BY value", (int(kind),)
        )
        for (value,) in found:
            yield bytes(value)

    def changes_after(self, number: int) -> Iterator[Change]:
        """What came or went since a change, for an index that keeps up: the last state of each, in order."""
        found = self.connection.execute(
            "SELECT change, kind, value, active FROM prints WHERE change > ? ORDER BY change", (number,)
        )
        for change, kind, value, active in found:
            yield Change(change, Kind(kind), bytes(value), bool(active))

    def look(self) -> Look:
        """A few figures."""
        active = self.connection.execute("SELECT count(*) FROM prints WHERE active = 1").fetchone()[0]
        fetched, change = self.connection.execute("SELECT fetched, change FROM place").fetchone()
        waiting, refused = self.connection.execute(
            "SELECT coalesce(sum(refused = 0), 0), coalesce(sum(refused), 0) FROM outbox"
        ).fetchone()
        return Look(active, fetched, change, waiting, refused)

    # --- fetching -------------------------------------------------------------------------------------------

    def fetch(
        self, client: FeedClient, clock: Clock, *, size: int = PAGE, whole: bool = False, confirm: bool = True
    ) -> int:
        """Fetches until nothing is left; returns how many fingerprints came or went.

        ``whole``: reads all of the feed again; the next fetch after it drops what was not in it, and until then all
        goes on being matched. ``confirm``: puts a "Withdrawn" into the outbox for each one that stopped being
        matched, so that the person sees it. Raises as :class:`FeedClient`; what was fetched before is kept.
        """
        start, token = self._begin(int(clock().timestamp()), whole)
        changed = 0
        while True:
            page = self._page(client, start, token, size)
            if page.token and page.token == token:
                raise FeedBroken("the same token again")
            changed += self._apply(page, int(clock().timestamp()), confirm)
            token = page.token
            if not token:
                return changed

    def _page(self, client: FeedClient, start: int, token: str, size: int) -> Page:
        """A token that the exchange does not know (it was restored from a copy) is thrown away: the next fetch reads
        from the last time on."""
        try:
            return client.page(start, token, size)
        except FeedRefused as refused:
            if token and refused.words["status"] == 400:
                with self.saving():
                    self.connection.execute("UPDATE place SET token = ''")
            raise

    def _begin(self, now: int, whole: bool) -> tuple[int, str]:
        """Where to start: the middle of a fetch that was cut, else where the last one ended, or all anew."""
        with self.saving():
            start, token, next_set, fetched, scanning = self.connection.execute(
                "SELECT start, token, next_set, fetched, scanning FROM place"
            ).fetchone()
            if whole or (fetched and now - fetched > STALE):
                start, token, scanning = 0, "", _SCANS
                self.connection.execute("UPDATE place SET scan = scan + 1")
            elif not token and scanning != _SCANS:
                start = next_set
            self.connection.execute(
                "UPDATE place SET start = ?, token = ?, scanning = ?", (start, token, scanning)
            )
        return start, token

    def _apply(self, page: Page, now: int, confirm: bool) -> int:
        with self.saving():
            change, scan, scanning, fetched = self.connection.execute(
                "SELECT change, scan, scanning, fetched FROM place"
            ).fetchone()
            before = change
            for record in page.records:
                change += self._put(record, change + 1, scan, now if confirm else None)
            if not page.token and scanning == _SCANS:
                scanning = _SCANNED
            elif not page.token and scanning == _SCANNED and now - fetched > 1:
                change += self._drop_unseen(scan, change + 1)
                scanning = _KEEPS_UP
            self.connection.execute(
                "UPDATE place SET token = ?, next_set = ?, change = ?, scanning = ?, fetched = ?",
                (page.token, page.next_set, change, scanning, now),
            )
        return int(change - before)

    def _put(self, record: FeedRecord, change: int, scan: int, confirm_at: int | None) -> bool:
        """Whether it came or went."""
        key = (int(record.kind), record.value)
        was = self.connection.execute(
            "SELECT active FROM prints WHERE kind = ? AND value = ?", key
        ).fetchone()
        if was is None and not record.active:
            return False
        if was is not None and bool(was[0]) is record.active:
            self.connection.execute("UPDATE prints SET scan = ? WHERE kind = ? AND value = ?", (scan, *key))
            return False
        self.connection.execute(
            "INSERT INTO prints VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value)"
            " DO UPDATE SET active = excluded.active, change = excluded.change, scan = excluded.scan",
            (*key, int(record.active), change, scan),
        )
        if not record.active and confirm_at is not None:
            put_report(self.connection, record.value, Feedback.WITHDRAWN, "[]", confirm_at)
        return True

    def _drop_unseen(self, scan: int, change: int) -> int:
        """After a whole scan: what was not in the feed any more. One change number serves for all."""
        gone = self.connection.execute(
            "UPDATE prints SET active = 0, change = ? WHERE active = 1 AND scan < ?", (change, scan)
        )
        return int(gone.rowcount > 0)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """One transaction, forced to the disk at its end. Raises NotSaved."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
        except sqlite3.OperationalError as refused:
            raise NotSaved("mirror") from refused


def put_report(connection: sqlite3.Connection, value: bytes, feedback: Feedback, tags: str, now: int) -> None:
    """The newest word about a fingerprint replaces an older one that was not sent yet."""
    connection.execute(
        "INSERT INTO outbox VALUES (?, ?, ?, 0, ?, 0) ON CONFLICT (value) DO UPDATE SET"
        " feedback = excluded.feedback, tags = excluded.tags, tries = 0, due = excluded.due, refused = 0",
        (value, feedback.value, tags, now),
    )
