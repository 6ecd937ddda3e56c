"""A bank: changes are seen at once and by everyone, a crash at any moment loses nothing that was told as done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.takedown.index import banks

from holdfast.errors import BadHash, BankBusy, BankDamaged, NoSuchBank
from holdfast.takedown.index import log
from holdfast.takedown.index.bank import Bank
from holdfast.takedown.index.words import bytes_of

PICTURE = bytes.fromhex("d8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b22")


def held(bank: Bank, hashes: list[bytes]) -> list[bytes]:
    """Those of the hashes that the bank has."""
    return [one for one, matches in zip(hashes, bank.lookup(hashes, 0), strict=True) if matches]


def test_a_hash_is_found_as_soon_as_it_was_added_and_no_more_once_withdrawn(engine, tmp_path):
    bank = Bank.make(tmp_path, bytes_of(banks.uniform(300)))
    assert bank.lookup([PICTURE]) == [()]
    bank.add([PICTURE])
    assert [match.hash for match in bank.lookup([PICTURE])[0]] == [PICTURE]
    bank.withdraw([PICTURE])
    assert bank.lookup([PICTURE]) == [()]


def test_other_readers_see_a_change_at_their_next_look_up(tmp_path):
    writer = Bank.make(tmp_path, bytes_of(banks.uniform(300)))
    reader = Bank(tmp_path)
    writer.add([PICTURE])
    assert reader.lookup([PICTURE])[0]
    writer.withdraw([PICTURE])
    assert not reader.lookup([PICTURE])[0]


def test_a_hash_of_the_base_is_withdrawn_and_comes_back(engine, tmp_path):
    hashes = bytes_of(banks.uniform(300))
    bank = Bank.make(tmp_path, hashes)
    bank.withdraw(hashes[:5])
    assert held(bank, hashes) == hashes[5:]
    bank.add(hashes[1:3])
    assert held(bank, hashes) == [*hashes[1:3], *hashes[5:]]
    assert len(bank) == 297


def test_matches_come_nearest_first_from_base_and_tail(engine, tmp_path):
    chance = np.random.default_rng(3)
    copies = [
        bytes_of(banks.near(np.frombuffer(PICTURE, "<u8").reshape(1, 4).copy(), d, chance))[0]
        for d in (9, 2, 30)
    ]
    bank = Bank.make(tmp_path, [*bytes_of(banks.uniform(100)), copies[0]])
    bank.add(copies[1:])
    assert [match.distance for match in bank.lookup([PICTURE])[0]] == [2, 9, 30]
    assert [match.distance for match in bank.lookup([PICTURE], 9)[0]] == [2, 9]


@given(
    steps=st.lists(st.tuples(st.sampled_from("awr"), st.integers(0, 30)), max_size=25),
    first=st.integers(0, 30),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_changes_and_rebuilds_leaves_what_a_set_would_hold(steps, first, tmp_path_factory):
    hashes = bytes_of(banks.uniform(31, 5))
    bank = Bank.make(tmp_path_factory.mktemp("bank"), hashes[:first])
    kept = set(hashes[:first])
    for what, number in steps:
        if what == "a":
            bank.add([hashes[number]])
            kept.add(hashes[number])
        elif what == "w":
            bank.withdraw([hashes[number]])
            kept.discard(hashes[number])
        else:
            assert bank.rebuild()
    assert set(held(bank, hashes)) == kept and len(bank) == len(kept)
    assert set(held(Bank(bank.folder), hashes)) == kept


def test_a_rebuild_loses_nothing_that_comes_meanwhile(tmp_path, monkeypatch):
    hashes = bytes_of(banks.uniform(400, 5))
    bank = Bank.make(tmp_path, hashes[:300])
    other = Bank(tmp_path)
    from holdfast.takedown.index import bank as module

    write = module.write_base

    def write_while_others_write(path, words):
        write(path, words)
        other.add(hashes[300:])
        other.withdraw(hashes[:50])

    monkeypatch.setattr(module, "write_base", write_while_others_write)
    assert bank.rebuild()
    assert held(bank, hashes) == held(other, hashes) == held(Bank(tmp_path), hashes) == hashes[50:]
    assert bank.generation == other.generation == 2


def test_look_ups_go_on_while_the_bank_changes_and_is_rebuilt(tmp_path):
    steady = bytes_of(banks.uniform(2000, 5))
    bank = Bank.make(tmp_path, steady)
    coming = bytes_of(banks.uniform(3000, 6))
    missed: list[int] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            missed.append(50 - len(held(bank, steady[:50])))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for start in range(0, len(coming), 500):
        bank.add(coming[start : start + 500])
        bank.rebuild()
    done.set()
    for thread in threads:
        thread.join()
    assert missed and not any(missed)
    assert len(bank) == 5000


def test_old_files_are_cleared_away(tmp_path):
    bank = Bank.make(tmp_path, [PICTURE])
    (tmp_path / "base-9.part").write_bytes(b"left by a crash")
    bank.rebuild()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "base-10",
        "current",
        "lock",
        "log-10",
        "rebuild",
    ]


WORK = """
import sys
from pathlib import Path
from holdfast.takedown.index.bank import Bank
bank = Bank(Path(sys.argv[1]))
first = int(sys.argv[2])
for number in range(first, first + 100000):
    bank.add([number.to_bytes(32)])
    print(number, flush=True)
    if number % 5 == 0:
        bank.rebuild()
