"""Fingerprints and their index beside pdqhash, Pillow, FAISS and threatexchange, in the same run, on one thread.

CPU time of the best of several runs. 10 million hashes only where 10 GB of memory are free.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from holdfast.takedown import photo
from holdfast.takedown.compiled import kernel
from holdfast.takedown.index.bank import Bank
from holdfast.takedown.index.base import Base, write_base
from holdfast.takedown.index.words import Words, bytes_of, in_order
from holdfast.takedown.pdq import distance, pdq, samples
from tests.bench.row import Row
from tests.takedown.fingerprint.drawings import file_of, landscape
from tests.takedown.index import banks

BATCH = 100
#: Bars against FAISS flat at each size: uniform, and half of it on clustered photos.
SIZES = {100_000: 6.0, 1_000_000: 35.0, 10_000_000: 100.0}
NEEDED = 10 << 30


def rows() -> Iterator[Row]:
    """Every figure of fingerprints and index."""
    import faiss

    faiss.omp_set_num_threads(1)
    yield from _pdq_rows()
    yield from _photo_rows()
    for count, bar in SIZES.items():
        if count >= 10_000_000 and psutil.virtual_memory().available < NEEDED:
            print(f"takedown: {count:,} left out: less than 10 GB of memory free")
            continue
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            yield from _uniform_rows(Path(folder), count, bar)
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            yield from _clustered_rows(Path(folder), count, bar / 2)


def cpu(work: Callable[[], object], runs: int) -> float:
    """CPU seconds of the best run."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


@contextmanager
def without_kernel() -> Iterator[None]:
    os.environ["HOLDFAST_KERNEL"] = "off"
    try:
        yield
    finally:
        del os.environ["HOLDFAST_KERNEL"]


# --- fingerprints ------------------------------------------------------------------------------------------


def _pdq_rows() -> Iterator[Row]:
    import pdqhash

    pictures = [landscape(3000, 4000, seed) for seed in range(6)]
    peer = cpu(lambda: pdqhash.compute(pictures[0]), 3) * 1000
    same = all(
        pdq(one).bits == np.packbits(pdqhash.compute(one)[0].astype(np.uint8)).tobytes() for one in pictures
    )
    if kernel() is not None:
        ours = float(np.mean([cpu(lambda one=one: pdq(one), 10) for one in pictures])) * 1000  # type: ignore[misc]
        good = same and peer / ours >= 100
        yield Row("takedown PDQ, 12 MP, kernel", ours, "ms", ">= 100x, same bits", good, "pdqhash", peer)
        slow = cpu(lambda: samples(pictures[0], exactly=True), 3) * 1000
        yield Row("takedown PDQ, 12 MP, sums in order", slow, "ms", "faster", slow < peer, "pdqhash", peer)
    with without_kernel():
        ours = float(np.mean([cpu(lambda one=one: pdq(one), 3) for one in pictures])) * 1000  # type: ignore[misc]
    yield Row(
        "takedown PDQ, 12 MP, numpy",
        ours,
        "ms",
        ">= 3x, same bits",
        same and peer / ours >= 3,
        "pdqhash",
        peer,
    )


