"""Checking a whole case: the log, every row, every blob."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What can be wrong with a case."""

    LOG = "log"
    ROW = "row"
    BLOB = "blob"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: what kind of thing, its id, and what is wrong in words for the log."""

    problem: Problem
    subject: str
    detail: str
