"""The small port under the exchange: one SQL that SQLite and PostgreSQL both read (decision 0088).

Queries are written with ``%s``; values are int, str, bytes or None. What people sent lies in it sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

VERSION = 1
#: Seconds that a writer waits for another before it says Busy.
WRITERS_WAIT = 30

#: ``{blob}``, ``{big}`` and ``{serial}`` are the database's own names for bytes, 64 bits and a row number.
TABLES = (
    "CREATE TABLE {p}meta (name text PRIMARY KEY, value {blob} NOT NULL)",
    "CREATE TABLE {p}feed_clock (one int PRIMARY KEY, last_mod {big} NOT NULL, sequence {big} NOT NULL)",
    # last_mod 0: never published. due: when a waiting one is published. only_for: a partner's canary.
    "CREATE TABLE {p}records (tag {blob} PRIMARY KEY, kind int NOT NULL, sealed {blob} NOT NULL,"
    " status int NOT NULL, last_mod {big} NOT NULL, sequence {big} NOT NULL, due {big}, hold int NOT NULL,"
    " only_for text)",
    "CREATE INDEX {n}records_feed ON {p}records (last_mod, sequence)",
    "CREATE INDEX {n}records_due ON {p}records (due) WHERE due IS NOT NULL",
    "CREATE INDEX {n}records_hold ON {p}records (hold) WHERE hold <> 0",
    "CREATE TABLE {p}links (tag {blob} NOT NULL, case_id text NOT NULL, item int NOT NULL, state int NOT NULL,"
    " PRIMARY KEY (tag, case_id))",
    "CREATE INDEX {n}links_case ON {p}links (case_id)",
    "CREATE TABLE {p}cases (case_id text PRIMARY KEY, number_tag {blob} NOT NULL UNIQUE,"
    " secret_tag {blob} NOT NULL, hour {big} NOT NULL)",
    "CREATE TABLE {p}feedback (tag {blob} NOT NULL, partner_id text NOT NULL, value text NOT NULL,"
    " tags text NOT NULL, hour {big} NOT NULL, PRIMARY KEY (tag, partner_id))",
    "CREATE TABLE {p}partners (partner_id text PRIMARY KEY, name text NOT NULL UNIQUE, scopes text NOT NULL,"
    " networks text NOT NULL, case_ids int NOT NULL, withdraws text NOT NULL, revoked int NOT NULL,"
    " made {big} NOT NULL, last_mod {big} NOT NULL, sequence {big} NOT NULL, last_fetch {big} NOT NULL)",
    "CREATE TABLE {p}partner_keys (key_tag {blob} PRIMARY KEY, partner_id text NOT NULL,"
    " endpoint text NOT NULL, made {big} NOT NULL, ends {big})",
    "CREATE TABLE {p}fetches (partner_id text NOT NULL, last_mod {big} NOT NULL, sequence {big} NOT NULL,"
    " at {big} NOT NULL, PRIMARY KEY (partner_id, last_mod, sequence))",
    # What a partner had fetched of a record before it moved on in the feed; status as it was then.
    "CREATE TABLE {p}seen (tag {blob} NOT NULL, partner_id text NOT NULL, status int NOT NULL,"
    " at {big} NOT NULL, PRIMARY KEY (tag, partner_id, status))",
    "CREATE TABLE {p}audit (number {serial}, at {big} NOT NULL, who text NOT NULL, action text NOT NULL,"
    " outcome text NOT NULL, amount int NOT NULL)",
    "CREATE TABLE {p}figures (day int NOT NULL, partner_id text NOT NULL, kind text NOT NULL,"
    " amount {big} NOT NULL, PRIMARY KEY (day, partner_id, kind))",
    "CREATE TABLE {p}networks (network_tag {blob} NOT NULL, hour {big} NOT NULL, amount int NOT NULL,"
    " PRIMARY KEY (network_tag, hour))",
    "CREATE TABLE {p}operators (operator_id text PRIMARY KEY, name text NOT NULL UNIQUE,"
    " token_tag {blob} NOT NULL UNIQUE, made {big} NOT NULL, revoked int NOT NULL)",
    "CREATE TABLE {p}sessions (session_tag {blob} PRIMARY KEY, operator_id text NOT NULL, ends {big} NOT NULL)",
    "INSERT INTO {p}feed_clock VALUES (1, 0, 0)",
)

Rows = list[tuple[Any, ...]]


class Work(Protocol):
    """Statements inside one transaction."""

    def run(self, query: str, *values: object) -> Rows:
        """The rows of a SELECT or a RETURNING, else nothing."""

    def many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        """The same statement with many values."""


class Database(Protocol):
    """Safe for several threads and processes. Raises NotSaved, Busy, Tampered; NewerExchange when it is opened."""

    def read(self, query: str, *values: object) -> Rows:
        """One SELECT."""

    def writing(self) -> AbstractContextManager[Work]:
        """A transaction that waits for no publication: bookkeeping. Saved on the way out, else dropped."""

    def publishing(self) -> AbstractContextManager[Work]:
        """A transaction with the feed's one lock, held until all is saved: changes become visible in order."""

    def close(self) -> None:
        """Lets go of connections."""


def in_marks(count: int) -> str:
    """``%s, %s, …``"""
    return ", ".join(["%s"] * count)
