"""How a local model as judge did on a revealed block, in counts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from selfaudit.core.comparison.results import Outcome, judged
from selfaudit.core.models.comparison import Arm


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """The verdicts of one judge that knew, or did not know, what the person marked as relevant.

    Ratings are means from 1 (generic much better) to 5 (the other much better), over the
    `compared` pairs that both the person and the judge rated and whose answers were given
    different things; null where there is none. `disagreements` counts the pairs, of those that it
    `judged` both ways round, of which it preferred another answer once the sides were swapped.
    """

    knows: bool
    judged: int
    disagreements: int
    compared: int
    rating: float | None
    of_person: float | None


def judge_reports(outcomes: Sequence[Outcome]) -> list[JudgeReport]:
    """What the judge said without knowing the person, and what it said knowing them."""
    reports = [_report(outcomes, knows) for knows in (False, True)]
    return [report for report in reports if report.judged]


def wrote_the_answers(outcomes: Sequence[Outcome]) -> bool:
    """Whether the judge judged answers of its own."""
    return any(verdict.is_generator for one in outcomes for verdict in one.judge)


def _report(outcomes: Sequence[Outcome], knows: bool) -> JudgeReport:
    disagreements = of_both = 0
    ratings: list[tuple[float, int]] = []
    for one in outcomes:
        verdicts = [verdict for verdict in one.judge if verdict.with_attributes is knows]
        if {verdict.swapped for verdict in verdicts} != {False, True}:
            continue
        of_both += 1
        said = [judged(verdict, one.pair) for verdict in verdicts]
        disagreements += len({_sign(rating) for rating in said}) > 1
        if one.preference is not None and one.pair.arm is not Arm.CATCH:
            ratings.append((fmean(said), one.preference))
    return JudgeReport(
        knows,
        of_both,
        disagreements,
        len(ratings),
        fmean(judge for judge, _ in ratings) if ratings else None,
        fmean(person for _, person in ratings) if ratings else None,
    )


def _sign(rating: int) -> int:
    return (rating > 3) - (rating < 3)
