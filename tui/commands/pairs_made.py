"""selfaudit compare prepare, import, judge: what is done before and beside the person's votes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import (
    home_option,
    json_option,
    model_option,
    opened_store,
    yes_option,
)
from selfaudit.tui.commands.long_work import duration, preparer_for, run_preparation
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.comparison.planning import Planning


@click.command("prepare")
@click.option("--now", is_flag=True, help="Begin although your last marks are less than a day old.")
@model_option
@yes_option
@json_option
@home_option
def prepare_command(now: bool, model: str | None, yes: bool, as_json: bool) -> None:
    """Begin a block of pairs when none is open, and let the model write the answers.

    Goes on where it stopped; Ctrl+C stops it and keeps the answers that are made.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.run import Purpose

    with opened_store() as store:
        voting = Voting(store, SystemClock())
        begins = voting.block() is None
        if begins and voting.planning.pairs_possible() and not now:
            _check_rested(voting.planning, SystemClock().now())
        if not begins or not voting.planning.pairs_possible():
            # An open block, or the error that says why none can be begun.
            voting.planning.begin()
        missing = [
            pair
            for one in voting.planning.open_blocks()
            for pair in store.pairs.of(one.id)
            if not pair.is_ready
        ]
        if begins or missing:
            # Nothing is begun before there is a model that can write the answers.
            preparer = preparer_for(store, Purpose.ANSWERS, model, yes)
            block = voting.planning.begin()
            pairs = len(store.pairs.of(block.id))
            if begins and as_json:
                print_json({"event": "begun", "block": block.number, "pairs": pairs})
            elif begins:
                say(f"Block {block.number} begins: {counted(pairs, 'pair')}.")
            run_preparation(preparer, as_json=as_json)
        elif as_json:
            print_json({"event": "ready"})
        else:
            say("Every pair of the open block has its two answers.")
        if not as_json:
            say(hint("`selfaudit compare next` shows the pair to be voted on."))


def _check_rested(planning: "Planning", now: float) -> None:
    rested = planning.rested_at()
    if rested is not None and rested > now:
        raise SelfauditError(
            "Your last marks are less than a day old. Two answers are better compared when you no "
            f"longer have in mind what you marked. A day has passed in {duration(rested - now)}.",
            title="It is early to compare",
            hint="`selfaudit compare prepare --now` begins all the same.",
        )


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@json_option
@home_option
def import_command(path: Path, as_json: bool) -> None:
    """Import pairs of answers that another assistant gave you, without and with its memory.

    A line each of {"prompt": ..., "without_memory": ..., "with_memory": ...}, or one JSON list.
    They are voted on as every pair is. A pair that is known is left alone.
    """
    from dataclasses import asdict

    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.elsewhere import import_pairs

    with opened_store() as store:
        done = import_pairs(store, SystemClock(), path)
        if as_json:
            print_json(asdict(done))
            return
        say(
            f"{counted(done.read, 'record')} read: {done.stored} stored, {done.known} known, "
            f"{len(done.skipped)} skipped; {counted(done.blocks, 'new block')}."
        )
        for reason in done.skipped:
            say(f"Skipped {reason}.")
        if done.uneven:
            say(
                f"In {counted(done.uneven, 'pair')} one answer is more than 1.5 times as long as "
                "the other, which may give it away."
            )
        say(hint("`selfaudit compare next` shows the pair to be voted on."))


@click.command("judge")
@model_option
@yes_option
@json_option
@home_option
def judge_command(model: str | None, yes: bool, as_json: bool) -> None:
    """Let the model judge the pairs too, both ways round. Its verdicts are in the reveal."""
    from selfaudit.core.models.run import Purpose

    with opened_store() as store:
        if not any(pair.is_ready for pair in store.pairs.all()):
            raise SelfauditError(
                "No pair has its two answers yet.",
                title="There is nothing to judge",
                hint="`selfaudit compare prepare` makes them.",
            )
        run_preparation(preparer_for(store, Purpose.JUDGING, model, yes), as_json=as_json)
