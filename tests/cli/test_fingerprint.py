"""``holdfast takedown fingerprint``: the age first, then files, folders, many; for people and for machines."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from tests.takedown.fingerprint.conftest import reference
from tests.takedown.fingerprint.drawings import landscape

from holdfast.cli.takedown_words import NOTES
from holdfast.takedown.fingerprint import Note

ADULT = ("--age", "18_or_over")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pictures"
    (made / "deeper").mkdir(parents=True)
    Image.fromarray(landscape(300, 400, 1)).save(made / "a.png")
    Image.fromarray(landscape(200, 200, 2)).save(made / "deeper" / "b.jpg")
    return made


def lines_of(done) -> list[dict[str, object]]:
    return [json.loads(one) for one in done.out.splitlines()]


@pytest.mark.parametrize(
    ("age", "error"),
    [
        ((), "AgeNotSaid"),
        (("--age", "under_18"), "Under18InPicture"),
        (("--age", "unknown"), "Under18InPicture"),
    ],
)
def test_no_picture_is_opened_before_somebody_said_that_it_shows_an_adult(line, folder, age, error):
    for path in folder.rglob("*.*"):
        path.chmod(0)
    done = line("takedown", "fingerprint", str(folder), "--json", *age)
    assert done.code in (1, 2) and done.json["error"] == error
    assert "takeitdown.ncmec.org" in done.err and "reportremove.org.uk" in done.err


@pytest.mark.parametrize(("answer", "code"), [("1", 0), ("2", 1), ("3", 1)])
def test_the_age_is_asked_at_a_terminal(line, folder, answer, code):
    done = line("takedown", "fingerprint", str(folder / "a.png"), stdin=f"{answer}\n", terminal=True)
    assert done.code == code
    assert ("Take It Down" in done.err) is (code == 1)


def test_a_photo_s_fingerprint_is_that_of_the_reference(line, folder):
    done = line("takedown", "fingerprint", str(folder / "a.png"), *ADULT, "--json")
    (made,) = lines_of(done)
    bits, quality = reference(landscape(300, 400, 1))
    assert (made["fingerprints"][0]["hash"], made["quality"]) == (bits.hex(), quality)
    assert list(made) == ["file", "sort", "md5", "quality", "fingerprints", "frames", "notes"]


def test_a_folder_is_read_whole_and_nothing_in_it_is_changed(line, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    made = lines_of(line("takedown", "fingerprint", str(folder), *ADULT, "--json"))
    assert [one["file"].rsplit("/", 1)[1] for one in made] == ["a.png", "b.jpg"]
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


def test_one_bad_file_stops_no_other(line, folder):
    (folder / "deeper" / "c.jpg").write_text("This is a text.")
    (folder / "deeper" / "d.jpg").write_bytes((folder / "deeper" / "b.jpg").read_bytes()[:900])
    done = line("takedown", "fingerprint", str(folder), *ADULT, "--json")
    assert [one.get("error", "") for one in lines_of(done)] == ["", "", "NotAPicture", "CutPicture"]
    assert done.code == 1


def test_words_for_a_person_name_the_limits_and_who_comes_first(line, folder):
    done = line("takedown", "fingerprint", str(folder / "a.png"), *ADULT)
    assert done.code == 0
    assert reference(landscape(300, 400, 1))[0].hex() in done.out
    assert "stopncii.org" in done.out


def test_a_single_bad_file_is_told_as_an_error(line, tmp_path):
    (tmp_path / "x.jpg").write_text("no picture")
    assert line("takedown", "fingerprint", str(tmp_path / "x.jpg"), *ADULT).code == 1
    assert line("takedown", "fingerprint", str(tmp_path / "none.jpg"), *ADULT).code == 1


def test_every_note_has_its_words():
    assert NOTES.keys() == {note.value for note in Note}


@pytest.mark.long
def test_ten_thousand_files_are_read_one_after_another(line, tmp_path):
    for number in range(10_000):
        Image.fromarray(landscape(40, 40, number % 50)).save(tmp_path / f"{number:05}.jpg")
    made = lines_of(line("takedown", "fingerprint", str(tmp_path), *ADULT, "--json"))
    assert len(made) == 10_000 and not any("error" in one for one in made)
