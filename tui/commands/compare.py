"""selfaudit compare: stage three from the command line."""

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.asked_again import (
    again_option,
    say_again,
    votes_again_json,
    voting_of,
)
from selfaudit.tui.commands.blocks import ID, block_meant, block_option, last_act
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import print_json, say
from selfaudit.tui.commands.pairs_made import import_command, judge_command, prepare_command
from selfaudit.tui.commands.voting import vote_command, votes_json


@click.group("compare")
def compare_group() -> None:
    """Stage three: say which of two answers serves you better, without knowing which is which."""


for _command in (prepare_command, vote_command, import_command, judge_command):
    compare_group.add_command(_command)


@compare_group.command("next")
@again_option
@json_option
@home_option
def next_command(again: bool, as_json: bool) -> None:
    """Show the pair to be voted on now: the prompt, two answers, the question that is open.

    With `--again`, up to 20 pairs that you voted on two weeks ago or earlier are shown again, sides
    drawn anew.
    """
    if again:
        _show_again(as_json)
    else:
        _show(None, as_json)


def _show_again(as_json: bool) -> None:
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.again import VotingAgain
    from selfaudit.tui.commands import pairs_shown

    with opened_store() as store:
        voting = VotingAgain(store, SystemClock())
        voting.begin()
        shown = pairs_shown.pair_shown(store, voting, None)
        if as_json:
            print_json(pairs_shown.shown_json(store, voting, shown))
        else:
            pairs_shown.say_shown(store, voting, shown)


@compare_group.command("show")
@click.argument("pair", type=ID, required=False)
@json_option
@home_option
def show_command(pair: int | None, as_json: bool) -> None:
    """Show a pair again: the one to be voted on now, or PAIR, which you have voted on.

    Which answer is which is shown after the reveal of its block, and not before.
    """
    _show(pair, as_json)


def _show(id: int | None, as_json: bool) -> None:
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.results import lay_open
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.tui.commands import pairs_revealed, pairs_shown

    with opened_store() as store:
        voting = Voting(store, SystemClock())
        if id is not None:
            block = store.blocks.get(store.pairs.get(id).block)
            if not block.is_sealed:
                found = [one for one in lay_open(store, block).outcomes if one.pair.id == id]
                if as_json:
                    shown = pairs_revealed.outcome_json(found[0]) if found else None
                    print_json({"pair": shown})
                for outcome in () if as_json else found:
                    pairs_revealed.say_whole(outcome)
                return
        shown_pair = pairs_shown.pair_shown(store, voting, id)
        if as_json:
            print_json(pairs_shown.shown_json(store, voting, shown_pair))
        else:
            pairs_shown.say_shown(store, voting, shown_pair)


@compare_group.command("undo")
@json_option
@home_option
def undo_command(as_json: bool) -> None:
    """Take back your last vote, with its reasons and what else you said of the pair then.

    After the reveal, ratings are taken back one at a time; the votes before it are final.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.block import Stage
    from selfaudit.core.models.comparison import VoteQuestion
    from selfaudit.core.models.judgment import Phase

    with opened_store() as store:
        voting = Voting(store, SystemClock())
        block = last_act(
            (one, store.votes.last_standing(one.id, Phase.BEFORE if one.is_sealed else Phase.AFTER))
            for stage in (Stage.COMPARISON, Stage.COMPARISON_AGAIN)
            for one in store.blocks.all(stage)
        )
        undone = []
        with store.database.write():
            while block is not None:
                vote = voting.undo(block)
                undone += [] if vote is None else [vote]
                if vote is None or vote.question in (VoteQuestion.BETTER, VoteQuestion.RATING):
                    break
        if as_json:
            print_json({"undone": votes_json(undone)})
        elif not undone:
            say("There is nothing to take back.")
        for one in () if as_json else undone:
            say(f"Taken back: {one.question} = {one.answer}, pair {one.pair}.")


@compare_group.command("rate")
@click.argument("pair", type=ID)
@click.argument("attribute", type=ID)
@click.argument("rating", type=click.IntRange(1, 5))
@json_option
@home_option
def rate_command(pair: int, attribute: int, rating: int, as_json: bool) -> None:
    """After the reveal: what did using this attribute do to the answer of that pair?

    1 much worse, 2 slightly worse, 3 no difference, 4 slightly better, 5 much better. You know
    which answer used it by now, and the rating is stored as such.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.comparison import VoteQuestion

    with opened_store() as store:
        is_sealed = store.blocks.get(store.pairs.get(pair).block).is_sealed
        given = [fact.attribute for fact in store.pairs.facts(pair)]
        if not is_sealed and attribute not in given:
            raise SelfauditError(
                f"Attribute {attribute} was not given to an answer of pair {pair}.",
                title="Nothing to rate",
                hint=f"`selfaudit compare show {pair}` shows what was given.",
            )
        voting = Voting(store, SystemClock())
        vote = voting.answer(pair, VoteQuestion.RATING, str(rating), attribute=attribute)
        if as_json:
            print_json({"votes": votes_json([vote])})
        else:
            say(f"Stored: attribute {attribute} in pair {pair} = {rating}.")


@compare_group.command("reveal")
@block_option
@again_option
@json_option
@home_option
def reveal_command(number: int | None, again: bool, as_json: bool) -> None:
    """Open a finished block for good: which answer was which, and how you voted.

    With `--again`: how often you said the same as two weeks before.
    """
    from selfaudit.core.comparison.results import lay_open
    from selfaudit.tui.commands.pairs_revealed import results_json, say_results

    with opened_store() as store:
        voting = voting_of(store, again=again)
        blocks = store.blocks.all(voting.STAGE)
        begins = "compare next --again" if again else "compare prepare"
        block = block_meant(blocks, number, voting.block(), begins)
        if block.is_sealed:
            block = voting.reveal(block)
        if again:
            shown = votes_again_json(store, block)
            if as_json:
                print_json(shown)
            else:
                say_again(shown, "pair")
            return
        results = lay_open(store, block)
        if as_json:
            print_json(results_json(results))
        else:
            say_results(results)
