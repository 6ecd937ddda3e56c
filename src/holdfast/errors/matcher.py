"""Errors of the look-up service for platforms."""

from __future__ import annotations

from holdfast.errors.base import HoldfastError


class MatcherError(HoldfastError):
    """Everything that a request to the matcher can be told."""

    for_person = "The matcher cannot answer this."


class TooManyWaiting(MatcherError):
    """The queue is full; ask again after a second."""

    for_person = "Too many requests are waiting. Ask again in a second."
    http_status = 503


class NotAskedRight(MatcherError):
    """A parameter is missing or not one that exists here."""

    for_person = "This request cannot be answered: {what}."


class RequestTooLong(MatcherError):
    for_person = "This request is too long. Send up to {limit}."
    http_status = 413


class MatcherMissing(MatcherError):
    """The optional packages are not installed."""

    for_person = "The matcher needs one more part. To add it, type: pip install 'holdfast-help[matcher]'"
    exit_code = 3
