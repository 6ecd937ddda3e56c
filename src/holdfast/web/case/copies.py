"""Smaller copies are made when nothing else is going on, in a child process, while the case is open."""

from __future__ import annotations

import threading

from holdfast.case.room import Case
from holdfast.web.case.children import Child, guarded
from holdfast.web.case.models import OpenCase

#: Seconds after the last upload. Twenty screenshots sent one by one start the work once.
REST = 2.0

_lock = threading.Lock()
_waiting: dict[str, threading.Timer] = {}
_working: set[str] = set()


def make_soon(case: Case) -> None:
    """Plans the work; a later call for the same case puts it off again."""
    with _lock:
        earlier = _waiting.pop(case.case_id, None)
        if earlier is not None:
            earlier.cancel()
        timer = threading.Timer(REST, guarded(_begin), (case,))
        timer.daemon = True
        _waiting[case.case_id] = timer
        timer.start()


def _begin(case: Case) -> None:
    with _lock:
        _waiting.pop(case.case_id, None)
        if case.case_id in _working:
            again = True
        else:
            again = False
            _working.add(case.case_id)
    if again:
        make_soon(case)
        return
    try:
        if _is_open(case):
            _work(case)
    finally:
        with _lock:
            _working.discard(case.case_id)


def _work(case: Case) -> None:
    child = Child(case, {"task": "copies"})
    for _said in child.lines(every=1.0):
        if not _is_open(case):
            child.stop()
            break
    child.wait()


def _is_open(case: Case) -> bool:
    """Work that needs content runs only while some browser has the case open."""
    return OpenCase.objects.filter(case_id=case.case_id).exists()
