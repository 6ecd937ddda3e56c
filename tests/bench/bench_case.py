"""The case: sealing, adding, opening, the log. The peer of sealing is the ``age`` program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from holdfast.case.keys import CaseKey
from holdfast.case.log import head_of, sign_entry, verify_log
from holdfast.case.seal import Sealer
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import LogEntry, PictureAnswer
from tests.bench.row import Row, seconds
from tests.case import drawn
from tests.case.memory import peak_mib
from tests.case.rooms import House

MIB = 1024 * 1024
GIB = 1024 * MIB
RUNS = 5


def rows() -> Iterator[Row]:
    """What ``make bench`` prints."""
    with _folder() as folder:
        yield from seal_1gb(folder)
        yield seal_memory(folder)
        yield add_500(folder)
        yield open_1000(folder)
        yield from log_10000()


@contextmanager
def _folder() -> Iterator[Path]:
    """On a disk, not in memory, where the system's temporary folder is."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        yield Path(name)


# --- sealing ---------------------------------------------------------------------------------------------


def seal_1gb(folder: Path) -> Iterator[Row]:
    """1 GiB file to file, best of five in turns with ``age``: once as it is, once forced to the disk."""
    plain = folder / "plain"
    with plain.open("wb") as file:
        for _ in range(GIB // (16 * MIB)):
            file.write(os.urandom(16 * MIB))
    for forced in (False, True):
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(seconds(lambda: _seal(plain, folder / "ours", forced)))  # noqa: B023
            (folder / "ours").unlink()
            theirs += _age(plain, folder / "theirs", forced)
        peer = min(theirs, default=None)
        ratio = peer / min(ours) if peer else 0
        name = "seal 1 GiB, file to file, with fsync" if forced else "seal 1 GiB, file to file"
        bar = "printed" if forced else ">= 0.8x age, aim 1.3x"
        yield Row(name, min(ours), "s", bar, forced or not peer or ratio >= 0.8, "age" if peer else "", peer)
    plain.unlink()


def _seal(plain: Path, sealed: Path, forced: bool) -> None:
    key = CaseKey(bytes(32))
    with plain.open("rb", buffering=0) as source, sealed.open("wb", buffering=0) as sink:
        sealer = Sealer(sink, key, "case", "blob", chance=os.urandom)
        while piece := source.read(MIB):
            sealer.write(piece)
        sealer.finish()
        if forced:
            os.fsync(sink.fileno())


def _age(plain: Path, sealed: Path, forced: bool) -> list[float]:
    """Seconds, or nothing where ``age`` is not installed."""
    if not shutil.which("age"):
        return []
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True)
    recipient = next(word for word in made.stdout.split() if word.startswith("age1"))

    def work() -> None:
        subprocess.run(["age", "-r", recipient, "-o", sealed, plain], check=True)
        if forced:
            opened = os.open(sealed, os.O_RDONLY)
            os.fsync(opened)
            os.close(opened)

    taken = seconds(work)
    sealed.unlink()
    return [taken]


_SEAL = """
import os, sys
from holdfast.case.keys import CaseKey
from holdfast.case.seal import Sealer
with open(sys.argv[1], "wb", buffering=0) as sink:
    sealer = Sealer(sink, CaseKey(bytes(32)), "c", "b", chance=os.urandom)
    piece = bytes(1048576)
    for _ in range(int(sys.argv[2])):
        sealer.write(piece)
    sealer.finish()
"""


def seal_memory(folder: Path) -> Row:
    """Peak memory at 2 GiB over that at nothing at all."""
    none, small, large = (peak_mib(_SEAL, str(folder / "ours"), mib) for mib in ("0", "100", "2048"))
    (folder / "ours").unlink()
    flat = large - none <= 64 and large - small < 8
    return Row(
        "memory to seal 2 GiB above that for nothing", large - none, "MiB", "<= 64, flat from 100 MB", flat
    )


# --- a case ----------------------------------------------------------------------------------------------


def add_500(folder: Path) -> Row:
    """Screenshots of 1 MB, looked at, sealed, forced to the disk, logged, one by one."""
    noise = drawn.Image.frombytes("RGB", (600, 580), drawn.noise(600 * 580 * 3))
    whole = drawn.saved(noise, "PNG")
    shots = [whole[:33] + drawn.png_chunk(b"tEXt", b"n\0%d" % number) + whole[33:] for number in range(500)]
    case = House(SqliteStore(folder / "add")).case()

    def work() -> None:
        for number, shot in enumerate(shots):
            case.add(f"{number}.png", [shot], answer=PictureAnswer.NO)

    taken = seconds(work)
    assert len(case.items()) == 500
    return Row(f"add 500 screenshots of {len(whole) / 1e6:.2f} MB", taken, "s", "<= 15 s", taken <= 15)


def open_1000(folder: Path) -> Row:
    """From the typed code to the list of 1,000 items, with a stretch that takes no time."""
    house = House(SqliteStore(folder / "open"))
    case, code = house.new()
    for number in range(1000):
        case.add_text(f"line {number}", title="A line that was pasted")

    def work() -> None:
        again = House(SqliteStore(folder / "open"), stretcher=house.stretcher)
        assert len(again.open(code.text).items()) == 1000

    taken = min(seconds(work) for _ in range(RUNS))
    return Row("open a case of 1,000 items, after stretching", taken, "s", "<= 1 s", taken <= 1)


def log_10000() -> Iterator[Row]:
    """Every hash and the last signature; then every signature."""
    key = CaseKey(bytes(32))
    entries: list[LogEntry] = []
    for number in range(10_000):
        head = head_of(entries) if entries else None
        entries.append(
            sign_entry(
                head,
                key.log_key,
                now=datetime(2031, 1, 1, tzinfo=UTC),
                time_zone="Europe/London",
                action="item.add",
                subject=f"item{number}",
                sha256="ab" * 32,
                who="person",
            )
        )
    for thorough in (False, True):
        taken = min(
            seconds(lambda: verify_log(entries, key.log_public_key, thorough=thorough))  # noqa: B023
            for _ in range(RUNS)
        )
        name = "verify a log of 10,000 lines" + (", each signature" if thorough else "")
        yield Row(name, taken, "s", "printed" if thorough else "<= 1 s", thorough or taken <= 1)
