"""``holdfast case add``: what enters, what is refused, what is asked. Files are drawn or written here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.case import drawn


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """One file of each kind."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in {
        "one.png": drawn.picture("PNG"),
        "two.jpg": drawn.picture("JPEG"),
        "chat.txt": drawn.whatsapp(),
        "mail.eml": drawn.mail(),
        "paper.pdf": drawn.paper(),
        "export.zip": drawn.whatsapp_zip(),
        "film.mp4": drawn.film(),
        "empty.png": b"",
    }.items():
        (folder / name).write_bytes(data)
    return folder


def names(done) -> dict[str, str | None]:
    """File name → the error's name, or None where it is in the case."""
    return {Path(result["file"]).name: result["error"] for result in done.json["results"]}


def test_several_files_get_a_result_each_and_the_good_ones_are_kept(line, files):
    line.with_case()
    paths = [str(files / name) for name in ("one.png", "film.mp4", "chat.txt", "empty.png", "two.jpg")]
    done = line("case", "add", *paths, "--no-sexual-picture", "--json")
    assert done.code == 1
    assert names(done) == {
        "one.png": None, "film.mp4": None, "chat.txt": None, "empty.png": "EmptyFile", "two.jpg": None,
    }  # fmt: skip
    kinds = [item["kind"] for item in line("case", "list", "--json").json["items"]]
    assert kinds == ["png", "film", "chat", "jpeg"]


def test_a_recording_of_a_child_or_of_nobody_knows_whom_stays_out(line, files):
    for age in ("under_18", "unknown"):
        line.with_case(age)
        done = line("case", "add", str(files / "film.mp4"), "--no-sexual-picture", "--json")
        assert names(done) == {"film.mp4": "VideoNotRead"}


def test_a_recording_is_blocked_when_the_answer_about_the_age_changes(line, files, tmp_path):
    line.with_case()
    assert line("case", "add", str(files / "film.mp4"), "--no-sexual-picture").code == 0
    line("case", "about", "--age-in-picture", "under_18")
    refused = line("case", "show", "1", "--output", str(tmp_path / "out.mp4"), "--json")
    assert refused.json["error"] == "ChildPictureRule"


def test_everything_good_is_exit_code_0(line, files):
    line.with_case()
    done = line("case", "add", *(str(files / n) for n in ("one.png", "mail.eml", "paper.pdf", "export.zip")),
                "--no-sexual-picture")  # fmt: skip
    assert done.code == 0
    assert "4 of 4 are in your case" in done.out


def test_without_a_terminal_and_an_answer_a_picture_is_refused_and_nothing_is_kept(line, files):
    line.with_case()
    done = line("case", "add", str(files / "one.png"), "--json")
    assert done.code == 1
    assert names(done) == {"one.png": "PictureNotAnswered"}
    assert line("case", "list", "--json").json["items"] == []
    assert not [path for path in (line.home / "blobs").rglob("*") if path.is_file()]


def test_at_a_terminal_each_picture_is_asked_about(line, files):
    line.with_case()
    done = line("case", "add", str(files / "one.png"), str(files / "chat.txt"), str(files / "two.jpg"),
                stdin="yes\nno\n", terminal=True)  # fmt: skip
    assert done.code == 1
    assert done.err.count("naked or sexual picture?") == 2
    assert [item["kind"] for item in line("case", "list", "--json").json["items"]] == ["chat", "jpeg"]


def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(line, files):
    line.with_case()
    done = line("case", "add", str(files / "one.png"), stdin="maybe\n\nN\n", terminal=True)
    assert done.code == 0
    assert done.err.count("naked or sexual picture?") == 3


def test_leaving_at_the_question_keeps_nothing(line, files):
    line.with_case()
    done = line("case", "add", str(files / "one.png"), terminal=True)
    assert done.code == 2
    assert line("case", "list", "--json").json["items"] == []


def test_what_was_said_about_a_file_is_kept(line, files):
    line.with_case()
    line("case", "add", str(files / "chat.txt"), "--title", "The threat", "--note", "deleted since",
         "--captured", "2026-11-20", "--platform", "whatsapp")  # fmt: skip
    item = line("case", "list", "--json").json["items"][0]
    assert (item["title"], item["note"], item["captured"], item["platform"]) == (
        "The threat", "deleted since", "2026-11-20", "whatsapp",
    )  # fmt: skip


def test_words_come_in_from_stdin(line):
    line.with_case()
    assert line("case", "add", "-", stdin="pay or I post it\n").code == 0
    assert line("case", "add", "-", stdin="  \n").code == 1
    items = line("case", "list", "--json").json["items"]
    assert [item["kind"] for item in items] == ["text"]


def test_words_about_dying_bring_the_crisis_contacts_and_the_words_are_kept(line):
    line.with_case()
    line("case", "about", "--country", "GB")
    done = line("case", "add", "-", "--json", stdin="he wrote: go kill yourself")
    assert "Samaritans" in done.err
    assert done.json["results"][0]["item"]["kind"] == "text"
    assert "Samaritans" not in line("case", "add", "-", stdin="pay by ten").err


