"""How often each interval holds the truth, on people whose truth is known.

    python tests/quality/measure_coverage.py [replications]

Stage two: prompts of ten marks, a person who chooses 15-20% of them, more at some prompts than at
others, and a selector that follows the person more or less and has moods of its own per prompt.
Stage three: votes on pairs. Stage one and repeats: draws of cards, with every outcome gone
through. Nominal is 95%; `!` marks what is outside 92 to 98. "none" is how often the function
declines to give an interval. Takes a few minutes at the usual 2000 replications.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import expit

from selfaudit.core.agreement import tables as t
from selfaudit.core.agreement.flips import compare
from selfaudit.core.agreement.judge import spearman
from selfaudit.core.agreement.means import mean
from selfaudit.core.agreement.preference import PairRow, preference, tango_interval
from selfaudit.core.agreement.proportions import proportion, weighted_proportion, wilson
from selfaudit.core.agreement.resampling import cluster_bootstrap
from selfaudit.core.agreement.results import Estimate, Interval
from selfaudit.core.agreement.selection import selection
from selfaudit.core.agreement.tables import MarkRow, tabulate

FIGURES = (
    "person_rate", "selector_rate", "ratio", "extra_per_ten", "missed_per_ten", "precision",
    "recall", "f1", "average_precision", "kappa", "ac1",
)  # fmt: skip
BOOTSTRAPPED = {"kappa": t.kappa, "ratio": t.rate_ratio}


@dataclass(frozen=True)
class Design:
    """Logits of choosing: the person's level and spread over prompts, and the selector's."""

    name: str
    person: float
    person_spread: float
    selector: float
    selector_spread: float
    follows: float
    stratified: bool = False
    """Half of the marks are likelier to matter, and drawn four times as often as the rest."""

    def draw(self, prompts: int, random: np.random.Generator, better: float = 0.0) -> list[MarkRow]:
        """Marks of one person at some prompts, ten each."""
        mood = random.normal(0, self.person_spread, (prompts, 1))
        own_mood = random.normal(0, self.selector_spread, (prompts, 1))
        likely = 0.8 * (np.arange(10) < 5) if self.stratified else 0.0
        person = random.random((prompts, 10)) < expit(self.person + mood + likely)
        score = self.selector + own_mood + 0.3 * mood + (self.follows + better) * person
        score = score + random.logistic(size=(prompts, 10))
        return [
            MarkRow(
                prompt,
                place,
                bool(person[prompt, place]),
                bool(value > 0),
                float(value),
                4.0 if self.stratified and place >= 5 else 1.0,
            )
            for prompt in range(prompts)
            for place, value in enumerate(score[prompt])
        ]


DESIGNS = (
    Design("usual", -2.0, 1.0, -0.9, 0.7, 2.0),
    Design("prompts very unlike", -2.6, 1.8, -0.9, 1.2, 2.0),
    Design("prompts alike", -1.6, 0.0, -0.9, 0.0, 2.0),
    Design("selects 60%", -2.0, 1.0, 0.3, 0.7, 1.5),
    Design("close agreement", -2.0, 1.0, -3.0, 0.7, 4.5),
    Design("weights 1 and 4", -2.0, 1.0, -0.9, 0.7, 2.0, stratified=True),
)


class Tally:
    """Counts how often intervals of one figure held its truth."""

    def __init__(self, truth: float) -> None:
        self.truth = truth
        self.held: list[bool] = []
        self.widths: list[float] = []
        self.none = 0

    def add(self, interval: Interval | None) -> None:
        """Take in the interval of one replication."""
        if interval is None:
            self.none += 1
        else:
            self.held.append(not interval.excludes(self.truth))
            self.widths.append(interval.width)

    def __str__(self) -> str:
        """Coverage, how often there is no interval, and the middle width."""
        if not self.held:
            return "    -  none 100.0%"
        covered = 100 * float(np.mean(self.held))
        none = 100 * self.none / (self.none + len(self.held))
        return (
            f"{covered:5.1f}{' ' if 92 <= covered <= 98 else '!'}  none {none:4.1f}%"
            f"  width {np.median(self.widths):.2f}"
        )


def bound(estimate: Estimate | None) -> Interval | None:
    """The interval of a figure, if there is either."""
    return estimate.interval if estimate else None


def stage_two(design: Design, replications: int) -> Iterator[str]:
    """Coverage of every figure of a selector, and of the difference between two."""
    random = np.random.default_rng(1)
    whole = selection(design.draw(20_000, random))
    truths = {name: getattr(whole, name).value for name in FIGURES}
    better = selection(design.draw(20_000, random, better=0.7)).accuracy
    assert better is not None
    assert whole.accuracy is not None
    gap = better.value - whole.accuracy.value
    yield f"\n{design.name}: person {truths['person_rate']:.0%}, selector " + (
        f"{truths['selector_rate']:.0%}, kappa {truths['kappa']:.2f}, ratio {truths['ratio']:.2f}"
    )
    columns = []
    for prompts in (5, 10, 30):
        tallies = {name: Tally(truth) for name, truth in truths.items()}
        tallies |= {f"{name} (bootstrap)": Tally(truths[name]) for name in BOOTSTRAPPED}
        tallies["difference"] = Tally(gap)
        for seed in range(replications):
            rows = design.draw(prompts, random)
            said = selection(rows)
            for name in FIGURES:
                tallies[name].add(bound(getattr(said, name)))
            if seed % 4 == 0:
                counted = tabulate(rows).weights
                for name, measure in BOOTSTRAPPED.items():
                    interval = cluster_bootstrap(counted, measure, seed, 1000, fewest=2)
                    tallies[f"{name} (bootstrap)"].add(interval)
                compared = compare(improved(rows, design, random), rows, seed, draws=1)
                tallies["difference"].add(bound(compared.difference) if compared else None)
        columns.append(tallies)
    yield from side_by_side(columns, "5 prompts, 10, 30")


def improved(rows: Iterable[MarkRow], design: Design, random: np.random.Generator) -> list[MarkRow]:
    """The same marks beside a selector that follows the person more, with noise of its own."""
    rows = list(rows)
    spread = random.normal(0, design.selector_spread, len({row.prompt for row in rows}))
    return [
        MarkRow(
            row.prompt,
            row.attribute,
            row.person,
            bool(random.random() < chance),
            None,
            row.weight,
        )
        for row in rows
        for chance in [
            expit(design.selector + spread[row.prompt] + (design.follows + 0.7) * bool(row.person))
        ]
    ]


def side_by_side(columns: list[dict[str, Tally]], title: str) -> Iterator[str]:
    """One line per figure."""
    yield f"  {'':26}{title}"
    for name in columns[0]:
        yield f"  {name:26}" + " | ".join(str(column[name]) for column in columns)


def stage_three(replications: int) -> Iterator[str]:
    """Coverage of wins minus losses and of the share helped, every outcome gone through."""
    yield "\nstage three, independent pairs: net (Tango) / helped (Wilson), at 20, 40, 60 pairs"
    for ties in (0.1, 0.3, 0.5):
        for share in (0.5, 0.6, 0.7, 0.9):
            cells = []
            for n in (20, 40, 60):
                chances = ((1 - ties) * share, (1 - ties) * (1 - share), ties)
                net = helped = undecided = 0.0
                for wins in range(n + 1):
                    for losses in range(n + 1 - wins):
                        chance = stats.multinomial.pmf(
                            (wins, losses, n - wins - losses), n, chances
                        )
                        if chance < 1e-7:
                            continue
                        interval = tango_interval(wins, losses, n)
                        net += chance * (not interval.excludes(chances[0] - chances[1]))
                        if wins + losses:
                            interval = wilson(wins / (wins + losses), wins + losses)
                            helped += chance * (not interval.excludes(share))
                        else:
                            undecided += chance
                cells.append(f"{100 * net:5.1f} / {100 * helped / (1 - undecided):5.1f}")
            yield f"  ties {ties:.0%}, helped {share:.0%}:  " + " | ".join(cells)
    random = np.random.default_rng(2)
    columns = []
    for n in (20, 40, 60):
        tallies = {"net": Tally(0.0), "helped": Tally(0.5)}
        for _ in range(replications):
            lean = np.repeat(random.normal(0, 1, n // 2), 2)
            wins = random.random(n) < expit(lean)
            ratings = np.where(random.random(n) < 0.3, 3, np.where(wins, 4, 2))
            said = preference(
                [PairRow(place // 2, int(rating), True) for place, rating in enumerate(ratings)]
            )
            tallies["net"].add(bound(said.net))
            tallies["helped"].add(bound(said.helped))
        columns.append(tallies)
    yield "stage three, two pairs to a prompt that lean alike"
    yield from side_by_side(columns, "20 pairs, 40, 60")


def stage_one(replications: int) -> Iterator[str]:
    """Coverage of shares of cards: endless, from a known number, and with unequal chances."""
    yield "\nstage one, share accepted: 20, 30 (repeats), 60 cards"
    for share in (0.5, 0.8, 0.9, 0.95):
        cells = []
        for n in (20, 30, 60):
            chances = stats.binom.pmf(np.arange(n + 1), n, share)
            held = [not wilson(yes / n, n).excludes(share) for yes in range(n + 1)]
            cells.append(f"{100 * chances[held].sum():5.1f}")
        yield f"  {share:.0%} of endless many:  " + " | ".join(cells)
    for whole in (80, 120, 600):
        cells = []
        for share in (0.5, 0.8, 0.9, 0.95):
            true = round(share * whole)
            chances = stats.hypergeom.pmf(np.arange(61), whole, true, 60)
            bounds = [bound(proportion(yes, 60, whole)) for yes in range(61)]
            held = [i is not None and i.low - 1e-9 <= true / whole <= i.high + 1e-9 for i in bounds]
            cells.append(f"{100 * chances[held].sum():5.1f}")
        yield f"  60 of {whole}, 50/80/90/95% true:  " + " | ".join(cells)
    random = np.random.default_rng(3)
    columns = []
    for n in (20, 40, 60):
        tally = Tally(0.8 * 0.75 + 0.2 * 0.5)
        for _ in range(replications):
            # A fifth of the cards drawn as often as the other four fifths.
            rare = random.random(n // 2) < 0.5
            common = random.random(n // 2) < 0.75
            weights = [0.4] * (n // 2) + [1.6] * (n // 2)
            said = weighted_proportion([*rare.tolist(), *common.tolist()], weights)
            tally.add(bound(said))
        columns.append({"weights 1 to 4": tally})
    yield from side_by_side(columns, "20 cards, 40, 60")


def judge(replications: int) -> Iterator[str]:
    """Coverage of a judge's rank correlation and bias, on ratings from 1 to 5."""
    yield "\njudge against person"
    random = np.random.default_rng(4)

    def ratings(n: int, correlation: float) -> tuple[list[float], list[float]]:
        both = random.multivariate_normal([0.1, 0.6], [[1, correlation], [correlation, 1]], n)
        steps = np.clip(np.round(both + 3), 1, 5)
        return steps[:, 0].tolist(), steps[:, 1].tolist()

    for correlation in (0.1, 0.4):
        large = spearman(*ratings(400_000, correlation))
        gap = np.subtract(*ratings(400_000, correlation)[::-1]).mean()
        assert large is not None
        columns = []
        for n in (20, 60, 150):
            tallies = {f"spearman {large.value:.2f}": Tally(large.value), "bias": Tally(float(gap))}
            for _ in range(replications):
                person, judged = ratings(n, correlation)
                tallies[f"spearman {large.value:.2f}"].add(bound(spearman(person, judged)))
                tallies["bias"].add(bound(mean(np.subtract(judged, person).tolist())))
            columns.append(tallies)
        yield from side_by_side(columns, "20 pairs, 60, 150")


def main() -> None:
    """Print the tables."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for part in (stage_one, stage_three, judge):
        for line in part(replications):
            print(line, flush=True)
    for design in DESIGNS:
        for line in stage_two(design, replications):
            print(line, flush=True)


if __name__ == "__main__":
    main()
