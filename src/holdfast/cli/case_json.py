"""Items, records and log lines as JSON. The keys are promised in docs/cli.md."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.identifiers import Identifier

if TYPE_CHECKING:
    from holdfast.case.values import Body, Item, LogEntry, Record


def item_json(item: Item) -> dict[str, object]:
    """One item."""
    return {
        "id": item.item_id,
        "exhibit": item.exhibit,
        "kind": item.kind.value,
        "name": item.name,
        "size": item.size,
        "sha256": item.sha256,
        "original_sha256": item.original_sha256,
        "added": item.added.isoformat(),
        "title": item.title,
        "note": item.note,
        "captured": item.captured,
        "platform": item.platform,
        "left_out": [{"name": left.name, "size": left.size, "place": left.place} for left in item.left_out],
        "struck": item.struck,
    }


def record_json(record: Record) -> dict[str, object]:
    """One typed record; its fields by their names in ``holdfast case record KIND --help``."""
    return {
        "id": record.record_id,
        "kind": record.kind.value,
        "added": record.added.isoformat(),
        "version": record.version,
        "struck": record.struck,
        "fields": body_json(record.body),
    }


def body_json(body: Body) -> dict[str, object]:
    """The fields of a record; identifiers as kind, service and value."""
    return {field.name: _value(getattr(body, field.name)) for field in fields(body)}


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if isinstance(value, Identifier):
        return {"kind": value.kind.value, "service": value.service, "value": value.value}
    return value.value if isinstance(value, StrEnum) else value


def entry_json(entry: LogEntry) -> dict[str, object]:
    """One line of the evidence log, as in ``log.jsonl``."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}
