"""The web's own small tables: open sessions, wrong tries, running jobs. No words of a case, nothing readable."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class OpenCase(models.Model):
    """A case that is open in a browser: the case key wrapped under the random key in that browser's cookie.

    Neither this row nor the cookie opens anything alone (docs/formats/case-1.md).
    """

    handle: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    case_id: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    wrapped: models.BinaryField[bytes, bytes] = models.BinaryField()
    seen: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)


class WrongTry(models.Model):
    """Wrong codes in a bucket: a locator, or a network hashed with the day's salt."""

    bucket: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    count: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    since: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)


class UsedForm(models.Model):
    """A form that makes something once was used: the SHA-256 of its token, so that a reload makes no second case."""

    token: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    used: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)


class Job(models.Model):
    """A pack in the making, or made. Counts and states only; the pack itself lies sealed beside the case.

    ``beat`` is when the child was last heard: a running job without a beat ended with its server.
    ``ending`` is the pack's file ending (``zip`` or ``zip.age``), ``size`` its bytes.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    handle: models.CharField[str, str] = models.CharField(primary_key=True, max_length=32)
    case_id: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    state: models.CharField[str, str] = models.CharField(
        max_length=10, choices=State.choices, default=State.RUNNING
    )
    done: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    total: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    blob_id: models.CharField[str, str] = models.CharField(max_length=64, default="")
    problem: models.CharField[str, str] = models.CharField(max_length=40, default="")
    ending: models.CharField[str, str] = models.CharField(max_length=10, default="zip")
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(default=0)
    started: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    beat: models.DateTimeField[datetime, datetime] = models.DateTimeField()
