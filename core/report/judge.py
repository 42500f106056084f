"""The fourth page: can the model's own judgment of its answers be trusted?"""

from collections.abc import Sequence

from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.agreement.judge import JudgeRow, judge_agreement
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.comparison.results import Outcome, Results, judged
from selfaudit.core.models.comparison import Side
from selfaudit.core.report.pages import Figure, Page, Scale
from selfaudit.core.report.words import counted

STUDY = (
    "In the study, people rated personalised answers at 3.2 of 5 on average, language models as "
    "judges at 3.4 to 4.0, every one of them higher; judge and person agreed in rank at 0.11 to "
    "0.38. Other raters, other models."
)

_LOW_MASS = 0.2


def judge_page(results: Sequence[Results]) -> Page:
    """The judge beside the person, without and with what is known of the person."""
    outcomes = [
        one
        for block in results
        for one in block.outcomes
        if one.pair.repeats is None and one.preference is not None and one.judge
    ]
    without, known = (_rows(outcomes, with_attributes=one) for one in (False, True))
    figures = [*_figures("", "", without)]
    figures += _figures("_knowing", ", knowing what you marked", known) if known else []
    held = standing(Headline.JUDGE, {Unit.JUDGED_PAIRS: len(without)})
    return Page(
        "judge",
        "Can its own judgment be trusted?",
        _sentence(len(without), held.enough),
        tuple(figures),
        notes=_notes(outcomes),
        study=(STUDY,) if held.enough else (),
    )


def _rows(outcomes: Sequence[Outcome], *, with_attributes: bool) -> list[JudgeRow]:
    rows = []
    for one in outcomes:
        said = {
            verdict.swapped: float(judged(verdict, one.pair))
            for verdict in one.judge
            if verdict.with_attributes is with_attributes
        }
        if False in said and one.preference is not None:
            right = one.pair.generic_side is Side.LEFT
            rows.append(JudgeRow(one.preference, said[False], right, said.get(True)))
    return rows


def _figures(suffix: str, words: str, rows: Sequence[JudgeRow]) -> list[Figure]:
    found = judge_agreement(rows)
    pairs = counted(len(rows), "pair")

    def figure(name: str, label: str, scale: Scale, estimate: Estimate | None) -> Figure:
        held = standing(Headline.JUDGE, {Unit.JUDGED_PAIRS: len(rows)}, estimate)
        return Figure(f"{name}{suffix}", f"{label}{words}", scale, estimate, pairs, held)

    return [
        figure("person_mean", "your mean rating of the other answer", Scale.RATING,
               found.person_mean),
        figure("judge_mean", "the model's mean rating of it", Scale.RATING, found.judge_mean),
        figure("bias", "steps that the model rates it above you", Scale.STEPS, found.bias),
        figure("spearman", "agreement in rank between model and you", Scale.AGREEMENT,
               found.spearman),
        figure("same", "of its verdicts stay the same when the sides are swapped", Scale.SHARE,
               found.order.same),
    ]  # fmt: skip


def _sentence(pairs: int, enough: bool) -> str:
    if pairs == 0:
        return "The model has not judged a pair that you voted on and opened."
    if not enough:
        return "Too few pairs yet to say how far the model's judgment goes with yours."
    return "The model judged the same pairs as you; the numbers below say how far you agree."


def _notes(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    verdicts = [verdict for one in outcomes for verdict in one.judge]
    if not verdicts:
        return ()
    notes = []
    if any(verdict.is_generator for verdict in verdicts):
        notes.append("The judge is the model that wrote the answers.")
    low = sum(verdict.mass < _LOW_MASS for verdict in verdicts)
    if low:
        notes.append(
            f"In {low} of {counted(len(verdicts), 'verdict')} the model would most likely not have "
            "answered with a digit at all, so its rating says little."
        )
    return tuple(notes)
