"""selfaudit attributes and changes: what was inferred, with its evidence, and what is new."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import attribute_json, counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.attribute import Attribute
    from selfaudit.core.store.store import Store

PAGE = 200


@click.command("attributes")
@click.option(
    "--verdict",
    type=click.Choice(["yes", "unsure", "no", "refuse"]),
    help="Only those that you judged so.",
)
@click.option("--message", metavar="ID", help="Only those that rest on words of this message.")
@click.option("--surprising", is_flag=True, help="Only those that surprised you, the latest first.")
@json_option
@home_option
def attributes_command(
    verdict: str | None, message: str | None, surprising: bool, as_json: bool
) -> None:
    """List the attributes, each with the exact words it came from.

    With --json, one object a line. This shows the model's opinion beside each attribute;
    `selfaudit next` shows the card to be judged without it.
    """
    with opened_store() as store:
        shown = 0
        for attribute in _wanted(store, verdict, message, surprising):
            shown += 1
            if as_json:
                print_json(attribute_json(attribute))
                continue
            statement = attribute.statement or "(erased)"
            say(f"{attribute.id}. {statement}  [{attribute.verdict or 'not judged'}]")
            for piece in attribute.evidence:
                say(f'     "{piece.quote}"  ({piece.message[:8]})')
        if not shown and not as_json:
            narrowed = verdict or message or surprising
            none = "No attribute is like that."
            begin = "No attributes yet. `selfaudit PATH` imports an export and extracts."
            say(hint(none if narrowed else begin))


def _wanted(
    store: "Store", verdict: str | None, message: str | None, surprising: bool
) -> Iterator["Attribute"]:
    surprises = store.changes.surprising() if surprising else []
    if message is not None or surprising:
        id = store.history.message(message).id if message is not None else None
        supported = store.attributes.supported_by(id) if id else store.attributes.some(surprises)
        kept = [one for one in supported if not surprising or one.id in surprises]
        if surprising:
            kept.sort(key=lambda one: surprises.index(one.id))
        yield from (one for one in kept if verdict in (None, one.verdict))
        return
    after = 0
    while page := store.attributes.page(after=after, limit=PAGE, verdict=verdict):
        yield from page
        after = page[-1].id


@click.command("changes")
@json_option
@home_option
def changes_command(as_json: bool) -> None:
    """Show what changed since you were here the time before: new attributes, other verdicts."""
    with opened_store() as store:
        since = store.changes.since_last_time()
        if as_json:
            print_json({"since": None if since is None else asdict(since)})
            return
        if since is None:
            say("This is the first time, so nothing can have changed.")
            return
        say(
            f"{counted(since.messages, 'new message')} in {counted(since.imports, 'import')}, "
            f"{counted(len(since.attributes), 'new attribute')}, "
            f"{counted(len(since.verdicts), 'other verdict')}."
        )
        ids = [one.attribute for one in since.verdicts] + list(since.attributes)
        statements = store.support.statements(ids)
        for one in since.verdicts:
            statement = statements[one.attribute][0] or "(erased)"
            say(f"{one.attribute}. {statement}  [{one.before}, now {one.now}]")
        for id in since.attributes:
            say(f"{id}. {statements[id][0] or '(erased)'}  [new]")
