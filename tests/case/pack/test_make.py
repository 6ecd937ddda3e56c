"""Making a pack: what goes in, under which names, the same bytes each time, and what stops it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from tests.case import drawn
from tests.case.pack.filled import MADE, STORY, Pushed, add_picture, bodies, filled, pack, screenshot
from tests.case.pack.opened import files_of

from holdfast.case.pack.interface import Choice, Section
from holdfast.case.pack.make import make_pack
from holdfast.case.pack.verify import verify_pack
from holdfast.case.values import AgeInPicture, Item, Place
from holdfast.errors import BadRecipient, ChangedMeanwhile, NothingToPack, Tampered


def test_the_sink_needs_only_write_and_what_is_told_is_what_it_got(packed):
    assert (len(packed.data), hashlib.sha256(packed.data).hexdigest()) == (
        packed.made.size,
        packed.made.sha256,
    )
    files = files_of(packed.data)
    assert hashlib.sha256(files["data/manifest.json"]).hexdigest() == packed.made.manifest_sha256
    assert packed.made.items == 9 and packed.made.volumes == 1 and not packed.made.sealed


def test_originals_are_byte_for_byte_what_was_saved(packed):
    files = files_of(packed.data)
    for item in packed.case.items():
        found = [
            data for name, data in files.items() if name.startswith(f"data/items/{item.number:03d}/original.")
        ]
        assert len(found) == 1 and hashlib.sha256(found[0]).hexdigest() == item.sha256


def test_names_inside_are_ours_and_dates_say_nothing(packed):
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        for part in archive.infolist():
            assert re.fullmatch(
                r"pack/(data/)?(items/\d{3}/(original\.[a-z]+|derived\.jpg)|[A-Za-z0-9-]+\.[a-z0-9]+)",
                part.filename,
            )
            assert part.date_time == (1980, 1, 1, 0, 0, 0)


def test_files_are_not_packed_again(packed):
    """Level 0 is set through a private name of zipfile; this watches it."""
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert all(part.compress_type == zipfile.ZIP_DEFLATED for part in archive.infolist())
        assert all(part.compress_size >= part.file_size for part in archive.infolist())


def test_a_second_run_gives_the_same_bytes_but_for_the_growing_log(house):
    case = filled(house)
    first, second = (files_of(pack(case, Choice(include_log=False))[0]) for _ in range(2))
    # The log grew by the line that signed the first pack; all that does not tell of the log is equal.
    tells = {"data/manifest.json", "data/seal.json", "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    assert {name for name in first if first[name] != second[name]} <= tells


def test_the_same_log_gives_the_same_zip(house, tmp_path):
    case = filled(house)

    class Frozen:
        """The case as it stood: its next line is always the same one."""

        def __getattr__(self, name):
            return getattr(case, name)

        def log_entries(self):
            return entries

        def note_in_log(self, *_):
            return seal

    entries = case.log_entries()
    manifest = files_of(pack(case)[0])["data/manifest.json"]
    seal = case.log_entries()[-1]
    assert seal.sha256 == hashlib.sha256(manifest).hexdigest()
    assert pack(Frozen())[0] == pack(Frozen())[0]


def test_only_chosen_items_go_in(packed):
    wanted = packed.case.items()[1].item_id
    data, made = pack(packed.case, Choice(items=frozenset({wanted}), records=False))
    assert made.items == 1 and verify_pack(io.BytesIO(data)).good
    manifest = json.loads(files_of(data)["data/manifest.json"])
    assert [exhibit["exhibit"] for exhibit in manifest["exhibits"]] == ["HF/002"]
    assert manifest["records"] == []
    assert STORY[:40].encode() not in files_of(data)["data/text-for-web-forms.txt"]


def test_struck_items_stay_out_and_are_named(house):
    case = filled(house)
    case.strike(case.items()[0].item_id)
    files = files_of(pack(case)[0])
    assert "data/items/001/original.png" not in files
    assert json.loads(files["data/manifest.json"])["taken_out"] == ["HF/001"]


def test_blocked_items_never_go_in(house):
    case = filled(house, AgeInPicture.UNKNOWN)
    hosted = house.again(case, Place.HOSTED)
    blocked = {item.item_id for item in hosted.blocked_items()}
    assert blocked
    data, made = pack(hosted, Choice(items=frozenset(blocked)))
    assert (made.items, made.held_back) == (0, len(blocked))
    assert not [name for name in files_of(data) if "items/" in name]


def test_an_empty_case_makes_no_pack(house):
    with pytest.raises(NothingToPack):
        pack(house.case())
    case = house.case()
    case.put(bodies()[2])
    with pytest.raises(NothingToPack):
        pack(case, Choice(records=False))
    assert pack(case, Choice(records=False, sections=(Section("A letter", ("Dear bank",)),)))[1].items == 0


class Other:
    """A case with some of its answers changed."""

    def __init__(self, case, **answers):
        self._case, self._answers = case, answers

    def __getattr__(self, name):
        return self._answers.get(name) or getattr(self._case, name)


def test_an_item_that_is_not_what_was_saved_stops_the_pack(packed):
    class Reader(io.BytesIO):
        pass

    lying = Other(packed.case, open_item=lambda item: Reader(b"x" * item.size))
    with pytest.raises(Tampered):
        pack(lying)


def test_a_case_that_changes_while_the_pack_is_made_stops_it(house):
    case = filled(house)

    def progress(done: int, _total: int) -> None:
        if done == 3:
            case.add_text("one more")

    with pytest.raises(ChangedMeanwhile):
        pack(case, progress=progress)
    assert verify_pack(io.BytesIO(pack(case)[0])).good


def test_the_log_knows_each_pack_by_its_manifest(house):
    case = filled(house)
    made = pack(case)[1]
    last = case.log_entries()[-1]
    assert (last.action, last.sha256) == ("pack.made", made.manifest_sha256)


def test_progress_goes_up_to_the_end(packed):
    steps: list[tuple[int, int]] = []
    pack(packed.case, progress=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))


def test_two_seals_at_once_or_a_bad_one_are_refused_before_a_line_is_logged(house):
    case = filled(house, pictures=0)
    before = len(case.log_entries())
    for how in ({"to": "age1qqq"}, {"to": "age1x", "passphrase": "words"}):
        with pytest.raises(BadRecipient):
            make_pack(case, Pushed(), Choice(), clock=lambda: MADE, **how)
    assert len(case.log_entries()) == before


def test_a_picture_that_does_not_shrink_still_goes_in(house):
    """The copy fails; the original is there, and the report says that it is not shown."""
    from holdfast.errors import Broken

    def fails(_reader):
        raise Broken("drawn to fail")

    case = filled(house, pictures=1)
    data, made = pack(case, smaller=fails)
    files = files_of(data)
    assert made.volumes == 1 and "data/items/001/original.png" in files
    assert not [name for name in files if name.endswith("derived.jpg")]
    assert verify_pack(io.BytesIO(data)).good


def test_stored_copies_are_used(house):
    case = house.case()
    item = add_picture(case, screenshot(1))
    case.put_copy(item.item_id, drawn.saved(drawn.screen((100, 200)), "JPEG"), (100, 200))

    def fails(_reader):
        raise AssertionError("a stored copy was there")

    files = files_of(pack(case, smaller=fails)[0])
    assert files["data/items/001/derived.jpg"] == drawn.saved(drawn.screen((100, 200)), "JPEG")


def test_the_manifest_says_how_each_item_was_kept(packed):
    manifest = json.loads(files_of(packed.data)["data/manifest.json"])
    states = [exhibit["state"] for exhibit in manifest["exhibits"]]
    assert states == ["whole"] * 4 + ["covered", "parts_left_out", "whole", "whole", "whole"]
    assert manifest["exhibits"][4]["original_sha256"] == "ab" * 32
    assert {part["name"] for part in manifest["exhibits"][5]["left_out"]} == {"IMG-0001.jpg", "VID-0002.mp4"}
    assert manifest["stated_by_person_not_checked"] is True
    offender = next(r for r in manifest["records"] if r["kind"] == "offender")
    assert offender["body"]["identifiers"][0]["normal"] == "mia_example.x"


def test_broken_characters_in_titles_do_not_stop_a_pack(packed):
    items: tuple[Item, ...] = tuple(
        replace(i, title="a\ud800b\x00c", note="\udfff" * 9) for i in packed.case.items()
    )
    data, _ = pack(Other(packed.case, items=lambda: items))
    assert verify_pack(io.BytesIO(data)).good
