"""The third page: did using what was noted make answers better?"""

from collections.abc import Sequence

from selfaudit.core.agreement.blinding import TellRow, telling
from selfaudit.core.agreement.enough import Claim, Headline, Standing, Unit, claim, standing
from selfaudit.core.agreement.preference import PairRow, Preference, net_difference, preference
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.comparison.answering import length_ratio
from selfaudit.core.comparison.results import Outcome, Results, shown_step
from selfaudit.core.models.comparison import Arm, Better, Side
from selfaudit.core.report.pages import Figure, Page, Row, Scale, Table
from selfaudit.core.report.votes import ARMS, behind, vote_bars
from selfaudit.core.report.words import counted, span, value

STUDY = (
    "In the study, where strangers judged, 54.6 of a hundred personalised answers were rated no "
    "better than generic ones, given what humans had marked as relevant. Where three of ten votes "
    "are ties, chance alone gives 65. Other raters, other models."
)


def comparison_page(results: Sequence[Results]) -> Page:
    """Wins minus losses beside the controls, over the blocks that were revealed."""
    outcomes = [
        one for block in results for one in block.outcomes if one.pair.repeats is None and one.vote
    ]
    by_arm = {arm: [one for one in outcomes if one.pair.arm is arm] for arm in Arm}
    preferences = {
        arm: preference([_row(one) for one in pairs]) for arm, pairs in by_arm.items() if pairs
    }
    marked = preferences.get(Arm.MARKED)
    headline = _standing(marked)
    return Page(
        "comparison",
        "Did it help?",
        _sentence(marked, bool(results)),
        tuple(_figures(preferences, by_arm, outcomes)),
        vote_bars(by_arm, outcomes),
        (_arms(preferences, by_arm),) if preferences else (),
        _notes(results, preferences),
        (STUDY,) if headline.shown is not None else (),
    )


def _row(outcome: Outcome) -> PairRow:
    return PairRow(
        outcome.pair.prompt,
        None if outcome.vote is None else shown_step(outcome.vote),
        outcome.pair.generic_side is Side.LEFT,
        outcome.vote is Better.BOTH_UNUSABLE,
        length_ratio_of(outcome),
    )


def length_ratio_of(outcome: Outcome) -> float:
    """How many times longer the other answer is than the generic one; below 1 if shorter."""
    ratio = length_ratio(outcome.generic.text, outcome.other.text)
    return ratio if len(outcome.other.text) >= len(outcome.generic.text) else 1 / ratio


def _standing(one: Preference | None, estimate: Estimate | None = None) -> Standing:
    if one is None:
        return standing(Headline.PREFERENCE, {})
    return standing(Headline.PREFERENCE, {Unit.PAIRS: one.rated}, estimate or one.net)


def _sentence(marked: Preference | None, opened: bool) -> str:
    if not opened:
        return "No block of pairs has been opened yet, so nothing can be said."
    if marked is None:
        return "No answer that was given what you marked relevant has been compared yet."
    match claim(marked.helped, marked.rated, marked.unusable):
        case Claim.TOO_WEAK:
            return "This model is too weak for this question: too many pairs were unusable."
        case Claim.TOO_FEW:
            return "You have compared too few pairs yet to say whether it helps."
        case Claim.HELPED if marked.helped is not None:
            return (
                "It helped: of a hundred times that you prefer an answer, it is the personal one "
                f"{span(marked.helped)} times."
            )
        case Claim.DID_NOT_HELP if marked.helped is not None:
            return (
                "It did not help: of a hundred times that you prefer an answer, it is the "
                f"personal one only {span(marked.helped)} times."
            )
        case _ if marked.helped is not None:
            return (
                "It is open whether it helps: of ten times that you prefer an answer, it is the "
                f"personal one {span(marked.helped, 10)} times, which could be chance."
            )
        case _:
            return "It is open whether it helps: you never preferred either answer."


