"""selfaudit status: what is stored and how far the person has come."""

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import print_json, say


@click.command("status")
@json_option
@home_option
def status_command(as_json: bool) -> None:
    """Say what is stored, what was extracted, and how far the judging has come."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.queue import ReviewQueue

    with opened_store() as store:
        history = store.history.counts()
        extraction = store.extractions.counts()
        progress = ReviewQueue(store, SystemClock()).progress()
        shown = {
            "home": str(store.database.path.parent),
            "history": history,
            "extraction": {
                **extraction,
                "attributes": store.attributes.count(),
                "quarantined_by_reason": store.extractions.quarantined(),
            },
            "review": {
                "cards_done": progress.done,
                "cards_drawn": progress.total,
                "headline_done": progress.headline_done,
                "headline_drawn": progress.headline_total,
                "skipped": progress.skipped,
                "verdicts": progress.verdicts,
                "edited": progress.edited,
                "judgments": store.judgments.count(),
            },
        }
        if as_json:
            print_json(shown)
            return
        say(f"Everything lies in {shown['home']}.")
        say(
            f"{history['conversations']} conversations, {history['messages']} messages, "
            f"{history['own_words_messages']} of them with your own words."
        )
        say(
            f"{extraction['windows']} windows read, {extraction['candidates']} candidates, "
            f"{extraction['quarantined']} quarantined, {store.attributes.count()} attributes."
        )
        verdicts = ", ".join(f"{count} {answer}" for answer, count in progress.verdicts.items())
        say(
            f"{progress.done} of {progress.total} drawn cards done"
            f" ({progress.headline_done} for the headline); verdicts: {verdicts or 'none yet'}; "
            f"{progress.edited} in your own words, so not accepted as written."
        )
