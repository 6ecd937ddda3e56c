"""Packs are made by a child process: it gets the key through a pipe and seals what it makes beside the case.

The row of a job holds counts and states only. A job whose child was not heard for a while ended with its server.
"""

from __future__ import annotations

import logging
import secrets
import threading
from datetime import timedelta

from holdfast import errors
from holdfast.case.ledger import new_id
from holdfast.case.room import Case
from holdfast.case.seal import SealedReader
from holdfast.errors import HoldfastError, PackError
from holdfast.web.base import rooms
from holdfast.web.case.children import Child, in_background
from holdfast.web.case.models import Job, OpenCase

log = logging.getLogger("holdfast.web")

#: Seconds between two looks at a running child.
BEAT = 1.0
#: A running job that was not heard for this long has no child any more.
SILENCE = timedelta(seconds=15)
#: What lies sealed beside a case is swept away by the store a day later.
KEPT = timedelta(hours=23)

_running: dict[str, Child] = {}
_lock = threading.Lock()


class PackStopped(PackError):
    for_person = "Making the pack was stopped. Nothing in your case is lost. You can start it again."


class PackTooBig(PackError):
    for_person = "This pack needs more memory than there is. Choose fewer pictures and make two packs."


def start(case: Case, work: dict[str, object], *, ending: str) -> Job:
    """Begins the work in a child. ``work`` is what :mod:`holdfast.case.pack.child` reads."""
    for old in Job.objects.filter(case_id=case.case_id, state=Job.State.RUNNING):
        _stop(old.handle)
    now = rooms.clock()
    Job.objects.filter(started__lt=now - KEPT).delete()
    job = Job.objects.create(
        handle=secrets.token_hex(16), case_id=case.case_id, blob_id=new_id(rooms.chance), ending=ending,
        started=now, beat=now,
    )  # fmt: skip
    child = Child(case, {**work, "task": "pack", "blob": job.blob_id})
    with _lock:
        _running[job.handle] = child
    in_background(_follow, job.handle, job.case_id, child)
    return job


def _follow(handle: str, case_id: str, child: Child) -> None:
    """Writes down what the child says until it ends; stops it when the case is locked everywhere."""
    try:
        told: dict[str, object] = {}
        for said in child.lines(every=BEAT):
            told = said or told
            row = Job.objects.filter(handle=handle, state=Job.State.RUNNING)
            if not row.exists() or not OpenCase.objects.filter(case_id=case_id).exists():
                child.stop()
                break
            row.update(beat=rooms.clock(), **_progress(said))
        _finish(handle, told, child.wait())
    finally:
        with _lock:
            _running.pop(handle, None)


def _progress(said: dict[str, object]) -> dict[str, object]:
    return {name: said[name] for name in ("done", "total") if isinstance(said.get(name), int)}


def _finish(handle: str, told: dict[str, object], code: int) -> None:
    row = Job.objects.filter(handle=handle, state=Job.State.RUNNING)
    if code == 0 and isinstance(told.get("size"), int):
        row.update(state=Job.State.DONE, size=told["size"], beat=rooms.clock())
        return
    problem = str(told.get("error", "PackStopped"))[:40]
    log.info("pack job ended with %s, code %d", problem, code)
    row.update(state=Job.State.FAILED, problem=problem)


def job_of(case: Case, handle: str) -> Job | None:
    """A job of this case, seen as it is now: silent and running means stopped."""
    job = Job.objects.filter(handle=handle, case_id=case.case_id).first()
    if job is not None and job.state == Job.State.RUNNING and rooms.clock() - job.beat > SILENCE:
        Job.objects.filter(handle=handle).update(state=Job.State.FAILED, problem="PackStopped")
        job.refresh_from_db()
    return job


def jobs_of(case: Case) -> tuple[Job, ...]:
    """The packs of a case that are there or in the making, newest first; without what was swept away."""
    young = Job.objects.filter(case_id=case.case_id, started__gte=rooms.clock() - KEPT)
    return tuple(young.exclude(state=Job.State.FAILED).order_by("-started"))


def problem_of(job: Job) -> HoldfastError:
    """Why a job failed, as an error that has words."""
    known = {"PackStopped": PackStopped, "PackTooBig": PackTooBig, "MemoryError": PackTooBig}
    kind = known.get(job.problem) or getattr(errors, job.problem, PackStopped)
    if isinstance(kind, type) and issubclass(kind, HoldfastError):
        return kind(f"job ended with {job.problem}")
    return PackStopped("job ended")


def open_pack(case: Case, job: Job) -> SealedReader:
    """The pack's bytes, opened while they are read."""
    source = rooms.store().open_staged(case.case_id, job.blob_id)
    return SealedReader(source, case.key, case.case_id, job.blob_id)


def forget(case: Case, job: Job) -> None:
    """Stops the work if it runs, and drops the sealed pack."""
    _stop(job.handle)
    rooms.store().drop_staged(case.case_id, job.blob_id)
    job.delete()


def forget_all(case: Case) -> None:
    for job in Job.objects.filter(case_id=case.case_id):
        forget(case, job)


def _stop(handle: str) -> None:
    with _lock:
        child = _running.get(handle)
    if child is not None:
        child.stop()
        child.wait()
    Job.objects.filter(handle=handle, state=Job.State.RUNNING).update(
        state=Job.State.FAILED, problem="PackStopped"
    )
