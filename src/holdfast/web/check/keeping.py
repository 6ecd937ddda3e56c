"""From a reading into the open case: the words, what the person ticks as the blackmailer's, what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict

from holdfast.case.room import Case
from holdfast.case.values import Demand, Offender, RecordKind
from holdfast.check.summary import asked_for
from holdfast.check.values import Reading, Role
from holdfast.content.readings import reading_words
from holdfast.errors import NotUnderstood
from holdfast.identifiers import Identifier, IdentifierKind

#: Characters that go through a form; each may weigh nine bytes there. A longer chat is added as a file.
MOST = 200_000
#: Identifiers to tick, and to take from one form.
MOST_TICKS = 50
_FIELDS = ("wants", "amount", "currency", "method", "deadline", "audience")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Tick:
    """One identifier to confirm. ``role`` in words; nothing is ticked for the person."""

    value: str
    kind: str
    service: str
    said: str
    role: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the form carries: the text, boxes to tick, the demand's fields."""

    words: str
    ticks: tuple[Tick, ...]
    demand: tuple[tuple[str, str], ...]


def to_keep(reading: Reading, language: str) -> Kept | None:
    """What can go into a case; None where the text is too long for a form."""
    if len(reading.text) > MOST:
        return None
    said = reading_words(language)
    likely = sorted(reading.identifiers, key=lambda one: one.role is not Role.THEIRS)
    ticks = (
        Tick(
            f"{one.kind}:{one.service}:{one.value}",
            said.name("identifier", one.kind),
            one.service,
            one.value,
            said.text("role", one.role),
        )
        for one in likely
        if one.role is not Role.YOURS
    )
    fields = dict(asked_for(reading.demand, language))
    fields |= {"amount": reading.demand.amount, "currency": reading.demand.currency}
    demand = tuple((name, fields[name]) for name in _FIELDS if fields.get(name))
    return Kept(reading.text, tuple(dict.fromkeys(ticks))[:MOST_TICKS], demand)


def identifiers_in(post: QueryDict) -> tuple[Identifier, ...]:
    """The ticked ones. Raises NotUnderstood, BadIdentifier."""
    return tuple(_identifier(value) for value in post.getlist("theirs")[:MOST_TICKS])


def demand_in(post: QueryDict) -> Demand | None:
    """What was asked for, where the person wants it written down."""
    fields = {name: post.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    return Demand(**fields) if post.get("demand") and any(fields.values()) else None


def write_down(case: Case, found: tuple[Identifier, ...]) -> None:
    """Into the record that shares an identifier with these, else into a new one."""
    if not found:
        return
    for record in case.records(RecordKind.OFFENDER):
        body = record.body
        if isinstance(body, Offender) and not record.struck and set(body.identifiers) & set(found):
            merged = tuple(dict.fromkeys((*body.identifiers, *found)))
            case.put(replace(body, identifiers=merged), record.record_id)
            return
    case.put(Offender(identifiers=_once(found)))


def _once(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    return tuple(dict.fromkeys(found))


def _identifier(value: str) -> Identifier:
    kind, _, rest = value.partition(":")
    service, _, said = rest.partition(":")
    try:
        return Identifier(IdentifierKind(kind), said[:_LONGEST], service[:60])
    except ValueError as unknown:
        raise NotUnderstood("no kind of identifier") from unknown
