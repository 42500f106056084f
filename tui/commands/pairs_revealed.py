"""Pairs after the reveal, as `compare reveal` prints them: counts of these pairs, no more."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from selfaudit.tui.commands.output import counted, excerpt, hint, say

if TYPE_CHECKING:
    from selfaudit.core.comparison.results import Outcome, Results, Tally
    from selfaudit.core.models.comparison import JudgeVerdict

GIVEN = {
    "marked": "what you marked as relevant",
    "irrelevant": "true things that you marked as not relevant",
    "catch": "nothing",
    "stranger": "facts of a made-up stranger",
    "elsewhere": "the other assistant's memory",
}
"""What the answer that is not the generic one was given, by arm."""


def results_json(results: "Results") -> dict[str, object]:
    """Everything of a revealed block."""
    return {
        "block": asdict(results.block),
        "tallies": [{**asdict(one), "pairs": one.pairs} for one in results.tallies],
        "repeats": results.repeats,
        "repeats_agree": results.repeats_agree,
        "redraws": results.redraws,
        "dropped": results.dropped,
        "pairs": [outcome_json(one) for one in results.outcomes],
    }


def outcome_json(outcome: "Outcome") -> dict[str, object]:
    """A pair laid open. `preference` runs from 1 (generic much better) to 5 (other much better)."""
    from selfaudit.core.comparison.results import judged

    pair, texts = (
        outcome.pair,
        {
            outcome.generic.id: ("generic", outcome.generic.text),
            outcome.other.id: ("other", outcome.other.text),
        },
    )
    return {
        "pair": pair.id,
        "position": pair.position,
        "arm": pair.arm,
        "seed": pair.seed,
        "generic_side": pair.generic_side,
        "repeats": pair.repeats,
        "redraws": pair.redraws,
        "prompt": {
            "id": outcome.prompt.id,
            "source": outcome.prompt.source,
            "text": outcome.prompt.text,
        },
        "generic": asdict(outcome.generic),
        "other": asdict(outcome.other),
        "facts": [asdict(fact) for fact in outcome.facts],
        "mentions": [
            {
                "answer": texts[one.answer][0],
                "fact": one.fact,
                "start": one.start,
                "end": one.end,
                "quote": texts[one.answer][1][one.start : one.end],
            }
            for one in outcome.mentions
        ],
        "vote": outcome.vote,
        "preference": outcome.preference,
        "about_you": outcome.about_you,
        "reasons": list(outcome.reasons),
        "ratings": {str(id): int(vote.answer) for id, vote in outcome.ratings.items()},
        "judge": [{**asdict(one), "preference": judged(one, pair)} for one in outcome.judge],
    }


def say_results(results: "Results") -> None:
    """The block in sentences, then pair by pair."""
    block = results.block
    first = [one for one in results.outcomes if one.pair.repeats is None]
    say(
        f"Block {block.number}: {counted(len(first), 'pair')}. The numbers count these pairs; "
        "they are too few to say what is so in general."
    )
    for tally in results.tallies:
        say(_tally(tally))
    if results.repeats:
        say(
            f"{counted(results.repeats, 'pair')} came back with the sides swapped: in "
            f"{results.repeats_agree} you preferred the same answer again, or again none."
        )
    if results.redraws:
        say(f"Answers were drawn again {results.redraws} times because their lengths differed.")
    if results.dropped:
        say(f"{counted(results.dropped, 'pair')} left out: no answers could be made.")
    _say_judge(first)
    for outcome in results.outcomes:
        say("")
        say(f"Pair {outcome.pair.id}: {excerpt(outcome.prompt.text, 100)}")
        _say_outcome(outcome)
    say("")
    say(hint("`selfaudit compare show PAIR` shows both answers of a pair again;"))
    say(hint("`selfaudit compare rate PAIR ATTRIBUTE 1..5` stores what using one of them did;"))
    say(hint("`selfaudit compare reveal --json` has everything."))


def _tally(tally: "Tally") -> str:
    rest = f"{tally.unusable} both unusable, {tally.skipped} skipped."
    if tally.arm == "catch":
        return (
            f"- Two generic answers (a check): {counted(tally.pairs, 'pair')}. You preferred one "
            f"of them in {tally.wins + tally.losses}, neither in {tally.ties}; {rest}"
        )
    return (
        f"- A generic answer, and one given {GIVEN[tally.arm]}: {counted(tally.pairs, 'pair')}. "
        f"You preferred the latter in {tally.wins}, the generic one in {tally.losses}, neither in "
        f"{tally.ties}; {rest}"
    )


def _say_judge(outcomes: Sequence["Outcome"]) -> None:
    """How often the judge named the same answer both ways round."""
    for known in (False, True):
        orders = [
            [_sign(one, verdict) for verdict in one.judge if verdict.with_attributes is known]
            for one in outcomes
        ]
        both = [signs for signs in orders if len(signs) > 1]
        if both:
            sight = "with what you marked as relevant" if known else "without your attributes"
            say(
                f"The model as judge, {sight}: {counted(len(both), 'pair')}, both ways round. In "
                f"{sum(len(set(signs)) > 1 for signs in both)} it did not prefer the same answer "
                "when the sides were swapped."
            )
    if any(verdict.is_generator for one in outcomes for verdict in one.judge):
        say("The judge is the model that wrote the answers, so it judges its own work.")


def _sign(outcome: "Outcome", verdict: "JudgeVerdict") -> int:
    from selfaudit.core.comparison.results import judged

    rating = judged(verdict, outcome.pair)
    return (rating > 3) - (rating < 3)


def say_whole(outcome: "Outcome") -> None:
    """One pair laid open, with both answers."""
    say(f"The prompt: {outcome.prompt.text}")
    sides = [outcome.generic, outcome.other]
    if outcome.pair.generic_side == "right":
        sides.reverse()
    for side, answer in zip(("LEFT", "RIGHT"), sides, strict=True):
        say(f"\n----- {side} -----")
        say(answer.text)
    say("\n----------------")
    _say_outcome(outcome)


def _say_outcome(outcome: "Outcome") -> None:
    from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, RATING, REASONS

    pair = outcome.pair
    other = pair.generic_side.other
    if pair.arm == "catch":
        say("  Both answers are plain.")
    else:
        say(f"  {pair.generic_side}: plain. {other}: given {GIVEN[pair.arm]}.")
    if pair.repeats is not None:
        say(f"  This is pair {pair.repeats} again, its sides swapped.")
    for place, fact in enumerate(outcome.facts):
        id = f"attribute {fact.attribute}: " if fact.attribute is not None else ""
        statement = fact.statement or "(erased)"
        say(f"  Given: {id}{statement}{_mentioned(outcome, place)}")
        rating = outcome.ratings.get(fact.attribute or 0)
        if rating is not None:
            say(f"    You rated its use: {rating.answer} ({RATING.words_of(rating.answer)}).")
    if outcome.vote is None:
        say("  You did not vote on it.")
        return
    if outcome.vote == "skip":
        say("  You skipped it.")
        return
    said = [BETTER.words_of(outcome.vote)]
    said += [REASONS.words_of(reason) for reason in outcome.reasons]
    say(f"  You said: {'; '.join(said)}.")
    if outcome.about_you is not None:
        say(f"  Facts about you were used, you said, by: {ABOUT_YOU.words_of(outcome.about_you)}.")


def _mentioned(outcome: "Outcome", place: int) -> str:
    """Which answers mention a fact, and in which words."""
    said = []
    for name, answer in (("generic", outcome.generic), ("other", outcome.other)):
        words = [
            answer.text[one.start : one.end]
            for one in outcome.mentions
            if one.fact == place and one.answer == answer.id
        ]
        if words:
            quoted = ", ".join(dict.fromkeys(word.lower() for word in words))
            said.append(f"the {name} answer says {quoted}")
    return f" ({'; '.join(said)})" if said else ""
