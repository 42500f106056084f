import numpy as np
import pytest

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.raters import cohen_kappa
from selfaudit.core.agreement.steadiness import RepeatRow, steadiness


def test_repeats_without_prompts_have_wilsons_interval():
    rows = (
        [RepeatRow("yes", "yes")] * 20 + [RepeatRow("no", "no")] * 4 + [RepeatRow("yes", "no")] * 6
    )
    mine = steadiness(rows, options=3)
    assert mine.n == 30
    assert mine.same == proportion(24, 30)
    assert mine.kappa == pytest.approx(
        cohen_kappa([r.first for r in rows], [r.second for r in rows])
    )
    assert mine.kappa <= mine.kappa_max + 1e-9


def test_repeats_of_one_prompt_go_together():
    rows = [RepeatRow(True, place // 5 != 0, place // 5) for place in range(30)]
    mine = steadiness(rows)
    assert mine.same.value == pytest.approx(25 / 30)
    assert mine.same.clusters == 6
    assert mine.same.interval.width > proportion(25, 30).interval.width


def test_a_repeat_without_a_prompt_is_its_own():
    rows = [RepeatRow(1, 1, "a"), RepeatRow(1, 2, "a"), RepeatRow(1, 1), RepeatRow(2, 2)]
    assert steadiness(rows).same.clusters == 3


def test_nothing_asked_twice_says_nothing():
    mine = steadiness([])
    assert mine.n == 0
    assert mine.same is mine.kappa is mine.kappa_max is mine.ac1 is None


def test_slips_hold_a_person_below_a_perfect_model():
    # PROTOCOL: 10% slips at 20% prevalence, self kappa 0.53, a perfect model's 0.72.
    random = np.random.default_rng(1)
    truth = random.random(400_000) < 0.2
    once, again = (truth ^ (random.random(400_000) < 0.1) for _ in range(2))
    rows = [RepeatRow(one, two) for one, two in zip(once.tolist(), again.tolist(), strict=True)]
    assert steadiness(rows).kappa == pytest.approx(0.53, abs=0.01)
    assert cohen_kappa(truth.tolist(), once.tolist()) == pytest.approx(0.72, abs=0.01)
