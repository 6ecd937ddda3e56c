"""Other people's tools accept the bag and the graph."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest
from tests.case.pack.opened import files_of


@pytest.fixture
def folder(packed, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    return tmp_path / "pack"


def test_bagit_accepts_it(folder):
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.version == "1.0" and bag.info["Bagging-Date"] == "2031-05-07"


def test_bagit_notices_a_change(folder):
    (folder / "data" / "items" / "001" / "original.png").write_bytes(b"x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_accepts_it(folder, name):
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", name], cwd=folder, check=True)
    (folder / "data" / "report.pdf").write_bytes(b"x")
    (folder / "bag-info.txt").write_bytes(b"x")
    assert (
        subprocess.run(["sha256sum", "-c", "--quiet", name], cwd=folder, capture_output=True).returncode == 1
    )


@pytest.mark.skipif(not shutil.which("unzip"), reason="no unzip here")
def test_unzip_accepts_it(packed, tmp_path):
    (tmp_path / "pack.zip").write_bytes(packed.data)
    subprocess.run(["unzip", "-tqq", tmp_path / "pack.zip"], check=True)


def test_the_read_me_leads_with_tools_of_the_system_and_ends_with_our_script(folder):
    text = (folder / "data" / "READ-ME-FIRST.txt").read_text("utf-8")
    places = [
        text.index(word) for word in ("Get-FileHash", "sha256sum -c", "holdfast case verify", "verify.py")
    ]
    assert places == sorted(places)
    assert (
        "{" not in text.replace("{ $h, $f", "").replace("{ if ((Get", "").replace('{ "CHANGED', "")
        or "{{" not in text
    )


def test_case_utils_accepts_the_graph_offline(folder):
    """CASE 1.4.0 as it comes with case-utils; the house's tests allow no network."""
    tool = Path(sys.executable).with_name("case_validate")
    done = subprocess.run(
        [tool, "--built-version", "case-1.4.0", folder / "data" / "case.jsonld"],
        capture_output=True,
        text=True,
    )
    assert "Conforms: True" in done.stdout, done.stdout[-2000:]


def test_case_utils_would_refuse_a_wrong_graph(folder):
    graph = json.loads((folder / "data" / "case.jsonld").read_text())
    for node in graph["@graph"]:
        for facet in node.get("uco-core:hasFacet", []):
            facet.pop("uco-observable:sizeInBytes", None)
            if "uco-observable:fileName" in facet:
                facet["uco-observable:fileName"] = 7
    (folder / "wrong.jsonld").write_text(json.dumps(graph))
    tool = Path(sys.executable).with_name("case_validate")
    done = subprocess.run(
        [tool, "--built-version", "case-1.4.0", folder / "wrong.jsonld"], capture_output=True, text=True
    )
    assert "Conforms: False" in done.stdout


def test_the_graph_holds_each_exhibit_and_each_account(packed):
    graph = json.loads(files_of(packed.data)["data/case.jsonld"])["@graph"]
    kinds = [node["@type"] for node in graph]
    assert kinds.count("case-investigation:ProvenanceRecord") == packed.made.items
    assert kinds.count("uco-observable:DigitalAccount") == 2
    assert len({node["@id"] for node in graph}) == len(graph)
    logins = [f.get("uco-observable:accountLogin") for n in graph for f in n.get("uco-core:hasFacet", [])]
    assert ["mia_example.x"] in logins
