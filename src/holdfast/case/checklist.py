"""What of the proof is there, and what is still missing, app by app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from holdfast.case.values import Demand, Item, Kind, Offender, Payment, Record
from holdfast.identifiers import Identifier, IdentifierKind


class Need(StrEnum):
    """One thing an officer asks for."""

    CHAT = "chat"
    PROFILE = "profile"
    NAME = "name"
    LINK = "link"
    NUMBER = "number"
    EXPORT = "export"
    DEMAND = "demand"
    PAYEE = "payee"


@dataclass(frozen=True, slots=True)
class Check:
    """``done`` is None where only the person can tell (is the profile on one of the pictures?)."""

    need: Need
    done: bool | None


@dataclass(frozen=True, slots=True)
class AppChecks:
    """The checks of one app or website (a platform's id, or "" where none was named)."""

    platform: str
    checks: tuple[Check, ...]


_OF_KIND = {
    Need.NAME: IdentifierKind.HANDLE,
    Need.LINK: IdentifierKind.LINK,
    Need.NUMBER: IdentifierKind.NUMERIC_ID,
}
_PAYEES = frozenset(
    {IdentifierKind.PAYMENT, IdentifierKind.BANK, IdentifierKind.COIN_ADDRESS, IdentifierKind.GIFT_CARD}
)


def platforms_in(items: Iterable[Item], records: Iterable[Record], told: Iterable[str]) -> tuple[str, ...]:
    """The platforms the case is about: those told to the plan, then those of records and items; ("",) for none."""
    found = [*told]
    for body in (record.body for record in records):
        if isinstance(body, Offender):
            found += [
                body.platform,
                *(one.service for one in body.identifiers if one.kind in _OF_KIND.values()),
            ]
    found += [item.platform for item in items]
    return tuple(dict.fromkeys(name for name in found if name)) or ("",)


def checks_of(
    items: Sequence[Item], records: Sequence[Record], platforms: Sequence[str]
) -> tuple[tuple[AppChecks, ...], tuple[Check, ...]]:
    """For each platform what is there, and the checks that belong to none. Struck things do not count.

    With one platform only, items and identifiers without a platform count as its own.
    """
    kept = [item for item in items if not item.struck]
    bodies = [record.body for record in records if not record.struck]
    alone = len(platforms) == 1
    apps = tuple(AppChecks(name, tuple(_app(name, kept, bodies, alone=alone))) for name in platforms)
    return apps, tuple(_general(bodies))


def _app(name: str, kept: Sequence[Item], bodies: Sequence[object], *, alone: bool) -> Iterable[Check]:
    mine = [item for item in kept if item.platform == name or (alone and not item.platform)]
    theirs = [
        one for body in bodies if isinstance(body, Offender) for one in _identifiers(body, name, alone=alone)
    ]
    yield Check(Need.CHAT, bool(mine))
    yield Check(Need.PROFILE, None if any(item.kind.is_picture for item in mine) else False)
    for need, kind in _OF_KIND.items():
        yield Check(need, any(one.kind is kind for one in theirs))
    yield Check(Need.EXPORT, any(item.kind is Kind.CHAT for item in mine))


def _identifiers(body: Offender, name: str, *, alone: bool) -> Iterable[Identifier]:
    for one in body.identifiers:
        service = one.service or body.platform
        if service == name or (alone and not service):
            yield one


def _general(bodies: Sequence[object]) -> Iterable[Check]:
    demands = any(isinstance(body, Demand) for body in bodies)
    payments = [body for body in bodies if isinstance(body, Payment)]
    yield Check(Need.DEMAND, demands)
    if demands or payments:
        named = any(
            one.kind in _PAYEES for body in bodies if isinstance(body, Offender) for one in body.identifiers
        )
        yield Check(Need.PAYEE, named or any(body.paid_to for body in payments))
