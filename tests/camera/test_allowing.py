"""The list of programs a person knows: by path, followed by a running guard."""

from __future__ import annotations

import os

import pytest
from tests.camera.tree import BROWSER, CALLS

from holdfast.camera.allowing import Allowed, found
from holdfast.camera.errors import NotAllowedBefore, UnknownProgram
from holdfast.camera.values import Program


def test_a_program_is_known_by_its_path_not_by_its_name(tmp_path):
    known = Allowed(tmp_path)
    known.add(CALLS.key)
    assert known.knows(CALLS)
    assert not known.knows(Program("calls", "/tmp/calls"))


def test_a_running_guard_follows_the_list(tmp_path):
    running = Allowed(tmp_path)
    assert not running.knows(CALLS)
    Allowed(tmp_path).add(CALLS.key)
    assert running.knows(CALLS)
    Allowed(tmp_path).remove(CALLS.key)
    assert not running.knows(CALLS)


def test_what_is_not_on_the_list_cannot_be_taken_off(tmp_path):
    with pytest.raises(NotAllowedBefore):
        Allowed(tmp_path).remove(CALLS.key)


def test_paths_with_odd_bytes_are_kept(tmp_path):
    Allowed(tmp_path).add("/opt/caf\udce9 x")
    assert Allowed(tmp_path).all() == ("/opt/caf\udce9 x",)


def test_a_name_means_the_program_that_was_seen(tmp_path):
    assert found("calls", [BROWSER, CALLS]) == CALLS.path


def test_a_name_nobody_saw_is_looked_for_among_the_commands():
    assert found("sh", []) == os.path.realpath("/bin/sh")


@pytest.mark.parametrize("typed", ["", "  ", "a\nb", "no-such-program-anywhere"])
def test_what_is_no_program_is_refused(typed):
    with pytest.raises(UnknownProgram):
        found(typed, [])


def test_a_path_of_another_system_is_taken_as_it_stands():
    assert found(r"C:\Program Files\calls.exe", []) == r"C:\Program Files\calls.exe"