# --- under 18, or nobody said ------------------------------------------------------------------------------

HOSTED = {"HOLDFAST_PLACE": "hosted"}
NOT_WORDS = ("one.png", "two.jpg", "paper.pdf", "export.zip", "film.mp4")


@pytest.mark.parametrize("age", ["under_18", "unknown", "13"])
@pytest.mark.parametrize("name", NOT_WORDS)
def test_hosted_nothing_but_words_enters_where_the_person_may_be_under_18(line, files, age, name):
    line.with_case(age, **HOSTED)
    for options in ([], ["--no-sexual-picture"]):
        done = line("case", "add", str(files / name), *options, "--json", **HOSTED)
        assert done.code == 1
        assert names(done) == {name: "ChildPictureRule"}
    assert line("case", "add", str(files / "chat.txt"), **HOSTED).code == 0
    assert [item["kind"] for item in line("case", "list", "--json", **HOSTED).json["items"]] == ["chat"]


def test_hosted_a_picture_under_another_name_is_refused_too(line, files):
    line.with_case("under_18", **HOSTED)
    (files / "notes.txt").write_bytes(drawn.picture("PNG"))
    done = line("case", "add", str(files / "notes.txt"), "--no-sexual-picture", "--json", **HOSTED)
    assert names(done) == {"notes.txt": "ChildPictureRule"}


def test_hosted_a_picture_that_is_inside_is_closed_once_the_age_is_known(line, files):
    line.with_case("adult", **HOSTED)
    line("case", "add", str(files / "one.png"), "--no-sexual-picture", **HOSTED)
    line("case", "about", "--age-in-picture", "15", **HOSTED)
    output = files / "out.png"
    done = line("case", "show", "1", "--output", str(output), **HOSTED)
    assert done.code == 1 and not output.exists()


def test_on_ones_own_computer_a_childs_case_takes_pictures_one_at_a_time(line, files):
    line.with_case("under_18")
    both = [str(files / "one.png"), str(files / "two.jpg")]
    done = line("case", "add", *both, "--no-sexual-picture", "--json")
    assert names(done) == {"one.png": "OneAtATime", "two.jpg": "OneAtATime"}
    assert line("case", "add", both[0], "--no-sexual-picture").code == 0


# --- hostile files -------------------------------------------------------------------------------------------


def test_a_missing_file_a_folder_and_a_device_are_refused_by_name(line, files):
    line.with_case()
    pipe = files / "pipe"
    os.mkfifo(pipe)
    paths = [str(files / "nowhere.png"), str(files), "/dev/zero", str(pipe)]
    done = line("case", "add", *paths, "--json")
    assert done.code == 1
    assert [result["error"] for result in done.json["results"]] == [
        "NoSuchFile",
        "NotAFile",
        "NotAFile",
        "NotAFile",
    ]


def test_a_name_of_500_emoji_is_refused_in_words(line):
    line.with_case()
    done = line("case", "add", "😀" * 500, "--json")
    assert done.code == 1
    assert done.json["results"][0]["error"] == "NotReadable"


def test_a_name_that_drives_a_terminal_or_looks_like_a_path_is_only_a_name(line, files):
    line.with_case()
    name = "..\\..\\C:evil\x1b[2J‮.txt"
    (files / name).write_bytes(b"words")
    done = line("case", "add", str(files / name))
    assert done.code == 0 and "\x1b" not in done.out and "\u202e" not in done.out
    kept = line("case", "list", "--json").json["items"][0]["name"]
    assert "/" not in kept and "\\" not in kept and "\x1b" not in kept
    assert "\x1b" not in line("case", "list").out


def test_a_name_that_is_no_text_is_only_a_name(line, files):
    line.with_case()
    path = os.fsencode(files) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_bytes(b"words")
    done = line("case", "add", os.fsdecode(path), "--json")
    assert done.code == 0


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs Linux: a file that even root cannot read"
)
def test_a_file_that_cannot_be_read_is_refused_in_words(line):
    line.with_case()
    done = line("case", "add", "/proc/self/mem", "--json")
    assert done.code == 1
    assert names(done) == {"mem": "NotReadable"}


def test_200_mb_are_refused_without_being_kept(line, files):
    line.with_case()
    big = files / "big.txt"
    with big.open("wb") as file:
        file.write(b"words and words\n" * 4096)
        file.truncate(200 * 1024 * 1024)
    done = line("case", "add", str(big), "--json")
    assert done.code == 1
    assert done.json["results"][0]["error"] in ("TooLarge", "KindNotRead", "Broken")
    assert not [path for path in (line.home / "blobs").rglob("*") if path.is_file()]


def test_the_same_file_twice_is_one_item(line, files):
    line.with_case()
    for _ in range(2):
        assert line("case", "add", str(files / "chat.txt")).code == 0
    assert len(line("case", "list", "--json").json["items"]) == 1
