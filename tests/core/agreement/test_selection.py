import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import metrics

from selfaudit.core.agreement import raters
from selfaudit.core.agreement.ranking import average_precision
from selfaudit.core.agreement.results import Method
from selfaudit.core.agreement.selection import ChoiceRow, selected_share, selection
from selfaudit.core.agreement.tables import MarkRow

MARKS = st.lists(
    st.builds(
        MarkRow,
        prompt=st.integers(0, 6),
        attribute=st.integers(0, 1000),
        person=st.sampled_from([True, False, False, None]),
        selected=st.booleans(),
        score=st.integers(0, 8).map(float),
        weight=st.floats(0.2, 5),
    ),
    max_size=80,
)

FIGURES = """person_rate selector_rate accuracy precision recall f1 kappa ac1
             average_precision ratio extra_per_ten missed_per_ten""".split()


def value(estimate):
    return None if estimate is None else estimate.value


def marks(*prompts):
    """Rows from strings: Y both, p only the person, s only the selector, . neither, ? unsure."""
    letters = {"Y": (True, True), "p": (True, False), "s": (False, True), ".": (False, False)}
    return [
        MarkRow(prompt, place, *letters.get(letter, (None, True)))
        for prompt, text in enumerate(prompts)
        for place, letter in enumerate(text)
    ]


@settings(deadline=None)
@given(MARKS)
def test_every_figure_is_that_of_scikit_learn(rows):
    mine = selection(rows)
    decided = [row for row in rows if row.person is not None]
    assert (mine.marks, mine.unsure) == (len(decided), len(rows) - len(decided))
    if not decided:
        assert mine.kappa is mine.person_rate is mine.f1 is mine.average_precision is None
        return
    person = np.array([row.person for row in decided])
    chosen = np.array([row.selected for row in decided])
    weight = np.array([row.weight for row in decided])
    given_weight = {"sample_weight": weight}
    assert value(mine.person_rate) == pytest.approx(np.average(person, weights=weight))
    assert value(mine.selector_rate) == pytest.approx(np.average(chosen, weights=weight))
    assert value(mine.accuracy) == pytest.approx(
        metrics.accuracy_score(person, chosen, **given_weight)
    )
    for name, score in (
        ("precision", metrics.precision_score),
        ("recall", metrics.recall_score),
        ("f1", metrics.f1_score),
    ):
        theirs = score(person, chosen, zero_division=np.nan, **given_weight)
        expected = None if np.isnan(theirs) else pytest.approx(theirs)
        assert value(getattr(mine, name)) == expected, name
    lone = len({*person, *chosen}) == 1
    assert value(mine.kappa) == (
        None if lone else pytest.approx(metrics.cohen_kappa_score(person, chosen, **given_weight))
    )
    labels = (list(person), list(chosen))
    most = raters.kappa_max(*labels, list(weight))
    assert mine.kappa_max == (None if most is None else pytest.approx(most, abs=1e-9))
    assert value(mine.ac1) == pytest.approx(raters.gwet_ac1(*labels, 2, list(weight)))
    if person.any():
        scores = [row.score for row in decided]
        assert value(mine.average_precision) == pytest.approx(
            metrics.average_precision_score(person, scores, **given_weight)
        )
        assert value(mine.ratio) == pytest.approx(
            value(mine.selector_rate) / value(mine.person_rate)
        )
    else:
        assert mine.average_precision is mine.ratio is mine.recall is None


@settings(deadline=None)
@given(MARKS)
def test_intervals_hold_their_figure_and_stay_in_bounds(rows):
    mine = selection(rows)
    for name in FIGURES:
        estimate = getattr(mine, name)
        if estimate is None:
            continue
        assert (estimate.interval is None) == (estimate.method is Method.UNDEFINED), name
        if estimate.interval:
            low, high = estimate.interval.low, estimate.interval.high
            assert low - 1e-9 <= estimate.value <= high + 1e-9, name
            assert low >= (-1 if name in ("kappa", "ac1") else 0), name
            assert high <= {"ratio": np.inf, "extra_per_ten": 10, "missed_per_ten": 10}.get(
                name, 1
            ), name
    if mine.kappa:
        assert mine.kappa.value <= mine.kappa_max + 1e-9


@settings(deadline=None)
@given(MARKS, st.permutations(range(80)), st.floats(0.1, 10))
def test_order_names_and_unit_of_weights_do_not_matter(rows, order, factor):
    other = [
        MarkRow(f"prompt {r.prompt}", r.attribute, r.person, r.selected, r.score, r.weight * factor)
        for place in order
        if place < len(rows)
        for r in [rows[place]]
    ]
    one, two = selection(rows), selection(other)
    for name in ("person_rate", "kappa", "f1", "ratio", "ac1", "average_precision", "recall"):
        first, second = getattr(one, name), getattr(two, name)
        assert value(first) == (None if second is None else pytest.approx(second.value))
        if first is not None and first.interval and second.interval and name != "ratio":
            assert first.interval.low == pytest.approx(second.interval.low, abs=1e-6)


