"""selfaudit relevance: stage two from the command line."""

from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError, UnknownIdError
from selfaudit.tui.commands.asked_again import (
    again_option,
    flag,
    marking_of,
    marks_again_json,
    say_again,
)
from selfaudit.tui.commands.blocks import ID, block_meant, block_option, last_act
from selfaudit.tui.commands.context import (
    home_option,
    json_option,
    model_option,
    opened_store,
    yes_option,
)
from selfaudit.tui.commands.long_work import preparer_for, run_preparation
from selfaudit.tui.commands.marks_shown import (
    block_json,
    entry_json,
    mark_json,
    say_entry,
    say_finished,
)
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.relevance import Entry
    from selfaudit.core.relevance.marking import Marking
    from selfaudit.core.store.store import Store

ANSWERS = ["yes", "no", "unsure", "skip"]


@click.group("relevance")
def relevance_group() -> None:
    """Stage two: say which attributes should matter to the answer to a prompt."""


@relevance_group.command("next")
@again_option
@json_option
@home_option
def next_command(again: bool, as_json: bool) -> None:
    """Show the question to be answered now: a prompt, one attribute, yes or no.

    When no block is open, the next one is begun: up to 10 prompts with up to 10 attributes each.
    Nothing that a selector chose is shown before the block is done. With `--again`, up to 36 marks
    that are two weeks old are asked again, without what you said then.
    """
    with opened_store() as store:
        marking = marking_of(store, again=again)
        begun = marking.block() is None
        block = marking.begin()
        entry = marking.current()
        if as_json:
            shown = None if entry is None else entry_json(store, entry)
            print_json({"begun": begun, "block": block_json(marking, block), "entry": shown})
            return
        if begun:
            progress = marking.progress(block)
            say(
                f"{'Asked again' if again else f'Block {block.number} begins'}: "
                f"{counted(progress.prompts, 'prompt')}, {counted(progress.entries, 'question')}."
            )
        if entry is None:
            say_finished(block)
        else:
            say_entry(store, entry)


@relevance_group.command("mark")
@click.argument("answer", type=click.Choice(ANSWERS))
@click.option(
    "--entry",
    "id",
    type=ID,
    metavar="ID",
    help="Correct what you said of this entry; `reveal --json` has the ids.",
)
@again_option
@json_option
@home_option
def mark_command(answer: str, id: int | None, again: bool, as_json: bool) -> None:
    """Answer the question that `next` shows: yes, no, unsure (can't say) or skip.

    After the reveal, `--entry` corrects; the mark from before it stays the one that counts.
    """
    from selfaudit.core.models.relevance import MarkAnswer

    with opened_store() as store:
        marking = marking_of(store, again=again)
        entry = _open_entry(marking) if id is None else _known_entry(store, id)
        mark = marking.answer(entry, MarkAnswer(answer))
        block = store.blocks.get(entry.block)
        if as_json:
            print_json({"mark": mark_json(mark), "block": block_json(marking, block)})
            return
        if not block.is_sealed:
            say(f"Stored as a correction: {mark.answer}. Your first mark is what counts.")
            return
        progress = marking.progress(block)
        say(f"Stored: {mark.answer}. {progress.done} of {progress.entries} done.")
        if progress.is_finished:
            say_finished(block)
        else:
            more = flag(block)
            say(hint(f"`selfaudit relevance next{more}` goes on; `relevance undo` takes back."))


def _open_entry(marking: "Marking") -> "Entry":
    shown = marking.current()
    if shown is None:
        raise SelfauditError(
            "No question is open.",
            title="There is nothing to answer",
            hint="`selfaudit relevance next` shows the next one.",
        )
    return shown.entry


def _known_entry(store: "Store", id: int) -> "Entry":
    """An entry that was asked about and answered before."""
    entry = store.marks.entry(id)
    if entry is None or id not in store.marks.effective(entry.block):
        raise UnknownIdError(
            f"No entry that you have answered has the id {id}.",
            hint="`selfaudit relevance reveal --json` has the ids of a revealed block.",
        )
    return entry


@relevance_group.command("undo")
@json_option
@home_option
def undo_command(as_json: bool) -> None:
    """Take back the last mark that still stands. A reveal makes the marks before it final."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.block import Stage
    from selfaudit.core.models.judgment import Phase
    from selfaudit.core.relevance.marking import Marking

    with opened_store() as store:
        block = last_act(
            (one, store.marks.last_standing(one.id, Phase.BEFORE if one.is_sealed else Phase.AFTER))
            for stage in (Stage.RELEVANCE, Stage.RELEVANCE_AGAIN)
            for one in store.blocks.all(stage)
        )
        undone = None if block is None else Marking(store, SystemClock()).undo(block)
        if as_json:
            print_json({"undone": None if undone is None else mark_json(undone)})
        elif undone is None:
            say("There is nothing to take back.")
        else:
            say(f"Taken back: {undone.answer}, entry {undone.entry}.")


@relevance_group.command("select")
@model_option
@yes_option
@json_option
@home_option
def select_command(model: str | None, yes: bool, as_json: bool) -> None:
    """Let every selector choose attributes for the prompts of your blocks.

    Says how much was done, and nothing of what was chosen. Goes on where it stopped; Ctrl+C
    stops it and keeps what is done.
    """
    from selfaudit.core.models.block import Stage
    from selfaudit.core.models.run import Purpose

    with opened_store() as store:
        block_meant(store.blocks.all(Stage.RELEVANCE), None, None, "relevance next")
        run_preparation(preparer_for(store, Purpose.SELECTION, model, yes), as_json=as_json)


@relevance_group.command("reveal")
@block_option
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    metavar="T",
    help="The dial: what each score comes to at this threshold, from 0 to 1.",
)
@again_option
@json_option
@home_option
def reveal_command(number: int | None, threshold: float | None, again: bool, as_json: bool) -> None:
    """Open a finished block for good: your marks beside what each selector chose.

    With `--again`: how often you said the same as two weeks before.
    """
    from selfaudit.core.relevance.matching import match
    from selfaudit.tui.commands.marks_revealed import matching_json, say_matching

    with opened_store() as store:
        marking = marking_of(store, again=again)
        blocks = store.blocks.all(marking.STAGE)
        begins = "relevance next --again" if again else "relevance next"
        block = block_meant(blocks, number, marking.block(), begins)
        if block.is_sealed:
            block = marking.reveal(block)
        if again:
            shown = marks_again_json(store, block)
            if as_json:
                print_json(shown)
            else:
                say_again(shown, "question")
            return
        matching = match(store, block)
        if as_json:
            print_json(matching_json(matching, threshold))
        else:
            say_matching(matching, threshold)
