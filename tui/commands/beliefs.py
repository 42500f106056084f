"""selfaudit beliefs: what vendors noted about the person, judged from the command line."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.cards_shown import tell
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, said_json, say

if TYPE_CHECKING:
    from selfaudit.core.beliefs.asking import AskedBelief
    from selfaudit.core.review.review import OpenCard
    from selfaudit.core.store.store import Store

_NONE = "No vendor noted anything about you in what you imported."


@click.group("beliefs")
def beliefs_group() -> None:
    """Say whether what ChatGPT or Claude noted about you is true.

    Asked apart from the cards of `next`: nothing of it is in the figures of the model on this
    machine. `about-me` then lists what to delete there, line by line.
    """


@beliefs_group.command("list")
@json_option
@home_option
def list_command(as_json: bool) -> None:
    """List what each vendor holds about you, with what you said of it."""
    from selfaudit.core.beliefs.asking import BeliefReview, asked_beliefs
    from selfaudit.core.beliefs.held import held, superseded
    from selfaudit.core.clock import SystemClock

    with opened_store() as store:
        review = BeliefReview(store, SystemClock())
        asked, waiting = asked_beliefs(store), review.waiting()
        now = held(store)
        if as_json:
            print_json(
                {
                    "beliefs": [_asked_json(one) for one in asked],
                    "waiting": len(waiting),
                    "repeated": now.repeated,
                    "left_out": dict(now.left_out),
                    "earlier_memories": len(now.earlier),
                    "superseded": len(superseded(store, now)),
                }
            )
            return
        for one in asked:
            say(f"{one.drawn.item.id:>5}  {one.verdict or '-':7} {one.statement or '(erased)'}")
        if waiting:
            say(hint(f"{len(waiting)} are not drawn yet: `selfaudit beliefs next` draws them."))
        elif not asked:
            say(hint(_NONE))


@beliefs_group.command("next")
@json_option
@home_option
def next_belief_command(as_json: bool) -> None:
    """Show the line to be judged now, whose it is, the question and its answers."""
    from selfaudit.core.beliefs.asking import BeliefReview
    from selfaudit.core.clock import SystemClock

    with opened_store() as store:
        review = BeliefReview(store, SystemClock())
        card = review.due()
        if as_json:
            print_json({"card": None if card is None else _card_json(store, card)})
        elif card is None:
            said = "All of it is judged. `selfaudit about-me` says what to delete there."
            say(hint(said if store.beliefs.count() else _NONE))
        else:
            _say_card(store, card)


@beliefs_group.command("judge")
@click.argument("answer", metavar="ANSWER|skip")
@click.option("--statement", metavar="TEXT", help="Your own wording; the answer is about it.")
@click.option("--comment", metavar="TEXT", help="Your remark.")
@json_option
@home_option
def judge_belief_command(
    answer: str, statement: str | None, comment: str | None, as_json: bool
) -> None:
    """Answer the question that `beliefs next` shows, or skip it."""
    from selfaudit.core.beliefs.asking import BeliefReview
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.wordings import wording_of

    with opened_store() as store:
        review = BeliefReview(store, SystemClock())
        card = review.current()
        if card is None:
            raise SelfauditError(
                "No line of a vendor is open.", hint="`selfaudit beliefs next` shows the next one."
            )
        answers = [choice.answer for choice in wording_of(card.question).choices]
        if answer not in (*answers, "skip"):
            raise click.UsageError(f"The open question takes {', '.join(answers)} or skip.")
        if statement is not None and card.question is not Question.TRUE:
            raise click.UsageError("--statement goes with the first question of a line.")
        told = []
        with store.database.write():
            if statement is not None:
                told.append(review.edit(card, statement))
                card = replace(review.current() or card, question=Question.TRUE)
            if comment is not None:
                told.append(review.comment(card, comment))
            told.append(review.skip(card) if answer == "skip" else review.answer(card, answer))
        tell(told, as_json)


@beliefs_group.command("undo")
@json_option
@home_option
def undo_belief_command(as_json: bool) -> None:
    """Take back the last answer, if it was on such a line."""
    from selfaudit.core.beliefs.asking import BeliefReview
    from selfaudit.core.clock import SystemClock

    with opened_store() as store:
        undone = BeliefReview(store, SystemClock()).undo()
        if as_json:
            print_json({"undone": None if undone is None else said_json(undone)})
        elif undone is None:
            say("There is nothing to take back.")
        else:
            say(f"Taken back: {undone.question} = {undone.answer}.")


def _asked_json(one: "AskedBelief") -> dict[str, object]:
    belief = one.drawn.belief
    return {
        "item": one.drawn.item.id,
        "vendor": one.drawn.vendor,
        "kind": one.drawn.kind,
        "line": belief.statement if belief is not None else None,
        "statement": one.statement or None,
        "message": belief.message if belief is not None else None,
        "start": belief.start if belief is not None else None,
        "end": belief.end if belief is not None else None,
        "noted_at": belief.noted_at if belief is not None else None,
        "answers": {question: said.answer for question, said in one.said.items()},
    }


def _card_json(store: "Store", card: "OpenCard") -> dict[str, object]:
    from selfaudit.tui.commands.cards_shown import card_json

    belief = card.belief
    return {
        **card_json(store, card),
        "kind": "belief",
        "vendor": belief.vendor if belief is not None else None,
        "noted": belief.kind if belief is not None else None,
        "noted_at": belief.noted_at if belief is not None else None,
    }


def _say_card(store: "Store", card: "OpenCard") -> None:
    from selfaudit.core.review.wordings import wording_of
    from selfaudit.core.study.in_force import wording_in
    from selfaudit.tui.belief_words import believed

    wording = wording_in(store, wording_of(card.question))
    if card.belief is not None:
        title = believed(card.belief) if card.as_written else "In your words"
        say(f"{title}: {card.statement}")
        say(hint(f"`selfaudit messages show {card.belief.message[:12]}` shows all of it."))
    say(wording.text)
    for choice in wording.choices:
        say(f"  {choice.answer:22} {choice.words}")
    say(hint("Answer with `selfaudit beliefs judge ANSWER`; ANSWER may also be skip."))
