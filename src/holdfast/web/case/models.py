"""The web's own small tables: open sessions, wrong tries, running jobs. No words of a case, nothing readable."""

from __future__ import annotations

from django.db import models


class OpenCase(models.Model):
    """A case that is open in a browser: the case key wrapped under the random key in that browser's cookie.

    Neither this row nor the cookie opens anything alone (docs/formats/case-1.md).
    """

    handle = models.CharField(primary_key=True, max_length=64)
    case_id = models.CharField(max_length=64, db_index=True)
    wrapped = models.BinaryField()
    seen = models.DateTimeField(db_index=True)


class WrongTry(models.Model):
    """Wrong codes in a bucket: a locator, or a network hashed with the day's salt."""

    bucket = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)


class Job(models.Model):
    """Work of an open case that takes a while (a pack). Counts and states only."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    handle = models.CharField(primary_key=True, max_length=32)
    case_id = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    blob_id = models.CharField(max_length=64, default="")
    problem = models.CharField(max_length=40, default="")
    started = models.DateTimeField()
