"""selfaudit attributes: what was inferred, with its evidence."""

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import attribute_json, hint, print_json, say

PAGE = 200


@click.command("attributes")
@click.option(
    "--verdict",
    type=click.Choice(["yes", "unsure", "no", "refuse"]),
    help="Only those that you judged so.",
)
@json_option
@home_option
def attributes_command(verdict: str | None, as_json: bool) -> None:
    """List the attributes, each with the exact words it came from.

    With --json, one object a line. This shows the model's opinion beside each attribute;
    `selfaudit next` shows the card to be judged without it.
    """
    with opened_store() as store:
        after = 0
        shown = 0
        while page := store.attributes.page(after=after, limit=PAGE, verdict=verdict):
            for attribute in page:
                if as_json:
                    print_json(attribute_json(attribute))
                    continue
                statement = attribute.statement or "(erased)"
                say(f"{attribute.id}. {statement}  [{attribute.verdict or 'not judged'}]")
                for piece in attribute.evidence:
                    say(f'     "{piece.quote}"  ({piece.message[:8]})')
            after = page[-1].id
            shown += len(page)
        if not shown and not as_json:
            say(hint("No attributes yet. `selfaudit PATH` imports an export and extracts."))
