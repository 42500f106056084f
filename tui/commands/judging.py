"""selfaudit next, judge, undo: stage one from the command line."""

from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import judgment_json, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.review.review import OpenCard

ANSWERS = ["yes", "unsure", "no", "refuse"]
REASONS = [
    "too_broad",
    "not_now",
    "never_true",
    "someone_else",
    "task_or_story",
    "makes_no_sense_alone",
]
REMEMBER = ["when_it_fits", "when_raised", "not_useful", "too_private", "unsure"]


@click.command("next")
@json_option
@home_option
def next_command(as_json: bool) -> None:
    """Show the card to be judged now: the statement, one quote, the question and its answers.

    Nothing of the model's opinion is shown. When no card is open, the next batch is drawn.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.review import Review

    with opened_store() as store:
        review = Review(store, SystemClock())
        card = review.current()
        if card is None and review.queue.begin_batch() is not None:
            card = review.current()
        if card is None:
            if as_json:
                print_json({"card": None})
            else:
                say("No card is waiting. `selfaudit extract` finds attributes to judge.")
            return
        if as_json:
            print_json({"card": _card_json(card)})
        else:
            _say_card(card)


def _card_json(card: "OpenCard") -> dict[str, object]:
    from selfaudit.core.review.wordings import wording_of

    wording = wording_of(card.question)
    quote = None
    if card.evidence is not None:
        quote = {
            "message": card.evidence.message,
            "start": card.evidence.start,
            "end": card.evidence.end,
            "quote": card.evidence.quote,
        }
    return {
        "attribute": card.attribute.id,
        "statement": card.attribute.statement,
        "evidence": quote,
        "question": card.question,
        "wording": wording.text,
        "answers": {choice.answer: choice.words for choice in wording.choices},
    }


def _say_card(card: "OpenCard") -> None:
    from selfaudit.core.review.wordings import wording_of

    wording = wording_of(card.question)
    say(f"Attribute {card.attribute.id}: {card.attribute.statement}")
    if card.evidence is not None:
        say(f'From your words: "{card.evidence.quote}"')
    say(wording.text)
    for choice in wording.choices:
        say(f"  {choice.answer:22} {choice.words}")
    say(f"Answer with: selfaudit judge attribute {card.attribute.id} ANSWER")


@click.group("judge")
def judge_group() -> None:
    """Record what you say of an attribute."""


@judge_group.command("attribute")
@click.argument("attribute", type=int, metavar="ID")
@click.argument("answer", type=click.Choice(ANSWERS))
@click.option("--why", type=click.Choice(REASONS), help="Why not, after no.")
@click.option("--remember", type=click.Choice(REMEMBER), help="Should it be remembered, after yes.")
@click.option("--statement", metavar="TEXT", help="Your own wording; the answer is about it.")
@json_option
@home_option
def judge_attribute_command(
    attribute: int,
    answer: str,
    why: str | None,
    remember: str | None,
    statement: str | None,
    as_json: bool,
) -> None:
    """Judge one attribute: is it, as written, true of you now?

    yes, unsure (can't say), no, or refuse (rather not say).
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.review import Review

    if why is not None and answer != "no":
        raise click.UsageError("--why goes with no.")
    if remember is not None and answer != "yes":
        raise click.UsageError("--remember goes with yes.")
    answers: dict[Question, str] = {Question.TRUE: answer}
    if why is not None:
        answers[Question.WHY] = why
    if remember is not None:
        answers[Question.REMEMBER] = remember
    with opened_store() as store:
        recorded = Review(store, SystemClock()).judge(attribute, answers, statement=statement)
        if as_json:
            print_json({"judgments": [judgment_json(judgment) for judgment in recorded]})
        else:
            say(f"Stored: {answer} for attribute {attribute}. `selfaudit undo` takes it back.")


@click.command("undo")
@json_option
@home_option
def undo_command(as_json: bool) -> None:
    """Take back the last answer that still stands, however long ago it was."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.review import Review

    with opened_store() as store:
        undone = Review(store, SystemClock()).undo()
        if as_json:
            print_json({"undone": None if undone is None else judgment_json(undone)})
        elif undone is None:
            say("There is nothing to take back.")
        else:
            say(f"Taken back: {undone.question} = {undone.answer}, attribute {undone.attribute}.")