def _figures(
    preferences: dict[Arm, Preference], by_arm: dict[Arm, list[Outcome]], outcomes: list[Outcome]
) -> list[Figure]:
    marked = preferences.get(Arm.MARKED)
    control = preferences.get(Arm.IRRELEVANT)
    figures = []
    net = "more wins than losses of the personal answer, in a hundred votes"
    if marked is None:
        figures.append(Figure("net", net, Scale.NET, None, "no pairs", _standing(None)))
    if marked is not None:
        basis = counted(marked.rated, "pair")
        votes = behind(by_arm[Arm.MARKED])
        figures.append(
            Figure("net", net, Scale.NET, marked.net, basis, _standing(marked), behind=votes)
        )  # fmt: skip
        figures.append(
            Figure("helped", "of your preferences went to the personal answer", Scale.SHARE,
                   marked.helped, counted(marked.wins + marked.losses, "preference"),
                   _standing(marked, marked.helped), behind=votes)
        )  # fmt: skip
        chance = marked.no_better_by_chance
        held = _standing(marked, marked.no_better)
        note = ""
        if chance is not None and held.shown is not None:
            note = f"With as many ties, chance alone would give {value(chance, Scale.SHARE)}."
        figures.append(
            Figure("no_better", "of personal answers were no better to you than plain ones",
                   Scale.SHARE, marked.no_better, basis, held, note, votes)
        )  # fmt: skip
    if marked is not None and control is not None:
        gap = net_difference(marked.net, control.net)
        held = standing(Headline.PREFERENCE, {Unit.PAIRS: min(marked.rated, control.rated)}, gap)
        figures.append(
            Figure("beyond_control", "more, in a hundred votes, than answers given true but "
                   "irrelevant things", Scale.NET, gap,
                   f"{marked.rated} and {counted(control.rated, 'pair')}", held)
        )  # fmt: skip
    every = preference([_row(one) for one in outcomes]) if outcomes else None
    if every is not None:
        held = _standing(every, every.left)
        figures.append(
            Figure("left", "of your preferences went to the left, whatever stood there",
                   Scale.SHARE, every.left, counted(every.wins + every.losses, "preference"), held)
        )  # fmt: skip
        figures.append(
            Figure("longer", "of your preferences went to the longer answer", Scale.SHARE,
                   every.longer, counted(every.wins + every.losses, "preference"),
                   _standing(every, every.longer))
        )  # fmt: skip
    asked = [one for one in by_arm[Arm.MARKED] if one.about_you is not None]
    rows = [
        TellRow(one.about_you, one.pair.generic_side is Side.LEFT)
        for one in asked
        if one.about_you is not None
    ]
    if rows:
        told = telling(rows).told
        figures.append(
            Figure("told", "of the times that you were asked, you told rightly which answer knew "
                   "you", Scale.SHARE, told, counted(len(rows), "answer"),
                   standing(Headline.FOLLOW_UP, {Unit.ANSWERS: len(rows)}, told),
                   behind=behind(asked))
        )  # fmt: skip
    return figures


def _arms(preferences: dict[Arm, Preference], by_arm: dict[Arm, list[Outcome]]) -> Table:
    rows = []
    for arm, one in preferences.items():
        counts = f"{one.wins} won, {one.ties} even, {one.losses} lost"
        rest = f"{counts}; {one.unusable} unusable, {one.skipped} skipped"
        figures = (
            Figure(f"net_{arm}", "wins minus losses", Scale.NET, one.net, rest, _standing(one),
                   behind=behind(by_arm[arm])),
            Figure(f"unusable_{arm}", "both unusable", Scale.SHARE, one.unusable_share, rest,
                   _standing(one, one.unusable_share)),
        )  # fmt: skip
        rows.append(Row(ARMS[arm], figures))
    return Table(
        "arms",
        "What the other answer had been given",
        ("wins minus losses", "both unusable"),
        tuple(rows),
        "Wins minus losses of that answer, in a hundred votes. Both unusable: you said so.",
    )


def _notes(results: Sequence[Results], preferences: dict[Arm, Preference]) -> tuple[str, ...]:
    if not preferences:
        return ()
    redraws = sum(one.redraws for one in results)
    uneven = sum(one.uneven for one in results)
    dropped = sum(one.dropped for one in results)
    notes = [
        "The plain answer knew nothing of you. The personal one had been given what you marked as "
        "relevant. The others are checks: what they get shows how much is chance or wishful "
        "reading, so the personal answer should do better than all of them."
    ]
    if redraws:
        notes.append(
            f"Answers were drawn again {counted(redraws, 'time')} because their lengths differed "
            "too much."
        )
    if uneven:
        notes.append(f"In {counted(uneven, 'pair')} one answer is still over 1.5 times as long.")
    if dropped:
        notes.append(f"For {counted(dropped, 'pair')} no answers could be made.")
    return tuple(notes)
