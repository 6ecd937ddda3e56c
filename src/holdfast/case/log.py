"""The evidence log: an append-only, signed chain of entries (docs/formats/case-1.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from holdfast.case.values import LogEntry


class Action(StrEnum):
    """What a line of the log can say."""

    CASE_NEW = "case.new"
    RECOVERY_NEW = "recovery.new"
    ABOUT_SET = "about.set"
    AGE_SET = "age.set"
    STEP_TICK = "step.tick"
    STEP_UNTICK = "step.untick"
    ITEM_ADD = "item.add"
    ITEM_EDIT = "item.edit"
    ITEM_STRIKE = "item.strike"
    ITEM_UNSTRIKE = "item.unstrike"
    ITEM_COPY = "item.copy"
    RECORD_ADD = "record.add"
    RECORD_EDIT = "record.edit"
    RECORD_STRIKE = "record.strike"
    PACK_MADE = "pack.made"


class LogProblem(StrEnum):
    """What can be wrong with a log."""

    EMPTY = "empty"
    NUMBER = "number"
    CHAIN = "chain"
    SIGNATURE = "signature"
    CUT = "cut"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last line's number (from 1) and the SHA-256 (hex) of its canonical JSON with signature."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LogFinding:
    """One thing that does not hold: at which line (its place from 1), and what."""

    number: int
    problem: LogProblem


def entry_bytes(entry: LogEntry) -> bytes:
    """The canonical JSON (RFC 8785) of an entry with its signature; a line of log.jsonl without its newline."""
    raise NotImplementedError


def log_lines(entries: Iterable[LogEntry]) -> Iterator[bytes]:
    """Lines of ``log.jsonl``, each with its newline."""
    raise NotImplementedError


def read_log_lines(data: bytes) -> tuple[LogEntry, ...]:
    """The entries of ``log.jsonl``. Raises Tampered where a line is not in its one canonical spelling."""
    raise NotImplementedError


def head_of(entries: tuple[LogEntry, ...]) -> LogHead:
    """The head of a log with at least one entry."""
    raise NotImplementedError


def verify_log(
    entries: Iterable[LogEntry],
    public_key: bytes,
    expected_head: LogHead | None = None,
    *,
    thorough: bool = False,
) -> tuple[LogFinding, ...]:
    """Empty when all holds.

    Always: numbers, every hash, the last line's signature (it proves all lines before it).
    ``thorough``: every line's signature too. ``public_key`` is 32 bytes.
    """
    raise NotImplementedError
