"""A case goes to another computer by one file, and comes back."""

from __future__ import annotations

from tests.cli.conftest import Line


def test_a_case_is_moved_and_taken_in(line, tmp_path):
    line.with_case()
    line("case", "add", "-", stdin="They want money.\n")
    file = tmp_path / "my-case.holdfast"
    moved = line("case", "move", "--output", str(file), "--json")
    assert moved.code == 0, moved.err
    assert moved.json["size"] == file.stat().st_size
    other = Line(tmp_path / "other")
    other.environ["HOLDFAST_CODE"] = line.environ["HOLDFAST_CODE"]
    assert other("case", "list").code == 1
    taken = other("case", "take", str(file), "--json")
    assert taken.code == 0, taken.err
    assert taken.json["problems"] == 0
    assert len(other("case", "list", "--json").json["items"]) == 1
    assert "here already" in other("case", "take", str(file)).out


def test_a_file_that_is_no_case_is_refused_in_words(line, tmp_path):
    line.with_case()
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    for name in ("photo.jpg", "not-there"):
        done = line("case", "take", str(tmp_path / name))
        assert done.code == 1
        assert "holds no case" in done.err


def test_a_hosted_place_takes_no_case_with_a_child_s_pictures(line, tmp_path):
    from tests.case import drawn

    line.with_case("under_18")
    shot = tmp_path / "a.png"
    shot.write_bytes(drawn.saved(drawn.screen((390, 844)), "PNG"))
    assert line("case", "add", str(shot), "--no-sexual-picture").code == 0
    file = tmp_path / "my-case.holdfast"
    assert line("case", "move", "--output", str(file)).code == 0
    other = Line(tmp_path / "other")
    other.environ |= {"HOLDFAST_CODE": line.environ["HOLDFAST_CODE"], "HOLDFAST_PLACE": "hosted"}
    refused = other("case", "take", str(file), "--json")
    assert (refused.code, refused.json["error"]) == (1, "ChildPictureRule")
