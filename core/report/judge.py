"""The fourth page: can the model's own judgment of its answers be trusted?"""

from collections.abc import Sequence

from selfaudit.core.agreement.enough import Headline, Standing, Unit, standing
from selfaudit.core.agreement.judge import JudgeAgreement, JudgeRow, judge_agreement
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.comparison.results import Outcome, Results, judged
from selfaudit.core.models.comparison import Side
from selfaudit.core.report.pages import Figure, Page, Scale
from selfaudit.core.report.words import counted

STUDY = (
    "In the study, people rated personalised answers at 3.2 of 5 on average and language models "
    "as judges at 3.4 to 4.0, every one of them higher; judge and person agreed in rank at 0.11 to "
    "0.38 (as notes of others on the paper have it). Other raters, other models."
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
    found = judge_agreement(without)
    held = _held(len(without), found.bias)
    rating = "is your own mean rating of the answer beside the plain one, 3 being no difference"
    figures = [
        Figure("person_mean", rating, Scale.RATING, found.person_mean,
               counted(len(without), "pair"), _held(len(without), found.person_mean)),
    ]  # fmt: skip
    if without:
        figures += _figures("", "", without, found)
    if known:
        knowing = ", when it knows what you marked relevant"
        figures += _figures("_knowing", knowing, known, judge_agreement(known))
    return Page(
        "judge",
        "Can its own judgment be trusted?",
        _sentence(len(without), held),
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


def _held(pairs: int, estimate: Estimate | None) -> Standing:
    return standing(Headline.JUDGE, {Unit.JUDGED_PAIRS: pairs}, estimate)


def _figures(
    suffix: str, when: str, rows: Sequence[JudgeRow], found: JudgeAgreement
) -> list[Figure]:
    pairs = counted(len(rows), "pair")

    def figure(name: str, label: str, scale: Scale, estimate: Estimate | None) -> Figure:
        held = _held(len(rows), estimate)
        return Figure(f"{name}{suffix}", f"{label}{when}", scale, estimate, pairs, held)

    return [
        figure("judge_mean", "is the model's mean rating of the same answers", Scale.RATING,
               found.judge_mean),
        figure("bias", "steps from your rating to the model's, on average",
               Scale.STEPS, found.bias),
        figure("spearman", "is how far its ratings go with yours: 0 not at all, 1 fully",
               Scale.AGREEMENT, found.spearman),
        figure("same", "of its verdicts stay the same when the two answers swap sides",
               Scale.SHARE, found.order.same),
    ]  # fmt: skip


def _sentence(pairs: int, held: Standing) -> str:
    if pairs == 0:
        return "The model has not judged a pair that you voted on and opened."
    if not held.enough:
        return "Too few pairs yet to say how far the model's judgment goes with yours."
    bias = held.shown
    if bias is None or bias.interval is None or not bias.interval.excludes(0):
        return (
            "On average the model rates the answers about as you do; whether pair by pair it "
            "likes what you like is below."
        )
    than = "higher" if bias.value > 0 else "lower"
    return (
        f"Compared with you, the model rates the answer beside the plain one {than} on average; "
        "whether pair by pair it likes what you like is below."
    )


def _notes(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    verdicts = [verdict for one in outcomes for verdict in one.judge]
    if not verdicts:
        return ()
    notes = []
    if any(verdict.is_generator for verdict in verdicts):
        notes.append("The judge is the model that wrote the answers: it judges its own work.")
    low = sum(verdict.mass < _LOW_MASS for verdict in verdicts)
    if low:
        notes.append(
            f"In {low:,} of {counted(len(verdicts), 'verdict')} the model would most likely not "
            "have answered with a digit from 1 to 5 at all, so those ratings say little."
        )
    return tuple(notes)
