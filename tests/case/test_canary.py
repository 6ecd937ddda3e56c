"""Twelve marked words go into a case; then every byte that was written is searched for each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.case import drawn
from tests.case.postgres import Server
from tests.case.rooms import PEPPER, House
from tests.case.searching import everything_in, found_in, spellings
from tests.case.test_crash import kill_while_writing

from holdfast.case.code import CaseCode, RecoveryCode
from holdfast.case.room import Case
from holdfast.case.values import Account, Demand, Offender, Payment, PictureAnswer, Report
from holdfast.identifiers import Identifier, IdentifierKind

MARKS = tuple(f"CANARY-{number:02d}-zq7xwv" for number in range(12))


def planted(house: House) -> tuple[Case, CaseCode, RecoveryCode]:
    case, code = house.new(situation={"note": MARKS[0]})
    picture = drawn.saved(drawn.screen(), "PNG") + b""
    item = case.add(f"{MARKS[1]}.png", [picture], answer=PictureAnswer.NO, title=MARKS[2], note=MARKS[3])
    case.edit_item(item.item_id, captured=MARKS[4])
    case.add_text(f"{MARKS[5]} " * 30_000)
    case.add("mail.eml", [drawn.mail(words=MARKS[6])], answer=PictureAnswer.NOT_ASKED)
    case.put(Offender((Identifier(IdentifierKind.HANDLE, MARKS[7], "instagram"),)))
    case.put(Demand(words=MARKS[8]))
    case.put(Payment(reference=MARKS[9]))
    case.put(Report(answer=MARKS[10]))
    record = case.put(Account(story=MARKS[11]))
    case.strike_record(record.record_id)
    recovery = case.make_recovery(pepper=PEPPER, stretcher=house.stretcher)
    case.tick("tell-someone")
    return case, code, recovery


def secrets(case: Case, code: CaseCode, recovery: RecoveryCode) -> set[bytes]:
    """What must be found in no file: words, codes, keys, hashes of what is inside."""
    marks = {spelling for mark in MARKS for spelling in spellings(mark)}
    words = {part.encode() for made in (code, recovery) for part in (made.text, made.digits)}
    words |= {
        " ".join(made.words[start : start + 2]).encode() for made in (code, recovery) for start in range(6)
    }
    keys = {case.key.to_bytes(), case.key.blob_key, case.key.row_key, case.key.search_key}
    hashes = {item.sha256 for item in case.items()}
    shown = {key.hex().encode() for key in keys} | {text.encode() for text in hashes}
    return marks | words | keys | shown | {bytes.fromhex(text) for text in hashes}


def all_marks_are_inside(case: Case) -> None:
    inside = repr((case.about, case.items(), case.records(struck=True))).encode()
    inside += b"".join(case.open_item(item).read() for item in case.items())
    assert all(mark.encode() in inside for mark in MARKS)


def test_no_marked_word_is_found_in_the_folder_before_and_after_a_crash(house: House, home: Path) -> None:
    case, code, recovery = planted(house)
    all_marks_are_inside(case)
    assert found_in(home, secrets(case, code, recovery)) == []
    kill_while_writing(str(home), case, 1)
    house.open(code.text)
    all_marks_are_inside(case)
    assert found_in(home, secrets(case, code, recovery)) == []
    assert sum(len(data) for data in everything_in(home).values()) > 100_000


@pytest.mark.postgres
def test_no_marked_word_is_found_in_the_cluster_before_and_after_a_crash(clean_postgres: Server) -> None:
    from holdfast.case.store_postgres import PostgresStore

    store = PostgresStore(clean_postgres.dsn)
    house = House(store)
    case, code, recovery = planted(house)
    all_marks_are_inside(case)
    store._vacuum("CHECKPOINT")
    assert found_in(clean_postgres.data, secrets(case, code, recovery)) == []
    kill_while_writing(clean_postgres.dsn, case, 1)
    store._vacuum("ANALYZE")
    store._vacuum("CHECKPOINT")
    assert found_in(clean_postgres.data, secrets(case, code, recovery)) == []
    store.close()


WATCHED = """
import os, sys
from pathlib import Path
from tests.case import drawn
from tests.case.rooms import House
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import PictureAnswer
case = House(SqliteStore(Path(sys.argv[1]))).case()
files = {"a.png": drawn.picture("PNG"), "a.jpg": drawn.picture("JPEG"), "a.webp": drawn.picture("WEBP"),
    "a.pdf": drawn.paper(), "a.zip": drawn.whatsapp_zip(), "a.eml": drawn.mail(), "b.txt": drawn.whatsapp() * 2000}
first = list(case.open_item(case.add("x.png", [drawn.saved(drawn.screen((300, 300)), "PNG")], answer=PictureAnswer.NO)))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & WRITES or event.startswith("tempfile."):
        print("wrote", args[0], file=sys.stderr)
sys.addaudithook(watch)
for name, data in files.items():
    item = case.add(name, [data[n:n + 70000] for n in range(0, len(data), 70000)], answer=PictureAnswer.NO)
    case.open_item(item).read()
print(len(case.items()))
"""


def test_while_files_come_in_nothing_is_written_outside_the_folder_of_blobs(
    home: Path, tmp_path: Path
) -> None:
    root = Path(__file__).parents[2]
    empty = tmp_path / "tmp"
    empty.mkdir()
    python_path = os.pathsep.join((str(root), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, str(home)],
        capture_output=True,
        text=True,
        env=dict(os.environ, PYTHONPATH=python_path, TMPDIR=str(empty), HOME=str(empty)),
    )
    assert done.stdout == "8\n", done.stderr
    written = [line for line in done.stderr.splitlines() if line.startswith("wrote ")]
    assert len(written) >= 7
    assert [line for line in written if not line.startswith(f"wrote {home}/blobs/")] == []
    assert list(empty.iterdir()) == []


def test_the_search_finds_a_word_that_is_there(tmp_path: Path) -> None:
    for number, spelling in enumerate(sorted(spellings(MARKS[0]))):
        (tmp_path / f"f{number}").write_bytes(b"\0" * 999 + spelling)
        assert found_in(tmp_path, spellings(MARKS[0]))
        (tmp_path / f"f{number}").unlink()
    assert found_in(tmp_path, spellings(MARKS[0])) == []
    (tmp_path / MARKS[0]).write_bytes(b"")
    assert found_in(tmp_path, spellings(MARKS[0]))


def test_the_host_can_tell_only_hours(house: House, home: Path) -> None:
    case, _, _ = planted(house)
    minute = house.clock.now.replace(second=0, microsecond=0)
    stamps = {
        str(int(house.clock.now.timestamp())).encode(),
        int(house.clock.now.timestamp()).to_bytes(4, "big"),
        minute.strftime("%H:%M").encode(),
        case.log_entries()[0].utc.encode(),
    }
    assert found_in(home, stamps) == []
