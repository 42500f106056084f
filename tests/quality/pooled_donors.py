"""A pooled analysis of many made-up donors whose truth is known: is it recovered, and at what cost?

    python tests/quality/pooled_donors.py [--donors 200] [--repeats 20] [--draws 2000] [--seed 0]

Donors are drawn from a population of which every mean is known. Those who accept more have more
notes, and those who are helped more vote on more pairs, so that the mean over people (each counts
once) and over rows (each counts by what they gave) are different things with different truths.
Their packages are written and `examples/pooling/pool.py` is run on them as anybody would. The first
time truth and estimate are printed side by side, with time and the most memory; then other donors
are drawn again and again, to count how often the intervals hold the truth. Of 20 repeats, 95% may
well look like 17 or 20.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from simulated_donors import ARMS, Donor, DonorRows, Population, write_package  # noqa: E402

from selfaudit.core.models.comparison import Arm  # noqa: E402

POPULATION = Population()
MEAN = POPULATION.mean
ESTIMATES = ("people_alike", "people_only", "rows_alike")
Key = tuple[str, ...]


def sizes(donor: Donor) -> dict[str, int]:
    """How much a donor gives: it goes with what is true of them."""
    return {
        "cards": 60,
        "frame": 300 if donor.accepted > MEAN.accepted else 120,
        "pairs": 60 if donor.helped > MEAN.helped else 20,
    }


@dataclass(frozen=True)
class Truth:
    """A figure's truth: over people, and over rows."""

    people: float
    rows: float


def truths() -> dict[Key, Truth]:
    """The means of the population, from half a million donors (errors below 0.001)."""
    random = np.random.default_rng(1)
    count = 500_000
    accepted = random.normal(MEAN.accepted, POPULATION.spread.accepted, count)
    frame = np.where(accepted > MEAN.accepted, 300, 120)
    helped = random.normal(MEAN.helped, POPULATION.spread.helped, count)
    pairs = np.where(helped > MEAN.helped, 60, 20)
    irrelevant = random.normal(MEAN.irrelevant, POPULATION.spread.irrelevant, count)
    decisive = 1 - POPULATION.ties
    net, control = (decisive * (2 * expit(one) - 1) for one in (helped, irrelevant))
    yes, chosen, kappa = _selection(random, count)
    bias = _bias(random, helped, irrelevant)

    def of(values: np.ndarray, amount: np.ndarray | float = 1.0) -> Truth:
        return Truth(float(values.mean()), float(np.average(values, weights=amount + 0 * values)))

    ratio = float(chosen.mean() / yes.mean())
    selector = ("typed", "model_pairwise", "1")
    return {
        ("accepted",): of(expit(accepted), frame),
        ("person_rate", "typed"): of(yes),
        ("selector_rate", *selector): of(chosen),
        ("ratio", *selector): Truth(ratio, ratio),
        ("kappa", *selector): Truth(kappa, kappa),
        ("net", "marked"): of(net, pairs),
        ("net", "irrelevant"): of(control, pairs),
        ("net_beyond_control",): of(net - control, pairs),
        ("bias", "1", "False"): of(bias, pairs),
    }


