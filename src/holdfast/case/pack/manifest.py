"""``data/manifest.json``: what is in the pack, canonical JSON, signed by the log's next line (pack-1.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum

from holdfast.case.canonical import canonical
from holdfast.case.pack import alone
from holdfast.case.pack.bag import BagFile
from holdfast.case.pack.exhibits import Exhibit
from holdfast.case.pack.matter import Matter
from holdfast.case.pack.readers import SCOPES, Reader
from holdfast.case.trusted_time import Stamp
from holdfast.case.values import Item, LeftOut, Record
from holdfast.identifiers import Identifier

FORMAT = "holdfast-pack-1"

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def fingerprint_of(public_key: bytes) -> str:
    """The fingerprint of a log key (32 bytes) as it stands on the report and the person's paper: 8 x 4 hex digits."""
    return alone.fingerprint_of(public_key)


def manifest_bytes(
    matter: Matter, public_key: bytes, files: Iterable[BagFile], copies: Mapping[str, BagFile]
) -> bytes:
    """The manifest. ``files`` are all payload files so far, ``copies`` the smaller copies by item id."""
    log: dict[str, Json] = {
        "included": matter.choice.include_log,
        "entries": len(matter.log),
        "head": matter.log_head,
        "public_key": public_key.hex(),
        "fingerprint": matter.fingerprint,
    }
    listed: list[Json] = [
        {"path": f.path, "size": f.size, "sha256": f.sha256} for f in sorted(files, key=_path)
    ]
    made: dict[str, Json] = {
        "format": FORMAT,
        "case": matter.case_id,
        "made": _utc(matter.made),
        "tool": f"Holdfast {matter.version}",
        "language": matter.words.language,
        "stated_by_person_not_checked": True,
        **_about(matter),
        "reader": matter.choice.reader.value,
        "taken_out": [item.exhibit for item in matter.chosen.struck],
        "log": log,
        "times": [_time(path, stamp) for path, stamp in matter.times],
        "files": listed,
        "exhibits": [
            _exhibit(exhibit, copies.get(exhibit.item.item_id)) for exhibit in matter.chosen.exhibits
        ],
        "records": [_record(record) for record in matter.records],
    }
    return canonical(_clean(made))


def _about(matter: Matter) -> dict[str, Json]:
    """What a reader of the whole case knows of the person; a platform gets the age only, a bank nothing."""
    reader, about = matter.choice.reader, matter.about
    whole = SCOPES[reader].whole
    return {
        "age_in_picture": about.age_in_picture.value if whole or reader is Reader.PLATFORM else "",
        "country": about.country if whole else "",
        "time_zone": about.time_zone if whole or reader is Reader.PLATFORM else "",
        "held_back": matter.chosen.held_back if whole else 0,
    }


def _time(path: str, stamp: Stamp) -> Json:
    return {
        "path": f"data/{path}",
        "line": stamp.line,
        "head": stamp.head,
        "authority": stamp.authority.address,
        "time": _utc(stamp.time) if stamp.time else "",
    }


def _path(file: BagFile) -> str:
    return file.path


def _exhibit(exhibit: Exhibit, copy: BagFile | None) -> Json:
    item: Item = exhibit.item
    return {
        "exhibit": item.exhibit,
        "id": item.item_id,
        "path": exhibit.path,
        "kind": item.kind.value,
        "size": item.size,
        "sha256": item.sha256,
        "state": exhibit.state.value,
        "original_sha256": item.original_sha256,
        "copy": copy.path if copy else "",
        "added": _utc(item.added),
        "file_name_then": item.name,
        "title": item.title,
        "note": item.note,
        "captured": item.captured,
        "platform": item.platform,
        "sexual_picture": item.answer.value,
        "left_out": [_left_out(part) for part in item.left_out],
    }


def _left_out(part: LeftOut) -> Json:
    return {"name": part.name, "size": part.size, "place": part.place, "sha256": part.sha256}


def _record(record: Record) -> Json:
    return {
        "id": record.record_id,
        "kind": record.kind.value,
        "version": record.version,
        "added": _utc(record.added),
        "body": _plain(record.body),
    }


def _plain(value: object) -> Json:
    """A record's body with identifiers as kind, service, value and normal form."""
    if isinstance(value, Identifier):
        kind, service = value.kind.value, value.service
        return {"kind": kind, "service": service, "value": value.value, "normal": value.normal}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value.value) if isinstance(value, Enum) else str(value)


def _clean(value: Json) -> Json:
    """The same without lone surrogates, which no JSON text in UTF-8 can hold; each becomes U+FFFD."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    if isinstance(value, list):
        return [_clean(part) for part in value]
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    return value


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
