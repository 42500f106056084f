"""A question of stage two before the reveal, as `relevance` prints it."""

from typing import TYPE_CHECKING

from selfaudit.tui.commands.asked_again import flag
from selfaudit.tui.commands.output import hint, say

if TYPE_CHECKING:
    from selfaudit.core.models.block import Block
    from selfaudit.core.models.relevance import Mark
    from selfaudit.core.relevance.marking import Marking, OpenEntry
    from selfaudit.core.store.store import Store

SKIP_WORDS = "leave it open"


def block_json(marking: "Marking", block: "Block") -> dict[str, object]:
    """How far a block has come."""
    progress = marking.progress(block)
    return {
        "number": block.number,
        "revealed": not block.is_sealed,
        "done": progress.done,
        "entries": progress.entries,
        "prompts": progress.prompts,
    }


def entry_json(store: "Store", shown: "OpenEntry") -> dict[str, object]:
    """The question that is open: nothing here tells what a selector chose."""
    from selfaudit.core.relevance.wordings import SHOULD_MATTER
    from selfaudit.core.study.in_force import wording_in

    answers = {choice.answer: choice.words for choice in SHOULD_MATTER.choices}
    return {
        "entry": shown.entry.id,
        "prompt": {
            "id": shown.prompt.id,
            "source": shown.prompt.source,
            "text": shown.prompt.text,
        },
        "attribute": shown.entry.attribute,
        "statement": shown.entry.statement,
        "place": shown.place + 1,
        "listed": shown.listed,
        "question": SHOULD_MATTER.name,
        "wording": wording_in(store, SHOULD_MATTER).text,
        "answers": {**answers, "skip": SKIP_WORDS},
    }


def say_entry(store: "Store", shown: "OpenEntry") -> None:
    """The question that is open, in words."""
    from selfaudit.core.relevance.wordings import SHOULD_MATTER
    from selfaudit.core.study.in_force import wording_in

    progress = shown.progress
    say(
        f"Question {progress.done + 1} of {progress.entries}; for this prompt, "
        f"{shown.place + 1} of {shown.listed}."
    )
    say(f"The prompt: {shown.prompt.text}")
    say(f"The attribute: {shown.entry.statement}")
    say(wording_in(store, SHOULD_MATTER).text)
    for choice in SHOULD_MATTER.choices:
        say(f"  {choice.answer:8} {choice.words}")
    say(f"  {'skip':8} {SKIP_WORDS}")
    say(hint(f"Answer with `selfaudit relevance mark ANSWER{flag(shown.block)}`."))


def say_finished(block: "Block") -> None:
    """What can be done with a block whose questions are all answered."""
    if flag(block):
        say("All that was asked again is answered or skipped.")
        say(hint("`selfaudit relevance reveal --again` says how often you said the same."))
        return
    say(f"Every question of block {block.number} is answered or skipped.")
    say(hint("`selfaudit relevance select` lets the selectors choose, if they have not yet;"))
    say(hint("`selfaudit relevance reveal` opens the block."))


def mark_json(mark: "Mark") -> dict[str, object]:
    """A mark as it is stored."""
    return {
        "id": mark.id,
        "entry": mark.entry,
        "answer": mark.answer,
        "act": mark.act,
        "phase": mark.phase,
        "reveals_seen": mark.reveals_seen,
    }
