"""The disk is full, or may not be written to: it is said, and nothing is half written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.rooms import House, pieces

from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import PictureAnswer
from holdfast.errors import NotSaved

NOT_ASKED = PictureAnswer.NOT_ASKED


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip(
            "only an administrator may mount a small file system; the test with a size limit runs instead"
        )
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def words(number: int, length: int = 200_000) -> bytes:
    return f"{number} ".encode() * (length // 5)


def fill(case: Case) -> int:
    """How many items were saved before the disk was full."""
    for number in range(100):
        try:
            case.add("w.txt", pieces(words(number)), answer=NOT_ASKED)
        except NotSaved:
            return number
    raise AssertionError("3 MB held 20 MB")


def test_a_full_disk_is_told_and_leaves_nothing_half_written(small_disk: Path) -> None:
    house = House(SqliteStore(small_disk))
    case = house.case()
    saved = fill(case)
    assert saved > 2
    assert len(case.items()) == saved
    assert {path.name for path in (small_disk / "blobs" / case.case_id).iterdir()} == set(
        house.store.blob_ids(case.case_id)
    )
    assert case.check(thorough=True) == ()
    (small_disk / "filler").write_bytes(b"")
    again = House(SqliteStore(small_disk)).again(case)
    assert len(again.items()) == saved


def test_with_room_again_saving_goes_on(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(1_000_000))
    case = House(SqliteStore(small_disk)).case()
    saved = fill(case)
    filler.unlink()
    case.add("w.txt", pieces(words(1000)), answer=NOT_ASKED)
    assert len(case.items()) == saved + 1
    assert case.check() == ()


def test_a_database_that_cannot_grow_leaves_no_blob_behind(small_disk: Path) -> None:
    """The blob fits, the row does not."""
    house = House(SqliteStore(small_disk))
    case = house.case()
    for number in range(10_000):
        try:
            case.note_in_log("pack.made", f"filler{number}")
        except NotSaved:
            break
    lines = len(case.log_entries())
    with pytest.raises(NotSaved):
        for number in range(100):
            case.add("w.txt", [f"{number}".encode()], answer=NOT_ASKED, note="n" * 20_000)
    house.store.sweep(case.case_id, house.clock())
    assert {path.name for path in (small_disk / "blobs" / case.case_id).iterdir()} == set(
        house.store.blob_ids(case.case_id)
    )
    assert len(case.log_entries()) == lines + len(case.items())
    assert case.check() == ()


LIMITED = """
import os, resource, sys
from pathlib import Path
from tests.case.rooms import House
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import PictureAnswer
from holdfast.errors import NotSaved
house = House(SqliteStore(Path(sys.argv[1])))
case = house.case()
case.add("w.txt", [b"before"], answer=PictureAnswer.NOT_ASKED)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
try:
    case.add("w.txt", [b"x" * 100_000] * 30, answer=PictureAnswer.NOT_ASKED)
except NotSaved as refused:
    assert str(refused) == "EFBIG", refused
    left = sorted(path.name for path in (Path(sys.argv[1]) / "blobs" / case.case_id).iterdir())
    assert left == list(house.store.blob_ids(case.case_id)), left
    assert len(case.items()) == 1 and case.check() == ()
    print("told")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_file_that_may_not_grow_is_told_and_dropped(home: Path) -> None:
    root = Path(__file__).parents[2]
    path = os.pathsep.join((str(root), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(home)],
        capture_output=True,
        text=True,
        env=dict(os.environ, PYTHONPATH=path),
    )
    assert done.stdout == "told\n", done.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(home: Path) -> None:
    case = House(SqliteStore(home)).case()
    folder = home / "blobs" / case.case_id
    folder.chmod(0o500)
    with pytest.raises(NotSaved):
        case.add("w.txt", pieces(drawn.whatsapp()), answer=NOT_ASKED)
    folder.chmod(0o700)