def test_a_small_case_by_hand():
    mine = selection(marks("Yps.", "Y.s?", "....", "ps.."))
    assert (mine.prompts, mine.marks, mine.yes, mine.unsure) == (4, 15, 4, 1)
    assert value(mine.person_rate) == pytest.approx(4 / 15)
    assert value(mine.person_rate_low) == pytest.approx(4 / 16)
    assert value(mine.person_rate_high) == pytest.approx(5 / 16)
    assert value(mine.selector_rate) == pytest.approx(5 / 15)
    assert value(mine.ratio) == pytest.approx(5 / 4)
    assert value(mine.extra_per_ten) == pytest.approx(2)
    assert value(mine.missed_per_ten) == pytest.approx(2 / 1.5)
    assert (value(mine.precision), value(mine.recall)) == (pytest.approx(2 / 5), pytest.approx(0.5))
    assert mine.precision.n == 5
    assert mine.precision.clusters == 3
    assert mine.recall.n == 4
    assert mine.average_precision is None
    assert mine.select_none.accuracy == pytest.approx(11 / 15)
    assert mine.select_none.precision is None
    assert (mine.select_none.recall, mine.select_none.f1) == (0, 0)
    assert mine.select_none.kappa == pytest.approx(0, abs=1e-12)
    assert mine.select_all.accuracy == mine.select_all.precision == pytest.approx(4 / 15)
    assert mine.select_all.recall == 1
    assert mine.select_all.f1 == pytest.approx(8 / 19)


def test_the_papers_baselines():
    twenty = selection(marks(*["pp........"] * 5))
    assert twenty.select_all.f1 == pytest.approx(0.33, abs=0.005)
    assert twenty.select_none.accuracy == pytest.approx(0.80)


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], {"kappa", "ratio", "recall", "precision", "f1", "ac1", "person_rate"}),
        (marks("....", "...."), {"kappa", "ratio", "recall", "precision", "f1"}),
        (marks("pp..", "p..."), {"precision"}),
        (marks("ss..", "s..."), {"ratio", "recall"}),
        (marks("YYYY", "YYYY"), {"kappa"}),
        (marks("????", "????"), {"kappa", "ratio", "recall", "precision", "f1", "person_rate"}),
    ],
    ids=["nothing", "all no", "selects nothing", "person selects nothing", "all yes", "all unsure"],
)
def test_what_is_undefined_is_none(rows, missing):
    mine = selection(rows)
    for name in ("kappa", "ratio", "recall", "precision", "f1", "person_rate"):
        assert (getattr(mine, name) is None) == (name in missing), name


def test_a_figure_that_one_prompt_carries_has_no_interval():
    mine = selection(marks("Yps.", "....", "..s."))
    assert mine.ratio.value == 1.5
    assert mine.ratio.interval is None
    assert mine.recall.interval is None
    assert mine.kappa.interval.width > 1.9
    assert selection(marks("Yps.")).person_rate.interval is None


def test_prompts_all_alike_claim_no_certainty():
    mine = selection(marks(*["Yps......."] * 8))
    assert mine.kappa.interval is None
    assert mine.ratio.interval is None
    assert mine.person_rate.method is Method.WILSON_EFFECTIVE
    assert mine.person_rate.interval.width > 0.15


def test_a_rate_of_zero_has_an_upper_bound():
    mine = selection(marks(*["s..."] * 10))
    assert mine.person_rate.value == 0
    assert 0.05 < mine.person_rate.interval.high < 0.25


def test_marks_that_go_together_in_prompts_widen_the_interval():
    apart = selection(marks(*["p........."] * 10 + ["pp........", ".........."] * 5)).person_rate
    together = selection(marks(*["pppppppppp"] * 2 + [".........."] * 18)).person_rate
    assert apart.value == together.value == 0.1
    assert together.interval.width > 2 * apart.interval.width


def test_false_facts_selected():
    rows = [ChoiceRow(prompt, place == 0) for prompt in range(10) for place in range(5)]
    share = selected_share(rows)
    assert share.value == 0.2
    assert share.n == 50
    assert selected_share([]) is None


def test_scores_that_put_every_choice_first_are_perfect():
    rows = [MarkRow(p, a, a < 2, False, float(-a)) for p in range(5) for a in range(10)]
    assert average_precision(rows).value == 1
    assert average_precision(rows).interval is None


def test_marks_without_a_score_or_an_answer_are_left_out_of_average_precision():
    rows = [
        MarkRow(0, 0, True, True, 0.9),
        MarkRow(0, 1, True, True, None),
        MarkRow(1, 2, None, True, 0.5),
        MarkRow(1, 3, False, True, 0.4),
    ]
    assert average_precision(rows).n == 2


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_many_prompts_in_groups_say_about_what_each_says(seed):
    random = np.random.default_rng(seed)
    chosen = random.random((201, 8)) < 0.2
    scores = random.normal(size=(201, 8)) + chosen
    rows = [
        MarkRow(p, a, bool(chosen[p, a]), False, float(scores[p, a]))
        for p in range(201)
        for a in range(8)
    ]
    grouped, single = average_precision(rows), average_precision(rows[:1600])
    assume(grouped.interval and single.interval)
    assert grouped.interval.width == pytest.approx(single.interval.width, rel=0.45)
