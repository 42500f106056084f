from collections import Counter
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st
from stages_core import binomial_band

from selfaudit.core.draw import choose_one, derived_seed, systematic_draw, uniform_draw

FRAMES = st.lists(st.integers(1, 10_000), unique=True, max_size=80)
STRATA = st.dictionaries(st.integers(1, 10_000), st.sampled_from("abcdef"), max_size=80)


@given(FRAMES, st.integers(0, 100), st.integers())
def test_a_draw_is_a_part_of_its_frame_without_repeats(frame, size, seed):
    drawn = uniform_draw(frame, size, seed)
    members = [one.member for one in drawn]
    assert len(members) == len(set(members)) == min(size, len(frame))
    assert set(members) <= set(frame)
    assert all(one.inclusion_probability == min(size, len(frame)) / len(frame) for one in drawn)


@given(FRAMES, st.integers(0, 100), st.integers(), st.randoms())
def test_a_draw_depends_on_frame_and_seed_alone(frame, size, seed, shuffler):
    shuffled = list(frame)
    shuffler.shuffle(shuffled)
    assert uniform_draw(frame, size, seed) == uniform_draw(shuffled, size, seed)


def test_every_member_is_drawn_equally_often():
    counts = Counter(one.member for seed in range(4000) for one in uniform_draw(range(20), 5, seed))
    # 4000 draws of 5 in 20: 1000 each, standard deviation sqrt(4000 * .25 * .75) = 27.4
    assert all(abs(counts[member] - 1000) < 5 * 27.4 for member in range(20))


@given(STRATA, st.integers(-1, 100), st.integers())
def test_a_stratified_draw_has_no_repeats_and_each_stratum_its_share_to_within_one(
    strata, size, seed
):
    drawn = systematic_draw(strata, size, seed)
    members = [one.member for one in drawn]
    assert len(members) == len(set(members)) == min(max(0, size), len(strata))
    assert all(one.inclusion_probability == len(members) / len(strata) for one in drawn)
    got = Counter(strata[member] for member in members)
    for stratum, there in Counter(strata.values()).items():
        share = there * len(members) / len(strata)
        assert floor(share - 1e-9) <= got[stratum] <= ceil(share + 1e-9)


@given(STRATA, st.integers(0, 100), st.integers(), st.randoms())
def test_a_stratified_draw_depends_on_strata_and_seed_alone(strata, size, seed, shuffler):
    shuffled = list(strata.items())
    shuffler.shuffle(shuffled)
    assert systematic_draw(strata, size, seed) == systematic_draw(dict(shuffled), size, seed)


def test_each_stratum_gets_exactly_its_share_where_that_is_a_whole_number():
    strata = {member: "aaabbc"[member % 6] for member in range(60)}
    for seed in range(50):
        drawn = Counter(strata[one.member] for one in systematic_draw(strata, 12, seed))
        assert drawn == {"a": 6, "b": 4, "c": 2}


def test_every_member_has_the_same_chance_and_the_same_places_whatever_its_stratum():
    strata = {member: "aaaaaaaabbbbccdefghij"[member] for member in range(21)}
    seeds, size = 4000, 6
    drawn = [[one.member for one in systematic_draw(strata, size, seed)] for seed in range(seeds)]
    # 21 members and 6 places are looked at: a band of all but one in 100,000 each.
    low, high = binomial_band(seeds, size / 21, 1 - 1e-5)
    counts = Counter(member for members in drawn for member in members)
    assert all(low <= counts[member] <= high for member in range(21))
    low, high = binomial_band(seeds, 8 / 21, 1 - 1e-5)
    for place in range(size):
        assert low <= sum(strata[members[place]] == "a" for members in drawn) <= high


def test_seeds_of_parts_differ_by_label_and_stay_the_same_for_good():
    assert derived_seed(7, "pair", 3) == 3777065354
    parts = [(7, "pair", 3), (7, "pair", 4), (8, "pair", 3), (7, "facts", 3), (7, "pair")]
    seeds = {derived_seed(*part) for part in parts}
    assert len(seeds) == len(parts)
    assert all(0 <= seed < 2**32 for seed in seeds)


@given(st.lists(st.integers(), max_size=9), st.integers(), st.integers())
def test_one_is_chosen_of_what_there_is(options, seed, label):
    chosen = choose_one(options, seed, label)
    assert chosen in options if options else chosen is None
