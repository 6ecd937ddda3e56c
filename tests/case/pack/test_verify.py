"""What the verifier says about packs that were changed, cut, reordered, signed anew, zipped anew or made to harm."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import pytest
from tests.case.pack.filled import pack
from tests.case.pack.opened import changed, files_of, signed_anew, with_lists, with_manifest, zipped

from holdfast.case.pack.interface import Choice
from holdfast.case.pack.verify import FindingId, Verdict, verify_pack
from holdfast.case.pack.words import words_for

ITEM = "data/items/001/original.png"


def check(data: bytes, **how: str) -> Verdict:
    return verify_pack(io.BytesIO(data), **how)


def not_held(verdict: Verdict) -> set[FindingId]:
    return {finding.id for finding in verdict.findings if not finding.ok}


def test_an_untouched_pack_holds_and_says_whose_key_it_is(packed):
    verdict = check(packed.data)
    assert verdict.good
    assert verdict.has(FindingId.KEY_CAME_WITH_PACK, True)
    assert packed.made.key_fingerprint in verdict.findings[-1].says()


def test_the_persons_own_fingerprint_is_compared_in_any_spelling(packed):
    print_ = packed.made.key_fingerprint
    for typed in (print_, print_.upper(), print_.replace(" ", ""), print_.replace(" ", "-")):
        assert check(packed.data, fingerprint=typed).has(FindingId.KEY_SAME, True)
    for typed in ("0000 1111", print_[:-1], "words that are no fingerprint"):
        verdict = check(packed.data, fingerprint=typed)
        assert not verdict.good and verdict.has(FindingId.KEY_OTHER, False)


def test_a_pack_zipped_anew_is_as_good(packed):
    files = files_of(packed.data)
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert check(zipped(files, how)).good
    assert check(zipped(dict(reversed(files.items())), root="renamed-by-someone/")).good
    assert check(zipped(files, root="")).good


def test_what_desktop_systems_add_does_not_matter(packed):
    files = {**files_of(packed.data), "data/.DS_Store": b"x", "data/items/Thumbs.db": b"y"}
    out = io.BytesIO(zipped(files))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("__MACOSX/pack/._data", b"z")
    assert check(out.getvalue()).good


def test_an_unzipped_folder_is_checked_too(packed, tmp_path):
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        archive.extractall(tmp_path)
    assert verify_pack(tmp_path / "pack").good
    (tmp_path / "pack" / ITEM).write_bytes(b"other")
    assert FindingId.FILES_CHANGED in not_held(verify_pack(tmp_path / "pack"))


# --- changed ---------------------------------------------------------------------------------------------


def test_a_changed_item_is_named(packed):
    verdict = check(changed(packed.data, **{ITEM: b"another picture"}))
    assert {FindingId.FILES_CHANGED, FindingId.MANIFEST} <= not_held(verdict)
    assert ITEM in next(f for f in verdict.findings if f.id is FindingId.FILES_CHANGED).says()


def test_a_changed_item_with_a_fitting_bag_list_is_noticed(packed):
    files = with_lists({**files_of(packed.data), ITEM: b"another picture"})
    assert not_held(check(zipped(files))) == {FindingId.MANIFEST}


def test_a_changed_item_with_a_fitting_signed_list_is_noticed(packed):
    files = with_lists(with_manifest({**files_of(packed.data), ITEM: b"another picture"}))
    assert not_held(check(zipped(files))) == {FindingId.SEAL, FindingId.EXHIBITS_IN_LOG}


def test_a_changed_report_is_noticed(packed):
    report = files_of(packed.data)["data/report.pdf"]
    assert not check(changed(packed.data, **{"data/report.pdf": report + b"%"})).good


def test_a_missing_and_an_added_file_are_told_apart(packed):
    assert FindingId.FILES_MISSING in not_held(check(changed(packed.data, **{ITEM: None})))
    added = check(changed(packed.data, **{"data/items/099/original.png": b"new"}))
    assert {FindingId.FILES_ADDED, FindingId.MANIFEST} == not_held(added)
    beside = check(changed(packed.data, **{"note.txt": b"new"}))
    assert not_held(beside) == {FindingId.FILES_ADDED}


@pytest.mark.parametrize(
    "gone",
    ["data/seal.json", "data/log.jsonl", "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"],
)
def test_no_list_and_no_signature_can_be_left_away(packed, gone):
    files = files_of(packed.data)
    del files[gone]
    assert not check(zipped(files)).good
    if gone.startswith("data/"):
        assert not check(zipped(with_lists(files))).good


def test_a_pack_signed_anew_holds_only_until_the_fingerprint_is_compared(packed):
    forged = zipped(signed_anew({**files_of(packed.data), ITEM: b"another picture"}))
    alone = check(forged)
    assert alone.good and alone.has(FindingId.KEY_CAME_WITH_PACK, True)
    assert packed.made.key_fingerprint not in alone.findings[-1].says()
    compared = check(forged, fingerprint=packed.made.key_fingerprint)
    assert not_held(compared) == {FindingId.KEY_OTHER}


# --- the log ---------------------------------------------------------------------------------------------


def log_lines(packed) -> list[bytes]:
    return files_of(packed.data)["data/log.jsonl"].splitlines(keepends=True)


def with_log(packed, lines: list[bytes]) -> Verdict:
    """The log replaced and every list made to fit."""
    files = {**files_of(packed.data), "data/log.jsonl": b"".join(lines)}
    return check(zipped(with_lists(with_manifest(files))))


def test_log_lines_that_changed_places_are_noticed(packed):
    lines = log_lines(packed)
    lines[3], lines[4] = lines[4], lines[3]
    verdict = with_log(packed, lines)
    assert FindingId.LOG_CHAIN in not_held(verdict)
    assert "line 4" in next(f for f in verdict.findings if f.id is FindingId.LOG_CHAIN).says()


def test_a_log_line_taken_out_changed_or_cut_off_is_noticed(packed):
    lines = log_lines(packed)
    assert FindingId.LOG_CHAIN in not_held(with_log(packed, lines[:5] + lines[6:]))
    other = [*lines[:5], lines[5].replace(b'"who":"person"', b'"who":"nobody"'), *lines[6:]]
    assert other != lines and FindingId.LOG_CHAIN in not_held(with_log(packed, other))
    assert FindingId.LOG_END in not_held(with_log(packed, lines[:-1]))
    assert FindingId.LOG_END in not_held(with_log(packed, [*lines, lines[-1]]))
    assert FindingId.LOG_SIGNED in not_held(with_log(packed, []))


def test_a_changed_last_line_breaks_its_signature(packed):
    lines = log_lines(packed)
    lines[-1] = lines[-1].replace(b'"action":"item.add"', b'"action":"item.sub"')
    assert {FindingId.LOG_END, FindingId.LOG_SIGNED} <= not_held(with_log(packed, lines))


def test_a_log_of_nonsense_is_a_finding(packed):
    for nonsense in (b"{}\n", b"[" * 5000, b"\xff\xfe\n", b'{"number":1e999}\n', b"null\n" * 3, b"9" * 6000):
        assert not with_log(packed, [nonsense]).good


def test_a_pack_without_log_says_so_and_is_still_signed(packed):
    data, _ = pack(packed.case, Choice(include_log=False))
    verdict = check(data)
    assert verdict.good and verdict.has(FindingId.LOG_LEFT_OUT, True)
    assert "data/log.jsonl" not in files_of(data)
    assert not check(changed(data, **{ITEM: b"x"})).good


# --- bytes -------------------------------------------------------------------------------------------------


def test_a_flipped_byte_anywhere_is_noticed_or_changes_no_file(packed):
    chance, original = random.Random(7), files_of(packed.data)
    places = {chance.randrange(len(packed.data)) for _ in range(250)}
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        for part in archive.infolist():
            start = part.header_offset + 30 + len(part.filename)
            places |= {
                part.header_offset,
                start,
                start + part.compress_size // 2,
                start + part.compress_size - 1,
            }
    for place in sorted(places):
        spoiled = bytearray(packed.data)
        spoiled[place] ^= 1 << chance.randrange(8)
        if check(bytes(spoiled)).good:
            assert files_of(bytes(spoiled)) == original, f"unnoticed at {place}"


def test_every_byte_of_the_signed_parts_counts(packed):
    files = files_of(packed.data)
    for name in ("data/seal.json", "data/manifest.json", "data/log.jsonl"):
        for place in range(0, len(files[name]), 97):
            spoiled = bytearray(files[name])
            spoiled[place] ^= 0x20
            assert not check(zipped(with_lists({**files, name: bytes(spoiled)}))).good, (name, place)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99, 0.9999])
def test_a_cut_pack_is_damaged(packed, share):
    assert not check(packed.data[: int(len(packed.data) * share)]).good


# --- not packs, and traps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"P", b"PK\x05\x06", b"%PDF-1.7\n", b"PK\x05\x06" + bytes(18), bytes(2_000_000)]
)
def test_what_is_no_pack_is_called_no_pack(data):
    verdict = check(data)
    assert not verdict.good and len(verdict.findings) == 1


def test_fifty_megabytes_of_noise_are_no_pack_and_take_no_memory():
    noise = io.BytesIO(random.Random(3).randbytes(50_000_000))
    tracemalloc.start()
    assert not verify_pack(noise).good
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_pack_that_was_cut_off_is_told_to_be_cut_and_not_to_be_something_else(packed):
    for part in (100, len(packed.data) // 2, len(packed.data) - 10):
        assert check(packed.data[:part]).has(FindingId.DAMAGED_ZIP, False), part
    assert check(b"%PDF-1.7 something else").has(FindingId.NOT_A_PACK, False)


def test_other_zips_and_bags_are_no_packs():
    assert check(zipped({"a.txt": b"x"})).has(FindingId.NOT_A_PACK, False)
    bag = {"bagit.txt": b"BagIt-Version: 1.0\n", "data/a": b"x"}
    assert check(zipped(bag)).has(FindingId.NOT_A_PACK, False)
    odd = {**bag, "data/manifest.json": b"[]"}
    assert FindingId.MANIFEST_READS in not_held(check(zipped(odd)))


def test_a_zip_bomb_is_refused_before_it_unpacks(packed):
    bomb = zipped({**files_of(packed.data), "data/zeros": bytes(120_000_000)})
    assert not_held(check(bomb)) == {FindingId.TOO_MUCH}


def test_a_bomb_that_lies_about_its_size_is_damaged(packed):
    files = files_of(packed.data)
    bomb = bytearray(zipped({**files, "data/zeros": bytes(60_000_000)}))
    true = struct.pack("<I", 60_000_000)
    while (at := bomb.find(true)) >= 0:
        bomb[at : at + 4] = struct.pack("<I", 100)
    assert not check(bytes(bomb)).good


def test_a_directory_that_would_fill_the_memory_is_refused():
    one = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    many = one * 300_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, len(many), 0, 0)
    assert not_held(check(many + end)) == {FindingId.TOO_MUCH}


@pytest.mark.parametrize(
    "name", ["../up", "/etc/x", "a\\b", "C:/x", "data/../../x", "data/\u202egpj.exe", "CON\x07", "-rf"]
)
def test_hostile_names_are_refused(packed, name):
    out = io.BytesIO(zipped(files_of(packed.data)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"x")
    verdict = check(out.getvalue())
    assert not_held(verdict) == {FindingId.HOSTILE_NAME}
    assert name not in verdict.findings[0].says()


def test_two_files_of_one_name_and_links_are_refused(packed):
    out = io.BytesIO(zipped(files_of(packed.data)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("pack/DATA/report.pdf", b"x")
    assert not_held(check(out.getvalue())) == {FindingId.HOSTILE_NAME}
    out = io.BytesIO(zipped(files_of(packed.data)))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("pack/data/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    assert not_held(check(out.getvalue())) == {FindingId.HOSTILE_NAME}


def test_a_packed_part_that_is_no_deflate_is_damaged(packed):
    spoiled = bytearray(zipped(files_of(packed.data)))
    with zipfile.ZipFile(io.BytesIO(bytes(spoiled))) as archive:
        part = archive.getinfo("pack/data/log.jsonl")
    at = part.header_offset + 30 + len(part.filename)
    spoiled[at : at + 20] = zlib.compress(b"other stuff, other stuff")[:20]
    assert check(bytes(spoiled)).has(FindingId.DAMAGED_PART, False)


# --- sealed ------------------------------------------------------------------------------------------------


def test_a_sealed_pack_says_that_it_is_sealed(packed):
    import pyrage

    me = pyrage.x25519.Identity.generate()
    sealed, made = pack(packed.case, to=str(me.to_public()))
    assert made.sealed and check(sealed).has(FindingId.SEALED, False)
    assert check(sealed, identity=str(me)).good
    assert check(sealed, identity=str(pyrage.x25519.Identity.generate())).has(FindingId.SEALED_WRONG, False)
    assert check(sealed, identity="no key at all").has(FindingId.SEALED_WRONG, False)
    assert check(sealed[:-1], identity=str(me)).has(FindingId.SEALED_WRONG, False)
    spoiled = bytearray(sealed)
    spoiled[200_000] ^= 1
    assert not check(bytes(spoiled), identity=str(me)).good


def test_a_passphrase_opens_a_sealed_pack(packed):
    sealed, _ = pack(packed.case, passphrase="four plain old words")
    assert check(sealed, passphrase="four plain old words").good
    assert check(sealed, passphrase="four plain new words").has(FindingId.SEALED_WRONG, False)


def test_a_passphrase_for_a_plain_pack_does_no_harm(packed):
    assert check(packed.data, passphrase="not needed").good


# --- words, and the twin inside the pack ---------------------------------------------------------------------


def test_every_finding_has_words():
    words = words_for("verify").table
    for finding_id in FindingId:
        assert f"{finding_id}.ok" in words or f"{finding_id}.no" in words


def twin(tmp_path, packed, data: bytes, *arguments: str) -> tuple[int, list[str]]:
    """The pack's own verify.py, run alone."""
    script, pack_file = tmp_path / "verify.py", tmp_path / "pack.zip"
    script.write_bytes(files_of(packed.data)["data/verify.py"])
    pack_file.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, pack_file, *arguments],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode().splitlines()


