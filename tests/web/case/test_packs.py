"""Packs through the pages: made by a child process, sealed on the disk, taken, dropped, verified."""

from __future__ import annotations

import io
import os
import re
import signal
import time
import zipfile
from datetime import timedelta

import psutil
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.case import drawn
from tests.web.case.visitor import Visitor

from holdfast.case.pack.verify import verify_pack
from holdfast.web.base import rooms
from holdfast.web.case import jobs
from holdfast.web.case.models import Job, OpenCase


@pytest.fixture
def filled(adult: Visitor) -> Visitor:
    adult.add(drawn.picture(), "shot.png", "no")
    adult.add(drawn.whatsapp(), "chat.txt")
    adult.send("/n/want", {"wants": "money", "deadline": "Friday"})
    return adult


def start(who: Visitor, **choice: object) -> str:
    ids = re.findall(r'name="item" value="([a-z2-7]+)"', who.get("/n/pack"))
    return who.send("/n/pack", {"item": ids, "records": "on", **choice}).headers["Location"]


def until(true, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_a_pack_is_made_taken_and_verifies(filled: Visitor) -> None:
    data, path = filled.make_pack()
    assert verify_pack(io.BytesIO(data)).good
    assert "Save the pack" in filled.get(path)
    disposition = filled.client.get(f"{path}/get").headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="pack-\d{4}-\d\d-\d\d\.zip"', disposition)


def test_only_what_was_chosen_goes_in(filled: Visitor) -> None:
    page = filled.get("/n/pack")
    ids = re.findall(r'name="item" value="([a-z2-7]+)"', page)
    data, _path = filled.make_pack(item=ids[1:])
    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "/items/" in name]
    assert names
    assert not [name for name in names if name.endswith(".png")]


def test_the_plan_goes_in_when_it_is_asked_for(filled: Visitor) -> None:
    import pikepdf

    data, _path = filled.make_pack(plan="on")
    bag = zipfile.ZipFile(io.BytesIO(data))
    report = next(name for name in bag.namelist() if name.endswith("report.pdf"))
    assert pikepdf.open(io.BytesIO(bag.read(report))).pages
    without, _path = filled.make_pack()
    assert len(bag.read(report)) > len(zipfile.ZipFile(io.BytesIO(without)).read(report))


def test_a_sealed_pack_opens_with_its_passphrase_only(filled: Visitor) -> None:
    data, _path = filled.make_pack(protect="passphrase", passphrase="four words are enough")
    assert data.startswith(b"age-encryption.org/v1")
    assert verify_pack(io.BytesIO(data), passphrase="four words are enough").good
    assert not verify_pack(io.BytesIO(data), passphrase="another passphrase").good


def test_a_pack_can_be_sealed_for_an_officer_s_key(filled: Visitor) -> None:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    data, _path = filled.make_pack(protect="age", recipient=str(identity.to_public()))
    assert verify_pack(io.BytesIO(data), identity=str(identity)).good


@pytest.mark.parametrize(
    "choice",
    [
        {"protect": "passphrase", "passphrase": "short"},
        {"protect": "age", "recipient": "somebody@example.org"},
    ],
)
def test_a_protection_that_cannot_be_is_told_before_anything_is_made(
    filled: Visitor, choice: dict[str, str]
) -> None:
    page = filled.post("/n/pack", {"records": "on", **choice}, status=400)
    assert "not made yet" in page
    assert not Job.objects.filter(state=Job.State.RUNNING).exists()


def test_an_empty_choice_makes_no_pack(adult: Visitor) -> None:
    assert "still empty" in adult.post("/n/pack", {"protect": "plain"}, status=400)


def test_a_killed_child_is_told_in_words_and_can_be_tried_again(filled: Visitor) -> None:
    path = start(filled)
    handle = path.rsplit("/", 1)[1]
    os.kill(jobs._running[handle].pid, signal.SIGKILL)
    until(lambda: "not made" in filled.get(path))
    assert "Try again" in filled.get(path)
    data, _path = filled.make_pack()
    assert verify_pack(io.BytesIO(data)).good


def test_a_child_that_gets_no_memory_is_told_in_words(filled: Visitor) -> None:
    path = start(filled)
    psutil.Process(jobs._running[path.rsplit("/", 1)[1]].pid).rlimit(
        psutil.RLIMIT_DATA, (25_000_000, 25_000_000)
    )
    until(lambda: "being made" not in filled.get(path))
    assert "not made" in filled.get(path)


def test_no_child_outlives_its_server(filled: Visitor) -> None:
    """Its input closes when the server is gone, however it went."""
    path = start(filled, protect="passphrase", passphrase="four words are enough")
    child = jobs._running[path.rsplit("/", 1)[1]]
    child._process.stdin.close()
    until(lambda: child._process.poll() is not None, 10)
    assert child._process.returncode == 3


