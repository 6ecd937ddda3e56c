"""The data folder, the pepper, and where this Holdfast runs."""

from __future__ import annotations

import pytest

from holdfast.errors import NotSaved
from holdfast.home import PepperTooShort, data_folder, is_hosted, pepper


def test_the_pepper_is_made_once_and_only_its_owner_reads_it(tmp_path):
    environ = {"HOLDFAST_HOME": str(tmp_path / "home")}
    first = pepper(environ)
    assert pepper(environ) == first and len(first) >= 32
    assert (tmp_path / "home" / "pepper").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["pepper"]


def test_a_pepper_that_is_set_makes_no_file(tmp_path):
    environ = {"HOLDFAST_HOME": str(tmp_path / "home"), "HOLDFAST_PEPPER": "p" * 32}
    assert pepper(environ) == b"p" * 32
    assert not (tmp_path / "home").exists()


def test_a_short_or_cut_pepper_is_refused(tmp_path):
    with pytest.raises(PepperTooShort):
        pepper({"HOLDFAST_PEPPER": "guess me"})
    (tmp_path / "pepper").write_text("cut")
    with pytest.raises(PepperTooShort):
        pepper({"HOLDFAST_HOME": str(tmp_path)})


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved):
        pepper({"HOLDFAST_HOME": str(tmp_path / "file" / "home")})


def test_without_the_pepper_no_case_opens_and_with_it_the_case_is_back(line):
    line.with_case()
    kept = (line.home / "pepper").read_bytes()
    (line.home / "pepper").unlink()
    assert line("case", "list", "--json").json["error"] == "PepperTooShort"
    assert not (line.home / "pepper").exists(), "a new one would open none of the cases"
    (line.home / "pepper").write_bytes(kept)
    assert line("case", "list").code == 0


@pytest.mark.parametrize(
    ("said", "hosted"), [("", False), ("own", False), (" Own ", False), ("hosted", True), ("hsted", True)]
)  # fmt: skip
def test_a_slip_of_the_pen_counts_as_hosted(said, hosted):
    assert is_hosted({"HOLDFAST_PLACE": said}) is hosted
    assert is_hosted({}) is False


def test_the_data_folder_can_be_chosen(tmp_path):
    assert data_folder({"HOLDFAST_HOME": str(tmp_path)}) == tmp_path
    assert data_folder({"XDG_DATA_HOME": str(tmp_path)}) in (tmp_path / "holdfast", data_folder({}))