def test_the_script_in_the_pack_gives_the_same_answers_alone(packed, tmp_path):
    files = files_of(packed.data)
    for data in (
        packed.data,
        changed(packed.data, **{ITEM: b"x"}),
        zipped(with_lists(with_manifest({**files, ITEM: b"x"}))),
        zipped(signed_anew({**files, ITEM: b"x"})),
        packed.data[:-500],
        b"noise",
    ):
        for typed in ([], [packed.made.key_fingerprint]):
            code, lines = twin(tmp_path, packed, data, *typed)
            verdict = check(data, fingerprint=" ".join(typed))
            assert code == (0 if verdict.good else 1)
            assert [line[6:] for line in lines[:-2]] == [finding.says() for finding in verdict.findings]
            assert lines[-1] == verdict.says()


def test_the_script_checks_the_folder_it_lies_in(packed, tmp_path):
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        archive.extractall(tmp_path)
    script = tmp_path / "pack" / "data" / "verify.py"
    run = [sys.executable, "-I", "-S", script]
    assert subprocess.run(run, capture_output=True, timeout=60, check=False).returncode == 0
    (tmp_path / "pack" / ITEM).write_bytes(b"x")
    assert subprocess.run(run, capture_output=True, timeout=60, check=False).returncode == 1
    assert subprocess.run([*run, "nowhere"], capture_output=True, timeout=60, check=False).returncode == 2
