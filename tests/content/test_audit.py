"""Every fact that a person must look up again is named, with where to look."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.content.facts_made import made_contact

from holdfast.content.audit import FactNote, Fault, audit
from holdfast.content.facts import Places, Platforms, places, platforms

TODAY = date(2026, 11, 22)
PLATFORMS = Path(__file__).parents[2] / "src" / "holdfast" / "content" / "platforms"

HEAD = '[country]\ncode = "{code}"\nregion = "world"\ntime_zone = "UTC"\nlanguages = []\ntext.en.name = "Testland"\n'


def notes_about(contact: str, folder: Path, today: date = TODAY) -> dict[Fault, FactNote]:
    """The audit of one invented country with this one contact, and of no platform."""
    for stem, code, body in (("zz", "ZZ", contact), ("world", "*", ""), ("eu", "EU", "")):
        (folder / f"{stem}.toml").write_text(HEAD.format(code=code) + body, "utf-8")
    (folder / "none").mkdir()
    found = audit(today, of_places=Places(folder), of_platforms=Platforms(folder / "none"))
    return {note.fault: note for note in found if note.subject == "zz-line"}


def test_a_fact_is_stale_the_day_after_eighteen_months(tmp_path: Path) -> None:
    dated = made_contact().replace('seen = "2026-01"', 'seen = "2025-05-22"')
    assert Fault.STALE not in notes_about(dated, tmp_path)
    (tmp_path / "none").rmdir()
    stale = notes_about(dated, tmp_path, date(2026, 11, 23))[Fault.STALE]
    assert (stale.fields, stale.seen) == (("call 07700 900123", "hours"), "2025-05-22")
    assert stale.look_up == "https://www.example.org/"


def test_one_fresh_source_is_enough(tmp_path: Path) -> None:
    fresh = '[[contact.source]]\nname = "x"\nseen = "2026-11"\nby = "press"\nsupports = ["call", "hours"]'
    old = made_contact().replace('seen = "2026-01"', 'seen = "2010"')
    assert Fault.STALE not in notes_about(old + fresh, tmp_path)


def test_a_source_without_a_date_is_named(tmp_path: Path) -> None:
    undated = made_contact().replace('seen = "2026-01"', 'seen = "undated"')
    assert notes_about(undated, tmp_path)[Fault.UNDATED].fields == ("call 07700 900123", "hours")


def test_a_number_without_a_source_is_named(tmp_path: Path) -> None:
    bare = made_contact(channel='how = "call"\nvalue = "07700 900123"\nunverified = true')
    assert notes_about(bare, tmp_path)[Fault.UNVERIFIED].fields == ("call 07700 900123",)


def test_a_cost_that_nobody_vouches_for_is_named(tmp_path: Path) -> None:
    assert notes_about(made_contact(more='cost = "free"'), tmp_path)[Fault.UNVERIFIED].fields == ("cost",)


def test_a_contact_that_a_person_checked_is_not_named_until_the_check_is_old(tmp_path: Path) -> None:
    checked = made_contact(more="checked = 2026-11-01")
    assert Fault.UNCHECKED not in notes_about(checked, tmp_path)
    (tmp_path / "none").rmdir()
    late = notes_about(checked, tmp_path, date(2028, 6, 1))[Fault.UNCHECKED]
    assert (late.seen, late.blocks_release) == ("2026-11-01", True)


def test_a_line_for_money_does_not_hold_up_a_release(tmp_path: Path) -> None:
    assert not notes_about(made_contact(kind="fraud"), tmp_path)[Fault.UNCHECKED].blocks_release


def test_every_partial_country_says_what_it_lacks() -> None:
    lacking = {
        note.subject: note.fields for note in audit(TODAY) if note.fault is Fault.MISSING and note.place
    }
    assert lacking == {c.code: tuple(c.missing) for c in places().all if c.missing}


def test_every_platform_nobody_has_checked_is_named() -> None:
    named = {note.subject for note in audit(TODAY) if note.fault is Fault.UNCHECKED and not note.place}
    assert named == {platform.platform_id for platform in platforms().all if platform.checked is None}


def test_the_notes_can_be_written_as_json() -> None:
    notes = audit(TODAY)
    again = json.loads(json.dumps([note.as_json() for note in notes]))
    assert len(again) == len(notes) > 0
    assert set(again[0]) == {"fault", "place", "subject", "fields", "seen", "look_up", "blocks_release"}