"""


def killed_after(folder: Path, seconds: float, first: int) -> int:
    """Runs a writer, kills it, and gives back the last number that it told as done."""
    writer = subprocess.Popen([sys.executable, "-c", WORK, str(folder), str(first)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    told = [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    return told[-1] if told else first


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_kill_at_any_moment_loses_nothing_that_was_told_as_done(tmp_path):
    chance = random.Random(4)
    folder = tmp_path / "bank"
    Bank.make(folder, [])
    first = 1
    for _ in range(6):
        last = killed_after(folder, chance.uniform(0, 0.15), first)
        bank = Bank(folder)
        asked = [number.to_bytes(32) for number in range(1, last + 1)]
        assert held(bank, asked) == asked
        first = last + 2
        bank.add([(last + 1).to_bytes(32)])


@pytest.mark.parametrize("torn", [1, 39, 41, 79])
def test_a_torn_end_of_the_log_is_left_out_and_written_over(torn, tmp_path):
    hashes = bytes_of(banks.uniform(5))
    bank = Bank.make(tmp_path, [])
    bank.add(hashes[:2])
    path = tmp_path / "log-1"
    path.write_bytes(path.read_bytes() + log.packed([(log.What.ADD, PICTURE)] * 2)[:torn][:-1] + b"\x00")
    again = Bank(tmp_path)
    assert held(again, hashes) == hashes[:2]
    again.add(hashes[2:])
    assert held(Bank(tmp_path), hashes) == hashes


def test_one_writer_at_a_time(tmp_path):
    Bank.make(tmp_path, [])
    with (
        log.writing(tmp_path / "lock"),
        pytest.raises(BankBusy),
        log.writing(tmp_path / "lock", patience=0.05),
    ):
        pass
    with log.writing(tmp_path / "rebuild"):
        assert Bank(tmp_path).rebuild() is False


def test_a_folder_without_a_bank_is_told_so(tmp_path):
    with pytest.raises(NoSuchBank):
        Bank(tmp_path)


@pytest.mark.parametrize("current", ["", "x", "99"])
def test_a_damaged_current_is_told_so(current, tmp_path):
    Bank.make(tmp_path, [])
    (tmp_path / "current").write_text(current)
    with pytest.raises(BankDamaged):
        Bank(tmp_path)


def test_a_bad_hash_changes_nothing(tmp_path):
    bank = Bank.make(tmp_path, [])
    with pytest.raises(BadHash):
        bank.add([PICTURE, b"short"])
    assert len(bank) == 0


def test_a_bank_with_lists_takes_changes_too(engine, tmp_path, monkeypatch):
    from holdfast.takedown.index import base

    monkeypatch.setattr(base, "LISTS_FROM", 100)
    monkeypatch.setattr(base, "SCAN_UP_TO", 100)
    hashes = bytes_of(banks.clustered(1500, 5))
    bank = Bank.make(tmp_path, hashes[:1000])
    bank.withdraw(hashes[:10])
    bank.add(hashes[1000:])
    assert set(held(bank, hashes)) == set(hashes[1000:]) | (set(hashes[:1000]) - set(hashes[:10]))
    assert bank.rebuild() and len(bank) == len(set(held(bank, hashes)))
