"""selfaudit import: chat exports into the store."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import current_home, home_option, json_option, opened_store
from selfaudit.tui.commands.output import ProgressLine, counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.events import ImportDone
    from selfaudit.core.languages.shares import Shares
    from selfaudit.core.store.store import Store

PATHS = click.Path(path_type=Path)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATHS, metavar="PATH...")
@json_option
@home_option
def import_command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read chat exports (a zip, a folder, a JSON file) into the store.

    Importing the same or a newer export again adds only what is new. Every record is
    accounted for: read = stored + known + skipped.
    """
    from selfaudit.core.languages.shares import history_shares
    from selfaudit.tui.language_words import shares_json

    with opened_store() as store:
        done = import_all(paths, store)
        index_all(store)
        shares = history_shares(store)
    if as_json:
        print_json({**asdict(done), "languages": shares_json(shares)})
    else:
        for line in (*lines_for(done), *language_lines(shares)):
            say(hint(line))
    if done.failed:
        raise SystemExit(1)


def import_all(paths: tuple[Path, ...], store: "Store") -> "ImportDone":
    """Import every path, with a line of progress. Paths that fail are in the result."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.events import ImportDone, ImportProgress
    from selfaudit.core.importers.importing import import_paths

    done = ImportDone((), ())
    line = ProgressLine()
    for event in import_paths(paths, store, SystemClock()):
        if isinstance(event, ImportProgress):
            line.show(f"{event.path}: {event.conversations} conversations")
        elif isinstance(event, ImportDone):
            done = event
    line.end()
    return done


def index_all(store: "Store") -> None:
    """Let everything be searched, with a line of progress. Own words can be from the import on."""
    line = ProgressLine()
    for left in store.indexing.go_on():
        line.show(f"making answers searchable: {counted(left, 'text')} left")
    line.end()


def language_lines(shares: "Shares", model: str | None = None) -> list[str]:
    """Which languages the history is in, and that the model that would be used serves not all."""
    from selfaudit.tui.language_words import languages_line, serving_line
    from selfaudit.tui.models_wiring import selected

    chosen = selected(current_home(), model)
    serving = serving_line(shares, *chosen) if chosen else ""
    return [line for line in (languages_line(shares), serving) if line]


def lines_for(done: "ImportDone") -> list[str]:
    """What an import came to, in sentences."""
    lines = []
    for source in done.sources:
        conversations, messages = source.conversations, source.messages
        lines.append(
            f"{source.path} ({source.format}): {counted(conversations.read, 'conversation')}, of "
            f"which {conversations.stored} new and {conversations.known} known; "
            f"{counted(messages.stored, 'new message')}; your own words are in "
            f"{counted(source.own_words_messages, 'message')}."
        )
        if source.skipped:
            reasons = ", ".join(f"{count} {reason}" for reason, count in source.skipped.items())
            lines.append(f"Skipped: {reasons}.")
    for failure in done.failed:
        lines.append(f"{failure.path}: {failure.title}. {failure.message} {failure.hint}".rstrip())
    return lines
