"""Trusted times in a pack: checked by Holdfast, and by openssl from the pack alone."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.case.authority import OpenSSLAuthority
from tests.case.pack.filled import pack
from tests.case.rooms import House

from holdfast.case.pack.interface import Choice
from holdfast.case.pack.verify import FindingId, verify_pack
from holdfast.case.room import Case
from holdfast.case.trusted_time import Authority, ask_for_time


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> OpenSSLAuthority:
    return OpenSSLAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def timed(house: House, here: OpenSSLAuthority) -> Case:
    case = house.case()
    case.add_text("They want money by Friday.")
    ask_for_time(case, (Authority("http://time.example.org/", here.root),), here.post)
    return case


def test_a_pack_with_a_trusted_time_is_good(timed: Case) -> None:
    data, _ = pack(timed)
    verdict = verify_pack(io.BytesIO(data))
    assert verdict.good, verdict
    assert verdict.has(FindingId.TRUSTED_TIME, ok=True)


def test_openssl_checks_it_from_the_unzipped_pack_alone(timed: Case, tmp_path: Path) -> None:
    data, _ = pack(timed)
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    bag = tmp_path / "pack"
    (time,) = json.loads((bag / "data/manifest.json").read_bytes())["times"]
    checked = subprocess.run(
        ["openssl", "ts", "-verify", "-digest", time["head"], "-in", time["path"], "-CAfile",
         time["path"].replace(".tsr", "-root.pem")],
        cwd=bag, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Verification: OK" in checked.stdout + checked.stderr


def test_an_answer_about_another_line_does_not_hold(timed: Case, tmp_path: Path) -> None:
    data, _ = pack(timed)
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    manifest = tmp_path / "pack/data/manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"line":2', b'"line":1'))
    assert verify_pack(tmp_path / "pack").has(FindingId.TRUSTED_TIME, ok=False)


def test_a_pack_without_its_log_holds_no_times(timed: Case) -> None:
    data, _ = pack(timed, Choice(include_log=False))
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "/time/" in name]
    assert verify_pack(io.BytesIO(data)).good
