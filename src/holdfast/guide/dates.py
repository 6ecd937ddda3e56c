"""Dates to keep: when to ask again after a report, when to look, when to log in to an account that waits.

Pure, and stored nowhere. The calendar file names no app and no reason: it may be seen on a shared phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from holdfast.content.facts import platforms
from holdfast.content.platform import DeactivateKind
from holdfast.errors import NotUnderstood
from holdfast.guide.situation import UnknownAnswer

#: The days on which one looks once, counted from the first threat as day 1 (lives.md, a).
LOOKS = (1, 3, 7, 30)
#: Days until one asks again. Our own advice, but for the US law: 48 hours after a valid request.
ASK_AGAIN = {"app": 7, "post": 2, "us_request": 2, "police": 7, "bank": 15}
#: Where nobody knows how long an account waits, this many days after it was switched off. The shortest wait of
#: the platforms files (Snapchat and X, 30 days) less a day.
CAREFUL_DAYS = 29
#: A list longer than this is no list of a person.
MOST = 60


class Did(StrEnum):
    """What was done on a day."""

    APP = "app"
    POST = "post"
    US_REQUEST = "us_request"
    POLICE = "police"
    BANK = "bank"
    THREAT = "threat"
    """The first threat came."""
    SWITCHED_OFF = "switched_off"
    """An account was deactivated or paused."""


class Reason(StrEnum):
    """What a date is for."""

    ASK_AGAIN = "ask_again"
    LOOK = "look"
    LOG_IN = "log_in"
    """Before this day, or the app deletes the account."""
    LOG_IN_CAREFUL = "log_in_careful"
    """Nobody knows how long this app waits: a careful date."""


class UnknownDay(NotUnderstood):
    for_person = "We could not read this date. Write it like 2026-11-22."


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing a person wrote down. ``platform`` is an id or ""."""

    did: Did
    on: date
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One date to keep, and what it comes from."""

    on: date
    reason: Reason
    noted: Noted


def noted(did: str, on: str, platform: str = "") -> Noted:
    """One line of the form. Raises UnknownAnswer, :class:`UnknownDay`, UnknownPlatform."""
    try:
        what = Did(did)
    except ValueError as broken:
        raise UnknownAnswer("did: not one of the list", question="did") from broken
    try:
        day = date.fromisoformat(on.strip())
        day + timedelta(days=400)
    except (ValueError, OverflowError) as broken:
        raise UnknownDay("not a date") from broken
    return Noted(what, day, platforms().get(platform).platform_id if platform else "")


def dues(lines: Iterable[Noted]) -> tuple[Due, ...]:
    """Every date that follows, the earliest first."""
    found = [due for line in tuple(lines)[:MOST] for due in _from(line)]
    return tuple(sorted(found, key=lambda due: (due.on, due.reason, due.noted.platform)))


def _from(line: Noted) -> Iterable[Due]:
    if line.did is Did.THREAT:
        return [Due(line.on + timedelta(days=day - 1), Reason.LOOK, line) for day in LOOKS]
    if line.did is Did.SWITCHED_OFF:
        return [_log_in(line)]
    return [Due(line.on + timedelta(days=ASK_AGAIN[line.did]), Reason.ASK_AGAIN, line)]


def _log_in(line: Noted) -> Due:
    """A countdown ends on its last day: one logs in a day before."""
    if line.platform:
        button = platforms().get(line.platform).deactivate
        if button.kind is DeactivateKind.COUNTDOWN and button.days is not None:
            return Due(line.on + timedelta(days=button.days - 1), Reason.LOG_IN, line)
    return Due(line.on + timedelta(days=CAREFUL_DAYS), Reason.LOG_IN_CAREFUL, line)


def calendar(found: Iterable[tuple[Due, str]], *, now: datetime, chance: bytes) -> str:
    """An iCalendar file (RFC 5545): one all-day entry for each due date with its neutral title.

    ``now`` is aware; ``chance`` are bytes that make the entries' ids unlike any other file's.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//notes//1//EN", "METHOD:PUBLISH"]
    for number, (due, title) in enumerate(found):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{chance.hex()}-{number}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{due.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _folded(line: str) -> list[str]:
    """No line longer than 75 octets (RFC 5545, 3.1); a sign is never cut in two."""
    parts, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 75:
            parts.append(current)
            current = " "
        current += sign
    return [*parts, current]
