"""Looking at a case and changing it: list, show, timeline, log, check, about, plan, tick, strike, delete."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def full(line, tmp_path: Path):
    """A case with two items and two records."""
    line.with_case()
    (tmp_path / "chat.txt").write_bytes(b"mia: pay \x1b[2J 300 by ten\nme: no\n")
    assert line("case", "add", str(tmp_path / "chat.txt"), "--captured", "2026-11-20").code == 0
    assert line("case", "add", "-", "--title", "Pasted", stdin="or I post it").code == 0
    line(
        "case", "record", "demand", "--wants", "money", "--deadline", "2026-11-22 22:00", "--words", "PAY NOW"
    )
    line("case", "record", "report", "--to", "police", "--when", "2026-11-21")
    return line


def demand_of(full) -> str:
    return next(
        one["id"] for one in full("case", "list", "--json").json["records"] if one["kind"] == "demand"
    )


def test_a_list_shows_what_is_there_and_none_of_the_blackmailers_words(full):
    printed = full("case", "list").out
    assert "HF/001" in printed and "Pasted" in printed and "demand" in printed
    assert "post it" not in printed and "PAY NOW" not in printed


def test_an_item_opens_by_number_exhibit_or_id(full):
    item_id = full("case", "list", "--json").json["items"][1]["id"]
    for name in ("2", "HF/002", "hf/002", item_id):
        assert "or I post it" in full("case", "show", name, terminal=True).out
    assert full("case", "show", "3").code == 1


def test_a_terminal_gets_control_characters_as_numbers(full):
    printed = full("case", "show", "1", terminal=True, NO_COLOR="1").out
    assert "[U+001B][2J" in printed and "\x1b" not in printed


def test_a_record_opens_with_its_words(full):
    assert "PAY NOW" in full("case", "show", demand_of(full)).out


def test_an_item_is_written_out_byte_for_byte_and_never_over_another_file(full, tmp_path):
    target = tmp_path / "copy.txt"
    assert full("case", "show", "1", "--output", str(target)).code == 0
    assert target.read_bytes() == (tmp_path / "chat.txt").read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    target.write_bytes(b"mine")
    done = full("case", "show", "1", "--output", str(target), "--json")
    assert (done.code, done.json["error"], target.read_bytes()) == (1, "FileThere", b"mine")
    assert full("case", "show", "1", "--output", str(target), "--force").code == 0
    assert target.read_bytes() != b"mine"


def test_a_folder_that_is_not_there_is_said_in_words(full, tmp_path):
    done = full("case", "show", "1", "--output", str(tmp_path / "nowhere" / "copy.txt"), "--json")
    assert (done.code, done.json["error"]) == (1, "NoFolder")


def test_the_timeline_is_in_order(full):
    moments = full("case", "timeline", "--json").json["timeline"]
    assert moments == sorted(moments, key=lambda moment: moment["time"])
    assert {"item", "demand", "deadline", "report"} <= {moment["what"] for moment in moments}
    deadline = next(moment for moment in moments if moment["what"] == "deadline")
    assert deadline["exact"] and deadline["said"] == "2026-11-22 22:00"
    assert full("case", "timeline").code == 0


def test_the_log_holds_and_says_so(full):
    done = full("case", "log", "--verify", "--json")
    assert done.code == 0 and done.json["findings"] == []
    assert [entry["number"] for entry in done.json["entries"]] == list(range(1, 6))
    assert "findings" not in full("case", "log", "--json").json
    assert "Every line holds" in full("case", "log", "--verify").out


def test_a_damaged_blob_is_found_and_exit_code_1(full):
    assert full("case", "check", "--json").json["good"] is True
    blob = max((full.home / "blobs").rglob("*"), key=lambda path: path.stat().st_size * path.is_file())
    changed = bytearray(blob.read_bytes())
    changed[len(changed) // 2] ^= 1
    blob.write_bytes(changed)
    done = full("case", "check", "--json")
    assert (done.code, done.json["good"]) == (1, False) and done.json["findings"]
    assert "changed or damaged" in full("case", "check").out


def test_a_row_put_back_to_an_older_version_is_found(full):
    record = demand_of(full)
    assert full("case", "record", "demand", "--id", record, "--note", "later").code == 0
    with sqlite3.connect(full.home / "cases.db") as database:
        database.execute("DELETE FROM sealed_rows WHERE version = 2 AND row_id = ?", (record,))
    assert full("case", "check").code == 1


def test_struck_things_leave_the_list_and_come_back(full):
    record = full("case", "list", "--json").json["records"][0]["id"]
    for name in ("1", record):
        assert full("case", "strike", name, "--json").json["struck"] is True
    shown = full("case", "list", "--json").json
    assert (len(shown["items"]), len(shown["records"])) == (1, 1)
    assert len(full("case", "list", "--all", "--json").json["items"]) == 2
    for name in ("1", record):
        assert full("case", "unstrike", name, "--json").json["struck"] is False
    assert len(full("case", "list", "--json").json["records"]) == 2


def test_answers_are_told_once_and_the_plan_knows_them(full):
    full("case", "about", "--country", "GB", "--age-in-picture", "15", "--happened", "threatened,paid",
         "--platform", "Instagram")  # fmt: skip
    about = full("case", "about", "--age-now", "15", "--json").json
    assert about["age_in_picture"] == "under_18"
    assert about["country"] == "GB"
    assert about["situation"]["platforms"] == ["instagram"]
    plan = full("case", "plan", "--json").json
    assert plan["country"] == "GB" and plan["situation"]["age_now"] == ["13_15"]


def test_the_hard_rule_is_told_by_under_18_too(full):
    assert (
        full("case", "about", "--age-in-picture", "under_18", "--json").json["age_in_picture"] == "under_18"
    )
    assert full("case", "about", "--age-in-picture", "adult", "--json").json["age_in_picture"] == "adult"
    assert full("case", "about", "--age-in-picture", "unknown", "--json").json["age_in_picture"] == "unknown"


def test_a_ticked_step_is_done_in_the_plan(full):
    plan = full("case", "plan", "--json").json
    step = plan["moments"][0]["steps"][0]["id"]
    assert full("case", "tick", step, "--json").json["ticked"] == [step]
    after = [
        s for m in full("case", "plan", "--json").json["moments"] for k in ("done", "steps") for s in m[k]
    ]
    assert [s["id"] for s in after if s["ticked"]] == [step]
    assert "[x]" in full("case", "plan", "--all").out
    assert full("case", "untick", step, "--json").json["ticked"] == []


def test_a_step_that_does_not_exist_is_refused(full):
    assert full("case", "tick", "dance").code == 2
    assert full("case", "tick", "mute-or-block:nowhere").code == 2


def test_deleting_asks_for_the_word_and_then_nothing_opens(full):
    assert full("case", "delete").code == 1
    assert full("case", "delete", stdin="no\n", terminal=True).code == 1
    assert full("case", "list").code == 0
    assert full("case", "delete", "--json", stdin="delete\n", terminal=True).json["deleted"] is True
    done = full("case", "list", "--json")
    assert (done.code, done.json["error"]) == (1, "WrongCode")
    assert not [path for path in (full.home / "blobs").rglob("*") if path.is_file()]


def test_deleted_cases_are_listed_and_deleted_again_after_a_restore(full, tmp_path):
    import shutil

    shutil.copytree(full.home, tmp_path / "backup")
    case = full("case", "delete", "--yes", "--json").json["case"]
    gone = full("store", "deleted").out
    assert gone == f"{case}\n"
    shutil.rmtree(full.home)
    shutil.copytree(tmp_path / "backup", full.home)
    assert full("case", "list").code == 0
    assert full("store", "replay", "-", stdin=gone + "../../etc\n").code == 2
    assert full("case", "list").code == 0
    assert full("store", "replay", "-", "--json", stdin=gone).json["deleted"] == [case]
    assert full("case", "list").code == 1


def test_scrubbing_is_for_postgres(full):
    done = full("store", "scrub", "--json")
    assert (done.code, done.json["error"]) == (2, "NothingToScrub")


def test_ids_and_times_of_the_log_are_in_the_persons_zone_too(full):
    entry = full("case", "log", "--json").json["entries"][0]
    assert entry["utc"].startswith("2026-11-22T01:00") and re.search(r"2026-11-22", entry["local"])


def test_a_damaged_item_is_left_out_and_said_never_in_silence(full, tmp_path):
    from tests.case.test_damage import damage

    lost = full("case", "list", "--json").json["items"][0]["id"]
    damage(full.home, f"row_id = '{lost}'")
    done = full("case", "list", "--json")
    assert (len(done.json["items"]), done.json["damaged"]) == (1, 1)
    assert "case check" in done.err
    assert "case check" in full("case", "pack", "--output", str(tmp_path / "pack.zip")).err
    assert full("case", "verify", str(tmp_path / "pack.zip")).code == 0


def test_a_damaged_log_line_stops_no_pack_and_the_pack_says_so(full, tmp_path):
    from tests.case.test_damage import damage

    damage(full.home, "name = 'log' AND row_id = '00000003'")
    assert full("case", "pack", "--output", str(tmp_path / "pack.zip")).code == 0
    checked = full("case", "verify", str(tmp_path / "pack.zip"))
    assert checked.code == 1
    assert "log" in checked.out
