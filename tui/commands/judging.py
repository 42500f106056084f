"""selfaudit next, judge, undo: stage one from the command line."""

from dataclasses import replace
from typing import Any

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.beside_cards import (
    changes_command,
    guess_command,
    instructions_command,
    recall_command,
    typists_command,
)
from selfaudit.tui.commands.cards_shown import card_json, of_attribute, say_card, tell
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import (
    attribute_json,
    counted,
    hint,
    print_json,
    said_json,
    say,
)

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


class OrNext(click.IntRange):
    """A number of an attribute, or `next` for the card that is open."""

    NEXT = 0

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; `NEXT` for the open card."""
        return self.NEXT if value == "next" else int(super().convert(value, param, ctx))


_BEFORE = (
    "Before the first card: `selfaudit judge typists`, `selfaudit judge recall` and "
    "`selfaudit judge instructions`."
)


@click.command("next")
@json_option
@home_option
def next_command(as_json: bool) -> None:
    """Show the card to be judged now: the statement, one quote, the question and its answers.

    Nothing of the model's opinion is shown. When no card is open, the next batch is drawn.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.guesses import Guesses
    from selfaudit.core.review.opening import Opening
    from selfaudit.core.review.review import Review

    with opened_store() as store:
        review = Review(store, SystemClock())
        card = review.due(extraction_ended=store.runs.last_extraction_ended())
        guess = Guesses(store, SystemClock(), review.queue).due(card)
        if card is None:
            if as_json:
                print_json({"card": None, "guess": None})
            else:
                say(hint("No card is waiting. `selfaudit extract` finds attributes to judge."))
            return
        if as_json:
            number = None if guess is None else guess + 1
            print_json({"card": card_json(store, card), "guess": number})
        else:
            if Opening(store, SystemClock()).step() is not None:
                say(hint(_BEFORE))
            if guess is not None:
                asked = f"Guess how many of the next {review.queue.sizes.set} are right:"
                say(hint(f"{asked} `selfaudit judge guess N`."))
            say_card(store, card)


@click.group("judge")
def judge_group() -> None:
    """Record what you say: of the card that `next` shows, or of any attribute."""


for _command in (
    typists_command,
    recall_command,
    instructions_command,
    guess_command,
    changes_command,
):
    judge_group.add_command(_command)


@judge_group.command("next")
@click.argument("answer", type=click.Choice([*dict.fromkeys(ANSWERS + REASONS + REMEMBER), "skip"]))
@click.option("--missing", metavar="TEXT", help="What is not on the list, in your own words.")
@click.option("--statement", metavar="TEXT", help="Your own wording; the answer is about it.")
@json_option
@home_option
def judge_next_command(
    answer: str, missing: str | None, statement: str | None, as_json: bool
) -> None:
    """Answer the question that `next` shows, or skip it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
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
        if missing is not None and (card.question is not Question.MISSING or answer != "yes"):
            raise click.UsageError("--missing goes with yes, where something is missing.")
        card = replace(card, opinion_seen=card.opinion_seen or UNKNOWN)
        before = review.queue.progress()
        told = []
        if statement is not None:
            if card.question is not Question.TRUE:
                raise click.UsageError("--statement goes with the first question of a card.")
            told.append(review.edit(card, statement))
            card = replace(review.current() or card, opinion_seen=card.opinion_seen)
        recorded = review.skip(card) if answer == "skip" else review.answer(card, answer)
        finished = finished_set(store, review.queue, before, review.queue.progress())
        if finished is not None:
            review.items.reveal(check.item for check in finished.checks)
        told.append(recorded)
        if missing is not None and card.item is not None:
            told.append(review.items.record(card.item, Question.COMMENT, "written", text=missing))
        tell(told, as_json, finished)


@judge_group.command("note")
@click.argument("attribute", type=OrNext(1, 2**63 - 1), metavar="ID|next")
@click.option("--flag/--no-flag", default=None, help="Flag it, or take the flag off.")
@click.option("--surprise/--no-surprise", default=None, help="This surprised me, or it did not.")
@click.option("--comment", metavar="TEXT", help="Your remark.")
@json_option
@home_option
def judge_note_command(
    attribute: int, flag: bool | None, surprise: bool | None, comment: str | None, as_json: bool
) -> None:
    """Flag an attribute, or the card that `next` shows; mark a surprise, or comment on it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.review import UNKNOWN, Review

    marks = {Question.FLAG: flag, Question.SURPRISE: surprise}
    answers = {mark: "yes" if on else "no" for mark, on in marks.items() if on is not None}
    if comment is None and not answers:
        raise click.UsageError("Say --flag, --surprise or --comment TEXT.")
    with opened_store() as store:
        review = Review(store, SystemClock())
        if attribute != OrNext.NEXT:
            tell(review.judge(attribute, answers, comment=comment), as_json)
            return
        card = review.current()
        if card is None:
            raise SelfauditError("No card is open.", hint="`selfaudit next` shows the next one.")
        card = replace(card, opinion_seen=card.opinion_seen or UNKNOWN)
        tell(review.note(card, answers, comment), as_json)


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
        tell(recorded, as_json)


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
            say(f"Taken back: {undone.question} = {undone.answer}{of_attribute(undone)}.")
