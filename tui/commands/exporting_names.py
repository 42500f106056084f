"""selfaudit export names: names and places that are replaced wherever they stand."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import UnknownIdError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.store.packages import StoredName

KINDS = ["name", "place", "word"]


@click.command("names")
@click.option("--propose", is_flag=True, help="Name what could be listed; nothing is listed yet.")
@click.option("--add", metavar="NAME", help="List NAME.")
@click.option("--kind", type=click.Choice(KINDS), help="What NAME is (default: name).")
@click.option("--remove", metavar="NAME", help="Take NAME off the list.")
@json_option
@home_option
def names_command(
    propose: bool, add: str | None, kind: str | None, remove: str | None, as_json: bool
) -> None:
    """Show the names, places and words that you listed, add one, or take one off.

    Each is replaced by a pseudonym wherever it stands in the package. Numbers, addresses and the
    like are found without being listed.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting

    if (add is not None) + (remove is not None) + propose > 1:
        raise click.UsageError("Choose one of --propose, --add and --remove.")
    if kind is not None and add is None:
        raise click.UsageError("--kind goes with --add NAME.")
    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        if propose:
            _tell_proposals(drafting, as_json)
            return
        if add is not None:
            drafting.list_names([*drafting.names(), _name(add, kind or "name")])
        if remove is not None:
            drafting.list_names(_without(drafting.names(), remove))
        names = drafting.names()
    if as_json:
        print_json({"names": [{"name": one.name, "kind": one.kind} for one in names]})
        return
    for one in names:
        say(f"{one.kind:<6} {one.name}")
    if not names:
        say(hint("No names are listed. `selfaudit export names --propose` names some."))


def _name(text: str, kind: str) -> "StoredName":
    from selfaudit.core.store.packages import StoredName

    if not any(character.isalpha() for character in text):
        raise click.UsageError("--add needs a name with a letter in it.")
    return StoredName(text.strip(), kind)


def _without(names: "list[StoredName]", name: str) -> "list[StoredName]":
    gone = name.strip().casefold()
    left = [one for one in names if one.name.casefold() != gone]
    if len(left) == len(names):
        raise UnknownIdError(
            "No name like that is listed.", hint="`selfaudit export names` lists them."
        )
    return left


def _tell_proposals(drafting: "Drafting", as_json: bool) -> None:
    proposals = drafting.proposals()
    if as_json:
        print_json({"proposals": [asdict(one) for one in proposals]})
        return
    for one in proposals:
        say(f"{one.rule:<6} {one.text}")
    if proposals:
        say(hint("`selfaudit export names --add NAME --kind KIND` lists one."))
    else:
        say("Nothing was found that could be a name or a place. That does not mean there is none.")
