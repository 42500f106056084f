"""How often pooled intervals hold the truth, on made-up people drawn from a known population.

    python tests/quality/measure_pooling.py [replications]

The truth is that of the population: of endlessly many people, each with endlessly many units.
"people, then units" is the percentile bootstrap of both levels, "people only" the percentile
bootstrap of people, "people, t" Student's t on leaving out each person. Nominal is 95%; widths are
the middle ones. Takes about ten minutes at the usual 400 replications.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from selfaudit.core.agreement.people import Units
from selfaudit.core.agreement.pooled_figures import CARDS, MARKS, VOTES, Kind
from selfaudit.core.agreement.pooling import pooled, resampled_means
from selfaudit.core.agreement.resampling import percentile_interval
from selfaudit.core.agreement.results import Interval
from selfaudit.core.agreement.tables import Array

DRAWS = 500
Random = np.random.Generator


def cards(random: Random, people: int, units: int) -> Array:
    """Cards: people's shares are spread by 0.1 around 0.71."""
    accepted = random.beta(14, 5.7, (people, 1))
    said = random.random((people, units))
    cells = np.zeros((people, units, 4))
    cells[..., 0] = said < accepted
    cells[..., 3] = said >= accepted
    return cells


def marks(random: Random, people: int, units: int) -> Array:
    """Prompts of ten marks: people and prompts have rates of their own."""
    mood = random.normal(-1.8, 0.5, (people, 1, 1)) + random.normal(0, 1, (people, units, 1))
    yes = random.random((people, units, 10)) < expit(mood)
    own = random.normal(-0.9, 0.4, (people, 1, 1)) + random.normal(0, 0.7, (people, units, 1))
    chosen = random.random((people, units, 10)) < expit(own + 2.0 * yes)
    cells = (yes & chosen, yes & ~chosen, ~yes & chosen, ~yes & ~chosen)
    return np.stack([cell.sum(axis=-1) for cell in cells], axis=-1).astype(np.float64)


def votes(spread: float) -> Callable[[Random, int, int], Array]:
    """Pairs, a third of them ties; how much people differ in what helps them is given."""

    def draw(random: Random, people: int, units: int) -> Array:
        helped = expit(random.normal(0.5, spread, (people, 1)))
        wins = random.random((people, units)) < helped
        ties = random.random((people, units)) < 1 / 3
        cells = (wins & ~ties, ties, ~wins & ~ties)
        return np.stack(cells, axis=-1).astype(np.float64)

    return draw


@dataclass(frozen=True)
class Design:
    """A stage, how many units each person has, and the figures looked at."""

    name: str
    kind: Kind
    draw: Callable[[Random, int, int], Array]
    units: int
    figures: tuple[str, ...]


DESIGNS = (
    Design("60 cards each", CARDS, cards, 60, ("accepted",)),
    Design("10 prompts each", MARKS, marks, 10, ("person_rate", "selector_rate", "ratio", "kappa")),
    Design("30 prompts each", MARKS, marks, 30, ("person_rate", "selector_rate", "ratio", "kappa")),
    Design("12 pairs each, people much unlike", VOTES, votes(1.0), 12, ("net", "helped")),
    Design("12 pairs each, people alike", VOTES, votes(0.0), 12, ("net", "helped")),
)


def units_of(cells: Array) -> Units:
    """People x units x cells, laid out as units."""
    people, units, kinds = cells.shape
    person = np.repeat(np.arange(people), units)
    flat = cells.reshape(-1, kinds)
    return Units(person, flat, flat.sum(axis=-1).astype(np.int64))


def truths(design: Design) -> dict[str, float]:
    """Each figure of the whole population: thousands of people with a thousand units each."""
    random = np.random.default_rng(1)
    own = []
    for _ in range(200):
        drawn = units_of(design.draw(random, 100, 1000))
        own.append(design.kind.features(drawn.tables)[0])
    mean = np.concatenate(own).mean(axis=0)
    return {name: float(design.kind.figures[name].measure(mean)) for name in design.figures}


def main() -> None:
    """Print a line per figure and number of people."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    random = np.random.default_rng(2)
    for design in DESIGNS:
        known = truths(design)
        print(f"\n{design.name}: " + ", ".join(f"{k} {v:.3f}" for k, v in known.items()))
        print(f"  {'figure':14} people   people, then units   people only         people, t")
        for people in (10, 20, 50, 200):
            found: dict[str, list[list[Interval | None]]] = {name: [] for name in design.figures}
            for seed in range(replications):
                units = units_of(design.draw(random, people, design.units))
                said = pooled(units, design.kind.features, design.kind.figures, seed, DRAWS)
                plain, _ = resampled_means(units, design.kind.features, seed, DRAWS, within=False)
                for name, intervals in found.items():
                    one = said[name]
                    intervals.append(
                        [
                            one.people_alike and one.people_alike.interval,
                            percentile_interval(design.kind.figures[name].measure(plain)),
                            one.people_only and one.people_only.interval,
                        ]
                    )
            for name, intervals in found.items():
                columns = [coverage(column, known[name]) for column in zip(*intervals, strict=True)]
                print(f"  {name:14} {people:6}   " + "   ".join(columns), flush=True)


def coverage(intervals: tuple[Interval | None, ...], truth: float) -> str:
    """The share of intervals that hold the truth, and how wide they are."""
    given = [one for one in intervals if one is not None]
    held = np.mean([not one.excludes(truth) for one in given])
    return f"{held:6.1%} wide {np.median([one.width for one in given]):.3f}"


if __name__ == "__main__":
    main()
