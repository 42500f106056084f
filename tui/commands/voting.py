"""selfaudit compare vote: everything that one pair asks, in one call or question by question."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.asked_again import again_option, flag, voting_of
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.comparison.voting import OpenPair
    from selfaudit.core.models.comparison import Vote, VoteQuestion
    from selfaudit.core.store.store import Store
    from selfaudit.core.store.votes import Given

SCALE = {
    "1": "left_much",
    "2": "left_slightly",
    "3": "no_difference",
    "4": "right_slightly",
    "5": "right_much",
    "both-bad": "both_unusable",
    "skip": "skip",
}
"""What is typed for each answer to which serves better."""

PREFERENCES = [SCALE[key] for key in "1245"]
"""The votes that reasons are asked for."""

NONE = "none"
"""What is typed, and stored, where no reason applies."""

ABOUT_YOU = ["left", "right", "both", "neither", "cannot-tell"]
REASONS = [
    "fits-me",
    "more-correct",
    "clearer",
    "more-useful",
    "other-wrong-about-me",
    "other-too-personal",
]


def typed(question: "VoteQuestion", answer: str) -> str:
    """An answer as it is typed here, from how it is stored."""
    if question == "better":
        return next((one for one, stored in SCALE.items() if stored == answer), answer)
    return answer.replace("_", "-")


def answers_to(question: "VoteQuestion") -> dict[str, str]:
    """What can be answered to a question, as it is typed, with its words."""
    from selfaudit.core.comparison.wordings import VOTE_WORDINGS

    choices = VOTE_WORDINGS[question].choices
    answers = {typed(question, choice.answer): choice.words for choice in choices}
    return {**answers, NONE: "none of them"} if question == "reasons" else answers


def said_of(given: "Given") -> dict[str, str | list[str]]:
    """What was said of a pair, as it is typed; reasons as a list."""
    return {
        question.value: (
            [typed(question, one) for one in vote.answer.split(",") if one != NONE]
            if question == "reasons"
            else typed(question, vote.answer)
        )
        for question, vote in given.items()
    }


def votes_json(votes: Iterable["Vote"]) -> list[dict[str, object]]:
    """Votes as they are stored."""
    return [
        {
            "id": vote.id,
            "pair": vote.pair,
            "question": vote.question,
            "answer": vote.answer,
            "attribute": vote.attribute,
            "act": vote.act,
            "phase": vote.phase,
        }
        for vote in votes
    ]


@click.command("vote")
@click.argument("answer", type=click.Choice([*SCALE, *ABOUT_YOU, *REASONS, NONE]), required=False)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    type=click.Choice(REASONS),
    help="Why, after 1, 2, 4 or 5. May be given several times.",
)
@click.option(
    "--about-you",
    type=click.Choice(ABOUT_YOU),
    help="Did either use facts about you? Only where it is asked, as `next` shows.",
)
@again_option
@json_option
@home_option
def vote_command(
    answer: str | None,
    reasons: tuple[str, ...],
    about_you: str | None,
    again: bool,
    as_json: bool,
) -> None:
    """Answer what `compare next` shows: 1 (left much) to 5 (right much), both-bad or skip.

    Without --reason, a preference is stored with no reason. On one pair in three a second
    question comes after the vote: answer it by another `vote`.
    """
    from selfaudit.core.comparison.wordings import VOTE_WORDINGS
    from selfaudit.core.study.in_force import wording_in
    from selfaudit.tui.commands.pairs_shown import block_json, say_choices

    with opened_store() as store:
        voting = voting_of(store, again=again)
        shown = voting.current()
        block = voting.block()
        if shown is None or block is None:
            raise SelfauditError(
                "No pair is open.",
                title="There is nothing to vote on",
                hint=f"`selfaudit compare next{' --again' if again else ''}` shows the next pair, "
                "or says what is missing.",
            )
        answers = _answers(store, shown, answer, reasons, about_you)
        with store.database.write():
            votes = [voting.answer(shown.pair, *one) for one in answers.items()]
        after = voting.current()
        open_question = None if after is None or after.pair != shown.pair else after.question
        if as_json:
            shown_block = block_json(voting, block)
            print_json({"votes": votes_json(votes), "open": open_question, "block": shown_block})
            return
        for vote in votes:
            say(f"Stored: {vote.question} = {typed(vote.question, vote.answer)}.")
        if open_question is not None:
            wording = wording_in(store, VOTE_WORDINGS[open_question])
            say(f"One more question about this pair: {wording.text}")
            say_choices(answers_to(open_question))
            say(hint("Answer with `selfaudit compare vote ANSWER`."))
            return
        progress = voting.progress(block)
        say(
            hint(
                f"{progress.done} of {progress.pairs} pairs done. `selfaudit compare "
                f"next{flag(block)}` goes on; `selfaudit compare undo` takes back."
            )
        )


def _answers(
    store: "Store",
    shown: "OpenPair",
    answer: str | None,
    reasons: tuple[str, ...],
    about_you: str | None,
) -> "Mapping[VoteQuestion, str]":
    """The answers that are stored, by question. Whatever does not fit is a usage error."""
    from selfaudit.core.comparison.questions import joined
    from selfaudit.core.models.comparison import Better, Reason, VoteQuestion

    named = [Reason(one.replace("-", "_")) for one in reasons]
    answers: dict[VoteQuestion, str] = {}
    known = answers_to(shown.question)
    is_vote = shown.question is VoteQuestion.BETTER
    if (answer is None and (is_vote or not (reasons or about_you))) or answer not in (None, *known):
        raise click.UsageError(f"The open question takes {', '.join(known)}.")
    if answer is not None:
        match shown.question:
            case VoteQuestion.BETTER:
                answers[VoteQuestion.BETTER] = SCALE[answer]
            case VoteQuestion.REASONS:
                named += [] if answer == NONE else [Reason(answer.replace("-", "_"))]
                answers[VoteQuestion.REASONS] = joined(named)
            case _:
                answers[VoteQuestion.ABOUT_YOU] = answer.replace("-", "_")
    vote = answers.get(VoteQuestion.BETTER) or shown.given[VoteQuestion.BETTER].answer
    if vote in PREFERENCES and VoteQuestion.REASONS not in shown.given:
        answers[VoteQuestion.REASONS] = joined(named)
    elif named:
        raise click.UsageError("--reason goes with 1, 2, 4 or 5, and is asked once.")
    if about_you is not None:
        asks = store.pairs.get(shown.pair).asks_about_you and vote != Better.SKIP
        if not asks or VoteQuestion.ABOUT_YOU in answers:
            raise click.UsageError("--about-you is not asked of this pair.")
        answers[VoteQuestion.ABOUT_YOU] = about_you.replace("-", "_")
    return answers
