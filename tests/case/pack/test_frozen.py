"""Packs of earlier versions open for ever, with today's verifier and with the one inside them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from holdfast.case.pack.verify import FindingId, verify_pack

FOLDER = Path(__file__).parents[2] / "vectors" / "pack"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_frozen_pack_is_still_good_and_its_key_known(name):
    said = EXPECTED[name]
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == said["sha256"]
    verdict = verify_pack(
        FOLDER / name, passphrase=said["passphrase"] or None, fingerprint=said["fingerprint"]
    )
    assert verdict.good and verdict.has(FindingId.KEY_SAME, True)


@pytest.mark.parametrize("name", sorted(name for name in EXPECTED if name.endswith(".zip")))
def test_a_frozen_packs_own_script_still_checks_it(name, tmp_path):
    with zipfile.ZipFile(FOLDER / name) as archive:
        (tmp_path / "verify.py").write_bytes(archive.read("pack/data/verify.py"))
        manifest = json.loads(archive.read("pack/data/manifest.json"))
    assert manifest["format"] == "holdfast-pack-1" and len(manifest["exhibits"]) == EXPECTED[name]["exhibits"]
    run = [sys.executable, "-I", "-S", tmp_path / "verify.py", FOLDER / name, EXPECTED[name]["fingerprint"]]
    assert subprocess.run(run, capture_output=True, check=False).returncode == 0


def test_every_frozen_file_is_expected():
    assert {path.name for path in FOLDER.iterdir()} == {*EXPECTED, "expected.toml"}
