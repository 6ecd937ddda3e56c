"""The timeline of a case: what happened when, out of items and records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """``time`` is UTC; ``said`` what the person typed as time ("" where the time is only that of adding).

    ``what`` is ``item``, ``demand``, ``deadline``, ``payment``, ``report``, ``offender``; ``subject`` the id.
    """

    time: datetime
    what: str
    subject: str
    said: str = ""
