"""selfaudit next, judge, undo: stage one from the command line."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import (
    attribute_json,
    counted,
    hint,
    print_json,
    said_json,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfaudit.core.models.item import Response
    from selfaudit.core.models.judgment import Judgment
    from selfaudit.core.review.place import CheckPlace
    from selfaudit.core.review.review import OpenCard

ATTRIBUTE = click.IntRange(1, 2**63 - 1)
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
        card = review.due(extraction_ended=store.runs.last_extraction_ended())
        if card is None:
            if as_json:
                print_json({"card": None})
            else:
                say(hint("No card is waiting. `selfaudit extract` finds attributes to judge."))
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
        "attribute": card.attribute.id if card.attribute and card.is_named else None,
        "statement": card.statement,
        "evidence": quote,
        "folded": card.is_folded,
        "question": card.question,
        "wording": wording.text,
        "answers": {choice.answer: choice.words for choice in wording.choices},
    }


def _say_card(card: "OpenCard") -> None:
    from selfaudit.core.review.wordings import wording_of

    wording = wording_of(card.question)
    if card.attribute is not None and card.is_named:
        say(f"Attribute {card.attribute.id}: {card.statement}")
    else:
        say(f"A card: {card.statement}")
    if card.is_folded:
        say(hint("Folded: any words that it was made from come after your answer."))
    if card.evidence is not None:
        say(f'From your words: "{card.evidence.quote}"')
        say(hint(f"`selfaudit messages show {card.evidence.message[:12]}` shows all of it."))
    say(wording.text)
    for choice in wording.choices:
        say(f"  {choice.answer:22} {choice.words}")
    say(hint("Answer with `selfaudit judge next ANSWER`; ANSWER may also be skip."))


@click.group("judge")
def judge_group() -> None:
    """Record what you say: of the card that `next` shows, or of any attribute."""


@judge_group.command("next")
@click.argument("answer", type=click.Choice([*dict.fromkeys(ANSWERS + REASONS + REMEMBER), "skip"]))
@json_option
@home_option
def judge_next_command(answer: str, as_json: bool) -> None:
    """Answer the question that `next` shows, or skip it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.review import UNKNOWN, Review
    from selfaudit.core.review.wordings import wording_of
    from selfaudit.tui.set_report import finished_set

    with opened_store() as store:
        review = Review(store, SystemClock())
        card = review.current()
        if card is None:
            raise SelfauditError("No card is open.", hint="`selfaudit next` shows the next one.")
        answers = [choice.answer for choice in wording_of(card.question).choices]
        if answer not in (*answers, "skip"):
            raise click.UsageError(f"The open question takes {', '.join(answers)} or skip.")
        card = replace(card, opinion_seen=card.opinion_seen or UNKNOWN)
        before = review.queue.progress()
        recorded = review.skip(card) if answer == "skip" else review.answer(card, answer)
        finished = finished_set(store, review.queue, before, review.queue.progress())
        checks = () if finished is None else finished.checks
        review.items.reveal(check.item for check in checks)
        _told([recorded], as_json, checks)


@judge_group.command("note")
@click.argument("attribute", type=ATTRIBUTE, metavar="ID")
@click.option("--flag/--no-flag", default=None, help="Flag it, or take the flag off.")
@click.option("--surprise/--no-surprise", default=None, help="This surprised me, or it did not.")
@click.option("--comment", metavar="TEXT", help="Your remark.")
@json_option
@home_option
def judge_note_command(
    attribute: int, flag: bool | None, surprise: bool | None, comment: str | None, as_json: bool
) -> None:
    """Flag an attribute, mark it as a surprise, or comment on it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.review import Review

    marks = {Question.FLAG: flag, Question.SURPRISE: surprise}
    answers = {mark: "yes" if on else "no" for mark, on in marks.items() if on is not None}
    if comment is None and not answers:
        raise click.UsageError("Say --flag, --surprise or --comment TEXT.")
    with opened_store() as store:
        review = Review(store, SystemClock())
        _told(review.judge(attribute, answers, comment=comment), as_json)


@judge_group.command("details")
@click.argument("attribute", type=ATTRIBUTE, metavar="ID")
@json_option
@home_option
def judge_details_command(attribute: int, as_json: bool) -> None:
    """Show what else the model thinks of an attribute that you have judged.

    Later answers on it are recorded as given after that.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.review import Review

    with opened_store() as store:
        found = store.attributes.get(attribute)
        if found.verdict is None:
            raise SelfauditError(
                "What the model thinks of an attribute is shown after your own answer.",
                title="Not yet",
            )
        Review(store, SystemClock()).judge(attribute, {Question.DETAILS: "seen"})
        if as_json:
            print_json(attribute_json(found))
            return
        say(f"{found.statement}")
        say(f"Category: {found.description.category or 'none was given'}")
        say(f"Support: words from {counted(found.support, 'conversation')}")
        for piece in found.evidence:
            say(f'  "{piece.quote}"  ({piece.message})')


@judge_group.command("attribute")
@click.argument("attribute", type=ATTRIBUTE, metavar="ID")
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
        _told(recorded, as_json)


def _told(
    recorded: "Sequence[Judgment | Response]",
    as_json: bool,
    checks: "Sequence[CheckPlace]" = (),
) -> None:
    if as_json:
        told: dict[str, object] = {"judgments": [said_json(one) for one in recorded]}
        if checks:
            told["checks"] = [_check_json(check) for check in checks]
        print_json(told)
        return
    for one in recorded:
        say(f"Stored: {one.question} = {one.answer}{_of(one)}.")
    for check in checks:
        told_check = _check_json(check)
        say(f"A check, made up: {told_check['statement']} You said {told_check['answer']}.")
    say(hint("`selfaudit undo` takes back one such answer at a time, the last first."))


def _of(one: "Judgment | Response") -> str:
    from selfaudit.core.models.judgment import Judgment

    return f", attribute {one.attribute}" if isinstance(one, Judgment) else ""


def _check_json(check: "CheckPlace") -> dict[str, object]:
    from selfaudit.core.models.judgment import Question

    return {
        "statement": check.item.bundled,
        "kind": check.item.kind,
        "answer": check.given.get(Question.TRUE, "skip"),
    }


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
            print_json({"undone": None if undone is None else said_json(undone)})
        elif undone is None:
            say("There is nothing to take back.")
        else:
            say(f"Taken back: {undone.question} = {undone.answer}{_of(undone)}.")
