"""Logs carry none of a case's words: no messages of foreign exceptions, no values, no query, no body."""

from __future__ import annotations

import logging
import traceback

from holdfast.errors import HoldfastError


class WithoutWords(logging.Formatter):
    """One line a record: time, level, logger; for an exception its type and the places it passed through.

    The text of our own errors is written for the log; the text of any other may quote what was typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.exc_info and record.exc_info[1] is not None:
            return f"{head} {describe(record.exc_info[1])}"
        if record.name.startswith("holdfast"):
            return f"{head} {record.getMessage()}"
        return f"{head} status={getattr(record, 'status_code', '-')}"


def describe(error: BaseException) -> str:
    """Type and places of an error, without its text unless it is one of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    said = f" ({error})" if isinstance(error, HoldfastError) else ""
    return f"{type(error).__module__}.{type(error).__name__}{said} at {places}"
