import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.relevance.thresholds import Scored, cross_fitted, fitted, near_duplicates

SCORES = st.floats(0, 1, allow_nan=False) | st.sampled_from([0.0, 0.25, 0.5, 1.0])
DECISIONS = st.lists(st.tuples(SCORES, st.sampled_from([True, False, None])), max_size=30)


def rows_of(decisions, prompt=1):
    return [Scored(prompt, score, yes) for score, yes in decisions]


@given(DECISIONS)
def test_as_many_are_chosen_as_the_person_said_yes_to_as_nearly_as_ties_allow(decisions):
    decided = [(score, yes) for score, yes in decisions if yes is not None]
    threshold = fitted(rows_of(decisions))
    if not decided:
        assert threshold is None
        return
    wanted = sum(yes for _, yes in decided)
    chosen = sum(score >= threshold for score, _ in decided)
    possible = {0} | {sum(one >= cut for one, _ in decided) for cut, _ in decided}
    assert abs(chosen - wanted) == min(abs(count - wanted) for count in possible)


@given(DECISIONS)
def test_without_ties_the_rate_is_the_persons_own(decisions):
    distinct = list({score: (score, yes) for score, yes in decisions}.values())
    decided = [(score, yes) for score, yes in distinct if yes is not None]
    threshold = fitted(rows_of(distinct))
    if threshold is not None:
        assert sum(score >= threshold for score, _ in decided) == sum(yes for _, yes in decided)


def test_the_cut_lies_halfway_between_what_is_chosen_and_what_is_not():
    decisions = [(0.9, True), (0.8, False), (0.4, True), (0.1, False), (0.85, None)]
    assert fitted(rows_of(decisions)) == (0.8 + 0.4) / 2


def test_scores_at_the_cut_are_all_chosen_or_all_left_whichever_is_nearer():
    tied = [0.5] * 5
    for yes, chosen in ((1, 0), (2, 0), (3, 5), (4, 5)):
        decisions = [(0.9, True), *((score, n < yes) for n, score in enumerate(tied)), (0.1, False)]
        threshold = fitted(rows_of(decisions))
        assert sum(score >= threshold for score in tied) == chosen
    assert fitted(rows_of([(0.5, True), (0.5, False), (0.5, False)])) == math.inf


def test_neighbouring_floats_are_told_apart():
    low = 0.5
    high = math.nextafter(low, 1)
    assert fitted(rows_of([(high, True), (low, False)])) == high


def test_a_person_who_never_or_always_says_yes_gets_none_or_all():
    assert fitted(rows_of([(0.9, False), (0.1, False)])) == math.inf
    assert fitted(rows_of([(0.9, True), (0.1, True)])) == -math.inf
    assert fitted(rows_of([(0.9, None)])) is None


@given(st.lists(st.tuples(st.integers(1, 4), SCORES, st.booleans()), min_size=1, max_size=30))
def test_a_prompts_own_marks_never_set_its_threshold(given_rows):
    texts = {1: "Bake a cake", 2: "Fix my bike", 3: "Write a poem", 4: "Plan one trip"}
    rows = [Scored(*row) for row in given_rows]
    repeats = near_duplicates(texts, texts)
    before = cross_fitted(rows, repeats)
    for prompt in before:
        turned = [
            Scored(row.prompt, 1 - row.score, not row.yes) if row.prompt == prompt else row
            for row in rows
        ]
        assert cross_fitted(turned, repeats)[prompt] == before[prompt]
        others = [row for row in rows if row.prompt != prompt]
        assert before[prompt] == fitted(others)


def test_marks_of_near_duplicates_do_not_set_it_either():
    texts = {
        1: "What should I cook for my parents tonight?",
        2: "what should I cook tonight, for my PARENTS",
        3: "How do I fix a flat tyre?",
    }
    rows = [
        *(Scored(1, score, True) for score in (0.9, 0.8)),
        *(Scored(2, score, True) for score in (0.7, 0.6)),
        *(Scored(3, score, yes) for score, yes in ((0.5, True), (0.3, False))),
    ]
    repeats = near_duplicates(texts, texts)
    thresholds = cross_fitted(rows, repeats)
    assert thresholds[1] == thresholds[2] == 0.4
    assert thresholds[3] == -math.inf
    assert cross_fitted(rows, near_duplicates(texts, [1])) == {1: 0.4}
    assert cross_fitted(rows[:4], repeats) == {1: None, 2: None}


def test_prompts_whose_text_was_erased_never_set_their_own_threshold_either():
    rows = [Scored(1, 0.9, True), Scored(2, 0.5, True), Scored(2, 0.3, False)]
    repeats = near_duplicates({1: "", 2: ""}, [1, 2])
    assert cross_fitted(rows, repeats) == {1: 0.4, 2: -math.inf}


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20, unique=True))
def test_the_threshold_never_rises_as_the_person_says_yes_more_often(scores):
    ordered = sorted(scores, reverse=True)
    fits = [
        fitted([Scored(1, score, place < yes) for place, score in enumerate(ordered)])
        for yes in range(len(ordered) + 1)
    ]
    assert all(first > second for first, second in pairwise(fits))
