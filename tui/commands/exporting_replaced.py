"""selfaudit export restore and replace: what a rule replaced, let be and replaced again."""

from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import UnknownIdError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.preparing import Prepared
    from selfaudit.core.export.redacting import Redacting


@click.command("restore")
@click.argument("kept_key", metavar="KEPT_KEY")
@json_option
@home_option
def restore_command(kept_key: str, as_json: bool) -> None:
    """Let one thing that was replaced leave as it is, wherever it stands.

    `selfaudit export rows TABLE --replaced` shows the KEPT_KEY of each.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting

    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        prepared = drafting.prepared()
        places = _places(prepared, drafting.redacting(), kept_key)
        if not places:
            raise _unknown_key()
        drafting.leave_as_it_is(kept_key)
    if as_json:
        print_json({"kept_key": kept_key, "kept": True, "places": places})
    else:
        say(f"It would leave as it is, in {counted(places, 'place')}.")
        say(hint("`selfaudit export replace KEPT_KEY` takes that back."))


def _places(prepared: "Prepared", redacting: "Redacting", kept_key: str) -> int:
    """In how many places of the package what a key stands for was found."""
    from selfaudit.core.export.replaced import replaced_in

    return sum(
        found.replacement.kept_key == kept_key
        for rows in prepared.tables.values()
        for one in rows
        for found in replaced_in(one, prepared.level, redacting)
    )


def _unknown_key() -> UnknownIdError:
    return UnknownIdError(
        "Nothing that leaves has this key.",
        hint="`selfaudit export rows TABLE --replaced` shows the keys; they are of one package.",
    )


@click.command("replace")
@click.argument("kept_key", metavar="KEPT_KEY")
@json_option
@home_option
def replace_command(kept_key: str, as_json: bool) -> None:
    """Replace again what `restore` let leave as it is."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting

    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        if kept_key not in store.packages.kept(drafting.package.id):
            raise _unknown_key()
        drafting.replace_again(kept_key)
    if as_json:
        print_json({"kept_key": kept_key, "kept": False})
    else:
        say("It would be replaced again, wherever it stands.")
