"""The exchange: a million records by the public client, unmodified; the server's memory; coming in; one take-down."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from holdfast.takedown.exchange.publishing import add
from holdfast.takedown.exchange.values import Fingerprint, Kind
from tests.bench.row import Row, stopwatch
from tests.takedown.exchange.kit import pdq
from tests.web.exchange.running import Running, exchange_at, next_second

#: Records of the feed, and how many are put in at a time. BENCH_FEED_RECORDS makes a short run.
RECORDS = int(os.environ.get("BENCH_FEED_RECORDS", "1000000"))
BATCH = 20_000


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home, exchange_at(Path(home) / "home") as running:
        with stopwatch() as filled:
            fill(running, RECORDS)
        yield Row(f"{RECORDS:,} records sealed and stored", filled[0], "s", "", True)
        running.partner("Bench")
        next_second()
        api = running.client("Bench")
        first = api.fetch_hashes()
        held, seen = [], 0
        with stopwatch() as taken:
            for page in api.fetch_hashes_iter():
                seen += len(page.hashRecords)
                held.append(memory(running.pid))
        assert seen >= RECORDS and first.count == min(800, RECORDS + 1)
        limit = 180 * max(RECORDS / 1_000_000, 0.05)
        yield Row(
            f"{RECORDS:,} records by the public client", taken[0], "s", f"<= {limit:.0f} s", taken[0] <= limit
        )
        yield Row("of it, the server", server_seconds(running.pid), "s", "", True)
        # The first quarter warms up threads and their caches.
        grown = max(held) - held[len(held) // 4]
        yield Row(
            "the server's memory grew after the first quarter by", grown, "MiB", "flat: <= 8 MiB", grown <= 8
        )
        yield from person(running)


def person(running: Running) -> Iterator[Row]:
    """A take-down of five pictures while the feed is full, and its status."""
    times = []
    for n in range(20):
        begun = time.perf_counter()
        made = running.submit(*(f"bench {n} {step}" for step in range(5)))
        times.append(time.perf_counter() - begun)
    slow = sorted(times)[-2] * 1000
    yield Row("a take-down of five pictures is stored, p95", slow, "ms", "<= 1 s", slow <= 1000)
    with stopwatch() as taken:
        running.exchange.status(made.number, made.secret)
    yield Row("its status at every platform", taken[0] * 1000, "ms", "<= 100 ms", taken[0] <= 0.1)


def fill(running: Running, count: int) -> None:
    """Straight into the store, sealed as all others are."""
    exchange = running.exchange
    for start in range(0, count, BATCH):
        prints = []
        for n in range(start, min(start + BATCH, count)):
            one = Fingerprint(Kind.PHOTO, bytes.fromhex(pdq(n)) if n % 100 == 0 else os.urandom(32))
            prints.append((exchange.keys.tag(one), one))
        with exchange.database.publishing() as work:
            add(work, exchange.keys, prints, exchange.now(), None)


def memory(pid: int) -> float:
    """Resident memory, MiB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def server_seconds(pid: int) -> float:
    """Processor time of the server so far (proc(5), stat: utime and stime)."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
