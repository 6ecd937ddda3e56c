"""``holdfast facts check``."""

from __future__ import annotations

from datetime import UTC, datetime


def test_what_a_release_waits_for_gives_exit_code_1(line):
    done = line("facts", "check", "--json")
    assert done.json.keys() == {"today", "counts", "blocks_release", "notes"}
    assert done.code == (1 if done.json["blocks_release"] else 0)
    assert done.json["blocks_release"] == sum(note["blocks_release"] for note in done.json["notes"])


def test_only_what_blocks_a_release_can_be_asked_for(line):
    done = line("facts", "check", "--release", "--json")
    assert all(note["blocks_release"] for note in done.json["notes"])


def test_facts_get_stale_as_years_go_by(line):
    def stale(year: int) -> int:
        line.now = datetime(year, 1, 1, tzinfo=UTC)
        return int(line("facts", "check", "--json").json["counts"].get("stale", 0))

    assert stale(2024) < stale(2031)


def test_each_note_names_where_to_look(line):
    printed = line("facts", "check").out
    assert "Look it up: https://" in printed
