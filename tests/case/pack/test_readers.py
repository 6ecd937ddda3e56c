"""A pack for each reader holds what that reader needs, and nothing else of the case."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile

import pytest
from pymisp import MISPEvent
from tests.case.pack.filled import filled, pack
from tests.case.rooms import House

from holdfast.case.pack.interface import Choice
from holdfast.case.pack.lists import _no_formula
from holdfast.case.pack.readers import Reader
from holdfast.case.pack.verify import verify_pack
from holdfast.case.room import Case
from holdfast.case.values import AgeInPicture, Demand, Offender
from holdfast.errors import NothingToPack
from holdfast.identifiers import Identifier, IdentifierKind

#: Words of the filled case that only the police, a lawyer or a helpline may see.
PRIVATE = (
    b"video call", b"my sister", b"all see it", b"Receipt kept", b"shows a beach", b"from Leeds",
    b"parents do not know", b"pay or all",
    b"CR/00017/31", b"2 hours",
)  # fmt: skip


@pytest.fixture
def case(house: House) -> Case:
    return filled(house, pictures=1)


def files_of(data: bytes) -> dict[str, bytes]:
    bag = zipfile.ZipFile(io.BytesIO(data))
    return {name.removeprefix("pack/data/"): bag.read(name) for name in bag.namelist()}


def words_of(files: dict[str, bytes]) -> bytes:
    """Everything that can be read in the pack, with the words of the report."""
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=files["report.pdf"], capture_output=True, check=True
    ).stdout
    return b" ".join([*files.values(), text.replace(b"\n", b" ")])


@pytest.mark.parametrize("reader", list(Reader))
def test_every_reader_s_pack_is_good(case: Case, reader: Reader) -> None:
    data, _ = pack(case, Choice(reader=reader))
    verdict = verify_pack(io.BytesIO(data))
    assert verdict.good, verdict


@pytest.mark.parametrize("reader", [Reader.PLATFORM, Reader.BANK])
def test_a_platform_and_a_bank_get_no_message_and_no_story(case: Case, reader: Reader) -> None:
    files = files_of(pack(case, Choice(reader=reader))[0])
    assert not [name for name in files if name.startswith("items/") or name in ("log.jsonl", "case.jsonld")]
    everything = words_of(files)
    assert [mark for mark in PRIVATE if mark in everything] == []


def test_a_platform_does_not_learn_who_the_person_is_unless_they_want_an_answer(case: Case) -> None:
    without = words_of(files_of(pack(case, Choice(reader=Reader.PLATFORM))[0]))
    assert b"Sam Example" not in without and b"sam@example.com" not in without
    asked = words_of(files_of(pack(case, Choice(reader=Reader.PLATFORM, contact=True))[0]))
    assert b"sam@example.com" in asked
    assert [mark for mark in PRIVATE if mark in asked] == []


def test_a_platform_gets_one_row_for_each_account(case: Case) -> None:
    files = files_of(pack(case, Choice(reader=Reader.PLATFORM))[0])
    rows = list(csv.DictReader(io.StringIO(files["accounts.csv"].decode("utf-8-sig"))))
    accounts = [row for row in rows if row["kind"] == "account"]
    assert [(row["platform"], row["numeric_id"], row["user_name"]) for row in accounts] == [
        ("instagram", "178414000000001", "mia_example.x"),
        ("snapchat", "", "mia.more"),
    ]
    assert {row["tlp"] for row in rows} == {"TLP:AMBER"}
    assert {row["minor_in_picture"] for row in rows} == {"no"}
    assert "another victim" in rows[0]["role"]
    assert "payments.csv" not in files


def test_a_bank_gets_the_payments_and_whose_account_it_is(case: Case) -> None:
    files = files_of(pack(case, Choice(reader=Reader.BANK))[0])
    (row,) = csv.DictReader(io.StringIO(files["payments.csv"].decode("utf-8-sig")))
    assert (row["amount"], row["currency"], row["reference"]) == ("50", "GBP", "ends in 4471")
    assert b"Sam Example" in words_of(files)
    assert "accounts.csv" not in files


def test_misp_reads_the_event_and_blocks_nothing_by_itself(case: Case) -> None:
    event = MISPEvent()
    event.load(json.loads(files_of(pack(case)[0])["accounts-misp.json"]))
    assert sorted(one.name for one in event.objects) == ["instagram-account", "phone", "user-account"]
    assert {"tlp:amber", 'circl:incident-classification="sextortion"'} <= {tag.name for tag in event.tags}
    every = [*event.attributes, *(attribute for one in event.objects for attribute in one.attributes)]
    assert every and not any(attribute.to_ids for attribute in every)
    assert b"minor" not in files_of(pack(case)[0])["accounts-misp.json"]


def test_the_same_case_gives_the_same_ids(case: Case) -> None:
    first, second = (files_of(pack(case)[0])["accounts-misp.json"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("age", "told"), [(AgeInPicture.UNDER_18, "yes"), (AgeInPicture.UNKNOWN, "unknown")])
def test_whether_a_child_is_in_the_picture_is_told(house: House, age: AgeInPicture, told: str) -> None:
    case = house.case(age)
    case.put(Offender((Identifier(IdentifierKind.HANDLE, "kai.example", "discord"),)))
    files = files_of(pack(case, Choice(reader=Reader.PLATFORM))[0])
    (row,) = csv.DictReader(io.StringIO(files["accounts.csv"].decode("utf-8-sig")))
    assert row["minor_in_picture"] == told


def test_nothing_to_tell_a_bank_is_said_before_a_file_is_made(house: House) -> None:
    case = house.case()
    case.put(Demand("money"))
    for reader in (Reader.BANK, Reader.PLATFORM):
        with pytest.raises(NothingToPack):
            pack(case, Choice(reader=reader))


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "-2+3", "+1+cmd", "\tx"])
def test_no_value_is_run_by_a_spreadsheet(value: str) -> None:
    assert _no_formula(value).startswith("'")


def test_a_phone_number_keeps_its_plus_sign() -> None:
    assert _no_formula("+447700900123") == "+447700900123"


def test_an_officer_finds_at_most_sixteen_plain_files(case: Case) -> None:
    plain = [name for name in files_of(pack(case)[0]) if "/" not in name]
    assert len(plain) <= 16
    assert {"report.pdf", "accounts.csv", "requests-to-keep-data.txt", "text-for-web-forms.txt"} <= set(plain)


def test_a_bank_learns_nothing_of_the_picture_or_of_where_the_person_is(house: House) -> None:
    case = filled(house, AgeInPicture.UNDER_18, pictures=0)
    manifest = json.loads(files_of(pack(case, Choice(reader=Reader.BANK))[0])["manifest.json"])
    assert (manifest["age_in_picture"], manifest["country"], manifest["time_zone"]) == ("", "", "")
    assert manifest["held_back"] == 0
    assert manifest["taken_out"] == [] == manifest["exhibits"]
