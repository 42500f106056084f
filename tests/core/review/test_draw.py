from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.review.draw import choose_one, uniform_draw

FRAMES = st.lists(st.integers(1, 10_000), unique=True, max_size=80)


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


@given(st.lists(st.integers(), max_size=9), st.integers(), st.integers())
def test_one_is_chosen_of_what_there_is(options, seed, label):
    chosen = choose_one(options, seed, label)
    assert chosen in options if options else chosen is None
