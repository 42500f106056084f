"""Pool the packages of many donors: every figure with people as the clusters.

    python examples/pooling/pool.py PACKAGES... [--json] [--across-models] [--seed N] [--draws N]

PACKAGES are packages (folders or zips) or a folder of them. For each figure: the mean over people,
its interval from drawing people and then their prompts again, and the interval from leaving out
each person, which is narrower (docs/pooling.md says how often either holds the truth). Where the
same over rows alike differs, it stands below. For fewer than ten people nothing is pooled: then
there is one line for each person.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from opened_packages import Opened, opened
from pooled_questions import Answer, answers

from selfaudit.core.agreement.pooling import FEWEST_PEOPLE
from selfaudit.core.agreement.results import LEVEL, Estimate


def main() -> int:
    """Read the command line and print the report; 1 where there is nothing to pool."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("packages", nargs="+", type=Path, help="folders, zips, or folders of them")
    parser.add_argument("--json", action="store_true", help="everything, for scripts")
    parser.add_argument(
        "--across-models", action="store_true", help="pool what different models gave as one"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the draws (1)")
    parser.add_argument("--draws", type=int, default=2000, help="how many (2000)")
    given = parser.parse_args()
    with opened(given.packages) as packages:
        if not packages.packages:
            print("\n".join([*packages.left_out, "No package is left to pool."]), file=sys.stderr)
            return 1
        found = answers(
            packages.database, given.seed, given.draws, across_models=given.across_models
        )
        if given.json:
            document = {
                "packages": len(packages.packages),
                "left_out": packages.left_out,
                "level": LEVEL,
                "seed": given.seed,
                "draws": given.draws,
                "figures": [as_json(one) for one in found],
                "flow": flow(packages),
            }
            print(json.dumps(document, indent=1))
        else:
            for line in lines(packages, found):
                print(line)
    return 0


def lines(packages: Opened, found: Iterable[Answer]) -> Iterator[str]:
    """The report as text."""
    levels = Counter(one.level for one in packages.packages)
    yield f"{len(packages.packages)} packages: " + ", ".join(
        f"{count} of level {level}" for level, count in sorted(levels.items())
    )
    yield from packages.left_out
    yield (
        "Each figure: mean over people [people, then prompts drawn again] [people only]. Two "
        "packages of one person count as two people."
    )
    for title, answered in groupby(found, lambda one: one.question.title):
        yield f"\n{title}"
        for of, group in groupby(answered, lambda one: one.of):
            named = ", ".join(f"{name} {short(value)}" for name, value in of.items())
            yield from _group(named, list(group))
    yield "\nFrom what was imported to what is here"
    for step in flow(packages):
        detail = f" ({step['detail']})" if step["detail"] else ""
        unknown = step["donors_unknown"]
        more = f", and a few more from {unknown} donors" if unknown else ""
        yield f"  {step['name']} {step['of']}{detail}: {step['count'] or 0}{more}"


def _group(named: str, group: list[Answer]) -> Iterator[str]:
    """The figures of one model, selector, arm ..."""
    first = group[0].pooled
    yield f"  {named or 'all'}: {first.people} people, {first.rows} rows"
    if first.people < FEWEST_PEOPLE:
        yield (
            f"    {first.people} people are too few to say what others would give, so nothing is "
            "pooled: each stands alone, with an interval over their own prompts or cards."
        )
        for place, donor in enumerate(group[0].donors):
            own = ", ".join(
                f"{one.name} {bracketed(mine.estimate)}"
                for one in group
                if (mine := one.pooled.each[place]) is not None
            )
            yield f"    {donor}: {own or 'nothing that could be said'}"
        return
    for one in group:
        alike, only, by_rows = (
            one.pooled.people_alike, one.pooled.people_only, one.pooled.rows_alike,
        )  # fmt: skip
        if alike is None:
            yield f"    {one.name:24} cannot be said"
            continue
        yield f"    {one.name:24} {bracketed(alike)} {interval(only)}{_people(one)}"
        if by_rows is not None and f"{by_rows.value:.2f}" != f"{alike.value:.2f}":
            yield f"    {'':24} {bracketed(by_rows)} over rows alike"


def _people(one: Answer) -> str:
    spread = one.pooled.spread
    if spread is None:
        return ""
    beyond = "" if spread.between is None else f", {spread.between:.2f} beyond chance"
    return f"  people: middle half {spread.quarter:.2f} to {spread.three_quarters:.2f}{beyond}"


def bracketed(estimate: Estimate) -> str:
    """A value with its interval."""
    return f"{estimate.value:.2f} {interval(estimate)}"


def interval(estimate: Estimate | None) -> str:
    """An interval in brackets; [?] where the data cannot bound the figure."""
    if estimate is None or estimate.interval is None:
        return "[?]"
    return f"[{estimate.interval.low:.2f}, {estimate.interval.high:.2f}]"


def short(value: object) -> str:
    """A hash by its beginning, everything else as it is."""
    text = str(value)
    return text[:8] if len(text) == 64 else text


def as_json(one: Answer) -> dict[str, object]:
    """One figure with all that is known of it. Single people only where there are below ten."""
    said = one.pooled
    document: dict[str, object] = {
        "question": one.question.title,
        "of": one.of,
        "figure": one.name,
        "people": said.people,
        "rows": said.rows,
        "people_alike": _estimate(said.people_alike),
        "people_only": _estimate(said.people_only),
        "rows_alike": _estimate(said.rows_alike),
        "spread": said.spread and {
            "people": said.spread.people,
            "quarter": said.spread.quarter,
            "median": said.spread.median,
            "three_quarters": said.spread.three_quarters,
            "between": said.spread.between,
        },
    }  # fmt: skip
    if said.people < FEWEST_PEOPLE:
        document["each"] = {
            donor: _estimate(mine.estimate if mine else None)
            for donor, mine in zip(one.donors, said.each, strict=True)
        }
    return document


def _estimate(estimate: Estimate | None) -> dict[str, object] | None:
    if estimate is None:
        return None
    held = estimate.interval
    return {
        "value": estimate.value,
        "low": held and held.low,
        "high": held and held.high,
        "method": str(estimate.method),
        "rows": estimate.n,
        "clusters": estimate.clusters,
    }


def flow(packages: Opened) -> list[dict[str, object]]:
    """The participant flow over all donors, step by step."""
    names = ("name", "of", "detail", "count", "donors", "donors_unknown")
    rows = packages.database.execute(
        'SELECT name, "of", detail, "count"::BIGINT, donors, donors_unknown::BIGINT FROM flow'
        " ORDER BY step, name, detail"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
