"""What is asked again after two weeks, as `relevance --again` and `compare --again` give it."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from selfaudit.tui.commands.output import counted, hint, say

if TYPE_CHECKING:
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.block import Block
    from selfaudit.core.relevance.marking import Marking
    from selfaudit.core.store.store import Store

again_option = click.option(
    "--again",
    is_flag=True,
    help="What is asked a second time, two weeks later and without what you said then.",
)


def flag(block: "Block") -> str:
    """What a command on a block takes: " --again" for one of what is asked again."""
    return "" if block.stage is block.stage.first else " --again"


def marking_of(store: "Store", *, again: bool) -> "Marking":
    """Stage two, or what of it is asked again."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.relevance.again import MarkingAgain
    from selfaudit.core.relevance.marking import Marking

    return (MarkingAgain if again else Marking)(store, SystemClock())


def voting_of(store: "Store", *, again: bool) -> "Voting":
    """Stage three, or what of it is asked again."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.again import VotingAgain
    from selfaudit.core.comparison.voting import Voting

    return (VotingAgain if again else Voting)(store, SystemClock())


def marks_waiting(store: "Store") -> dict[str, Any]:
    """How many marks could be asked again now, how long that takes, and how far it has come."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.relevance.again import MARK_SECONDS, MarkingAgain, repeated_marks
    from selfaudit.tui.commands.marks_shown import block_json

    marking = MarkingAgain(store, SystemClock())
    block = marking.block()
    return {
        **_waiting(marking.waiting(), MARK_SECONDS),
        "open": None if block is None else block_json(marking, block),
        **_same([one.first is one.second for one in repeated_marks(store)]),
    }


def votes_waiting(store: "Store") -> dict[str, Any]:
    """How many pairs could be shown again now, how long that takes, and how far it has come."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.again import PAIR_SECONDS, VotingAgain, repeated_votes
    from selfaudit.tui.commands.pairs_shown import block_json

    voting = VotingAgain(store, SystemClock())
    block = voting.block()
    return {
        **_waiting(voting.waiting(), PAIR_SECONDS),
        "open": None if block is None else block_json(voting, block),
        **_same([one.first is one.second for one in repeated_votes(store)]),
    }


def _waiting(number: int, seconds: float) -> dict[str, Any]:
    return {"waiting": number, "minutes": round(number * seconds / 60, 1)}


def _same(same: list[bool]) -> dict[str, Any]:
    return {"answered": len(same), "same": sum(same)}


def say_waiting(again: dict[str, Any], one: str, command: str) -> None:
    """What could be asked again, and what was."""
    if block := again["open"]:
        of = block.get("entries", block.get("pairs"))
        say(f"  Asked again: {block['done']} of {counted(of, one)} done.")
        say(hint(f"  `selfaudit {command} --again` goes on."))
    elif again["waiting"]:
        say(
            f"  {counted(again['waiting'], one)} from two weeks ago could be asked again, about "
            f"{counted(max(1, round(again['minutes'])), 'minute')}: how steady are your answers?"
        )
        say(hint(f"  `selfaudit {command} --again` asks them, if you like."))
    if again["answered"]:
        say(f"  Of {counted(again['answered'], one)} asked twice, {again['same']} alike.")


def marks_again_json(store: "Store", block: "Block") -> dict[str, object]:
    """A closed block of marks that were asked again: both answers to each."""
    from selfaudit.core.relevance.again import repeated_marks

    repeats = [one for one in repeated_marks(store) if one.entry.block == block.id]
    return {
        "block": {"number": block.number, "revealed": not block.is_sealed},
        **_same([one.first is one.second for one in repeats]),
        "repeats": [
            {
                "entry": one.entry.repeats,
                "again": one.entry.id,
                "prompt": one.entry.prompt,
                "attribute": one.entry.attribute,
                "statement": one.entry.statement,
                "first": one.first,
                "second": one.second,
            }
            for one in repeats
        ],
    }


def votes_again_json(store: "Store", block: "Block") -> dict[str, object]:
    """A closed block of pairs that were shown again: both verdicts on each, sides undone."""
    from selfaudit.core.comparison.again import repeated_votes

    repeats = [one for one in repeated_votes(store) if one.pair.block == block.id]
    return {
        "block": {"number": block.number, "revealed": not block.is_sealed},
        **_same([one.first is one.second for one in repeats]),
        "repeats": [
            {
                "pair": one.pair.repeats,
                "again": one.pair.id,
                "first": one.first,
                "second": one.second,
            }
            for one in repeats
        ],
    }


def say_again(shown: dict[str, object], one: str) -> None:
    """How often the same was said, and what changed how often."""
    repeats: list[dict[str, object]] = shown["repeats"]  # type: ignore[assignment]
    if not repeats:
        say("Nothing was answered twice.")
        return
    say(f"The same answer to {shown['same']} of {counted(len(repeats), one)}.")
    changed = Counter((each["first"], each["second"]) for each in repeats)
    for (first, second), times in sorted(changed.items()):
        if first != second:
            say(f"  {first} \u2192 {second}: {times}")
    say(hint("`selfaudit report steadiness` says how steady you are, from 30 on."))
