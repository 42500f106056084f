"""Stage two: the person's marks beside a selector's choices."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement import tables as t
from selfaudit.core.agreement.ranking import average_precision
from selfaudit.core.agreement.resampling import (
    FISHER,
    LOG,
    LOGIT,
    clustered_share,
    effective_clusters,
    jackknife,
)
from selfaudit.core.agreement.results import LEVEL, Estimate
from selfaudit.core.agreement.tables import MarkRow, Tables, tabulate, tabulate_cells


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a selector without a thought reaches on the same marks. None where undefined."""

    accuracy: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Selection:
    """A selector beside the person; rates, precision and the like are shares from 0 to 1.

    `marks` counts decided ones and `yes` those of them that the person chose; `unsure` ones are
    in no figure except `person_rate_low` (all of them no) and `person_rate_high` (all yes).
    `per ten` counts attributes among ten shown. `kappa_max` is what the two rates allow;
    `average_precision` needs scores.
    """

    prompts: int
    marks: int
    yes: int
    unsure: int
    person_rate: Estimate | None
    person_rate_low: Estimate | None
    person_rate_high: Estimate | None
    selector_rate: Estimate | None
    ratio: Estimate | None
    extra_per_ten: Estimate | None
    missed_per_ten: Estimate | None
    accuracy: Estimate | None
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None
    average_precision: Estimate | None
    kappa: Estimate | None
    kappa_max: float | None
    ac1: Estimate | None
    select_none: Baseline
    select_all: Baseline


def selection(rows: Sequence[MarkRow], level: float = LEVEL) -> Selection:
    """Every figure of stage two for one selector. Give rows of one prompt source at a time.

    Intervals go over prompts: shares on the logit scale (`clustered_share`), the ratio of rates
    on the log scale, F1 on the logit scale, kappa and AC1 on Fisher's z scale, all jackknife-t.
    Kappa's degrees of freedom are the number of prompts over which the person's choices are
    spread, since its error is unsteady where a few prompts hold them all.

    The ratio is None where the person chose nothing; precision where the selector chose
    nothing; recall where the person did; F1 where neither did; kappa where both gave one and
    the same label throughout. An interval alone is missing where a single prompt carries the
    figure or every prompt gives the same one.
    """
    table = tabulate(rows)
    cells, counts = table.weights, table.counts
    n = int(counts.sum())
    chosen = cells[:, t.BOTH] + cells[:, t.PERSON]

    def share(yes: Sequence[int], base: Sequence[int]) -> Estimate | None:
        return _cell_share(table, yes, base, level)

    everything = (t.BOTH, t.PERSON, t.SELECTOR, t.NEITHER)
    extra = share((t.SELECTOR,), everything)
    missed = share((t.PERSON,), everything)
    return Selection(
        prompts=len(table.prompts),
        marks=n,
        yes=int(counts[t.BOTH] + counts[t.PERSON]),
        unsure=sum(row.person is None for row in rows),
        person_rate=share((t.BOTH, t.PERSON), everything),
        person_rate_low=_rate_if_unsure(rows, False, level),
        person_rate_high=_rate_if_unsure(rows, True, level),
        selector_rate=share((t.BOTH, t.SELECTOR), everything),
        ratio=jackknife(cells, t.rate_ratio, n, LOG, level=level),
        extra_per_ten=extra and extra.times(10),
        missed_per_ten=missed and missed.times(10),
        accuracy=share((t.BOTH, t.NEITHER), everything),
        precision=share((t.BOTH,), (t.BOTH, t.SELECTOR)),
        recall=share((t.BOTH,), (t.BOTH, t.PERSON)),
        f1=jackknife(cells, t.f1, n, LOGIT, level=level),
        average_precision=average_precision(rows, level),
        kappa=jackknife(cells, t.kappa, n, FISHER, effective_clusters(chosen), level),
        kappa_max=_number(t.kappa_max, table.total),
        ac1=jackknife(cells, t.ac1, n, FISHER, level=level),
        select_none=_baseline(t.choose_none(table.total)),
        select_all=_baseline(t.choose_all(table.total)),
    )


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """Whether a selector chose an attribute at a prompt, where the person isn't asked."""

    prompt: Hashable
    selected: bool
    weight: float = 1.0


def selected_share(rows: Iterable[ChoiceRow], level: float = LEVEL) -> Estimate | None:
    """How often a selector chooses, over prompts. Of rejected attributes: false facts selected.

    None for no rows.
    """
    rows = list(rows)
    return _share_of_yes(
        [row.prompt for row in rows],
        [row.selected for row in rows],
        [row.weight for row in rows],
        level,
    )


def _rate_if_unsure(rows: Sequence[MarkRow], answer: bool, level: float) -> Estimate | None:
    return _share_of_yes(
        [row.prompt for row in rows],
        [answer if row.person is None else row.person for row in rows],
        [row.weight for row in rows],
        level,
    )


def _share_of_yes(
    prompts: Sequence[Hashable], yes: Sequence[bool], weights: Sequence[float], level: float
) -> Estimate | None:
    table = tabulate_cells(prompts, [t.BOTH if one else t.PERSON for one in yes], weights)
    return _cell_share(table, (t.BOTH,), (t.BOTH, t.PERSON), level)


def _cell_share(
    table: Tables, yes: Sequence[int], base: Sequence[int], level: float
) -> Estimate | None:
    """The share that some cells have of others, over prompts."""
    squares = float(table.squares[list(base)].sum())
    weight = float(table.total[list(base)].sum())
    return clustered_share(
        table.weights[:, list(yes)].sum(axis=1),
        table.weights[:, list(base)].sum(axis=1),
        int(table.counts[list(base)].sum()),
        weight**2 / squares if squares > 0 else None,
        level,
    )


def _baseline(table: t.Array) -> Baseline:
    return Baseline(
        *(_number(measure, table) for measure in (t.accuracy, t.precision, t.recall, t.f1, t.kappa))
    )


def _number(measure: Callable[[t.Array], t.Array], table: t.Array) -> float | None:
    value = float(measure(table))
    return None if np.isnan(value) else value
