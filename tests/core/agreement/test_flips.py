import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from selfaudit.core.agreement import tables as t
from selfaudit.core.agreement.flips import compare, sign_flip_test
from selfaudit.core.agreement.tables import MarkRow


def rows(person, chosen):
    return [
        MarkRow(prompt, place, yes, selected)
        for prompt, (answers, choices) in enumerate(zip(person, chosen, strict=True))
        for place, (yes, selected) in enumerate(zip(answers, choices, strict=True))
    ]


def simulated(prompts, seed, better=0.0):
    random = np.random.default_rng(seed)
    person = random.random((prompts, 10)) < 0.2
    choices = [
        np.where(random.random((prompts, 10)) < right, person, ~person)
        for right in (0.7 + better, 0.7)
    ]
    return rows(person.tolist(), choices[0].tolist()), rows(person.tolist(), choices[1].tolist())


@settings(deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9))
def test_few_prompts_are_gone_through_exactly(differences):
    mine = sign_flip_test(differences, seed=0)
    sums = [
        abs(sum(sign * gap for sign, gap in zip(signs, differences, strict=True)))
        for signs in itertools.product([1, -1], repeat=len(differences))
    ]
    assert mine.exact
    assert mine.p_value == np.mean([value >= abs(sum(differences)) for value in sums])
    if len(differences) > 1:
        theirs = stats.permutation_test(
            (np.array(differences),), np.sum, permutation_type="samples", n_resamples=np.inf
        )
        assert mine.p_value == pytest.approx(min(1, theirs.pvalue))


def test_many_prompts_are_drawn_by_seed_and_never_give_zero():
    gaps = [1.0] * 40
    mine = sign_flip_test(gaps, seed=1)
    assert not mine.exact
    assert mine.p_value == 1 / 10_000
    noisy = list(np.random.default_rng(2).normal(0.2, 1, 40))
    assert sign_flip_test(noisy, 3) == sign_flip_test(noisy, 3)
    assert sign_flip_test(noisy, 3).p_value == pytest.approx(
        stats.ttest_1samp(noisy, 0).pvalue, abs=0.03
    )


def test_no_differences_say_nothing():
    assert sign_flip_test([], 0) is None
    assert sign_flip_test([0, 0, 0], 0).p_value == 1
    assert compare([], [], 0) is None
    assert compare([MarkRow(0, 0, True, True)], [MarkRow(0, 1, True, True)], 0) is None
    no_choice = [MarkRow(p, a, False, False) for p in range(3) for a in range(4)]
    assert compare(no_choice, no_choice, 0, t.f1) is None


@pytest.mark.parametrize("prompts", [8, 25])
def test_for_the_share_of_agreement_swapping_is_flipping_signs(prompts):
    first, second = simulated(prompts, seed=4, better=0.1)
    gaps = [
        sum((one.selected == one.person) - (two.selected == two.person) for one, two in pairs)
        for pairs in (
            [(one, two) for one, two in zip(first, second, strict=True) if one.prompt == prompt]
            for prompt in range(prompts)
        )
    ]
    mine = compare(first, second, seed=7)
    assert mine.difference.value == pytest.approx(sum(gaps) / (10 * prompts))
    assert mine.test == sign_flip_test(gaps, seed=7)
    assert mine.difference.clusters == prompts


@pytest.mark.parametrize("measure", [t.accuracy, t.f1, t.kappa, t.rate_ratio])
def test_swapping_the_selectors_turns_the_sign_and_keeps_p(measure):
    first, second = simulated(12, seed=5, better=0.1)
    one, other = compare(first, second, 0, measure), compare(second, first, 0, measure)
    assert one.difference.value == pytest.approx(-other.difference.value)
    assert one.test.p_value == other.test.p_value
    assert one.difference.interval.low == pytest.approx(-other.difference.interval.high)


def test_a_selector_does_not_differ_from_itself():
    first, _ = simulated(12, seed=6)
    mine = compare(first, first, 0)
    assert mine.difference.value == 0
    assert mine.difference.interval is None
    assert mine.test.p_value == 1


def test_only_marks_that_both_have_count_and_unsure_ones_do_not():
    first, second = simulated(6, seed=8)
    first[0] = MarkRow(first[0].prompt, first[0].attribute, None, True)
    assert compare(first[:50], second, 0).difference.n == 49


@pytest.mark.parametrize("measure", [t.accuracy, t.f1])
def test_without_a_difference_p_is_small_no_more_often_than_it_says(measure):
    small = [compare(*simulated(10, seed), 0, measure).test.p_value <= 0.1 for seed in range(200)]
    # 200 tests at 10%: 20, standard deviation 4.2
    assert sum(small) < 20 + 3 * 4.2


def test_a_clear_difference_is_found():
    assert compare(*simulated(20, 9, better=0.2), 0).test.p_value < 0.01
