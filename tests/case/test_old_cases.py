"""House rule 9: every case that was ever written still opens, and says what it said."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.case.log import log_lines, read_log_lines, verify_log
from holdfast.case.room import Case, open_case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.stretch import Argon2
from holdfast.case.values import PictureAnswer, Place
from holdfast.case.written import about_from, item_from, plain, record_from, record_plain
from holdfast.errors import Tampered

FROZEN = sorted((Path(__file__).parents[1] / "vectors" / "case").glob("format-*"))


def test_there_are_frozen_cases() -> None:
    assert [folder.name for folder in FROZEN] == ["format-1"]


@pytest.fixture(params=FROZEN, ids=lambda folder: folder.name)
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A copy that may be written to, and what it must hold."""
    shutil.copytree(request.param, tmp_path / "copy")
    return tmp_path / "copy", json.loads((request.param / "expected.json").read_text("utf-8"))


def opened(folder: Path, typed: str, pepper: str) -> Case:
    return open_case(
        SqliteStore(folder / "home"),
        typed,
        place=Place.OWN_COMPUTER,
        pepper=bytes.fromhex(pepper),
        stretcher=Argon2(),
        clock=lambda: datetime(2040, 1, 1, tzinfo=UTC),
        chance=os.urandom,
    )


def is_as_it_was(case: Case, expected: dict[str, Any], log: bytes) -> None:
    assert case.case_id == expected["case"]
    assert [plain(item) for item in case.items()] == expected["items"]
    assert [record_plain(record) for record in case.records(struck=True)] == expected["records"]
    assert plain(case.about) == expected["about"]
    assert case.log_public_key().hex() == expected["log_public_key"]
    assert b"".join(log_lines(case.log_entries())) == log
    assert verify_log(read_log_lines(log), case.log_public_key(), thorough=True) == ()
    assert case.check(thorough=True) == ()


def test_a_frozen_case_opens_with_each_of_its_codes(frozen: tuple[Path, dict[str, Any]]) -> None:
    folder, expected = frozen
    log = (folder / "log.jsonl").read_bytes()
    for typed in ("code", "digits", "recovery", "recovery_digits"):
        is_as_it_was(opened(folder, expected[typed], expected["pepper"]), expected, log)


def test_a_frozen_case_can_be_added_to(frozen: tuple[Path, dict[str, Any]]) -> None:
    folder, expected = frozen
    case = opened(folder, expected["code"], expected["pepper"])
    item = case.add("w.txt", [b"More words."], answer=PictureAnswer.NOT_ASKED)
    assert item.number == len(expected["items"]) + 1
    assert case.check(thorough=True) == ()


def test_rows_of_other_releases_are_read(frozen: tuple[Path, dict[str, Any]]) -> None:
    """A field that is not known here is passed over; one that was not known then has its default."""
    _, expected = frozen
    item = expected["items"][0]
    assert item_from({**item, "smell": "none"}) == item_from(item)
    assert item_from({name: value for name, value in item.items() if name != "copy_size"}).copy_size == (0, 0)
    assert about_from({**expected["about"], "more": 1}) == about_from(expected["about"])


@pytest.mark.parametrize(
    "change", [{"kind": "poem"}, {"added": "today"}, {"left_out": [1]}, {"copy_size": []}]
)
def test_a_row_that_means_nothing_is_refused(
    frozen: tuple[Path, dict[str, Any]], change: dict[str, Any]
) -> None:
    _, expected = frozen
    with pytest.raises(Tampered):
        item_from({**expected["items"][0], **change})
    with pytest.raises(Tampered):
        item_from({})
    with pytest.raises(Tampered):
        record_from({**expected["records"][0], "kind": "poem"})