def test_a_job_that_went_silent_ended_with_its_server(filled: Visitor) -> None:
    _data, path = filled.make_pack()
    long_ago = rooms.clock() - timedelta(minutes=1)
    Job.objects.filter(handle=path.rsplit("/", 1)[1]).update(state=Job.State.RUNNING, beat=long_ago)
    assert "not made" in filled.get(path)


def test_locking_the_case_stops_the_work(filled: Visitor) -> None:
    path = start(filled, protect="passphrase", passphrase="four words are enough")
    job = Job.objects.get(handle=path.rsplit("/", 1)[1])
    OpenCase.objects.filter(case_id=job.case_id).delete()
    until(lambda: Job.objects.get(handle=job.handle).state == Job.State.FAILED)


def test_dropping_a_pack_takes_its_file_away(filled: Visitor, home) -> None:
    _data, path = filled.make_pack()
    job = Job.objects.get(handle=path.rsplit("/", 1)[1])
    sealed = list((home / "blobs").rglob(f"{job.blob_id}*"))
    assert sealed
    filled.send(f"{path}/drop", {})
    assert not sealed[0].exists()
    filled.get(path, status=404)


def test_deleting_the_case_takes_its_packs_along(filled: Visitor, home) -> None:
    _data, path = filled.make_pack()
    job = Job.objects.get(handle=path.rsplit("/", 1)[1])
    filled.post("/n/delete", {"word": "delete"})
    assert not list((home / "blobs").rglob(f"{job.blob_id}*"))
    assert not Job.objects.filter(case_id=job.case_id).exists()


def test_another_case_cannot_see_the_job(filled: Visitor, new_client) -> None:
    _data, path = filled.make_pack()
    other = Visitor(new_client()).new_case()
    for page in (path, f"{path}/state", f"{path}/get"):
        other.get(page, status=404)
    other.post(f"{path}/drop", {}, status=404)


def test_a_pack_on_the_disk_cannot_be_read_there(filled: Visitor, home) -> None:
    filled.send("/n/words", {"words": "CANARY-IN-A-PACK"})
    data, path = filled.make_pack()
    assert any(b"CANARY-IN-A-PACK" in zipfile.ZipFile(io.BytesIO(data)).read(n) for n in _names(data))
    job = Job.objects.get(handle=path.rsplit("/", 1)[1])
    for sealed in (home / "blobs").rglob(f"{job.blob_id}*"):
        assert b"PK\x03\x04" not in sealed.read_bytes()[:200]
        assert b"CANARY-IN-A-PACK" not in sealed.read_bytes()


def _names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_case_that_changes_while_the_pack_is_made_does_not_spoil_it(filled: Visitor) -> None:
    path = start(filled, protect="passphrase", passphrase="four words are enough")
    for n in range(8):
        filled.send("/n/told", {"to": f"report {n}"})
        time.sleep(0.1)
    until(lambda: "being made" not in filled.get(path), 60)
    assert "is ready" in filled.get(path)


def test_smaller_copies_are_made_when_nothing_else_is_going_on(filled: Visitor) -> None:
    until(lambda: "Smaller copy made" in filled.get("/n/log"))


# --- verify, for anybody ---------------------------------------------------------------------------------


def verify(who: Visitor, data: bytes, **fields: str) -> str:
    form = {**fields, "pack": SimpleUploadedFile("pack.zip", data)}
    answer = who.client.post("/n/verify", form)
    return answer.content.decode()


def test_a_stranger_verifies_a_pack(filled: Visitor, visitor: Visitor) -> None:
    data, path = filled.make_pack()
    page = verify(visitor, data)
    assert "This pack holds" in page
    known = re.search(r'class="mono">([0-9a-f ]+)<', filled.get(path))
    assert known
    assert 'class="no"' not in verify(visitor, data, fingerprint=known[1])
    assert "does not hold" in verify(visitor, data, fingerprint="0" * len(known[1]))


def test_a_changed_pack_is_told_in_words(filled: Visitor, visitor: Visitor) -> None:
    data, _path = filled.make_pack()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body + b"!" if name.endswith(".txt") and "/items/" in name else body)
    assert "does not hold" in verify(visitor, out.getvalue())
    assert "does not hold" in verify(visitor, data[: len(data) // 2])


def test_a_sealed_pack_is_verified_with_its_passphrase(filled: Visitor, visitor: Visitor) -> None:
    data, _path = filled.make_pack(protect="passphrase", passphrase="four words are enough")
    assert "This pack holds" in verify(visitor, data, passphrase="four words are enough")
    assert "does not hold" in verify(visitor, data)


def test_what_is_no_pack_is_told_in_words(visitor: Visitor) -> None:
    assert "does not hold" in verify(visitor, b"just some words")
    assert "not checked" in visitor.client.post("/n/verify", {"passphrase": ""}).content.decode()
    assert visitor.client.post("/n/verify", {"pack": SimpleUploadedFile("a.zip", b"")}).status_code == 415
