"""The index finds exactly what comparing every pair finds, at every distance, on every kind of bank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.takedown.index import banks

from holdfast.errors import BadHash, BadRadius, BankDamaged
from holdfast.takedown.index import look
from holdfast.takedown.index.base import Base, write_base
from holdfast.takedown.index.words import check_radius, hash_of, in_order, words_of


def found(hits: look.Hits) -> list[tuple[int, int, int]]:
    return sorted(zip(hits.query.tolist(), hits.number.tolist(), hits.distance.tolist(), strict=True))


def base_of(words, tmp_path) -> Base:
    path = tmp_path / "base"
    write_base(path, in_order(words), lists=True)
    return Base(path)


def both_ways(base: Base, queries, radius, gone=None):
    """Scan and probe, which must agree; as one sorted list."""
    scanned = found(look.scan(base.planes, gone, queries, radius))
    assert found(look.probe(base.planes, gone, base.postings, queries, radius)) == scanned
    return scanned


@pytest.mark.parametrize("kind", banks.KINDS)
def test_the_index_finds_exactly_what_comparing_every_pair_finds(kind, engine, tmp_path):
    bank = banks.KINDS[kind](4000, seed=3)
    base = base_of(bank, tmp_path)
    queries = np.concatenate(
        (banks.KINDS[kind](40, seed=4), bank[:20], banks.near(bank[20:40], 17, np.random.default_rng(1)))
    )
    for radius in (0, 1, 7, 15, 16, 17, 24, 30, 31):
        assert both_ways(base, queries, radius) == sorted(banks.every_pair(base.words(), queries, radius))


@pytest.mark.parametrize("kind", banks.KINDS)
def test_each_planted_distance_up_to_31_is_found_and_none_above(kind, engine, tmp_path):
    chance = np.random.default_rng(7)
    bank = banks.KINDS[kind](2000, seed=5)
    base = base_of(bank, tmp_path)
    planted = bank[chance.choice(len(bank), 12, replace=False)]
    for distance in range(35):
        queries = banks.near(planted, distance, chance)
        hits = both_ways(base, queries, 31)
        homes = base.find(planted)
        for number, home in enumerate(homes.tolist()):
            assert ((number, home, distance) in hits) is (distance <= 31)


@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 300),
    radius=st.integers(0, 31),
    kind=st.sampled_from(sorted(banks.KINDS)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bank_at_any_radius(seed, count, radius, kind, engine, tmp_path):
    chance = np.random.default_rng(seed)
    bank = banks.KINDS[kind](count, seed=seed)
    base = base_of(bank, tmp_path)
    chosen = bank[chance.integers(0, count, 6)]
    queries = np.concatenate(
        [banks.near(chosen[i : i + 1], int(chance.integers(0, 40)), chance) for i in range(6)]
    )
    assert both_ways(base, queries, radius) == sorted(banks.every_pair(base.words(), queries, radius))


def test_every_level_of_the_kernel_finds_the_same(level, tmp_path):
    bank = banks.clustered(3001, seed=8)
    base = base_of(bank, tmp_path)
    queries = np.concatenate((bank[:60], banks.uniform(5)))
    assert both_ways(base, queries, 31) == sorted(banks.every_pair(base.words(), queries, 31))


def test_differences_at_the_edges_of_every_chunk_are_found(engine, tmp_path):
    """31 bits spread as badly as can be: two in each of fifteen chunks, one in the last, whichever."""
    base = base_of(np.concatenate((banks.uniform(500, 2), banks.uniform(1, 9))), tmp_path)
    home = banks.uniform(1, 9)
    for spared in range(16):
        query = home.copy()
        places = [16 * chunk + bit for chunk in range(16) for bit in ((0, 15) if chunk != spared else (7,))]
        banks.flip(query[0], np.array(places))
        assert (0, int(base.find(home)[0]), 31) in both_ways(base, query, 31)


def test_a_crowd_of_equal_chunks_is_read_once_and_found(engine, tmp_path):
    bank = np.zeros((3000, 4), np.uint64)
    bank[:, 0] = np.arange(3000)
    base = base_of(bank, tmp_path)
    queries = np.concatenate((bank[:3], banks.uniform(2)))
    assert both_ways(base, queries, 31) == sorted(banks.every_pair(base.words(), queries, 31))
    assert len(both_ways(base, queries, 31)) == 9000


def test_what_is_gone_is_not_found(engine, tmp_path):
    bank = in_order(banks.uniform(900, 4))
    base = base_of(bank, tmp_path)
    gone = np.zeros(-(-len(bank) // 8), np.uint8)
    gone[[0, 50]] = 255
    hits = both_ways(base, bank, 31, gone)
    expected = [n for n in range(len(bank)) if n // 8 not in (0, 50)]
    assert [number for _, number, distance in hits if distance == 0] == expected


def test_an_empty_bank_and_no_questions_find_nothing(engine, tmp_path):
    base = base_of(np.empty((0, 4), np.uint64), tmp_path)
    assert both_ways(base, banks.uniform(3), 31) == []
    assert both_ways(base_of(banks.uniform(5), tmp_path), np.empty((0, 4), np.uint64), 31) == []


def test_a_bank_is_sorted_and_holds_each_hash_once():
    words = banks.uniform(2000, 1)
    words[:1000, 0] = words[1000:, 0]
    words[:7] = words[7:14]
    ordered = in_order(words)
    rows = [tuple(row) for row in words.tolist()]
    assert [tuple(row) for row in ordered.tolist()] == sorted(set(rows))


def test_a_hash_is_found_where_it_lies_and_others_are_not(tmp_path):
    words = banks.uniform(500, 6)
    words[:100, 0] = 5
    base = base_of(words, tmp_path)
    numbers = base.find(words)
    assert (base.rows(numbers.astype(np.uint32)) == words).all()
    assert (base.find(banks.uniform(50, 77)) == -1).all()


@pytest.mark.parametrize("place", [0, 20, 30])
def test_a_damaged_base_is_noticed(place, tmp_path):
    path = tmp_path / "base"
    write_base(path, in_order(banks.uniform(100)), lists=True)
    data = bytearray(path.read_bytes())
    data[place] ^= 255
    path.write_bytes(data)
    with pytest.raises(BankDamaged):
        Base(path)


@pytest.mark.parametrize("length", [0, 10, 5000])
def test_a_cut_base_is_noticed(length, tmp_path):
    path = tmp_path / "base"
    write_base(path, in_order(banks.uniform(100)), lists=True)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(BankDamaged):
        Base(path)


def test_lists_that_lead_out_of_the_file_are_noticed(tmp_path):
    path = tmp_path / "base"
    write_base(path, in_order(banks.uniform(100)), lists=True)
    data = bytearray(path.read_bytes())
    data[8192 + 4000 : 8192 + 4004] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    with pytest.raises(BankDamaged):
        Base(path)


def test_upper_case_is_the_same_fingerprint():
    text = "d8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b22"
    assert hash_of(text.upper()) == hash_of(text) == bytes.fromhex(text)


@pytest.mark.parametrize(
    "text", ["", "0" * 63, "0" * 65, "g" * 64, " " + "0" * 63, "٠" * 64, "0" * 64 + "\n"]
)
def test_what_is_no_fingerprint_is_refused(text):
    with pytest.raises(BadHash):
        hash_of(text)


def test_bytes_of_another_length_are_refused():
    with pytest.raises(BadHash):
        words_of([bytes(32), bytes(31)])


@pytest.mark.parametrize("radius", [-1, 32, 256, True, 3.0, None])
def test_only_a_radius_from_0_to_31_is_exact_so_no_other_is_taken(radius):
    with pytest.raises(BadRadius):
        check_radius(radius)