def _photo_rows() -> Iterator[Row]:
    import pdqhash

    files = [file_of(landscape(1080, 1920, seed), "JPEG", quality=85).getvalue() for seed in range(6)]

    def exact(data: bytes) -> bytes:
        bits, _ = pdqhash.compute(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
        return np.packbits(bits.astype(np.uint8)).tobytes()

    peer = len(files) / cpu(lambda: [exact(data) for data in files], 2)
    ours = len(files) / cpu(lambda: [pdq(photo.grey(io.BytesIO(data))) for data in files], 5)
    apart = max(distance(pdq(photo.grey(io.BytesIO(data))).bits, exact(data)) for data in files)
    name = f"takedown photos, 1080p JPEG, grey (<= {apart} bits)"
    yield Row(name, ours, "/s", ">= 9x, <= 4 bits", ours / peer >= 9 and apart <= 4, "Pillow, pdqhash", peer)


# --- the index ---------------------------------------------------------------------------------------------


def clustered(count: int, seed: int) -> Words:
    """Photos with near copies: about 12 of each, up to 24 bits apart, made by masks so that millions take seconds."""
    chance = np.random.default_rng(seed)
    middles = banks.rough(min(max(count // 12, 1), 400_000), seed)
    masks = np.zeros((4096, 4), np.uint64)
    for row, flips in zip(masks, chance.integers(0, 13, len(masks)), strict=True):
        banks.flip(row, chance.choice(256, flips, replace=False))
    first, second = chance.integers(0, len(masks), (2, count))
    return middles[chance.integers(0, len(middles), count)] ^ masks[first] ^ masks[second]


def _faiss_rate(words: Words, queries: list[Words], many: int) -> float:
    import faiss

    index = faiss.IndexBinaryFlat(256)
    index.add(np.ascontiguousarray(words).view(np.uint8).reshape(len(words), 32))
    asked = [np.ascontiguousarray(some[:many]).view(np.uint8).reshape(-1, 32) for some in queries[:2]]
    return many / min(cpu(lambda some=some: index.range_search(some, 32), 2) for some in asked)  # type: ignore[misc]


def _our_rate(base: Base, queries: list[Words]) -> float:
    """Each batch once, so that none is warm from itself; the better half of them."""
    times = sorted(cpu(lambda some=some: base.lookup(some, 31, None), 1) for some in queries)  # type: ignore[misc]
    half = times[: max(len(times) // 2, 1)]
    return BATCH * len(half) / sum(half)


def _base(folder: Path, words: Words) -> Base:
    write_base(folder / "base", in_order(words))
    return Base(folder / "base")


def _uniform_rows(folder: Path, count: int, bar: float) -> Iterator[Row]:
    words = banks.uniform(count, 1)
    queries = [banks.uniform(BATCH, 100 + batch) for batch in range(12)]
    peer = _faiss_rate(words, queries, BATCH if count < 10_000_000 else 20)
    base = _base(folder, words)
    if kernel() is not None:
        ours = _our_rate(base, queries)
        yield Row(
            f"takedown look-ups, {count:,}",
            ours,
            "/s",
            f">= {bar:g}x",
            ours / peer >= bar,
            "FAISS flat",
            peer,
        )
    with without_kernel():
        ours = _our_rate(base, queries[:2])
    yield Row(
        f"takedown look-ups, {count:,}, numpy", ours, "/s", ">= 0.8x", ours / peer >= 0.8, "FAISS flat", peer
    )
    if count == 100_000:
        yield _threatexchange_row(base, words, queries)
    yield from _size_rows(folder, words, count)


def _threatexchange_row(base: Base, words: Words, queries: list[Words]) -> Row:
    from threatexchange.signal_type.pdq.pdq_index import PDQIndex

    index = PDQIndex.build((one.hex(), number) for number, one in enumerate(bytes_of(words)))
    asked = [one.hex() for one in bytes_of(queries[0])]
    peer = len(asked) / cpu(lambda: [index.query(one) for one in asked], 2)
    ours = _our_rate(base, queries)
    name = "takedown look-ups, 100,000, beside the kit's index"
    return Row(name, ours, "/s", "faster", ours > peer, "threatexchange", peer)


def _size_rows(folder: Path, words: Words, count: int) -> Iterator[Row]:
    (folder / "base").unlink()
    bank = Bank.make(folder / "bank", words)
    del words
    path = next((folder / "bank").glob("base-*"))
    held = path.stat().st_size / count
    yield Row(
        f"takedown bytes a hash, {count:,}", held, "B", "<= 360 from 1 M on", held <= 360 or count < 10**6
    )
    opened = cpu(lambda: Bank(folder / "bank"), 3)
    yield Row(f"takedown load, {count:,}", opened, "s", "<= 1 s", opened <= 1)
    one = [bytes_of(banks.uniform(1, 900 + n)) for n in range(20)]
    for some in one[:5]:
        bank.lookup(some)
    alone = float(np.median([cpu(lambda some=some: bank.lookup(some), 1) for some in one[5:]])) * 1000  # type: ignore[misc]
    yield Row(f"takedown one look-up alone, {count:,}", alone, "ms", "<= 1 ms", alone <= 1)
    yield _change_row(bank, Bank(folder / "bank"), count)


def _change_row(writer: Bank, reader: Bank, count: int) -> Row:
    """Added by one opened bank, found by another, withdrawn, found no more; wall-clock, with the disk."""
    (one,) = bytes_of(banks.uniform(1, 77))
    start = time.perf_counter()
    writer.add([one])
    seen = bool(reader.lookup([one], 0)[0])
    writer.withdraw([one])
    gone = not reader.lookup([one], 0)[0]
    took = time.perf_counter() - start
    return Row(f"takedown added, seen, withdrawn, {count:,}", took, "s", "< 1 s", seen and gone and took < 1)


def _clustered_rows(folder: Path, count: int, bar: float) -> Iterator[Row]:
    if kernel() is None:
        return
    words = clustered(count, 2)
    chance = np.random.default_rng(8)
    queries = [
        np.concatenate((clustered(BATCH // 2, 300 + batch), words[chance.integers(0, count, BATCH // 2)]))
        for batch in range(12)
    ]
    peer = _faiss_rate(words, queries, BATCH if count < 10_000_000 else 20)
    ours = _our_rate(_base(folder, words), queries)
    name = f"takedown look-ups, {count:,}, clustered photos"
    yield Row(name, ours, "/s", f">= {bar:g}x", ours / peer >= bar, "FAISS flat", peer)
