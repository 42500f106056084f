"""selfaudit status: what is stored and how far the person has come."""

from typing import TYPE_CHECKING, Any

import click

from selfaudit.tui.commands.asked_again import marks_waiting, say_waiting, votes_waiting
from selfaudit.tui.commands.budget import budget_json, say_budget
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.block import Block
    from selfaudit.core.store.store import Store


@click.command("status")
@json_option
@home_option
def status_command(as_json: bool) -> None:
    """Say what is stored, what was extracted, and how far each stage has come."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.languages.shares import history_shares
    from selfaudit.core.review.queue import ReviewQueue
    from selfaudit.tui.commands.importing import language_lines
    from selfaudit.tui.language_words import shares_json

    with opened_store() as store:
        history = store.history.counts()
        extraction = store.extractions.counts()
        progress = ReviewQueue(store, SystemClock()).progress()
        shares = history_shares(store)
        shown: dict[str, Any] = {
            "home": str(store.database.path.parent),
            "history": history,
            "languages": shares_json(shares),
            "extraction": {
                **extraction,
                "attributes": store.attributes.count(),
                "quarantined_by_reason": store.extractions.quarantined(),
            },
            "budget": budget_json(store.budgets.current()),
            "review": {
                "cards_done": progress.done,
                "cards_drawn": progress.total,
                "headline_done": progress.headline_done,
                "headline_drawn": progress.headline_total,
                "headline_goal": progress.headline_goal,
                "skipped": progress.skipped,
                "verdicts": progress.verdicts,
                "edited": progress.edited,
                "judgments": store.judgments.count(),
                "responses": store.responses.count(),
            },
            "relevance": _relevance(store),
            "comparison": _comparison(store),
        }
        joined = store.studies.joined()
        shown["study"] = None if joined is None else {"id": joined.name, "sha256": joined.sha256}
        if as_json:
            print_json(shown)
            return
        say(f"Everything lies in {shown['home']}.")
        say(
            f"{history['conversations']} conversations, {history['messages']} messages, "
            f"{history['own_words_messages']} of them with your own words."
        )
        if joined is not None:
            say(f"You are in the study “{joined.title}”, version {joined.version}.")
        for line in language_lines(shares):
            say(hint(line))
        say(
            f"{extraction['windows']} windows read, {extraction['candidates']} candidates, "
            f"{extraction['quarantined']} quarantined, {store.attributes.count()} attributes."
        )
        if (budget := store.budgets.current()) is not None:
            say_budget(budget)
        verdicts = ", ".join(f"{count} {answer}" for answer, count in progress.verdicts.items())
        say(
            f"{progress.done} of {progress.total} drawn cards done"
            f" ({progress.headline_done} for the headline); verdicts: {verdicts or 'none yet'}; "
            f"{progress.edited} in your own words, so not accepted as written."
        )
        _say_stages(shown["relevance"], shown["comparison"])


def _relevance(store: "Store") -> dict[str, Any]:
    """Stage two in counts, with nothing of what a selector chose."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.models.block import Stage
    from selfaudit.core.relevance.marking import Marking
    from selfaudit.tui.commands.marks_shown import block_json

    marking = Marking(store, SystemClock())
    block = marking.block()
    return {
        "prompts": len(store.prompts.all()),
        **_counted_blocks(store.blocks.all(Stage.RELEVANCE)),
        "open": None if block is None else block_json(marking, block),
        "marks": store.marks.count(),
        "again": marks_waiting(store),
    }


def _comparison(store: "Store") -> dict[str, Any]:
    """Stage three in counts, with nothing that tells one arm from another."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.block import Stage
    from selfaudit.tui.commands.pairs_shown import block_json

    voting = Voting(store, SystemClock())
    block = voting.block()
    return {
        **_counted_blocks(store.blocks.all(Stage.COMPARISON)),
        "open": None if block is None else block_json(voting, block),
        "votes": store.votes.count(),
        "again": votes_waiting(store),
    }


def _counted_blocks(blocks: "list[Block]") -> dict[str, Any]:
    return {
        "blocks": len(blocks),
        "blocks_revealed": sum(not block.is_sealed for block in blocks),
    }


def _say_stages(relevance: dict[str, Any], comparison: dict[str, Any]) -> None:
    say(
        f"What should matter: {counted(relevance['prompts'], 'prompt')}, "
        f"{counted(relevance['blocks'], 'block')} ({relevance['blocks_revealed']} revealed), "
        f"{counted(relevance['marks'], 'mark')}."
    )
    if block := relevance["open"]:
        say(f"  Block {block['number']}: {block['done']} of {block['entries']} questions done.")
    say_waiting(relevance["again"], "question", "relevance next")
    say(
        f"Comparing answers: {counted(comparison['blocks'], 'block')} "
        f"({comparison['blocks_revealed']} revealed), {counted(comparison['votes'], 'vote')}."
    )
    if block := comparison["open"]:
        say(
            f"  Block {block['number']}: {block['done']} of {block['pairs']} pairs done; "
            f"{block['ready']} have both answers."
        )
    say_waiting(comparison["again"], "pair", "compare next")
