"""How often each vote, reason and guess was given on the third page."""

from collections.abc import Mapping, Sequence

from selfaudit.core.comparison.results import Outcome
from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, REASONS
from selfaudit.core.models.comparison import Arm
from selfaudit.core.report.pages import Bar, Bars, Behind, Of

ARMS = {
    Arm.MARKED: "given what you marked relevant",
    Arm.IRRELEVANT: "given true things that you marked not relevant",
    Arm.CATCH: "given nothing either",
    Arm.STRANGER: "given facts of a made-up stranger",
    Arm.ELSEWHERE: "of another assistant with its memory",
}
"""What the answer beside the plain one was, in words."""

_STEPS = (
    "plain one much better",
    "plain one slightly better",
    "no difference",
    "other one slightly better",
    "other one much better",
)


def behind(outcomes: Sequence[Outcome]) -> tuple[Behind, ...]:
    """The votes that a figure of these pairs rests on."""
    return tuple(
        Behind(Of.PAIR, one.pair.id, BETTER.words_of(one.vote)) for one in outcomes if one.vote
    )


def vote_bars(
    by_arm: Mapping[Arm, Sequence[Outcome]], outcomes: Sequence[Outcome]
) -> tuple[Bars, ...]:
    """The votes of each arm, then reasons and guesses over all of them."""
    bars = []
    for arm, pairs in by_arm.items():
        if pairs:
            steps = [
                Bar(words, len(given), behind(given))
                for step, words in enumerate(_STEPS, 1)
                for given in [[one for one in pairs if one.preference == step]]
            ]
            bars.append(
                Bars(
                    f"votes_{arm}",
                    f"Your votes: a plain answer beside one {ARMS[arm]}",
                    tuple(steps),
                )
            )
    reasons = [
        Bar(choice.words, len(given), behind(given))
        for choice in REASONS.choices
        for given in [[one for one in outcomes if choice.answer in one.reasons]]
    ]
    if any(bar.count for bar in reasons):
        bars.append(Bars("reasons", REASONS.text, tuple(reasons)))
    about = [
        Bar(choice.words, len(given), behind(given))
        for choice in ABOUT_YOU.choices
        for given in [[one for one in outcomes if one.about_you == choice.answer]]
    ]
    if any(bar.count for bar in about):
        bars.append(Bars("about_you", ABOUT_YOU.text, tuple(about)))
    return tuple(bars)
