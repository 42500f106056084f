"""selfaudit export names: names and places that are replaced wherever they stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError, UnknownIdError
from selfaudit.tui.commands.consent import ask, show_download
from selfaudit.tui.commands.context import (
    current_home,
    home_option,
    json_option,
    model_option,
    opened_store,
    yes_option,
)
from selfaudit.tui.commands.long_work import cancelled_by_interrupt
from selfaudit.tui.commands.output import ProgressLine, counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.redaction.proposals import Proposal
    from selfaudit.core.store.packages import StoredName

KINDS = ["name", "place", "word"]


@click.command("names")
@click.option("--propose", is_flag=True, help="Say what could be listed; nothing is listed yet.")
@click.option("--ask-model", is_flag=True, help="The same, by the model: slow; Ctrl+C stops it.")
@click.option("--add", metavar="NAME", help="List NAME.")
@click.option("--kind", type=click.Choice(KINDS), help="What NAME is (default: name).")
@click.option("--remove", metavar="NAME", help="Take NAME off the list.")
@model_option
@yes_option
@json_option
@home_option
def names_command(
    propose: bool,
    ask_model: bool,
    add: str | None,
    kind: str | None,
    remove: str | None,
    model: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Show the names, places and words that you listed, add one, or take one off.

    Each is replaced by a pseudonym wherever it stands in the package. Numbers, mail addresses and
    the like are found without being listed.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting

    if (add is not None) + (remove is not None) + propose + ask_model > 1:
        raise click.UsageError("Choose one of --propose, --ask-model, --add and --remove.")
    if kind is not None and add is None:
        raise click.UsageError("--kind goes with --add NAME.")
    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        if ask_model:
            _ask_model(drafting, model, yes, as_json)
            return
        if propose:
            proposals = drafting.proposals()
            if as_json:
                print_json({"proposals": _proposals_json(proposals)})
            else:
                _say_proposals(proposals)
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
        say(hint("No names are listed. `selfaudit export names --propose` proposes some."))


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


def _ask_model(drafting: "Drafting", model: str | None, yes: bool, as_json: bool) -> None:
    """Let the model name what it sees in the texts that leave, or in those before a Ctrl+C."""
    from selfaudit.core.asking import Asker, CancelledError
    from selfaudit.core.export.redaction.model_pass import names_by_model
    from selfaudit.core.export.redaction.names import ListedName
    from selfaudit.core.export.redaction.proposals import Source
    from selfaudit.core.export.redaction.proposals import counted as counted_in
    from selfaudit.core.ports import Priority
    from selfaudit.tui.wiring import SharedModel, choose_model

    texts = drafting.texts(drafting.prepared())
    if not texts:
        raise SelfauditError(
            "No text would leave, so there is nothing to read for the model.",
            title="Nothing was asked",
            hint="`selfaudit export level attributes` or `full` lets texts leave.",
        )
    home = current_home()
    shared = SharedModel(home, choose_model(home, model, ask(yes), show_download))
    found: dict[tuple[str, str], ListedName] = {}
    read = windows = failed = dropped = 0
    line = ProgressLine()
    with cancelled_by_interrupt() as cancel, shared.opened() as running:
        asker = Asker(running, cancel, Priority.BACKGROUND)
        try:
            for text in texts:
                done = names_by_model([text], asker)
                found |= {
                    (one.text, one.rule): ListedName(one.text, one.rule) for one in done.proposals
                }
                read, windows = read + 1, windows + done.windows
                failed, dropped = failed + done.failed, dropped + done.dropped
                line.show(f"{read} of {len(texts)} texts, {len(found)} names")
        except CancelledError:
            pass
        finally:
            line.end()
    listed = {one.name.casefold() for one in drafting.names()}
    new = [(one, Source.MODEL) for one in found.values() if one.text.casefold() not in listed]
    proposals = counted_in(new, texts)
    counts = {
        "texts": len(texts),
        "read": read,
        "windows": windows,
        "failed": failed,
        "dropped": dropped,
        "cancelled": read < len(texts),
    }
    if as_json:
        print_json({"proposals": _proposals_json(proposals), **counts})
        return
    _say_proposals(proposals)
    say(
        f"{'Stopped: ' if read < len(texts) else ''}{read} of {counted(len(texts), 'text')} read, "
        f"{failed} parts of them without an answer. {dropped} of the model's lines were no words "
        "of a text."
    )


def _proposals_json(proposals: "Sequence[Proposal]") -> list[dict[str, str | int]]:
    return [
        {"name": one.text, "kind": one.rule, "count": one.count, "source": one.source}
        for one in proposals
    ]


def _say_proposals(proposals: "Sequence[Proposal]") -> None:
    for one in proposals:
        say(f"{one.rule:<6} {one.text}  ({one.count})")
    if proposals:
        say(hint("`selfaudit export names --add NAME --kind KIND` lists one."))
    else:
        say("Nothing was found that could be a name or a place. That does not mean there is none.")
