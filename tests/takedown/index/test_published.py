"""Fingerprints that Meta publishes: changed copies of one photo match it, other photos do not, and the bank says so."""

from __future__ import annotations

import tomllib
from pathlib import Path

from holdfast.takedown.index.bank import Bank
from holdfast.takedown.index.words import hash_of, hashes_of
from holdfast.takedown.pdq import MATCH, Pdq, distance

PUBLISHED = tomllib.loads(
    (Path(__file__).parents[2] / "vectors" / "pdq" / "published.toml").read_text("utf-8")
)
ORIGINAL = hash_of(PUBLISHED["original"])
COPIES = hashes_of(PUBLISHED["copies"].values())
OTHERS = hashes_of(PUBLISHED["other"])


def test_every_published_copy_is_within_the_published_threshold_and_no_other_photo():
    assert max(distance(ORIGINAL, copy) for copy in COPIES) <= MATCH
    assert min(distance(ORIGINAL, other) for other in OTHERS) > MATCH


def test_a_bank_of_them_finds_the_original_by_each_copy(engine, tmp_path):
    bank = Bank.make(tmp_path, [ORIGINAL, *OTHERS])
    assert [[match.hash for match in matches] for matches in bank.lookup(COPIES)] == [[ORIGINAL]] * len(
        COPIES
    )


def test_photos_set_half_of_the_bits_because_the_median_divides_them():
    assert {Pdq(one, 100).ones for one in (ORIGINAL, *COPIES, *OTHERS)} == {128}
