"""The diary: whole after any kill, private, and gone when it is deleted."""

from __future__ import annotations

import stat
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.camera.tree import BROWSER, CALLS, START

from holdfast.camera.diary import Diary


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "camera")


def later(minutes: float):
    return START + timedelta(minutes=minutes)


def test_an_entry_comes_back_as_it_was_written(diary):
    entry_id = diary.on("Garden camera", "/dev/video0", CALLS, START, allowed=True)
    diary.off(entry_id, later(12))
    (entry,) = diary.read().entries
    assert (entry.entry_id, entry.camera, entry.device) == (entry_id, "Garden camera", "/dev/video0")
    assert (entry.program, entry.start, entry.end, entry.allowed) == (CALLS, START, later(12), True)


def test_a_diary_that_was_never_begun_is_empty(diary):
    assert diary.read().entries == () and not diary.path.exists()


def test_only_its_owner_can_read_it(diary):
    diary.started(START)
    assert stat.S_IMODE(diary.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(diary.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_torn_costs_that_line_only(diary, cut):
    diary.on("Garden camera", "/dev/video0", CALLS, START, allowed=False)
    diary.on("Garden camera", "/dev/video0", BROWSER, later(1), allowed=False)
    whole = diary.path.read_bytes()
    diary.path.write_bytes(whole[:-cut])
    diary.brief("Garden camera", "/dev/video0", CALLS, later(2), allowed=False)
    names = [entry.program.name for entry in diary.read().entries]
    assert names in (["calls", "calls"], ["calls", "browser", "calls"])
    assert diary.read().torn == (0 if len(names) == 3 else 1)


@pytest.mark.parametrize(
    "junk",
    [b"\x00\xff\xfe", b"[]", b"{}", b'{"what":"on"}', b'{"what":"on","id":1,"at":"9999-99"}', b"[" * 5000,
     b'{"what":"off","id":"nobody","at":"2026-11-22T09:00:00Z"}', b'{"what":5,"id":"x","at":7}'],
)  # fmt: skip
def test_whatever_stands_in_the_file_the_rest_is_read(diary, junk):
    diary.on("Garden camera", "/dev/video0", CALLS, START, allowed=False)
    with diary.path.open("ab") as file:
        file.write(junk + b"\n")
    diary.on("Garden camera", "/dev/video0", BROWSER, later(1), allowed=False)
    assert [entry.program.name for entry in diary.read().entries] == ["calls", "browser"]


def test_names_that_would_break_a_line_do_not(diary):
    from dataclasses import replace

    odd = replace(CALLS, name='x"\n{}\u2028', path="/tmp/\udcff\n")
    diary.on("Garden\ncamera", "/dev/video0", odd, START, allowed=False)
    (entry,) = diary.read().entries
    assert entry.program == odd and entry.camera == "Garden\ncamera"


def test_deleting_leaves_nothing_and_a_running_guard_goes_on(diary):
    entry_id = diary.on("Garden camera", "/dev/video0", CALLS, START, allowed=False)
    diary.delete()
    assert not diary.path.exists()
    diary.off(entry_id, later(3))
    assert diary.read().entries == ()
    diary.on("Garden camera", "/dev/video0", BROWSER, later(4), allowed=False)
    assert [entry.program for entry in diary.read().entries] == [BROWSER]


def test_what_is_old_is_left_out_and_what_is_open_stays(diary):
    old, still = (
        diary.on("Garden camera", "/dev/video0", who, START, allowed=False) for who in (CALLS, BROWSER)
    )
    diary.off(old, later(1))
    diary.started(START)
    new = diary.on("Garden camera", "/dev/video0", CALLS, later(60), allowed=False)
    diary.forget_before(later(30))
    assert {entry.entry_id for entry in diary.read().entries} == {still, new}
    assert diary.read().watched == () and old not in diary.path.read_text()


WRITE = """
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from holdfast.camera.diary import Diary
from holdfast.camera.values import Program
diary, count = Diary(Path(sys.argv[1])), 0
while True:
    entry = diary.on("Garden camera", "/dev/video0", Program("calls"), datetime.now(UTC), allowed=False)
    diary.off(entry, datetime.now(UTC))
    count += 1
    print(count, flush=True)
"""


def test_killed_at_any_moment_every_line_that_was_finished_is_there(tmp_path):
    for wait in (1, 5, 9, 14):
        folder = tmp_path / str(wait)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(wait):
            done = int(writer.stdout.readline())
        writer.kill()
        done = max([done, *map(int, writer.stdout.read().split())])
        writer.wait()
        writer.stdout.close()
        pages = Diary(folder).read()
        assert sum(entry.end is not None for entry in pages.entries) >= done
        assert pages.torn <= 1


def test_a_diary_of_version_1_opens_for_ever(tmp_path):
    vector = Path(__file__).parents[1] / "vectors" / "camera" / "diary-1.jsonl"
    (tmp_path / "diary.jsonl").write_bytes(vector.read_bytes())
    pages = Diary(tmp_path).read()
    calls, meter, quiet = pages.entries
    assert (calls.at_least.total_seconds(), calls.allowed, calls.program.path) == (
        149.75,
        True,
        "/opt/calls/calls",
    )
    assert meter.brief and not meter.is_open
    assert quiet.end is None and quiet.found_off is not None and quiet.at_least == timedelta(minutes=1)
    assert [one.ended for one in pages.watched] == [False, True] and pages.torn == 2


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_on_any_bytes_the_diary_is_read_and_goes_on(before, after):
    with tempfile.TemporaryDirectory() as folder:
        diary = Diary(Path(folder))
        diary.path.write_bytes(before + b"\n" + after)
        diary.read()
        diary.on("Garden camera", "/dev/video0", CALLS, START, allowed=False)
        assert CALLS in [entry.program for entry in diary.read().entries]
