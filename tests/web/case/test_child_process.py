"""The process that works on an open case gets its key through a pipe, and shows it nowhere."""

from __future__ import annotations

import copy
import pickle
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from django.test import RequestFactory
from tests.case import drawn
from tests.web.case.visitor import Visitor

from holdfast.case.room import Case
from holdfast.web.case.children import Child
from holdfast.web.case.opened import the_case


@pytest.fixture
def case(adult: Visitor) -> Case:
    """Open, with a picture that has no smaller copy yet."""
    adult.add(drawn.picture("PNG", (900, 900)), "a.png", "no")
    asked = RequestFactory().get("/n/")
    asked.COOKIES["c"] = adult.client.cookies["c"].value
    return the_case(asked)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_neither_the_command_nor_the_surroundings_of_the_child_hold_the_key(case: Case) -> None:
    key = case.key.to_bytes()
    child = Child(case, {"task": "copies"})
    try:
        shown = b"".join(Path(f"/proc/{child.pid}/{what}").read_bytes() for what in ("cmdline", "environ"))
        opened = [str(path.readlink()) for path in Path(f"/proc/{child.pid}/fd").iterdir()]
    finally:
        told = [said for said in child.lines(every=1.0) if said]
        assert child.wait() == 0
    assert b"holdfast.case.pack.child" in shown
    assert key not in shown and key.hex().encode() not in shown
    assert any(path.startswith("pipe:") for path in opened)
    assert told and key.hex() not in str(told)


def test_a_key_is_written_down_by_nothing_that_writes_things_down(case: Case) -> None:
    key = case.key
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            write(key)
    assert key.to_bytes().hex() not in repr(key) + str(key) + f"{key}" + repr(case) + repr(case._ledger)


def test_an_error_while_a_case_is_open_shows_no_key_in_its_places(case: Case) -> None:
    with closing(case.open_item(case.items()[0])) as reader:
        try:
            reader.seek(-1)
        except ValueError as error:
            told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "SealedReader" in told
    assert case.key.to_bytes().hex() not in told and repr(case.key.to_bytes()) not in told
