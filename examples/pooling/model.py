"""Three regressions over the packages of many donors, with errors clustered by donor.

    python examples/pooling/model.py PACKAGES...

1. Is a note true as written? By its category and by whom it is about.
2. Does a note matter at a prompt? By a selector's score and by where the prompt came from.
3. How much is an answer preferred to the generic one? By arm, against the catch pairs.

Rows of one person go together: a person who accepts much accepts all kinds of notes. The
coefficients are those of an ordinary (logistic) regression over all rows, and the errors come from
letting donors vary, not rows: a GEE with independence within donors, whose errors are the sandwich
of Liang and Zeger (1986). Intervals are Student's t on donors - 1. A random effect per donor would
answer another question, what changes within one person; see BinomialBayesMixedGLM, or lme4 in R.

Take this as a beginning: which covariates belong in is for a study to say, beforehand.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from opened_packages import opened
from scipy import stats

FEW_DONORS = 30
"""Below about so many clusters the sandwich is known to come out too small."""

FEW_ROWS = 20
"""A category of fewer rows, or with one answer alone, is counted to `other`."""


def main() -> int:
    """Fit what there are rows for, and print it; 1 where there is no package."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("packages", nargs="+", type=Path, help="folders, zips, or folders of them")
    given = parser.parse_args()
    with opened(given.packages) as packages:
        for sentence in packages.left_out:
            print(sentence, file=sys.stderr)
        if not packages.packages:
            print("No package is left to fit.", file=sys.stderr)
            return 1
        for part in (accepted, marked, preferred):
            for line in part(packages.database):
                print(line)
    return 0


def accepted(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Log odds of being true as written, against the first category and subject."""
    for model, rows in _apart(database.execute("SELECT * FROM headline_judgments").df(), ["model"]):
        rows = rows.assign(y=rows["accepted"].astype(float))
        terms = []
        for name in ("category", "subject"):
            rows[name] = merged(rows[name].fillna("none given"), rows["y"])
            if rows[name].nunique() > 1:
                terms.append(f"C({name})")
        yield from told(
            f"Is it true as written? Log odds; {model}", "y", terms, rows, binomial=True
        )


def marked(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Log odds of mattering, per standard deviation of a selector's score."""
    every = database.execute("SELECT * FROM marks_beside_choices WHERE score IS NOT NULL").df()
    for model, rows in _apart(every, ["selector", "version", "model"]):
        score = rows["score"]
        if score.std() == 0:
            continue
        rows = rows.assign(y=rows["yes"].astype(float), score=(score - score.mean()) / score.std())
        terms = ["score", *(["C(source)"] if rows["source"].nunique() > 1 else [])]
        yield from told(f"Does it matter? Log odds; {model}", "y", terms, rows, binomial=True)


def preferred(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Steps towards the answer beside the generic one, arms against the catch pairs."""
    every = database.execute(
        "SELECT donor, arm, model, preference FROM arm_votes"
        " WHERE preference IS NOT NULL AND arm <> 'elsewhere'"
    ).df()
    for model, rows in _apart(every, ["model"]):
        rows = rows.assign(y=rows["preference"] - 3.0, weight=1.0)
        arms = rows["arm"].unique()
        terms = ["C(arm, Treatment('catch'))" if "catch" in arms else "C(arm)"]
        yield from told(
            f"Is it preferred? Steps from -2 to 2; {model}",
            "y",
            terms if len(arms) > 1 else [],
            rows,
            binomial=False,
        )


def merged(values: "pd.Series[Any]", outcome: "pd.Series[float]") -> "pd.Series[Any]":
    """Values that are too rare, or that had one outcome alone, as `other`.

    A category of which every note is true would get an infinite coefficient.
    """
    of = outcome.groupby(values)
    fit = of.count().ge(FEW_ROWS) & of.min().ne(of.max())
    return values.where(values.map(fit), "other")


def told(
    title: str, outcome: str, terms: list[str], rows: pd.DataFrame, *, binomial: bool
) -> Iterator[str]:
    """One regression as lines: each coefficient with its clustered interval."""
    donors = rows["donor"].nunique()
    yield f"\n{title}: {len(rows)} rows of {donors} donors"
    if donors < 2 or rows[outcome].nunique() < 2:
        yield "  Nothing can be fitted: it takes two donors and two outcomes."
        return
    if donors < FEW_DONORS:
        yield (
            f"  Of {donors} donors, fewer than {FEW_DONORS}, clustered errors come out too small: "
            "take the intervals for too narrow."
        )
    for name, value, error, low, high in fitted(outcome, terms, rows, binomial=binomial):
        yield f"  {name:36} {value:7.3f}  error {error:.3f}  [{low:.3f}, {high:.3f}]"


def fitted(
    outcome: str, terms: list[str], rows: pd.DataFrame, *, binomial: bool
) -> list[tuple[str, float, float, float, float]]:
    """Name, value, clustered error and 95% interval of each coefficient.

    Rows are weighted by one over their inclusion probability, as shares of their donor's mean, so
    that a donor with a long list of notes weighs no more for it.
    """
    weights = rows["weight"] / rows.groupby("donor")["weight"].transform("mean")
    result = smf.gee(
        f"{outcome} ~ {' + '.join(terms) or '1'}",
        "donor",
        rows,
        family=sm.families.Binomial() if binomial else sm.families.Gaussian(),
        cov_struct=sm.cov_struct.Independence(),
        weights=weights,
    ).fit()
    half = stats.t.ppf(0.975, rows["donor"].nunique() - 1) * result.bse
    table = np.column_stack([result.params, result.bse, result.params - half, result.params + half])
    return [(name, *map(float, row)) for name, row in zip(result.params.index, table, strict=True)]


def _apart(rows: pd.DataFrame, by: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Rows of each model or selector, which are not to be pooled unawares."""
    for values, some in rows.groupby(by, dropna=False):
        named = zip(by, values, strict=True)
        yield ", ".join(f"{name} {str(value)[:14]}" for name, value in named), some


if __name__ == "__main__":
    sys.exit(main())
