from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages_core import binomial_band

from selfaudit.core.comparison.arms import (
    MIX,
    REPEAT_AFTER,
    draw_arms,
    draw_asked,
    draw_repeats,
    draw_sides,
)
from selfaudit.core.models.comparison import Arm, Side

BLOCKS = 10_000
SIZE = 20


@pytest.fixture(scope="module")
def blocks():
    """10,000 simulated blocks: the arm and the generic answer's side of each pair."""
    drawn = [(draw_arms(SIZE, seed), seed) for seed in range(BLOCKS)]
    return [list(zip(arms, draw_sides(arms, seed), strict=True)) for arms, seed in drawn]


def test_the_mix_is_protocols():
    shares = {"marked": 0.6, "irrelevant": 0.2, "catch": 0.15, "stranger": 0.05}
    assert {arm.value: share for arm, share in MIX} == shares
    assert sum(shares.values()) == pytest.approx(1)


def test_sides_are_balanced_within_the_exact_band(blocks):
    low, high = binomial_band(BLOCKS * SIZE, 0.5)
    lefts = Counter(arm for block in blocks for arm, side in block if side is Side.LEFT)
    assert low <= lefts.total() <= high
    pairs = Counter(arm for block in blocks for arm, _ in block)
    for arm, _ in MIX:
        low, high = binomial_band(pairs[arm], 0.5)
        assert low <= lefts[arm] <= high


def test_sides_are_balanced_to_one_within_each_arm_of_each_block(blocks):
    for block in blocks:
        for arm, count in Counter(arm for arm, _ in block).items():
            lefts = block.count((arm, Side.LEFT))
            assert lefts in {count // 2, count - count // 2}


def test_the_side_of_one_pair_does_not_tell_the_next_of_its_arm(blocks):
    first_two = [[side for arm, side in block if arm is Arm.MARKED][:2] for block in blocks]
    low, high = binomial_band(BLOCKS, 5 / 11, 1 - 1e-5)  # six of twelve on each side
    assert low <= sum(one is other for one, other in first_two) <= high


def test_no_place_of_a_block_tells_side_or_arm(blocks):
    # 20 places and 100 neighbourhoods are looked at: a band of all but one in 100,000 each.
    level = 1 - 1e-5
    for place in range(SIZE):
        low, high = binomial_band(BLOCKS, 0.5, level)
        assert low <= sum(block[place][1] is Side.LEFT for block in blocks) <= high
        arms = Counter(block[place][0] for block in blocks)
        for arm, share in MIX:
            low, high = binomial_band(BLOCKS, share, level)
            assert low <= arms[arm] <= high


def test_a_whole_block_has_exactly_the_mix(blocks):
    for block in blocks:
        assert Counter(arm for arm, _ in block) == {
            Arm.MARKED: 12,
            Arm.IRRELEVANT: 4,
            Arm.CATCH: 3,
            Arm.STRANGER: 1,
        }


@pytest.mark.parametrize("size", [5, 8, 13])
def test_a_small_block_has_the_mix_to_within_one_and_on_average_exactly(size):
    drawn = [Counter(draw_arms(size, seed)) for seed in range(BLOCKS)]
    for arm, share in MIX:
        assert all(abs(block[arm] - share * size) < 1 for block in drawn)
        low, high = binomial_band(BLOCKS * size, share)
        assert low <= sum(block[arm] for block in drawn) <= high


def test_the_same_seed_draws_the_same_and_another_seed_something_else():
    assert draw_arms(SIZE, 3) == draw_arms(SIZE, 3) != draw_arms(SIZE, 4)
    arms = draw_arms(SIZE, 3)
    assert draw_sides(arms, 3) == draw_sides(arms, 3) != draw_sides(arms, 4)
    assert draw_repeats(SIZE, 3) == draw_repeats(SIZE, 3)
    assert draw_asked(SIZE, 3) == draw_asked(SIZE, 3) != draw_asked(SIZE, 4)


def test_a_third_is_asked_about_facts_whatever_the_place():
    asked = [draw_asked(SIZE, seed) for seed in range(2000)]
    assert {len(places) for places in asked} == {7}
    low, high = binomial_band(2000, 7 / 20, 1 - 1e-5)
    counts = Counter(place for places in asked for place in places)
    assert all(low <= counts[place] <= high for place in range(SIZE))


@given(st.integers(0, 60), st.integers())
def test_repeats_are_one_in_ten_and_at_least_five_pairs_later(size, seed):
    repeats = draw_repeats(size, seed)
    expected = min(round(size / 10), max(0, size - REPEAT_AFTER))
    assert len(repeats) == len({place for place, _ in repeats}) == expected
    for place, after in repeats:
        assert 0 <= place < size
        assert place + 1 + REPEAT_AFTER <= after <= size


def test_every_pair_that_can_come_back_does_so_equally_often():
    counts = Counter(place for seed in range(3000) for place, _ in draw_repeats(SIZE, seed))
    low, high = binomial_band(3000, 2 / 15, 1 - 1e-5)
    assert counts.keys() == set(range(15))
    assert all(low <= count <= high for count in counts.values())
