"""Facts about items and records in a few words: what a page may show without showing what is inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from holdfast.case.history import RecordVersion
from holdfast.case.keys import fingerprint
from holdfast.case.moments import Moment
from holdfast.case.room import Case
from holdfast.case.values import Item as Item
from holdfast.case.values import Kind, Offender, Place, RecordKind
from holdfast.case.values import Record as Record
from holdfast.web.case.forms import BY_KIND

_FAMILY = {
    Kind.CHAT: "chat", Kind.EMAIL: "email", Kind.PDF: "pdf", Kind.TEXT: "text", Kind.FILM: "film", Kind.SOUND: "sound",
}  # fmt: skip


def family(kind: Kind) -> str:
    return _FAMILY.get(kind, "picture")


def family_name(kind: Kind) -> str:
    """What an item is, in the person's words."""
    return {
        "picture": gettext("Picture"),
        "chat": gettext("Chat"),
        "email": gettext("E-mail"),
        "pdf": gettext("PDF"),
        "text": gettext("Pasted text"),
        "film": gettext("Video"),
        "sound": gettext("Voice message"),
    }[family(kind)]


def words_only(case: Case) -> bool:
    """Whether the hard rule lets only words into this case here."""
    return case.place is Place.HOSTED and case.about.age_in_picture.maybe_child


def one_at_a_time(case: Case) -> bool:
    return case.about.age_in_picture.maybe_child


def blocked_ids(case: Case) -> frozenset[str]:
    return frozenset(item.item_id for item in case.blocked_items())


def fingerprint_of(case: Case) -> str:
    return fingerprint(case.log_public_key())


def struck_records(case: Case) -> tuple[Record, ...]:
    return tuple(record for record in case.records(struck=True) if record.struck)


def headline(record: Record) -> str:
    """A record in one line, from the person's own short fields: never the blackmailer's words."""
    body = record.body
    if isinstance(body, Offender):
        named = [str(identifier.value) for identifier in body.identifiers[:2]] or [body.platform]
        return ", ".join(part for part in named if part) or gettext("No details yet")
    short = {
        RecordKind.DEMAND: ("wants", "amount", "currency"),
        RecordKind.PAYMENT: ("amount", "currency", "method"),
        RecordKind.REPORT: ("to", "reference"),
        RecordKind.ACCOUNT: (),
    }[record.kind]
    return " ".join(filter(None, (getattr(body, name) for name in short))) or gettext("Written down")


def told(word: str) -> str:
    """What just happened, by a word in the address that says nothing about the case."""
    said = {
        "saved": gettext("Saved."),
        "struck": gettext("Left out. It stays in your case and can come back."),
        "back": gettext("It is back in."),
    }
    return said.get(word, "")


def when(zone: ZoneInfo, moment: datetime) -> str:
    """A time as the person's clock showed it."""
    return date_format(moment.astimezone(zone), "j F Y, H:i")


# --- the timeline ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One moment: the clock time as text, what it was, a line about it, and where it opens."""

    at: str
    what: str
    about: str
    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    lines: tuple[Line, ...]


def zone_of(case: Case) -> ZoneInfo:
    try:
        return ZoneInfo(case.about.time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def days(case: Case) -> tuple[Day, ...]:
    """The timeline by days of the person's own time zone, oldest first."""
    zone = zone_of(case)
    items = {item.item_id: item for item in case.items()}
    records = {record.record_id: record for record in case.records()}
    found: dict[str, list[Line]] = {}
    for moment in case.timeline():
        local = moment.time.astimezone(zone)
        line = _line(moment, local, items, records)
        if line is not None:
            found.setdefault(date_format(local, "l j F Y"), []).append(line)
    return tuple(Day(name, tuple(lines)) for name, lines in found.items())


def _line(moment: Moment, local: datetime, items: dict[str, Item], records: dict[str, Record]) -> Line | None:
    at = date_format(local, "H:i")
    item, record = items.get(moment.subject), records.get(moment.subject)
    if item is not None and not item.struck:
        about = f"{item.exhibit} {item.title}".strip()
        return Line(at, family_name(item.kind), about, f"/n/i/{item.item_id}", moment.said)
    if record is not None and not record.struck:
        what = (
            gettext("The deadline they gave")
            if moment.what == "deadline"
            else str(BY_KIND[record.kind].title)
        )
        return Line(at, what, headline(record), f"/n/r/{record.record_id}", moment.said)
    return None


# --- the log ---------------------------------------------------------------------------------------------


def names_of_actions() -> dict[str, str]:
    """Lines of the log in words."""
    return {
        "case.new": gettext("Case made"),
        "code.new": gettext("Case code changed"),
        "recovery.new": gettext("Recovery code made"),
        "trusted.new": gettext("Code made for someone you trust"),
        "trusted.end": gettext("Their code ended"),
        "about.set": gettext("Answers changed"),
        "age.set": gettext("Age in the picture answered"),
        "step.tick": gettext("Step of the plan ticked"),
        "step.untick": gettext("Tick taken back"),
        "item.add": gettext("Item added"),
        "item.edit": gettext("Words beside an item changed"),
        "item.strike": gettext("Item left out"),
        "item.unstrike": gettext("Item back in"),
        "item.copy": gettext("Smaller copy made"),
        "record.add": gettext("Note added"),
        "record.edit": gettext("Note changed"),
        "record.strike": gettext("Note left out"),
        "record.unstrike": gettext("Note back in"),
        "time.stamped": gettext("Trusted time received"),
        "time.none": gettext("No trusted time yet"),
        "case.moved": gettext("Case written to a file, to move it"),
        "case.taken": gettext("Case taken in from a file"),
        "pack.made": gettext("Pack made"),
    }


def text_of(record: Record) -> Iterable[str]:
    """Every text in a record, for the look at crisis words."""
    for name in type(record.body).__dataclass_fields__:
        value = getattr(record.body, name)
        if isinstance(value, str):
            yield value


# --- versions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of a record: when it was written and what it said, field by field."""

    when: str
    lines: tuple[tuple[str, str], ...]
    struck: bool
    newest: bool


def version_shown(zone: ZoneInfo, version: RecordVersion) -> VersionShown:
    record = version.record
    task = BY_KIND[record.kind]
    lines = []
    for name in type(record.body).__dataclass_fields__:
        value = getattr(record.body, name)
        said = value if isinstance(value, str) else "\n".join(map(str, value))
        field = task.form.base_fields.get(name)
        label = str(field.label) if field is not None else str(task.rows_title)
        if said:
            lines.append((label, said))
    return VersionShown(when(zone, version.written), tuple(lines), record.struck, version.newest)


def pack_readers() -> tuple[tuple[str, str, str], ...]:
    """Who a pack can be for: value, name, what they get."""
    return (
        ("officer", gettext("The police"), gettext("Everything you tick, and what is needed to check it.")),
        ("lawyer", gettext("A lawyer"), gettext("The same as for the police.")),
        ("helpline", gettext("A helpline"), gettext("Everything you tick, without lists of payments.")),
        (
            "platform",
            gettext("The app or website"),
            gettext("Only the blackmailer’s accounts. No messages, nothing about you."),
        ),
        (
            "bank",
            gettext("My bank or card company"),
            gettext("Only what you paid, and your name. No messages."),
        ),
    )