def _selection(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Each donor's rate of yes, rate of choosing, and kappa with each one's own chance."""
    spread, mood = POPULATION.spread, np.polynomial.hermite_e.hermegauss(40)
    lean = random.normal(MEAN.yes, spread.yes, count)
    yes = expit(lean[:, None] + POPULATION.prompt_mood * mood[0]) @ (mood[1] / mood[1].sum())
    chosen = random.normal(MEAN.chosen, spread.chosen, count)
    follows = random.normal(MEAN.follows, spread.follows, count)
    hit, alarm = expit(chosen + follows), expit(chosen)
    rate = yes * hit + (1 - yes) * alarm
    agreed = yes * hit + (1 - yes) * (1 - alarm)
    chance = yes * rate + (1 - yes) * (1 - rate)
    return yes, rate, float((agreed - chance).mean() / (1 - chance).mean())


def _bias(random: np.random.Generator, helped: np.ndarray, irrelevant: np.ndarray) -> np.ndarray:
    """How many steps a judge is above each donor on average, one pair of each standing for all."""
    count = len(helped)
    arm = random.choice(np.array([str(one) for one in ARMS]), count)
    lean = np.select([arm == Arm.MARKED, arm == Arm.IRRELEVANT], [helped, irrelevant], 0.0)
    step = 1 + (random.random(count) < 0.4)
    side = np.where(random.random(count) < expit(lean), 1, -1)
    vote = 3 + np.where(random.random(count) < POPULATION.ties, 0, side * step)
    toward = random.normal(MEAN.judge_bias, POPULATION.spread.judge_bias, count)
    rating = np.clip(np.round(vote + random.normal(toward, 1.1)), 1, 5)
    return np.asarray(rating - vote)


def analysed(donors: int, seed: int, draws: int) -> tuple[dict[Key, Any], str]:
    """The pooled figures of donors drawn by a seed, and what they took."""
    random = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(donors):
            donor = POPULATION.donor(random)
            rows = DonorRows(donor, POPULATION, seed * 100_003 + number, sizes(donor)).rows
            write_package(Path(folder), f"{number:05}", rows)
        bytes_written = sum(one.stat().st_size for one in Path(folder).rglob("*.parquet"))
        script = [sys.executable, str(ROOT / "examples" / "pooling" / "pool.py")]
        output = Path(folder) / "pooled.json"
        began = time.perf_counter()
        with output.open("wb") as target:
            child = subprocess.Popen(
                [*script, folder, "--json", "--draws", str(draws)], stdout=target
            )
            _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit("pool.py failed")
        cost = (
            f"{bytes_written / 2**20:.0f} MiB of Parquet: {used.ru_utime + used.ru_stime:.1f} s of "
            f"processor, {time.perf_counter() - began:.1f} s on the clock, at most "
            f"{used.ru_maxrss / 1024:.0f} MiB of memory, {draws} draws"
        )
        document = json.loads(output.read_text(encoding="utf-8"))
    found = {
        (one["figure"], *(str(value) for name, value in one["of"].items() if name != "model")): one
        for one in document["figures"]
    }
    return found, cost


def main() -> None:
    """Print truth beside estimate once, then how often the intervals hold it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--donors", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="of the first donors")
    given = parser.parse_args()
    known = truths()
    found, cost = analysed(given.donors, given.seed, given.draws)
    print(f"{given.donors} donors, {cost}")
    print(f"  {'':44}truth  people, then prompts   people only            truth  over rows alike")
    for key, truth in known.items():
        alike, only, rows = (found[key][name] for name in ESTIMATES)
        print(
            f"  {' '.join(key):40} {truth.people:8.3f}  {_text(alike, truth.people)} "
            f" {_text(only, truth.people)} {truth.rows:8.3f}  {_text(rows, truth.rows)}",
            flush=True,
        )
    held: dict[Key, list[list[bool]]] = {key: [] for key in known}
    for repeat in range(1, given.repeats + 1):
        found, _ = analysed(given.donors, given.seed + repeat, min(given.draws, 500))
        for key, truth in known.items():
            held[key].append(
                [_holds(found[key][name], truth.people) for name in ESTIMATES[:2]]
                + [_holds(found[key]["rows_alike"], truth.rows)]
            )
        shares = np.mean([one for each in held.values() for one in each], axis=0)
        print(f"after {repeat} times: " + "  ".join(f"{share:.0%}" for share in shares), flush=True)
    if given.repeats:
        print(f"\nIntervals that held the truth, of {given.repeats} times other donors")
        for key, each in held.items():
            counts = np.sum(each, axis=0)
            print(f"  {' '.join(key):40} " + "  ".join(f"{count:4}" for count in counts))


def _holds(estimate: dict[str, float], truth: float) -> bool:
    return estimate["low"] <= truth <= estimate["high"]


def _text(estimate: dict[str, float], truth: float) -> str:
    mark = " " if _holds(estimate, truth) else "!"
    return f"{estimate['value']:6.3f} [{estimate['low']:6.3f}, {estimate['high']:6.3f}]{mark}"


if __name__ == "__main__":
    main()
