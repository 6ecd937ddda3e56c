"""``holdfast takedown index`` and ``match``: lists in and out of a bank; a turned, saved-again copy is found."""

from __future__ import annotations

import hashlib
import json

import pytest
from PIL import Image
from tests.takedown.fingerprint.drawings import landscape
from tests.takedown.index.test_following import Feed, fetch, photos

from holdfast.takedown.client.feed import FeedRecord
from holdfast.takedown.exchange.values import Kind
from holdfast.takedown.pdq import pdq

PICTURE = landscape(480, 640, 4)
HASH = pdq(PICTURE).hex


@pytest.fixture
def hashes(tmp_path):
    path = tmp_path / "hashes.txt"
    path.write_text(
        f"hash,quality\n{HASH.upper()},100\n\n{pdq(landscape(300, 300, 9)).hex}\n{'0' * 64}\n{'f' * 64}\n"
    )
    return path


@pytest.fixture
def bank(line, hashes, tmp_path):
    assert line("takedown", "index", str(hashes), "--bank", str(tmp_path / "bank")).code == 0
    return tmp_path / "bank"


def matches_of(done) -> list[tuple[str, int]]:
    return [(match["hash"], match["distance"]) for match in done.json["matches"]]


def test_a_list_goes_in_and_flat_fingerprints_stay_out(line, hashes, tmp_path):
    done = line("takedown", "index", str(hashes), "--bank", str(tmp_path / "bank"), "--json")
    assert done.json == {"bank": str(tmp_path / "bank"), "count": 2, "read": 2, "left_out": 2}


@pytest.mark.parametrize("wrong", [HASH[:63], HASH + "0", "x" * 64])
def test_one_wrong_line_and_nothing_of_the_list_is_used(line, bank, wrong, tmp_path):
    other = pdq(landscape(200, 300, 12)).hex
    (tmp_path / "more.txt").write_text(f"{other}\n{wrong}\n")
    done = line("takedown", "index", str(tmp_path / "more.txt"), "--bank", str(bank), "--json")
    assert done.code == 2 and done.json["error"] == "BadHash" and "2" in done.json["message"]
    assert matches_of(line("takedown", "match", "--hash", other, "--bank", str(bank), "--json")) == []


@pytest.mark.parametrize("turn", [None, Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT])
def test_a_turned_and_saved_again_copy_is_found_until_it_is_withdrawn(line, bank, hashes, turn, tmp_path):
    copy = Image.fromarray(PICTURE).resize((400, 300))
    copy = copy if turn is None else copy.transpose(turn)
    copy.save(tmp_path / "copy.jpg", quality=60)
    asked = ("takedown", "match", str(tmp_path / "copy.jpg"), "--bank", str(bank), "--json")
    assert [one for one, _distance in matches_of(line(*asked))] == [HASH]
    line("takedown", "index", str(hashes), "--bank", str(bank), "--withdraw")
    assert matches_of(line(*asked)) == []


def test_a_typed_fingerprint_is_looked_up_in_either_case(line, bank):
    done = line("takedown", "match", "--hash", HASH.upper(), "--bank", str(bank), "--json")
    assert matches_of(done) == [(HASH, 0)]


def test_a_plain_picture_is_not_looked_up(line, bank, tmp_path):
    Image.new("RGB", (300, 300), "navy").save(tmp_path / "plain.png")
    done = line("takedown", "match", str(tmp_path / "plain.png"), "--bank", str(bank), "--json")
    assert done.json["plain"] is True and done.json["matches"] == []


def test_words_for_people(line, bank, tmp_path):
    Image.fromarray(PICTURE).save(tmp_path / "a.png")
    Image.fromarray(landscape(300, 300, 33)).save(tmp_path / "b.png")
    done = line("takedown", "match", str(tmp_path / "a.png"), str(tmp_path / "b.png"), "--bank", str(bank))
    assert done.code == 0 and HASH in done.out and "Not in the bank" in done.out


@pytest.mark.parametrize(
    "argv",
    [
        ("match", "--hash", HASH[:63]),
        ("match", "--hash", HASH, "--radius", "32"),
        ("match",),
        ("index", "none.txt"),
    ],
)
def test_wrong_use_is_answered_in_words(line, bank, argv):
    done = line("takedown", *argv, "--bank", str(bank), "--json")
    assert done.code in (1, 2) and json.loads(done.out)["message"]


def test_files_are_looked_up_in_a_mirror(line, tmp_path):
    fetch(tmp_path / "mirror.db", photos([bytes.fromhex(HASH)]))
    Image.fromarray(PICTURE).save(tmp_path / "a.jpg")
    asked = ("takedown", "match", str(tmp_path / "a.jpg"), "--mirror", str(tmp_path / "mirror.db"), "--json")
    assert [one for one, _distance in matches_of(line(*asked))] == [HASH]
    fetch(tmp_path / "mirror.db", photos([bytes.fromhex(HASH)], active=False))
    assert matches_of(line(*asked)) == []


def test_a_video_is_found_by_its_whole_file_even_where_it_cannot_be_read(line, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(40))
    md5 = hashlib.md5((tmp_path / "a.mp4").read_bytes()).digest()
    asked = ("takedown", "match", str(tmp_path / "a.mp4"), "--mirror", str(tmp_path / "mirror.db"), "--json")
    for active in (True, False):
        fetch(tmp_path / "mirror.db", Feed(FeedRecord(Kind.VIDEO, md5, active, 4)))
        assert line(*asked).json.get("whole_file", False) is active


def test_nowhere_to_look_is_told_so(line, tmp_path):
    assert line("takedown", "match", "--hash", HASH, "--json").json["error"] == "NowhereToLook"
    done = line("takedown", "match", "--hash", HASH, "--mirror", str(tmp_path / "none.db"), "--json")
    assert done.json["error"] == "NoSuchMirror"


def test_a_folder_without_a_bank_is_told_so(line, tmp_path):
    done = line("takedown", "match", "--hash", HASH, "--bank", str(tmp_path), "--json")
    assert done.json["error"] == "NoSuchBank"


def test_many_files_go_on_after_a_bad_one(line, bank, tmp_path):
    shots = tmp_path / "shots"
    shots.mkdir()
    Image.fromarray(PICTURE).save(shots / "a.png")
    (shots / "b.png").write_text("text")
    done = line("takedown", "match", str(shots), "--bank", str(bank), "--json")
    read = [json.loads(one) for one in done.out.splitlines()]
    assert done.code == 1 and read[0]["matches"] and read[1]["error"] == "NotAPicture"
