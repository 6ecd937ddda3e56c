"""The fingerprint of pixels is that of the reference program, bit for bit, with the kernel and without."""

from __future__ import annotations

import importlib

import numpy as np
import pdqhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.takedown.fingerprint.conftest import reference
from tests.takedown.fingerprint.drawings import chequers, landscape

from holdfast.takedown import plain_pdq
from holdfast.takedown.compiled import kernel
from holdfast.takedown.pdq import MATCH, SLACK_NUMBER, SLACK_SAMPLE, decided, distance, pdq, samples
from holdfast.takedown.turns import Turn, all_turns

#: Sizes at which something changes: the smallest, one window more, the 64 that is not blurred, long and thin, large.
SIZES = [
    (1, 1), (1, 300), (300, 1), (4, 5), (5, 4), (5, 5), (5, 900), (17, 64), (63, 63), (64, 64), (64, 65),
    (65, 64), (100, 37), (127, 129), (128, 128), (129, 128), (256, 256), (257, 255), (480, 640), (512, 512),
    (333, 1000), (1000, 333), (720, 1280), (1080, 1920),
]  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_landscape_of_any_size_has_the_bits_of_the_reference(size, engine):
    picture = landscape(*size, seed=sum(size))
    found = pdq(picture)
    assert (found.bits, found.quality) == reference(picture)


@pytest.mark.parametrize("seed", range(40))
def test_pictures_of_chance_sizes_have_the_bits_of_the_reference(seed, engine):
    chance = np.random.default_rng(seed)
    picture = landscape(*chance.integers(5, 500, 2), seed)
    found = pdq(picture)
    assert (found.bits, found.quality) == reference(picture)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((90, 90, 3), np.uint8),
        np.full((70, 300, 3), 255, np.uint8),
        np.full((64, 64, 3), 77, np.uint8),
        chequers(200, 300),
        chequers(333, 77, 1),
        np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 120, axis=0).repeat(3, axis=2),
        landscape(300, 200, 3)[..., 0],
        np.random.default_rng(5).integers(0, 256, (211, 400, 3), dtype=np.uint8),
    ],
    ids=["black", "white", "grey 64", "chequers", "fine chequers", "ramp", "one channel", "noise"],
)
def test_pictures_whose_bits_hang_on_rounding_have_the_bits_of_the_reference(picture, engine):
    found = pdq(picture)
    assert (found.bits, found.quality) == reference(picture)


@given(st.integers(5, 90), st.integers(5, 90), st.integers(0, 2**32 - 1), st.sampled_from([2, 4, 16, 256]))
@settings(max_examples=60, deadline=None)
def test_few_colours_and_small_pictures_have_the_bits_of_the_reference(height, width, seed, colours):
    chance = np.random.default_rng(seed)
    picture = (chance.integers(0, colours, (height, width, 3)) * (255 // (colours - 1))).astype(np.uint8)
    found = pdq(picture)
    assert (found.bits, found.quality) == reference(picture)


@pytest.mark.parametrize("size", [(5, 900), (100, 37), (333, 1000), (1080, 1920)])
def test_the_quick_way_stays_far_inside_the_slack(size, engine):
    picture = landscape(*size, seed=9)
    quick, slow = samples(picture, exactly=False), samples(picture, exactly=True)
    numbers = plain_pdq.transform_quick(quick) - plain_pdq.transform_in_order(slow)
    assert np.abs(quick - slow).max() < SLACK_SAMPLE / 4
    assert np.abs(numbers).max() < SLACK_NUMBER / 4


def test_a_picture_whose_median_is_a_tie_is_not_decided_the_quick_way():
    assert decided(np.zeros((64, 64), np.float32)) is None
    assert decided(plain_pdq.banded(landscape(400, 400, 4))) is not None


def test_every_kind_of_processor_gives_the_same_samples():
    compiled = kernel()
    if compiled is None:
        pytest.skip("no compiler was there")
    best, picture = compiled.level(), landscape(301, 517, 8)
    try:
        made = {
            level: samples(picture, exactly=False)
            for level in range(best + 1)
            if compiled.level(level) == level
        }
    finally:
        compiled.level(best)
    assert all(np.allclose(made[0], other, atol=SLACK_SAMPLE / 8) for other in made.values())


def test_a_part_of_a_larger_picture_is_read_as_it_lies():
    whole = landscape(400, 600, 6)
    part = whole[50:350:2, 20:500]
    assert pdq(part) == pdq(part.copy())


def test_eight_turns_come_from_one_transform(engine):
    picture = landscape(240, 320, 11)
    bits, _ = pdqhash.compute_dihedral(picture)
    found = all_turns(picture)
    assert [mark.bits for mark in found.values()] == [np.packbits(b.astype(np.uint8)).tobytes() for b in bits]
    assert list(found) == list(Turn)


@pytest.mark.parametrize(
    ("turn", "how"),
    [(Turn.OVER, lambda p: p[::-1, ::-1]), (Turn.UPSIDE_DOWN, lambda p: p[::-1]), (Turn.MIRRORED, lambda p: p[:, ::-1]),
     (Turn.SWAPPED, lambda p: p.transpose(1, 0, 2)), (Turn.LEFT, np.rot90)],
)  # fmt: skip
def test_a_turned_copy_is_a_match_of_its_turn_alone(turn, how):
    picture = landscape(400, 400, 12)
    copy = np.ascontiguousarray(how(picture))
    found = {one: distance(mark.bits, pdq(copy).bits) for one, mark in all_turns(picture).items()}
    assert [one for one, bits in found.items() if bits <= MATCH] == [turn]


@pytest.mark.parametrize("wrong", [np.zeros((9, 9, 4), np.uint8), np.zeros((9, 9, 3)), np.zeros(9, np.uint8)])
def test_what_is_no_picture_is_refused(wrong):
    with pytest.raises(ValueError):
        pdq(wrong)


def test_the_kernel_is_left_out_on_demand(monkeypatch):
    monkeypatch.setenv("HOLDFAST_KERNEL", "off")
    assert kernel() is None
    assert importlib.util.find_spec("holdfast.takedown.plain_pdq")
