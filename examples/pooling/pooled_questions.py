"""What is asked of many packages at once: which view gives the counts, and how they are pooled.

SQL does the counting. Only one row per donor and prompt (or kind of card) comes to Python, for one
model, selector or arm at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np

from selfaudit.core.agreement import pooled_figures as figures
from selfaudit.core.agreement.people import Units
from selfaudit.core.agreement.pooling import Pooled, pooled


@dataclass(frozen=True, slots=True)
class Question:
    """A view of views.sql and what its counts are.

    `apart` names the columns whose values are never pooled with one another. `cells` are the
    columns (or sums of them) for the cells of the kind, in its order, `n` how many rows a count
    is of. With `repeated`, `n` says how often a row stands there, each of them a unit of its own.
    """

    title: str
    view: str
    kind: figures.Kind
    apart: tuple[str, ...]
    unit: str
    cells: tuple[str, ...]
    n: str = "n"
    repeated: bool = False


SELECTOR = ("source", "selector", "version", "model")
VOTED = ("wins", "ties", "losses")

QUESTIONS = (
    Question(
        "How much of what was noted is true?", "card_counts", figures.CARDS, ("model",),
        "rejected", ("accepted", "accepted_edited", "unsure", "rejected"), repeated=True,
    ),
    Question(
        "How much of it matters at a prompt?", "rate_counts", figures.RATE, ("source",), "prompt",
        ("yes", '"no"'),
    ),
    Question(
        "What would selectors choose?", "mark_counts", figures.MARKS, SELECTOR, "prompt",
        ('"both"', "person", "selector_only", "neither"),
    ),
    Question(
        "How much that is untrue would they choose?", "false_fact_counts", figures.FALSE_FACTS,
        SELECTOR, "prompt", ("chosen", '"left"'),
    ),
    Question(
        "Did it help?", "vote_counts", figures.VOTES, ("arm", "model"), "prompt", VOTED,
        "wins + ties + losses",
    ),
    Question(
        "How often were both answers unusable?", "vote_counts", figures.UNUSABLE, ("arm", "model"),
        "prompt", ("wins + ties + losses", "unusable"),
    ),
    Question(
        "Did it help more than irrelevant things do?", "contrast_counts", figures.CONTRAST,
        ("model",), "prompt", (*VOTED, *(f"control_{one}" for one in VOTED)),
    ),
    Question(
        "Does the judge rate as people do?", "judge_counts", figures.JUDGE,
        ("model", "version", "with_attributes"), "prompt", figures.JUDGE.cells,
    ),
    Question(
        "Is the judge steady when the answers swap sides?", "judge_counts", figures.STEADY,
        ("model", "version", "with_attributes"), "prompt", ("same", '"other"'), 'same + "other"',
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure of one question for one model, selector, arm ... (`of`), and the donors' ids."""

    question: Question
    of: dict[str, object]
    name: str
    pooled: Pooled
    donors: tuple[str, ...]


def answers(
    database: duckdb.DuckDBPyConnection,
    seed: int,
    draws: int,
    *,
    across_models: bool = False,
) -> Iterator[Answer]:
    """Every figure, question by question. `across_models` pools what other models gave, too."""
    for question in QUESTIONS:
        apart = [one for one in question.apart if not (across_models and one == "model")]
        database.execute(
            f"CREATE OR REPLACE TEMP TABLE counts AS SELECT {', '.join(['donor', *apart])},"
            f" {question.unit} AS unit, {question.n} AS n,"
            + ", ".join(f"{cell} AS cell_{i}" for i, cell in enumerate(question.cells))
            + f" FROM {question.view} WHERE {question.n} > 0"
        )
        keys = ", ".join(apart) or "1"
        for values in database.execute(
            f"SELECT DISTINCT {keys} FROM counts ORDER BY {keys}"
        ).fetchall():
            of = dict(zip(apart, values, strict=False))
            units, donors = _units(database, question, of)
            kind = question.kind
            for name, one in pooled(units, kind.features, kind.figures, seed, draws).items():
                yield Answer(question, of, name, one, donors)


def _units(
    database: duckdb.DuckDBPyConnection, question: Question, of: dict[str, object]
) -> tuple[Units, tuple[str, ...]]:
    where = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in of) or "true"
    cells = [f"cell_{place}" for place in range(len(question.cells))]
    found = database.execute(
        "SELECT dense_rank() OVER (ORDER BY donor) - 1 AS person, n,"
        f" {', '.join(f'{cell}::DOUBLE AS {cell}' for cell in cells)} FROM counts WHERE {where}"
        f" ORDER BY donor, unit, {', '.join(cells)}",
        list(of.values()),
    ).fetchnumpy()
    donors = database.execute(
        f"SELECT DISTINCT donor FROM counts WHERE {where} ORDER BY donor", list(of.values())
    ).fetchall()
    person, n = np.asarray(found["person"], np.intp), np.asarray(found["n"], np.int64)
    table = np.column_stack([np.asarray(found[cell], np.float64) for cell in cells])
    if question.repeated:
        units = Units(np.repeat(person, n), np.repeat(table, n, axis=0), np.ones(n.sum(), np.int64))
    else:
        units = Units(person, table, n)
    return units, tuple(donor for (donor,) in donors)
