"""Everything a report is told from, gathered once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from holdfast.case.pack.exhibits import Chosen
from holdfast.case.pack.interface import Choice
from holdfast.case.pack.words import Words
from holdfast.case.trusted_time import Stamp
from holdfast.case.values import About, Account, Body, Demand, LogEntry, Offender, Payment, Record, Report
from holdfast.content.facts import platforms
from holdfast.content.platform import Platform
from holdfast.errors import HoldfastError
from holdfast.identifiers import Identifier, IdentifierKind

B = TypeVar("B", Account, Demand, Offender, Payment, Report)

#: Kinds that make up one account on one platform.
ACCOUNT_KINDS = (IdentifierKind.HANDLE, IdentifierKind.NUMERIC_ID, IdentifierKind.LINK)


@dataclass(frozen=True, slots=True)
class TheirAccount:
    """One account of the blackmailer on one platform; several values of a kind are kept."""

    platform: str
    handles: tuple[str, ...]
    numbers: tuple[str, ...]
    links: tuple[str, ...]
    noted: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """What the case holds and the person chose, and when it was gathered (UTC)."""

    case_id: str
    about: About
    records: tuple[Record, ...]
    chosen: Chosen
    choice: Choice
    log: tuple[LogEntry, ...]
    log_head: str
    stamps: tuple[Stamp, ...]
    fingerprint: str
    made: datetime
    version: str
    words: Words

    @property
    def times(self) -> tuple[tuple[str, Stamp], ...]:
        """Trusted times with the path of each answer under ``data/``; none where the log is left out."""
        good = [stamp for stamp in self.stamps if stamp.time and self.choice.include_log]
        return tuple((f"time/{number:03d}.tsr", stamp) for number, stamp in enumerate(good, 1))

    @property
    def short_id(self) -> str:
        return self.case_id[:8]

    def bodies(self, kind: type[B]) -> Iterator[tuple[Record, B]]:
        """The records of one kind with their bodies, oldest first."""
        for record in self.records:
            if isinstance(record.body, kind):
                yield record, record.body

    def their_accounts(self) -> tuple[TheirAccount, ...]:
        """One row per record and platform."""
        rows = []
        for record, body in self.bodies(Offender):
            mine = [i for i in body.identifiers if i.kind in ACCOUNT_KINDS]
            by_platform: dict[str, list[Identifier]] = {}
            for identifier in mine:
                by_platform.setdefault(identifier.service or body.platform, []).append(identifier)
            rows += [_account(name, found, record.added) for name, found in by_platform.items()]
        return tuple(rows)

    def other_traces(self) -> tuple[Identifier, ...]:
        """Names, phones, payment accounts and the like of the blackmailer, each once, in order."""
        found = (
            i for _, body in self.bodies(Offender) for i in body.identifiers if i.kind not in ACCOUNT_KINDS
        )
        paid_to = (i for _, body in self.bodies(Payment) for i in body.paid_to)
        return tuple(dict.fromkeys((*found, *paid_to)))


def _account(platform: str, found: list[Identifier], noted: datetime) -> TheirAccount:
    of_kind = [tuple(i.value for i in found if i.kind is kind) for kind in ACCOUNT_KINDS]
    return TheirAccount(platform, of_kind[0], of_kind[1], of_kind[2], noted)


def platform_named(platform_id: str) -> Platform | None:
    """What is known about a platform, or None for one that nobody described."""
    if not platform_id:
        return None
    try:
        return platforms().get(platform_id)
    except HoldfastError:
        return None


def platform_name(platform_id: str) -> str:
    known = platform_named(platform_id)
    return known.name if known else platform_id


def minute(when: datetime) -> str:
    """``2026-07-29 14:02``, UTC."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M}"


def said(body: Body) -> bool:
    """Is anything written in this record?"""
    return any(getattr(body, name) for name in body.__slots__)
