"""selfaudit judge typists, recall, instructions, guess, changes: what stands beside the cards."""

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say


@click.command("typists")
@click.argument("answer", type=click.Choice(["only_me", "mostly_me", "several", "skip"]))
@json_option
@home_option
def typists_command(answer: str, as_json: bool) -> None:
    """Say who typed in these chats."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.opening import Opening

    with opened_store() as store:
        Opening(store, SystemClock()).say(Question.TYPISTS, answer)
        if as_json:
            print_json({"typists": answer})
        else:
            say(f"Stored: {answer}.")


@click.command("recall")
@click.argument("things", nargs=-1, metavar="[TEXT]...")
@json_option
@home_option
def recall_command(things: tuple[str, ...], as_json: bool) -> None:
    """Name up to eight things that these chats should have told an assistant about you.

    Without looking, before the first card; a TEXT each. Without any, nothing is named. When the
    headline has its cards, `next` asks which of them appeared.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.opening import Opening

    with opened_store() as store:
        opening = Opening(store, SystemClock())
        with store.database.write():
            for text in things:
                opening.recall(text)
            named = opening.recalled()
            opening.say(Question.RECALL, "done" if named else Question.SKIP)
        if as_json:
            recalled = [{"text": one.text, "appeared": one.appeared} for one in named]
            print_json({"recalled": recalled})
            return
        for place, one in enumerate(named, 1):
            say(f"{place}  {one.text}")
        say("That is what you expect." if named else "You named nothing.")


@click.command("instructions")
@json_option
@home_option
def instructions_command(as_json: bool) -> None:
    """Read the instructions with their definitions, and three practice cards."""
    from dataclasses import asdict

    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.judgment import Question
    from selfaudit.core.review.opening import Opening
    from selfaudit.core.review.practice import PRACTICE
    from selfaudit.core.review.wordings import INSTRUCTIONS, TRUE
    from selfaudit.core.study.in_force import wording_in

    with opened_store() as store:
        Opening(store, SystemClock()).say(Question.READ, "read")
        instructions = wording_in(store, INSTRUCTIONS).text
        if as_json:
            practice = [asdict(card) for card in PRACTICE]
            print_json({"instructions": instructions, "practice": practice})
            return
        say(instructions)
        for card in PRACTICE:
            say("")
            say(f"Practice: {card.statement}")
            say(f"\u201c{card.words}\u201d {card.suppose}")
            say(f"Then: {TRUE.words_of(card.best)}. {card.because}")


@click.command("guess")
@click.argument("right", metavar="N|skip")
@json_option
@home_option
def guess_command(right: str, as_json: bool) -> None:
    """Guess how many of the next 12 cards will be right, or skip the guess.

    Asked before the first card of a set; the answer comes after its last.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.guesses import Guesses
    from selfaudit.core.review.review import Review

    if right != "skip" and not (right.isascii() and right.isdigit() and len(right) < 3):
        raise click.UsageError("Guess a number from 0 to 12, or say skip.")
    with opened_store() as store:
        clock = SystemClock()
        review = Review(store, clock)
        guesses = Guesses(store, clock, review.queue)
        number = guesses.due(review.current())
        if number is None:
            raise SelfauditError(
                "A guess is asked for before the first card of a whole set, once.",
                title="Not the time to guess",
                hint="`selfaudit next` shows what is asked now.",
            )
        guesses.guess(number, None if right == "skip" else int(right))
        if as_json:
            print_json({"set": number + 1, "guess": None if right == "skip" else int(right)})
        else:
            say(f"Stored for set {number + 1}.")


@click.command("changes")
@json_option
@home_option
def changes_command(as_json: bool) -> None:
    """Say what changed on the cards that were asked again after two weeks."""
    from selfaudit.core.review.changes import changes

    with opened_store() as store:
        found = changes(store)
        if as_json:
            repeats = [
                {
                    "attribute": one.item.attribute,
                    "statement": one.statement,
                    "first": one.first,
                    "second": one.second,
                }
                for one in found.repeats
            ]
            print_json({"repeats": repeats})
            return
        if not found.repeats:
            say(hint("Nothing was asked again yet: that is two weeks after your first answers."))
            return
        same = len(found.repeats) - len(found.changed)
        say(f"You said the same of {same} of {len(found.repeats)}.")
        for one in found.changed:
            say(f"  {one.first} \u2192 {one.second}: {one.statement}")
