"""How the values of a case are written in sealed rows: canonical JSON, one shape per value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar, cast

from holdfast.case.values import (
    About,
    Account,
    AgeInPicture,
    Body,
    Demand,
    Item,
    Kind,
    LeftOut,
    Offender,
    Payment,
    PictureAnswer,
    Record,
    RecordKind,
    Report,
)
from holdfast.errors import HoldfastError, Tampered
from holdfast.identifiers import Identifier, IdentifierKind

T = TypeVar("T")

_BODIES: dict[RecordKind, type[Body]] = {
    RecordKind.OFFENDER: Offender,
    RecordKind.DEMAND: Demand,
    RecordKind.PAYMENT: Payment,
    RecordKind.REPORT: Report,
    RecordKind.ACCOUNT: Account,
}
#: Fields of bodies that hold identifiers; all others hold text.
_IDENTIFIERS = {"identifiers", "paid_to", "own_accounts"}


def plain(value: object) -> object:
    """A value of the case room as what JSON knows. Times become UTC to the second, tuples become lists."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Identifier):
        return {"kind": value.kind.value, "value": value.value, "service": value.service}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, str):
        # Half a surrogate pair has no UTF-8 form; a pasted text or file name may hold one.
        return value.encode("utf-8", "replace").decode("utf-8")
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def record_plain(record: Record) -> object:
    """A record with its kind beside the body."""
    return {
        "record_id": record.record_id,
        "kind": record.kind.value,
        "body": plain(record.body),
        "added": plain(record.added),
        "version": record.version,
        "struck": record.struck,
    }


def read_json(written: bytes) -> Mapping[str, Any]:
    """What a sealed row holds. Raises :class:`Tampered`."""
    try:
        found = json.loads(written)
    except ValueError as broken:
        raise Tampered("a row is not JSON") from broken
    if not isinstance(found, dict):
        raise Tampered("a row of another shape")
    return found


def item_from(found: Mapping[str, Any]) -> Item:
    """Raises :class:`Tampered` where a field is missing or means nothing."""
    return _reading(
        Item,
        found,
        kind=lambda text: Kind(text),
        added=_time,
        answer=lambda text: PictureAnswer(text),
        left_out=lambda parts: tuple(LeftOut(**part) for part in parts),
        copy_size=lambda pair: (int(pair[0]), int(pair[1])),
    )


def about_from(found: Mapping[str, Any]) -> About:
    """Raises :class:`Tampered` where a field is missing or means nothing."""
    return _reading(About, found, age_in_picture=lambda text: AgeInPicture(text), ticked=tuple)


def record_from(found: Mapping[str, Any]) -> Record:
    """Raises :class:`Tampered` where a field is missing or means nothing."""
    kind = _said(lambda: RecordKind(found["kind"]))
    body_type = _BODIES[kind]
    reads = {field.name: _identifiers for field in fields(body_type) if field.name in _IDENTIFIERS}
    return _reading(Record, found, body=lambda part: _reading(body_type, part, **reads), added=_time)


def _reading(shape: type[T], found: Mapping[str, Any], **reads: Any) -> T:
    """Fields that this release does not know are passed over; one that is missing has its default, if any."""
    names = [field.name for field in fields(cast(Any, shape))]
    value: T = _said(
        lambda: shape(**{name: reads.get(name, _same)(found[name]) for name in names if name in found})
    )
    return value


def _said(read: Any) -> Any:
    try:
        return read()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, HoldfastError) as broken:
        raise Tampered("a row of another shape") from broken


def _same(value: Any) -> Any:
    return value


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _identifiers(parts: list[dict[str, str]]) -> tuple[Identifier, ...]:
    return tuple(Identifier(IdentifierKind(part["kind"]), part["value"], part["service"]) for part in parts)
