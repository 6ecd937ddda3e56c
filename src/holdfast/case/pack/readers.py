"""Who reads a pack, and what of the case each of them needs: no more goes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from holdfast.case.values import Account, Demand, Offender, Payment, Record, RecordKind

_ALL = frozenset(RecordKind)


class Reader(StrEnum):
    """Who a pack is for."""

    OFFICER = "officer"
    LAWYER = "lawyer"
    HELPLINE = "helpline"
    PLATFORM = "platform"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader gets. ``whole``: items, log, sections and the person's words; else the named records, cut down."""

    whole: bool
    records: frozenset[RecordKind]
    #: Lists for machines that go in.
    accounts: bool = True
    payments: bool = False


SCOPES = {
    Reader.OFFICER: Scope(True, _ALL, payments=True),
    Reader.LAWYER: Scope(True, _ALL, payments=True),
    Reader.HELPLINE: Scope(True, _ALL),
    Reader.PLATFORM: Scope(False, frozenset({RecordKind.OFFENDER})),
    Reader.BANK: Scope(
        False, frozenset({RecordKind.PAYMENT, RecordKind.ACCOUNT}), accounts=False, payments=True
    ),
}


def records_for(reader: Reader, records: Iterable[Record], *, contact: bool) -> tuple[Record, ...]:
    """The records that this reader may see; notes, stories and quoted words are cut for a platform and a bank.

    ``contact``: the person wants an answer, so name and contact go in, also to a platform.
    """
    scope = SCOPES[reader]
    if scope.whole:
        return tuple(records)
    return tuple(_cut(scope, records, contact=contact))


def _cut(scope: Scope, records: Iterable[Record], *, contact: bool) -> Iterator[Record]:
    for record in records:
        match record.body:
            case Offender() as body if RecordKind.OFFENDER in scope.records:
                yield replace(record, body=replace(body, note="", says_about_self=""))
            case Payment() as body if RecordKind.PAYMENT in scope.records:
                yield replace(record, body=replace(body, note=""))
            case Account() as body if contact or RecordKind.ACCOUNT in scope.records:
                yield replace(record, body=Account(name=body.name, contact=body.contact))
            case Demand() | _:
                continue
