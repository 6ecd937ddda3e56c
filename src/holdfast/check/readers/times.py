"""Times as ISO 8601, where they are sure; "" where they are not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: "Mar 12, 2026, 9:04 pm", "Monday, March 12, 2026 at 9:04:05 PM UTC": English exports of Meta and Google.
_IN_WORDS = re.compile(
    r"(?:[A-Za-z]+, )?([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4})(?:,| at)\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([AaPp][Mm])?"
    r"(\sUTC)?"
)


def from_epoch(value: object, *, per_second: int = 1000) -> str:
    """Milliseconds (or what ``per_second`` says) since 1970, a number or digits, as UTC; "" outside 1990–2100."""
    try:
        number = int(value) if isinstance(value, int | float) else int(str(value)[:20])
        when = _EPOCH + timedelta(seconds=number // per_second)
    except (ValueError, OverflowError):
        return ""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if 1990 <= when.year <= 2100 else ""


def from_iso(text: object) -> str:
    """``2026-03-12 21:04:05 UTC`` and its kin; a time without zone stays without."""
    match = _ISO.match(text.strip()) if isinstance(text, str) else None
    if match is None:
        return ""
    zone = match.group(3) or ""
    zone = "Z" if zone in ("UTC", "GMT", "Z") or zone.replace(":", "") in ("+0000", "-0000") else zone
    return f"{match.group(1)}T{match.group(2)}{zone}"


def from_words(text: str) -> str:
    """A time with an English month; "" for other languages."""
    match = _IN_WORDS.match(text.replace("\u202f", " ").replace("\u00a0", " ").strip())
    if match is None or match.group(1).lower() not in _MONTHS:
        return ""
    month = _MONTHS.index(match.group(1).lower()) + 1
    hour = hour_of(int(match.group(4)), (match.group(7) or "").lower())
    if hour is None:
        return ""
    try:
        when = datetime(  # noqa: DTZ001 - the export's local time, zone unknown
            int(match.group(3)),
            month,
            int(match.group(2)),
            hour,
            int(match.group(5)),
            int(match.group(6) or 0),
        )
    except ValueError:
        return ""
    return when.isoformat(timespec="seconds" if match.group(6) else "minutes") + (
        "Z" if match.group(8) else ""
    )


def hour_of(hour: int, half: str) -> int | None:
    """The hour of 24 for an hour and ``am``, ``pm`` or "" (then the hour is of 24 already); None where it is none."""
    if not half or hour > 12:
        return hour if hour < 24 else None
    return hour % 12 + (12 if half == "pm" else 0)
